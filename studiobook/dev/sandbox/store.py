"""The provider's memory: one SQLite file, or nothing but memory in tests."""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from studiobook.dev.sandbox.switches import DEFAULTS

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, doc TEXT NOT NULL,
    filed_under TEXT, wakes_at REAL
);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, position);
CREATE INDEX IF NOT EXISTS object_filed ON object (filed_under);
CREATE INDEX IF NOT EXISTS object_wakes ON object (wakes_at) WHERE wakes_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, digest TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting'
);
CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

Doc = dict[str, Any]


@dataclass(frozen=True)
class Due:
    """One webhook that waits to be posted."""

    id: int
    event_id: str
    attempts: int


class Store:
    """Documents by id, stored answers by idempotency key, deliveries and switches."""

    def __init__(self, path: str) -> None:
        self._lock = RLock()
        # One connection behind one lock: a provider for one developer needs no more.
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.executescript(SCHEMA)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Alone, and all or nothing. May be nested."""
        with self._lock, self._db:
            yield

    def copy_to(self, path: str) -> None:
        """Write everything to another file."""
        with self._lock, closing(sqlite3.connect(path)) as copy:
            self._db.backup(copy)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def put(
        self, kind: str, doc: Doc, *, filed_under: str | None = None, wakes_at: float | None = None
    ) -> None:
        """Add or replace a document; at `wakes_at` something will happen to it by itself."""
        with self.changing():
            self._db.execute(
                "INSERT INTO object (id, kind, doc, filed_under, wakes_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, wakes_at = excluded.wakes_at",
                (doc["id"], kind, json.dumps(doc), filed_under, wakes_at),
            )

    def refile(self, docs: Iterable[Doc], *, under: str) -> None:
        """File documents under another word."""
        with self.changing():
            self._db.executemany(
                "UPDATE object SET filed_under = ? WHERE id = ?", [(under, d["id"]) for d in docs]
            )

    def get(self, kind: str, ref: str) -> Doc | None:
        """One document, or None."""
        docs = self._docs("kind = ? AND id = ?", kind, ref)
        return docs[0] if docs else None

    def filed(self, kind: str, under: str) -> list[Doc]:
        """The documents of a kind that are filed under a word, oldest first."""
        return self._docs("kind = ? AND filed_under = ? ORDER BY position", kind, under)

    def every(self, kind: str) -> list[Doc]:
        """All documents of a kind, oldest first."""
        return self._docs("kind = ? ORDER BY position", kind)

    def waking(self, kind: str, now: float) -> list[Doc]:
        """The documents whose moment has come."""
        return self._docs("kind = ? AND wakes_at <= ? ORDER BY wakes_at", kind, now)

    def latest(self, kind: str, limit: int) -> list[Doc]:
        """The newest documents of a kind, newest first."""
        return self._docs("kind = ? ORDER BY position DESC LIMIT ?", kind, limit)

    def count(self, kind: str) -> int:
        """How many documents of a kind there are."""
        return int(self._rows("SELECT count(*) FROM object WHERE kind = ?", kind)[0][0])

    def remember(self, key: str, *, digest: str, status: int, body: str) -> None:
        """Keep an answer, to be given again to the same key."""
        with self.changing():
            self._db.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", (key, digest, status, body))

    def remembered(self, key: str) -> tuple[str, int, str] | None:
        """Digest of the request, status and body that a key had, or None."""
        rows = self._rows("SELECT digest, status, body FROM answer WHERE key = ?", key)
        return rows[0] if rows else None

    def schedule(self, event_id: str, *, due_at: float, state: str = "waiting") -> None:
        """Owe one webhook."""
        with self.changing():
            self._db.execute(
                "INSERT INTO delivery (event_id, due_at, state) VALUES (?, ?, ?)",
                (event_id, due_at, state),
            )

    def due(self, now: float) -> list[Due]:
        """Webhooks to post now, in their order."""
        rows = self._rows(
            "SELECT id, event_id, attempts FROM delivery"
            " WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id",
            now,
        )
        return [Due(*row) for row in rows]

    def delivery_state(self, event_id: str) -> str:
        """How the event's last webhook went: waiting, done, lost or given_up."""
        rows = self._rows(
            "SELECT state FROM delivery WHERE event_id = ? ORDER BY id DESC LIMIT 1", event_id
        )
        return rows[0][0] if rows else "none"

    def mark(self, delivery_id: int, *, state: str, due_at: float) -> None:
        """Note how an attempt went and when the next one is due."""
        with self.changing():
            self._db.execute(
                "UPDATE delivery SET state = ?, due_at = ?, attempts = attempts + 1 WHERE id = ?",
                (state, due_at, delivery_id),
            )

    def switches(self) -> dict[str, Any]:
        """All switches with their present values."""
        rows = self._rows("SELECT name, value FROM switch")
        return DEFAULTS | {name: json.loads(value) for name, value in rows}

    def switch(self, values: dict[str, Any]) -> None:
        """Set some switches."""
        with self.changing():
            self._db.executemany(
                "INSERT OR REPLACE INTO switch VALUES (?, ?)",
                [(name, json.dumps(value)) for name, value in values.items()],
            )

    def use(self, counter: str) -> bool:
        """Whether a counting switch is on; one use is counted down."""
        with self.changing():
            left = self.switches()[counter]
            if left:
                self.switch({counter: left - 1})
            return bool(left)

    def _docs(self, where: str, *values: Any) -> list[Doc]:
        # `where` is always one of the literals above.
        rows = self._rows(f"SELECT doc FROM object WHERE {where}", *values)  # noqa: S608
        return [json.loads(row[0]) for row in rows]

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


def new_id(prefix: str) -> str:
    """A name for a document that nobody can guess."""
    return f"{prefix}_{secrets.token_hex(12)}"
