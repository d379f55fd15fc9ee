"""Pictures of the demo world are drawn once each, beside everything else, and then hung."""

import io
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from studiobook.db.base import db
from studiobook.dev.world.easel import Easel, Skyline, View, drawing
from studiobook.dev.world.photos import hang, hang_skyline, views_of
from studiobook.dev.world.places import PLACES, SKYLINES
from studiobook.files.local import LocalStorage
from studiobook.files.storage import rendition_key
from studiobook.geographic.models import CityPicture
from studiobook.rooms.models import Photo
from tests.factories.world import make_city, make_room


@pytest.fixture
def easel() -> Iterator[Easel]:
    """One that needs no process of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield Easel(pool)


def test_a_picture_is_drawn_in_another_process_and_comes_in_its_sizes() -> None:
    with drawing() as easel:
        picture = easel.finished(Skyline("Lisbon", 3))
    assert [size.width for size in picture.sizes] == [480, 960, 1440]
    assert Image.open(io.BytesIO(picture.sizes[0].data)).format == "WEBP"


def test_a_scene_that_is_asked_for_twice_is_drawn_once(
    easel: Easel, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    monkeypatch.setattr("studiobook.dev.world.easel.draw", drawn.append)
    easel.begin(View("dance", 1, 1), View("dance", 1, 1), Skyline("Lisbon", 3))
    easel.finished(View("dance", 1, 1))
    easel.finished(Skyline("Lisbon", 3))
    assert drawn == [View("dance", 1, 1), Skyline("Lisbon", 3)]


def test_a_process_that_only_draws_does_not_load_the_database() -> None:
    asked = "import sys, studiobook.dev.world.easel; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_every_city_of_the_demo_world_has_a_skyline() -> None:
    assert set(SKYLINES) == {place.slug for place in PLACES}


def test_a_room_is_hung_with_its_views_and_a_city_with_its_skyline(
    app: Flask, easel: Easel, tmp_path: Path
) -> None:
    storage, room = LocalStorage(tmp_path), make_room()
    before, city = len(room.photos), make_city()
    city.slug = "lisbon"
    hang(room, storage, easel)
    hang_skyline(city, storage, easel)
    db.session.refresh(room)
    views, skyline = room.photos[before:], db.session.get_one(CityPicture, city.id)
    assert len(views) == len(views_of(room))
    assert skyline.alt == f"The skyline of {city.name}"
    hung: list[Photo | CityPicture] = [*views, skyline]
    for picture in hung:
        assert picture.widths == [480, 960, 1440]
        assert picture.height * 3 == picture.width * 2
        assert all(storage.exists(rendition_key(picture.key, width)) for width in picture.widths)
