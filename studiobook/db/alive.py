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
    if connection.closed or _has_something_to_read(connection.fileno()):
        raise DisconnectionError("the server has closed this connection")


def _has_something_to_read(socket: int) -> bool:
    """An idle server says nothing: whatever waits is its farewell, or the end."""
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))
