"""The embedded PostgreSQL and Redis: kept data, clean ends, survivors and stale notes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from studiobook.dev.services import Services, services, throwaway_folder
from studiobook.dev.services.ports import answers

KILLED = """
import sys, time
from pathlib import Path
from studiobook.dev.services import services
with services(Path(sys.argv[1])) as found:
    print(found.postgres.port, found.redis.port, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _nothing_is_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def ask(found: Services, statement: str) -> list[tuple[object, ...]]:
    address = found.database_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_a_second_start_keeps_the_data_even_beside_a_stale_note():
    with throwaway_folder() as folder:
        with services(folder) as first:
            ask(first, "CREATE TABLE kept AS SELECT 7 AS seven")
            Redis.from_url(first.redis_url).set("kept", "yes")
        # As after a power cut: a note that names a process number which a stranger has now.
        note = folder / "postgres" / "postmaster.pid"
        note.write_text(f"1\n{folder / 'postgres'}\n0\n1\n\n127.0.0.1\n")
        with services(folder) as second:
            assert ask(second, "SELECT seven FROM kept") == [(7,)]
            assert Redis.from_url(second.redis_url).get("kept") == b"yes"


def test_a_killed_supervisor_leaves_no_server_behind():
    with throwaway_folder() as folder:
        supervisor = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert supervisor.stdout is not None
        with supervisor.stdout:
            ports = [int(port) for port in supervisor.stdout.readline().split()]
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        deadline = time.monotonic() + 30
        while any(answers(port) for port in ports):
            assert time.monotonic() < deadline, "the servers outlive their supervisor"
            time.sleep(0.05)


def test_what_the_environment_names_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with services(tmp_path) as found:
        assert found.children == []
        assert found.environment == {
            "DATABASE_URL": "postgresql://elsewhere/db",
            "REDIS_URL": "redis://elsewhere/0",
        }
