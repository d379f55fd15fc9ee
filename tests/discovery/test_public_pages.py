"""Home, cities, studios, companies and the site map show what is on offer, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.geographic.models import City
from studiobook.rooms.listing import refresh_listing, unpublish
from studiobook.rooms.models import Photo, Room, RoomKind
from studiobook.rooms.withdraw import return_room, withdraw_room
from studiobook.studios.models import StudioState
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.factories import world
from tests.factories.world import NOW
from tests.support.client import PageClient


@pytest.fixture(autouse=True)
def _now(app, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)


@pytest.fixture
def studio(app):
    """A published studio with a room, and a draft beside it."""
    city = world.make_city()
    studio = world.make_studio(city=city, name="Open House")
    world.make_room(studio=studio, name="Big Room", kind=RoomKind.DANCE, horizon_days=7)
    draft = world.make_studio(city=city, name="Hidden House", published=False)
    world.make_room(studio=draft, name="Secret Room", horizon_days=7)
    return studio


@pytest.mark.parametrize(
    "path", ["/", "/cities/{city}", "/studios/{studio}", "/companies/{company}"]
)
def test_each_page_shows_the_room_and_not_the_draft(client, studio, path):
    page = client.get(_at(path, studio))
    assert page.status_code == 200
    assert "Big Room" in page.text
    assert "Secret Room" not in page.text
    assert "Hidden House" not in page.text


@pytest.mark.parametrize("path", ["/cities/atlantis", "/studios/nobody", "/companies/nobody"])
def test_what_is_not_there_answers_404_with_a_way_on(client, studio, path):
    page = client.get(path)
    assert page.status_code == 404
    assert 'href="/search"' in page.text


def test_a_city_is_shown_by_its_own_picture(client, studio):
    picture = world.make_city_picture(studio.city)
    assert f"/files/{picture.key}/480.webp" in _card(client, studio.city)


def test_a_city_without_a_picture_is_shown_by_that_of_its_oldest_room(client, studio):
    world.make_room(studio=studio, name="Newer Room", horizon_days=7)
    rooms = select(Room).where(Room.studio_id == studio.id).order_by(Room.id)
    oldest = db.session.scalars(rooms.limit(1)).one()
    assert f"/files/{oldest.photos[0].key}/480.webp" in _card(client, studio.city)


def test_a_price_on_a_card_is_the_total_of_the_shortest_session(client, studio):
    page = client.get(f"/cities/{studio.city.slug}")
    assert "€41.60" in page.text
    assert "for 1 hour" in page.text


def test_the_studio_shows_how_its_rooms_day_looks(client, studio):
    room = world.make_room(studio=studio, name="Small Room", horizon_days=7)
    world.make_booking(room=room, slot=world.slot_in(room, days=0, hour=14, hours=2))
    page = client.get(f"/studios/{studio.slug}").text
    assert "Small Room on Mon 23 Nov" in page
    assert "Taken, 14:00 to 16:00" in page


def test_a_studio_that_has_closed_for_today_shows_tomorrow(client, app, monkeypatch):
    hours = WeeklyHours.daily(OpenInterval(540, 1080))
    studio = world.make_studio(city=world.make_city(), hours=hours)
    world.make_room(studio=studio, name="Day Room", horizon_days=7)
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW + timedelta(hours=10))
    page = client.get(f"/studios/{studio.slug}").text
    assert "Day Room on Tue 24 Nov" in page
    assert "open again tomorrow" in page


def test_a_page_beyond_the_last_one_is_not_there(client, studio):
    assert client.get(f"/cities/{studio.city.slug}?page=2").status_code == 404
    assert client.get(f"/cities/{studio.city.slug}?page=x").status_code == 200


def test_the_site_map_names_public_pages_only(client, studio):
    page = client.get("/sitemap.xml")
    assert page.mimetype == "application/xml"
    assert f"http://localhost/studios/{studio.slug}/rooms/big-room" in page.text
    assert "hidden-house" not in page.text


def test_the_canonical_address_has_no_query(client, studio):
    day = NOW.date() + timedelta(days=2)
    page = client.get(f"/studios/{studio.slug}/rooms/big-room?date={day}&start=14:00")
    assert (
        f'<link rel="canonical" href="http://localhost/studios/{studio.slug}/rooms/big-room">'
        in (page.text)
    )


def _at(path: str, studio) -> str:
    return path.format(city=studio.city.slug, studio=studio.slug, company=studio.company.slug)


def _card(client: PageClient, city: City) -> str:
    """What stands on the city's card on the home page."""
    _, _, rest = client.get("/").text.partition(f'class="city-card" href="/cities/{city.slug}"')
    return rest.partition("</a>")[0]


def test_a_studio_that_pauses_says_so_and_leads_to_rooms_nearby(client, studio):
    room = world.make_room(studio=studio, name="Room to rest")
    near = world.make_studio(city=studio.city, name="Next Door")
    world.make_room(studio=near, name="Room nearby")
    unpublish(studio=studio)
    here = f"/studios/{studio.slug}"
    for path in (here, f"{here}/map", f"{here}/rooms/{room.slug}"):
        page = client.get(path)
        assert page.status_code == 404
        assert "can’t be booked at the moment" in page.text
        assert "Room nearby" in page.text
        assert f"/cities/{studio.city.slug}" in page.text


def test_a_room_that_is_not_sold_leads_to_the_others_of_its_studio(client, studio):
    room = world.make_room(studio=studio, name="Room to rest")
    withdraw_room(room)
    page = client.get(f"/studios/{studio.slug}/rooms/{room.slug}")
    assert page.status_code == 404
    assert f"Other rooms of {studio.name}" in page.text
    return_room(room)
    assert client.get(f"/studios/{studio.slug}/rooms/{room.slug}").status_code == 200


def test_what_was_never_to_be_seen_stays_unseen(client, studio):
    bare = world.make_room(studio=studio, name="Bare Room", listed=False)
    db.session.query(Photo).filter_by(room_id=bare.id).delete()
    draft = world.make_studio(city=studio.city, name="Hidden House", published=False)
    hidden = world.make_room(studio=draft, name="Hidden Room")
    suspended = world.make_studio(city=studio.city, name="Shut House")
    shut = world.make_room(studio=suspended, name="Shut Room")
    suspended.state = StudioState.SUSPENDED
    refresh_listing(suspended)
    for room in (bare, hidden, shut):
        page = client.get(f"/studios/{room.studio.slug}/rooms/{room.slug}")
        assert page.status_code == 404
        assert room.name not in page.text
