"""How many statements each public page sends, and whether that grows with the world."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import event

from bench.cities import PLACES
from bench.inside import application
from bench.lines import AT_MOST, Line, absolute, missing
from bench.questions import Questions
from bench.stage import Stage
from bench.world import World
from studiobook.db.base import db

MOST = 8
#: Statements that are the connection's own affair.
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SET ", "SAVEPOINT", "RELEASE")


def measure_counts(stage: Stage, worlds: Sequence[World], *, now: datetime) -> Iterator[Line]:
    """The same pages in the smallest and the largest world: at most eight, equally many in both."""
    small, large = (_counts(stage, world, now) for world in (worlds[0], worlds[-1]))
    for name, count in large.items():
        if count is None:
            yield missing(f"queries: {name}", "the page does not answer 200")
            continue
        same = small.get(name) == count
        note = "" if same else f"{small.get(name)} in the smallest world"
        yield absolute(
            f"queries: {name}", count, (AT_MOST, MOST), unit="", rooms=worlds[-1].rooms, note=note
        )


def _counts(stage: Stage, world: World, now: datetime) -> dict[str, int | None]:
    app = application(stage, world)
    with stage.connect(world.database) as connection:
        pages = public_pages(Questions(connection, today=now.date()))
    with app.app_context():
        found = {name: _count(app, path) for name, path in pages.items()}
        db.engine.dispose()
    return found


def public_pages(questions: Questions) -> dict[str, str]:
    """Every page that anybody may read, by a name that people know."""
    room, free = questions.rooms[0], questions.free_slots(1)[0]
    city = PLACES[0].slug
    return {
        "home": "/",
        "search form": "/search",
        "search": questions.search(0),
        "search near": f"/search?lat={PLACES[0].lat}&lng={PLACES[0].lng}&date={_day(questions)}",
        "search, nothing found": f"{questions.search(0)}&people=999",
        "city": f"/cities/{city}",
        "studio": f"/studios/{room.studio_slug}",
        "room": room.page,
        "company": f"/companies/{room.company_slug}",
        "calendar week": questions.calendar(0),
        "quote": questions.quote(free),
        "bookings": "/bookings",
        "log in": "/auth/login",
        "register": "/auth/register",
    }


def _day(questions: Questions) -> str:
    return questions.city(0)[1].isoformat()


def _count(app: Flask, path: str) -> int | None:
    client = app.test_client()
    client.get(path)  # the small tables that are kept in memory are read by now
    with counted() as statements:
        status = client.get(path).status_code
    return len(statements) if status == 200 else None


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects the statements that are sent within the block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
