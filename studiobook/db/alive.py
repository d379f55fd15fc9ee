"""Noticing, without asking the server, that it has closed a pooled connection."""

import select

from psycopg import Connection
from sqlalchemy import Engine
from sqlalchemy.event import listen
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection


def refuse_closed_connections(engine: Engine) -> None:
    """Let the pool replace connections that ended while nobody used them.

    A ping before each use would find the same, and costs two of a page's five round trips.
    """
    listen(engine, "checkout", _refuse_closed)


def _refuse_closed(
    connection: Connection[tuple[object, ...]],
    _entry: ConnectionPoolEntry,
    _proxy: PoolProxiedConnection,
) -> None:
    # An idle server says nothing: whatever waits to be read is its farewell or the end.
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if connection.closed or waiting.poll(0):
        raise DisconnectionError("the server has closed this connection")
