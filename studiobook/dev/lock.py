"""The lock on an instance folder: at most one supervisor, and a note of what it serves."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from studiobook.dev.services.failure import CannotStart

FILE_NAME = "up.lock"


@dataclass(frozen=True, slots=True)
class Running:
    """What the present holder wrote: its process, and the environment of its services."""

    pid: int
    environment: Mapping[str, str]


class InstanceLock:
    """A held lock, into which the holder writes what it serves."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def announce(self, environment: Mapping[str, str]) -> None:
        """Let others (`run`, `down`) find us and our services."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "environment": dict(environment)}, self._file)
        self._file.flush()


@contextmanager
def instance_lock(instance_dir: Path) -> Iterator[InstanceLock]:
    """Hold the folder. CannotStart when another process does.

    The kernel drops the lock with its holder, so a crash never leaves a stale one, whatever
    the file still says.
    """
    instance_dir.mkdir(parents=True, exist_ok=True)
    path = instance_dir / FILE_NAME
    with path.open("a+") as file:
        path.chmod(0o600)  # it names the secrets of this installation
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(_already_running(path)) from None
        lock = InstanceLock(file)
        lock.announce({})
        yield lock


def find_running(instance_dir: Path) -> Running | None:
    """The supervisor that holds the folder now, if any."""
    path = instance_dir / FILE_NAME
    if not path.exists():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return Running(**json.load(file))
    return None


def _already_running(path: Path) -> str:
    note = json.loads(path.read_text() or "{}")
    where = note.get("environment", {}).get("BASE_URL", "")
    place = f" at {where}" if where else ""
    return (
        f"Studiobook is already running here{place} (process {note.get('pid', '?')}):"
        " press Ctrl-C there, or type `make down`."
    )
