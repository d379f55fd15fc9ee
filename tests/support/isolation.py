"""What makes a test leave no trace in the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import text

from studiobook.db.base import db
from tests.support.databases import Databases


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """One connection for everything in the block, rolled back at its end.

    Code under test commits and rolls back as usual: it does so to savepoints.
    """
    engines = db._app_engines[app]
    engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        # The test itself is the idle transaction, however slow the machine.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        # Sessions that meet a savepoint set their own inside it and leave the rest alone.
        connection.begin_nested()
        engines[None] = connection  # type: ignore[assignment]  # it serves as well as an engine
        try:
            yield
        finally:
            db.session.remove()
            engines[None] = engine
            outer.rollback()


@contextmanager
def thrown_away(databases: Databases) -> Iterator[None]:
    """Real commits on many connections; afterwards the database is a fresh copy again."""
    try:
        yield
    finally:
        db.session.remove()
        db.engine.dispose()
        databases.make_own()
