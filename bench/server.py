"""gunicorn around one of our two applications, the way the Procfile starts it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from bench.client import Client
from bench.stage import CACHE, ROOT, Stage
from studiobook.dev.services.ports import answers, free_port
from studiobook.dev.services.process import Child, start_child

WORKERS, THREADS = 2, 8


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its processes."""

    child: Child
    port: int

    @property
    def address(self) -> str:
        """Where a browser would find it."""
        return f"http://127.0.0.1:{self.port}"

    def worker_megabytes(self) -> list[float]:
        """Resident memory of each worker process."""
        children = Path(f"/proc/{self.child.process.pid}/task/{self.child.process.pid}/children")
        return [_resident(pid) for pid in children.read_text().split()]


@contextmanager
def serving(
    target: str, stage: Stage, database: str, *, sandbox_url: str | None = None
) -> Iterator[Server]:
    """Serve `module:app` on a database until the block ends."""
    port = free_port()
    environment = environment_for(stage, database, port=port, sandbox_url=sandbox_url)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", str(WORKERS)]
    command += ["--threads", str(THREADS), "--backlog", "512", "--no-control-socket", target]
    child = start_child(target, command, log=_log(target), env=environment)
    try:
        server = Server(child, port)
        child.wait_until(lambda: answers(port), timeout=60)
        _warm(server)
        yield server
    finally:
        child.stop()


@contextmanager
def working(stage: Stage, database: str, *, sandbox_url: str) -> Iterator[None]:
    """One worker process for a site's background jobs until the block ends."""
    environment = environment_for(stage, database, port=0, sandbox_url=sandbox_url)
    command = [sys.executable, "-m", "flask", "--app", "bench.site", "worker"]
    redis = Redis.from_url(stage.redis_url)
    redis.flushdb()
    child = start_child("The worker", command, log=_log("worker"), env=environment)
    try:
        child.wait_until(lambda: bool(redis.exists("rq:workers")), timeout=60)
        yield
    finally:
        child.stop()


def environment_for(
    stage: Stage, database: str, *, port: int, sandbox_url: str | None
) -> dict[str, str]:
    """What bench/site.py and bench/bare.py read."""
    found = {
        **os.environ,
        "BENCH_DATABASE_URL": stage.url(database),
        "BENCH_REDIS_URL": stage.redis_url,
        "BENCH_BASE_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
        "TZ": "UTC",
    }
    return found if sandbox_url is None else {**found, "BENCH_SANDBOX_URL": sandbox_url}


def _warm(server: Server) -> None:
    """The port is open before the workers have read the application: wait until each has."""
    for _ in range(WORKERS * THREADS):
        client = Client(server.address)
        client.get("/healthz")
        client.close()


def _log(name: str) -> Path:
    return CACHE / "log" / f"{name.replace(':', '-')}.log"


def _resident(pid: str) -> float:
    """All that it has in memory, what it shares with others included."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
