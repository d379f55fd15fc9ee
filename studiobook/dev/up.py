"""The whole site with one command: services, migrations, demo world, worker, clock and web."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Never

import psycopg

from studiobook.dev.assets import has_script
from studiobook.dev.crew import Crew
from studiobook.dev.environment import ROOT, development_environment, kept_secret
from studiobook.dev.lock import instance_lock
from studiobook.dev.services import Services, services
from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.mail import start_mail_catcher
from studiobook.dev.services.ports import LOOPBACK, REFUSED, free_port, is_free
from studiobook.dev.services.process import last_lines
from studiobook.dev.standins import SANDBOX, StandIn, command_of, environment_of, wanted
from studiobook.dev.welcome import say, welcome

WEB_PORT = 5000
SANDBOX_PORT = 5050
SANDBOX_MODULE = "studiobook.dev.sandbox"
START_SECONDS = 90.0
TICK_SECONDS = 0.3


def up(instance_dir: Path) -> None:
    """Run everything until Ctrl-C or SIGTERM; raise CannotStart with one clear sentence."""
    _treat_every_stop_as_interrupt()
    began = time.monotonic()
    try:
        with ExitStack() as stopping:
            lock = stopping.enter_context(instance_lock(instance_dir))
            port = web_port()
            payments = os.environ.get("PAYMENTS") or SANDBOX
            stand_ins = wanted(payments)
            shutil.rmtree(instance_dir / "log", ignore_errors=True)
            say("Starting PostgreSQL and Redis")
            stack = stopping.enter_context(services(instance_dir))
            # From here on a second Ctrl-C must not interrupt the stopping itself.
            stopping.callback(_ignore_signals)
            extra = _addresses(instance_dir, port, stopping)
            environment = development_environment(stack, instance_dir, extra)
            environment |= environment_of(stand_ins, payments, instance_dir)
            lock.announce(environment)
            _prepare_database(environment, stack, instance_dir)
            say("Starting the site")
            crew = Crew(environment, instance_dir / "log")
            stopping.callback(crew.stop)
            stopping.callback(_ignore_signals)
            _start_stand_ins(crew, stand_ins, instance_dir, port)
            _start_crew(crew, port)
            welcome(environment, seconds=time.monotonic() - began, has_script=has_script())
            _tend_until_interrupted(crew, stack)
    except KeyboardInterrupt:
        say("Stopped; the data stay in instance/")


def _treat_every_stop_as_interrupt() -> None:
    def interrupt(*_: object) -> Never:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def web_port() -> int:
    """5000 or a free neighbour; a port that somebody asked for is taken at their word."""
    asked = os.environ.get("PORT")
    if not asked:
        return free_port(WEB_PORT)
    if not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise CannotStart(f"PORT={asked} is not a port number.")
    if int(asked) in REFUSED:
        raise CannotStart(f"Browsers refuse to open port {asked}: choose another one.")
    if not is_free(int(asked)):
        raise CannotStart(
            f"Port {asked} is in use by another program:"
            f" stop that one, or choose another port (make run PORT={free_port(int(asked))})."
        )
    return int(asked)


def _addresses(instance_dir: Path, port: int, stopping: ExitStack) -> dict[str, str]:
    """Where the site and its neighbours are; starts the mail catcher unless SMTP_URL is set."""
    found = {
        "PORT": str(port),
        "BASE_URL": f"http://localhost:{port}",
        "SANDBOX_URL": f"http://{LOOPBACK}:{free_port(SANDBOX_PORT)}",
        "SANDBOX_STATE": str(instance_dir / "sandbox.sqlite3"),
        "SANDBOX_SECRET": kept_secret(instance_dir / "sandbox_secret"),
    }
    if not os.environ.get("SMTP_URL"):
        log = instance_dir / "log" / "mail.log"
        catcher = start_mail_catcher(instance_dir / "mail", log=log)
        stopping.callback(catcher.child.stop)
        found["SMTP_URL"] = catcher.url
    return found


def _prepare_database(environment: Mapping[str, str], stack: Services, instance_dir: Path) -> None:
    """Migrate, and fill the demo world where there is none or where its making was interrupted."""
    unfinished = instance_dir / "demo.unfinished"
    if unfinished.exists() and stack.postgres is not None:
        say("The demo world was not finished last time: beginning again")
        stack.postgres.empty_database()
        shutil.rmtree(instance_dir / "uploads", ignore_errors=True)
        Path(environment["SANDBOX_STATE"]).unlink(missing_ok=True)
    say("Bringing the database up to date")
    log = instance_dir / "log" / "migrate.log"
    with log.open("ab") as output:
        upgrade = _flask(environment, "db", "upgrade", output=output.fileno())
    if upgrade != 0:
        raise CannotStart(f"The database cannot be migrated:\n{last_lines(log)}")
    if _has_studios(stack):
        return
    say("Filling the demo world (only this once)")
    unfinished.touch()
    if _flask(environment, "demo", "fill") != 0:
        raise CannotStart("The demo world could not be filled; the lines above say why.")
    unfinished.unlink()


def _flask(environment: Mapping[str, str], *arguments: str, output: int | None = None) -> int:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    finished = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=output, stderr=output, check=False
    )
    return finished.returncode


def _has_studios(stack: Services) -> bool:
    address = stack.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT EXISTS (SELECT FROM studio)").fetchone()
    return row is not None and bool(row[0])


def _start_crew(crew: Crew, port: int) -> None:
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    if find_spec(SANDBOX_MODULE) and find_spec(f"{SANDBOX_MODULE}.__main__"):
        crew.start("sandbox", _sandbox_command(crew.environment, port))
    crew.start("web", _web_command(port))
    crew.wait_until(lambda: _is_healthy(port), timeout=START_SECONDS)
    # After the web, because all of them load the whole app and people wait for the page.
    crew.start("worker", [*flask, "worker"])
    crew.start("clock", [*flask, "clock"])


def _start_stand_ins(
    crew: Crew, stand_ins: Sequence[StandIn], instance_dir: Path, port: int
) -> None:
    for it in stand_ins:
        command = command_of(it, crew.environment, instance_dir=instance_dir, site_port=port)
        crew.start(it.gateway, command)


def _sandbox_command(environment: Mapping[str, str], port: int) -> list[str]:
    """The payment provider, which posts its webhooks to the site."""
    command = [sys.executable, "-m", SANDBOX_MODULE]
    command += ["--port", environment["SANDBOX_URL"].rpartition(":")[2]]
    command += ["--state", environment["SANDBOX_STATE"]]
    command += ["--webhook-url", f"http://{LOOPBACK}:{port}/webhooks/sandbox"]
    return [*command, "--secret", environment["SANDBOX_SECRET"]]


def _web_command(port: int) -> list[str]:
    """The same server as in production; RELOAD=1 restarts it when code changes."""
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{LOOPBACK}:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8"]
    command += ["--graceful-timeout", "5", "--no-control-socket", "--chdir", str(ROOT)]
    command += ["--reload"] if os.environ.get("RELOAD") else []
    return [*command, "wsgi:app"]


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _tend_until_interrupted(crew: Crew, stack: Services) -> Never:
    while True:
        crew.tend()
        for child in stack.children:
            if child.has_died:
                raise CannotStart(child.obituary())
        time.sleep(TICK_SECONDS)
