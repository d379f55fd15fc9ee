"""Prepared statements that survive the rollback with which every read ends.

psycopg forgets and deallocates all of a connection's prepared statements in `rollback()`, in case
the transaction had created what they name. Sessions of SQLAlchemy end each read with a rollback, so
that in effect nothing would stay prepared: the search then spends two thirds of its time in the
database on planning (measured). Requests and jobs here never create or drop anything, and
PostgreSQL itself plans anew where a migration did.
"""

from typing import cast

from psycopg import Connection
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection


def keep_prepared_over_rollback(engine: Engine) -> None:
    """Let the engine roll back past psycopg's housekeeping."""
    # The dialect's own hook, replaced on this one engine: SQLAlchemy has no event in its place.
    engine.dialect.do_rollback = _roll_back  # type: ignore[method-assign, assignment]


def _roll_back(pooled: PoolProxiedConnection) -> None:
    connection = cast("Connection[tuple[object, ...]]", pooled.driver_connection)
    if connection.closed or connection.pgconn.transaction_status == TransactionStatus.IDLE:
        return
    if connection.pgconn.exec_(b"ROLLBACK").status != ExecStatus.COMMAND_OK:
        connection.rollback()  # knows how to say what is wrong
