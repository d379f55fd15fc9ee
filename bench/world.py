"""Worlds of any number of rooms with a year of bookings, kept for the next run."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import create_engine

from bench.axis import Axis, Day, days_of
from bench.bulk import Streams, drop_indexes, in_order, restore, set_sequences
from bench.cities import PLACES
from bench.diary import COLUMNS, Ink, write_year
from bench.houses import PHOTO_WIDTHS, House, houses, photo_key, standing_rows
from bench.stage import Stage, fingerprint, migrate
from studiobook.app import create_app  # noqa: F401  # its imports define every table
from studiobook.db.base import db
from studiobook.files.storage import rendition_key
from studiobook.values.wall_hours import WeeklyHours

ROOMS_AT_ONCE = 100
#: Older worlds begin to lack days of their horizon.
KEPT_FOR = timedelta(days=20)
NUMBERED = ("user", "company", "payment_account", "studio", "room", "city", "badge",
            "equipment_type", "booking", "event", "charge", "refund", "ledger_posting")  # fmt: skip

Say = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class World:
    """A database that is ready to be asked."""

    rooms: int
    database: str
    built_at: datetime


def ensure(stage: Stage, rooms: int, *, now: datetime, say: Say) -> World:
    """The world of this size: the kept one when it is still good, else a new one."""
    name = f"world_{rooms}_{fingerprint()}"
    with stage.connect() as server:
        built_at = _built_at(server, name)
        if built_at is not None and now - built_at < KEPT_FOR:
            return World(rooms, name, built_at)
        _drop(server, f"world_{rooms}\\_%")
        server.execute(f'CREATE DATABASE "{name}"')
    migrate(stage.url(name))
    build(stage.url(name), rooms, now=now, say=say)
    with stage.connect() as server:
        server.execute(f"COMMENT ON DATABASE \"{name}\" IS '{now.isoformat()}'")
    return World(rooms, name, now)


def build(url: str, rooms: int, *, now: datetime, say: Say) -> None:
    """Fill a migrated, empty database."""
    found = houses(rooms)
    guests = _insert_standing(url, found, now)
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        gone = drop_indexes(connection, list(COLUMNS))
        _copy(plain, found, guests, now=now, say=lambda share: say("rows", share))
        for done, item in enumerate(in_order(gone), 1):
            restore(connection, item)
            say("indexes", done / len(gone))
        set_sequences(connection, NUMBERED)
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
        say("vacuum", 1.0)


def store_photos(rooms: int, uploads: Path) -> None:
    """A file for every picture that a world has rows of: all of them links to one."""
    folder = uploads / "photos"
    if len(list(folder.glob("bench-*"))) == rooms:
        return
    shutil.rmtree(folder, ignore_errors=True)
    one = uploads / "one.webp"
    one.parent.mkdir(parents=True, exist_ok=True)
    one.write_bytes(b"RIFF\x00\x00\x00\x00WEBP")
    for room_id in range(1, rooms + 1):
        (uploads / photo_key(room_id)).mkdir(parents=True)
        for width in PHOTO_WIDTHS:
            os.link(one, uploads / rendition_key(photo_key(room_id), width))


def copied(stage: Stage, world: World, name: str) -> World:
    """The same world under another name, for measurements that write."""
    with stage.connect() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        # Whoever still reads the original would forbid the copy.
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [world.database],
        )
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{world.database}" STRATEGY file_copy')
    return World(world.rooms, name, world.built_at)


def _built_at(server: psycopg.Connection, name: str) -> datetime | None:
    row = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def _drop(server: psycopg.Connection, pattern: str) -> None:
    found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
    for (name,) in found.fetchall():
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _insert_standing(url: str, found: list[House], now: datetime) -> range:
    """The small tables; the answer is which people are guests."""
    engine = create_engine(url)
    people = 0
    with engine.begin() as connection:
        for table, rows in standing_rows(found, now):
            connection.execute(db.metadata.tables[table].insert(), rows)
            people = len(rows) if table == "user" else people
    engine.dispose()
    owners = len({house.company_id for house in found})
    return range(owners + 1, people + 1)


def _copy(
    url: str, found: list[House], guests: range, *, now: datetime, say: Callable[[float], None]
) -> None:
    """Write the diaries while the server is still taking in the ones before."""
    axis, ink = Axis.around(now), Ink(guests)

    @cache
    def days(hours: WeeklyHours, zone: str) -> tuple[Day, ...]:
        return days_of(axis, hours, zone, now)

    with Streams(url, COLUMNS) as streams, ThreadPoolExecutor(1) as sender:
        sending: Future[None] | None = None
        for share, some in _parts(found):
            for house in some:
                city_id = PLACES.index(house.place) + 1
                write_year(ink, axis, house, city_id, days(house.hours, house.place.zone))
            if sending is not None:
                sending.result()
            sending = sender.submit(streams.write, ink.take())
            say(share)
        if sending is not None:
            sending.result()


def _parts(found: list[House]) -> Iterator[tuple[float, list[House]]]:
    for start in range(0, len(found), ROOMS_AT_ONCE):
        some = found[start : start + ROOMS_AT_ONCE]
        yield (start + len(some)) / len(found), some
