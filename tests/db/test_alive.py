"""A database that was restarted is no fault that a visitor sees."""

import psycopg
import pytest
from sqlalchemy import text

from studiobook.db.base import db


@pytest.mark.committed
def test_a_connection_that_the_server_ended_is_replaced_before_it_is_used(app, settings):
    before = db.session.scalar(text("SELECT pg_backend_pid()"))
    db.session.remove()
    url = settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as operator:
        operator.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    after = db.session.scalar(text("SELECT pg_backend_pid()"))
    assert after != before
