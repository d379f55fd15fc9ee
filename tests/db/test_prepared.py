"""A statement is planned a few times, not at every request."""

import pytest
from sqlalchemy import create_engine, text

from studiobook.db.base import db
from studiobook.db.prepared import keep_prepared_over_rollback

PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%as asked_often%'"


def _ask_often(session_of):
    for _ in range(10):
        with session_of() as connection:
            connection.execute(text("SELECT 1 as asked_often"))
            connection.rollback()
    with session_of() as connection:
        return connection.execute(text(PREPARED)).scalar_one()


@pytest.mark.committed
def test_the_applications_connections_keep_prepared_statements_over_a_rollback(app):
    for _ in range(10):
        db.session.execute(text("SELECT 1 as asked_often"))
        db.session.remove()
    assert db.session.scalar(text(PREPARED)) == 1


@pytest.mark.committed
def test_without_that_nothing_stays_prepared(app, settings):
    engine = create_engine(settings.database_url, pool_size=1)
    assert _ask_often(engine.connect) == 0
    engine.dispose()
    keep_prepared_over_rollback(engine)
    assert _ask_often(engine.connect) == 1
    engine.dispose()


@pytest.mark.committed
def test_a_prepared_statement_follows_a_table_that_has_changed(app, settings):
    engine = create_engine(settings.database_url, pool_size=1)
    keep_prepared_over_rollback(engine)
    with engine.connect() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE shelf (id int, name text)"))
        connection.execute(text("INSERT INTO shelf VALUES (1, 'one')"))
        connection.commit()
        for _ in range(10):
            assert connection.execute(text("SELECT name FROM shelf")).scalar_one() == "one"
            connection.rollback()
        connection.execute(text("ALTER TABLE shelf ADD COLUMN place int DEFAULT 7"))
        connection.commit()
        assert connection.execute(text("SELECT name FROM shelf")).scalar_one() == "one"
    engine.dispose()
