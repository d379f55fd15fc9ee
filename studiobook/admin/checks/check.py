"""What a check is, and how one is written as SQL."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from studiobook.db.base import db


@dataclass(frozen=True)
class Check:
    """One invariant: its number in the design, what must hold, and the rows that break it."""

    number: int
    holds: str
    find: Callable[[datetime], Iterable[str]]


def sql(number: int, holds: str, query: str) -> Check:
    """A check whose query returns (what, id) of each bad row; `:now` is the moment asked about."""

    def find(now: datetime) -> list[str]:
        rows = db.session.execute(text(query), {"now": now} if ":now" in query else {})
        return [" ".join(str(part) for part in row) for row in rows]

    return Check(number, holds, find)
