"""Where the door is: on a map that only its own pages load, or typed."""

from dataclasses import replace

import pytest

from studiobook.db.base import db
from studiobook.studios.models import Studio
from tests.factories.world import NOW, make_room, make_studio

TILES = "http://127.0.0.2:9"


@pytest.fixture
def path(draft: Studio) -> str:
    return f"/manage/studios/{draft.slug}/position"


@pytest.fixture
def open_house(app, monkeypatch) -> Studio:
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    studio = make_studio(name="Open House")
    make_room(studio=studio, name="Big Room", horizon_days=7)
    db.session.commit()
    return studio


def test_is_corrected_by_numbers_or_a_link(client, draft, path):
    page = client.get(path)
    assert 'value="52.52, 13.405"' in page.text
    answer = client.submit(path, {"position": "52.5163, 13.3777"})
    assert answer.location == f"/manage/studios/{draft.slug}"
    assert (draft.lat, draft.lng) == (52.5163, 13.3777)
    client.submit(path, {"position": "https://www.openstreetmap.org/#map=17/52.5/13.4"})
    assert (draft.lat, draft.lng) == (52.5, 13.4)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the position, or move the map."),
        ("Tonstraße 7", "Enter two numbers such as 52.5200, 13.4050"),
        ("13.4, 52.5", "km from Berlin. Check both numbers."),
        ("https://goo.gl/maps/x", "This is a short link."),
    ],
)
def test_a_slip_is_told_and_stays(client, draft, path, typed, sentence):
    answer = client.submit(path, {"position": typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text
    assert (draft.lat, draft.lng) == (52.52, 13.405)


def test_what_is_longer_than_any_link_is_not_even_read(client, path, monkeypatch):
    read: list[str] = []
    monkeypatch.setattr("studiobook.rooms.forms.place.read_position", read.append)
    answer = client.submit(path, {"position": "1 " * 200_000})
    assert answer.status_code == 422
    assert "up to 2000 characters" in answer.text
    assert read == []


def test_the_place_saved_untouched_moves_nothing(client, draft):
    draft.lat = 52.123456789
    db.session.commit()
    path = f"/manage/studios/{draft.slug}/place"
    shown = {"position": "52.123457, 13.405", "zone": draft.zone, "city": "berlin"}
    client.submit(path, {"name": "Tape House", "street": "Weg 2", **shown})
    assert (draft.street, draft.lat) == ("Weg 2", 52.123456789)
    assert f'href="/manage/studios/{draft.slug}/position"' in client.get(path).text


def test_pictures_of_the_map_may_come_to_its_own_pages_and_to_no_other(client, draft, path):
    assert f"img-src 'self' {TILES};" in client.get(path).headers["Content-Security-Policy"]
    for other in (f"/manage/studios/{draft.slug}/place", "/", "/search"):
        answer = client.get(other)
        assert TILES not in answer.headers["Content-Security-Policy"], other
        assert "leaflet" not in answer.text, other


def test_guests_open_the_map_from_studio_and_room(client, open_house):
    studio, room = f"/studios/{open_house.slug}", f"/studios/{open_house.slug}/rooms/big-room"
    for page in (client.get(studio), client.get(room)):
        assert f'href="{studio}/map"' in page.text
        assert TILES not in page.headers["Content-Security-Policy"]
        assert TILES not in page.text
    page = client.get(f"{studio}/map")
    assert TILES in page.headers["Content-Security-Policy"]
    assert "https://www.openstreetmap.org/?mlat=52.52&amp;mlon=13.405#map=17" in page.text
    assert "© OpenStreetMap contributors" in page.text


def test_a_studio_that_is_not_on_offer_is_on_no_map(client, draft):
    assert client.get(f"/studios/{draft.slug}/map").status_code == 404


def test_an_installation_without_maps_has_the_link_alone(
    app, client, settings, open_house, monkeypatch
):
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, map_tiles_url=""))
    page = client.get(f"/studios/{open_house.slug}/map")
    assert page.status_code == 200
    assert "data-map" not in page.text
    assert "leaflet" not in page.text
    assert "img-src 'self';" in page.headers["Content-Security-Policy"]
    assert "Open it on OpenStreetMap" in page.text
