"""Test databases: one migrated template per run, one quick copy of it per worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import make_url

from studiobook.dev.environment import ROOT

#: Any number; workers that start together take turns at it to make the template.
TEMPLATE_LOCK = 7_151_025


class Databases:
    """The databases of one run on one server, named so that runs do not meet."""

    def __init__(self, server_url: str, *, run: str, worker: str = "none") -> None:
        self._server = make_url(server_url)
        self._template = f"test_{run}"
        self._own = f"test_{run}_{worker}"

    @property
    def url(self) -> str:
        """This worker's own database, in SQLAlchemy's spelling."""
        return self._url(self._own)

    def make_own(self) -> None:
        """This worker's database, fresh from the template; who is connected loses it."""
        with self._administration() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self._own}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self._own}" TEMPLATE "{self._template}"')

    def drop_own(self) -> None:
        """Leave nothing behind."""
        with self._administration() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self._own}" WITH (FORCE)')

    def ensure_template(self) -> None:
        """Made and migrated once per run, by the first worker to come here."""
        with self._administration() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
            found = server.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self._template]
            ).fetchone()
            if found is None:
                server.execute(f'CREATE DATABASE "{self._template}"')
                self._migrate()

    def drop_template(self) -> None:
        with self._administration() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self._template}" WITH (FORCE)')

    def _migrate(self) -> None:
        # In a process of its own: Alembic's wiring and a second app would leave traces in ours.
        environment = {
            **os.environ,
            "STUDIOBOOK_ENV": "test",
            "SECRET_KEY": "migrating-a-template",
            "BASE_URL": "http://localhost",
            "DATABASE_URL": self._url(self._template),
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"the template can't be migrated:\n{done.stderr}")

    @contextmanager
    def _administration(self) -> Iterator[psycopg.Connection]:
        url = self._server.set(drivername="postgresql", database="postgres")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as server:
            yield server

    def _url(self, database: str) -> str:
        return self._server.set(database=database).render_as_string(hide_password=False)
