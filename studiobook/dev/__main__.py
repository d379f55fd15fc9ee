"""`python -m studiobook.dev`: up, down, reset, services, run."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from studiobook.dev.environment import INSTANCE, development_environment
from studiobook.dev.lock import find_running, instance_lock
from studiobook.dev.services import services, throwaway_folder
from studiobook.dev.services.failure import CannotStart
from studiobook.dev.up import up
from studiobook.dev.welcome import complain, say

STOP_SECONDS = 60.0
KEPT = ".gitkeep"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; every foreseen trouble is one sentence and exit code 1."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.act(asked) or 0)
    except CannotStart as trouble:
        complain(str(trouble))
    except PermissionError as trouble:
        complain(f"{trouble.filename} belongs to another user: start as that user, or remove it.")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m studiobook.dev", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, act, summary in (
        ("up", _up, "start everything and stay until Ctrl-C"),
        ("down", _down, "stop what `up` started"),
        ("services", _services, "start only PostgreSQL and Redis and print how to reach them"),
    ):
        commands.add_parser(name, help=summary).set_defaults(act=act)
    reset = commands.add_parser("reset", help="throw the local data away")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    reset.set_defaults(act=_reset)
    run = commands.add_parser("run", help="run one command with the services' environment")
    run.add_argument("--fresh", action="store_true", help="on an empty database, thrown away after")
    run.add_argument("command", nargs=argparse.REMAINDER)
    run.set_defaults(act=_run)
    return parser


def _up(_: argparse.Namespace) -> None:
    up(INSTANCE)


def _down(_: argparse.Namespace) -> None:
    running = find_running(INSTANCE)
    if running is None:
        say("Nothing is running here.")
        return
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while find_running(INSTANCE) is not None:
        if time.monotonic() > deadline:
            raise CannotStart(f"Process {running.pid} is still stopping; look at its terminal.")
        time.sleep(0.1)
    say("Stopped; the data stay in instance/")


def _reset(asked: argparse.Namespace) -> None:
    if not asked.yes and not _agrees("Throw away all local data in instance/? [y/N] "):
        say("Nothing was changed.")
        return
    with instance_lock(INSTANCE):
        for path in INSTANCE.iterdir():
            if path.name != KEPT:
                _remove(path)
    say("The local data are gone; the next `make run` begins afresh.")


def _agrees(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:  # nobody is there to ask
        print()
        return False


def _remove(path: Path) -> None:
    if path.is_symlink():  # data that had to lie elsewhere, see services.postgres
        shutil.rmtree(path.resolve(), ignore_errors=True)
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _services(_: argparse.Namespace) -> None:
    with instance_lock(INSTANCE) as lock, services(INSTANCE) as stack:
        environment = development_environment(stack, INSTANCE)
        lock.announce(environment)
        for name in ("STUDIOBOOK_ENV", *stack.environment):
            print(f"export {name}='{environment[name]}'", flush=True)
        print("# until Ctrl-C", file=sys.stderr)
        with suppress(KeyboardInterrupt):
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _run(asked: argparse.Namespace) -> int:
    """With the services of a running `up` if there is one, else with some just for this."""
    command = asked.command[1:] if asked.command[:1] == ["--"] else asked.command
    running = None if asked.fresh else find_running(INSTANCE)
    with ExitStack() as stack:
        if running is not None:
            return _call(command, dict(running.environment))
        home = stack.enter_context(throwaway_folder()) if asked.fresh else INSTANCE
        lock = stack.enter_context(instance_lock(home))
        found = stack.enter_context(services(home, fast=asked.fresh))
        extra = {"BASE_URL": "http://localhost:5000"}
        environment = development_environment(found, home, extra)
        lock.announce(environment)
        return _call(command, environment)


def _call(command: Sequence[str], environment: dict[str, str]) -> int:
    """The command has the terminal, and Ctrl-C, to itself."""
    # A handler of our own: unlike an ignored signal, the command does not inherit it.
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
