from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from bench.cities import PLACES
from bench.floors import Availability
from bench.houses import code_of
from bench.world import build, store_photos
from studiobook.admin.doctor import examine
from studiobook.db.base import db
from studiobook.discovery.forms import parse_search
from studiobook.discovery.reference import load_reference
from studiobook.discovery.search import search
from studiobook.settings import Settings
from studiobook.values.code import is_code
from studiobook.values.rate import Rate
from tests.support.databases import Databases

#: Shortly before the clocks of Europe and America go forward.
NOW = datetime(2027, 3, 10, 9, 40, tzinfo=UTC)
ROOMS = 12


@pytest.fixture
def world(app: Flask, databases: Databases, settings: Settings) -> Iterator[psycopg.Connection]:
    with psycopg.connect(_plain(databases), autocommit=True) as connection:
        before = _schema(connection)
        build(databases.url, ROOMS, now=NOW, say=lambda _step, _share: None)
        assert _schema(connection) == before
        store_photos(ROOMS, settings.upload_dir)
        yield connection
    db.session.rollback()


@pytest.mark.committed
def test_the_doctor_finds_a_built_world_healthy_and_the_floor_asks_what_search_answers(world):
    bookings = world.execute("SELECT count(*) FROM booking").fetchone()[0]
    assert bookings > ROOMS * 150
    found = {report.check.holds: report.findings for report in examine(now=NOW)}
    assert not {holds: findings for holds, findings in found.items() if findings}

    reference, floor = load_reference(), Availability(world, now=NOW)
    for number in range(40):
        on_date = (NOW + timedelta(days=2 + number)).date()
        city_id = 1 + number % 4
        asked = {"city": PLACES[city_id - 1].slug, "date": on_date.isoformat(), "hours": "3"}
        window = {"from": "10:00", "until": "22:00"}
        criteria = parse_search(MultiDict({**asked, **window}), reference, now=NOW).criteria
        assert criteria is not None
        answer = search(criteria, fee=Rate(400), now=NOW)
        assert {room.room.code for room in answer.rooms} == {
            row[1] for row in floor.ask(city_id, on_date)
        }


def test_codes_of_numbers_are_codes_and_never_clash():
    codes = {code_of(number) for number in range(1, 20_000)}
    assert len(codes) == 19_999
    assert all(map(is_code, codes))


def _schema(connection):
    return connection.execute(
        """
        SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT conrelid::regclass::text, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
        """
    ).fetchall()


def _plain(databases):
    return databases.url.replace("postgresql+psycopg://", "postgresql://")
