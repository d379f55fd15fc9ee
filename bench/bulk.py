"""Loading many rows at once: indexes and constraints away, one COPY per table, all back after."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

import psycopg
from psycopg import sql


@dataclass(frozen=True, slots=True)
class Dropped:
    """One index or constraint that was taken away, and how it comes back."""

    table: str
    name: str
    restore: str


def drop_indexes(connection: psycopg.Connection, tables: Sequence[str]) -> list[Dropped]:
    """Take all keys, foreign keys and indexes of the tables away, and what refers to them."""
    constraints = connection.execute(
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype
        FROM pg_constraint
        WHERE (conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('f', 'u', 'x', 'p'))
           OR (confrelid::regclass::text = ANY(%(tables)s) AND contype = 'f')
        ORDER BY contype <> 'f', conname
        """,
        {"tables": list(tables)},
    ).fetchall()
    gone = [
        Dropped(table, name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for table, name, definition, _kind in constraints
    ]
    for item in gone:
        connection.execute(f'ALTER TABLE {item.table} DROP CONSTRAINT "{item.name}"')
    indexes = connection.execute(
        "SELECT tablename, indexname, indexdef FROM pg_indexes"
        " WHERE tablename = ANY(%s) AND schemaname = 'public'",
        [list(tables)],
    ).fetchall()
    for table, name, definition in indexes:
        connection.execute(f'DROP INDEX "{name}"')
        gone.append(Dropped(table, name, definition))
    return gone


def restore(connection: psycopg.Connection, item: Dropped) -> None:
    """Bring one back, checked against every row."""
    connection.execute(item.restore)


def in_order(gone: Iterable[Dropped]) -> list[Dropped]:
    """Keys before the foreign keys that need them."""
    return sorted(gone, key=lambda item: "FOREIGN KEY" in item.restore)


class Streams:
    """An open COPY for each table, so that the server works on all of them while we write."""

    def __init__(self, url: str, columns: Mapping[str, str]) -> None:
        self._stack = ExitStack()
        self._copies = {table: self._open(url, table, names) for table, names in columns.items()}

    def write(self, rows: Mapping[str, list[str]]) -> None:
        """Send prepared lines of COPY text."""
        for table, lines in rows.items():
            if lines:
                self._copies[table].write("".join(lines))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]  # passed through as they came

    def _open(self, url: str, table: str, names: str) -> psycopg.Copy:
        connection = self._stack.enter_context(psycopg.connect(url))
        cursor = self._stack.enter_context(connection.cursor())
        columns = sql.SQL(", ").join(sql.Identifier(name.strip()) for name in names.split(","))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        return self._stack.enter_context(cursor.copy(statement))


def set_sequences(connection: psycopg.Connection, tables: Sequence[str]) -> None:
    """Let the next row of each table get a number that is not taken."""
    for table in tables:
        connection.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}"
            ).format(name=sql.Literal(f'public."{table}"'), table=sql.Identifier(table))
        )
