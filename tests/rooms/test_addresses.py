"""Addresses that owners give up lead to the new ones, and nobody else gets them."""

from datetime import timedelta

import pytest

from studiobook.db.base import db
from studiobook.db.former_slug import FormerSlug
from studiobook.db.slug import REMEMBERED, readdress
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from studiobook.studios.open import open_studio
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.values.coordinates import Coordinates
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, make_owner, make_room, make_studio, make_user
from tests.support.statements import counted


@pytest.fixture
def studio(app, monkeypatch) -> Studio:
    """On offer, with one room; its owner is nobody's browser yet."""
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    studio = make_studio(owner=make_owner(), name="Tape House")
    make_room(studio=studio, name="Big Room", horizon_days=7)
    db.session.commit()
    return studio


@pytest.fixture
def room(studio) -> Room:
    return db.session.query(Room).filter_by(studio_id=studio.id).one()


def owner_of(studio):
    return studio.company.admins[0].user


def rename(row, slug, *, within=0, now=NOW):
    readdress(row, slug, now=now, within_id=within)
    db.session.commit()


class TestThePublicPages:
    def test_an_old_link_to_a_studio_leads_to_its_new_address_for_good(self, client, studio):
        rename(studio, "blue-door")
        answer = client.get("/studios/tape-house?page=2&q=a%20b")
        assert (answer.status_code, answer.location) == (301, "/studios/blue-door?page=2&q=a%20b")
        assert answer.headers["Cache-Control"] == "no-store"
        assert client.get("/studios/blue-door").status_code == 200
        assert client.get("/studios/tape-house/map").location == "/studios/blue-door/map"

    def test_studio_and_room_that_both_moved_are_one_hop_away(self, client, studio, room):
        rename(studio, "blue-door")
        rename(room, "hall", within=studio.id)
        for old in (
            "tape-house/rooms/big-room",
            "blue-door/rooms/big-room",
            "tape-house/rooms/hall",
        ):
            answer = client.get(f"/studios/{old}?date=2026-11-30")
            assert answer.location == "/studios/blue-door/rooms/hall?date=2026-11-30", old
        assert client.get("/studios/blue-door/rooms/hall").status_code == 200

    def test_renamed_twice_and_back_is_one_hop_too(self, client, studio):
        rename(studio, "second")
        rename(studio, "third")
        for old in ("tape-house", "second"):
            assert client.get(f"/studios/{old}").location == "/studios/third"
        rename(studio, "tape-house")
        assert client.get("/studios/tape-house").status_code == 200
        for old in ("second", "third"):
            assert client.get(f"/studios/{old}").location == "/studios/tape-house"

    def test_a_company_is_found_under_its_old_address(self, client, studio):
        old = studio.company.slug
        rename(studio.company, "rooms-and-co")
        assert client.get(f"/companies/{old}?page=1").location == "/companies/rooms-and-co?page=1"

    def test_an_htmx_request_is_led_on_like_any_other(self, client, studio, room):
        rename(room, "hall", within=studio.id)
        answer = client.get("/studios/tape-house/rooms/big-room?hours=2", fragment="desk")
        assert answer.location == "/studios/tape-house/rooms/hall?hours=2"
        led = client.get(answer.location, fragment="desk")
        assert led.status_code == 200
        assert 'id="desk"' in led.text

    def test_a_question_to_the_studio_finds_it(self, client, studio):
        sign_in(client, make_user())
        rename(studio, "blue-door")
        answer = client.get("/messages/new?studio=tape-house&booking=")
        assert answer.location == "/messages/new?studio=blue-door&booking="

    def test_what_is_not_on_offer_is_not_betrayed_by_its_old_address(self, client, studio, room):
        company = studio.company.slug
        rename(studio, "blue-door")
        rename(studio.company, "rooms-and-co")
        room.listed = False
        db.session.commit()
        for old in ("/studios/tape-house", "/studios/tape-house/rooms/big-room"):
            assert client.get(old).status_code == 404, old
        assert client.get(f"/companies/{company}").status_code == 404

    def test_the_site_map_has_the_new_address_only(self, client, studio):
        rename(studio, "blue-door")
        page = client.get("/sitemap.xml").text
        assert "blue-door" in page
        assert "tape-house" not in page

    def test_a_page_that_is_found_asks_nothing_about_former_addresses(self, client, studio, room):
        paths = ("/studios/tape-house", "/studios/tape-house/rooms/big-room")
        for path in (*paths, f"/companies/{studio.company.slug}"):
            with counted() as asked:
                assert client.get(path).status_code == 200
            assert not [one for one in asked if "former_slug" in one]
        with counted() as asked:
            client.get(paths[0])
        assert len(asked) <= 5


class TestTheConsole:
    def test_its_pages_and_forms_follow(self, client, studio, room):
        sign_in(client, owner_of(studio))
        rename(studio, "blue-door")
        rename(room, "hall", within=studio.id)
        answer = client.get("/manage/studios/tape-house/hours")
        assert (answer.status_code, answer.location) == (301, "/manage/studios/blue-door/hours")
        sent = client.submit(
            "/manage/studios/tape-house/terms",
            {"terms": "firm", "answer": "request"},
            page="/manage/studios/blue-door/terms",
        )
        # As it was sent, to the same form elsewhere.
        assert (sent.status_code, sent.location) == (308, "/manage/studios/blue-door/terms")
        led = client.get("/manage/studios/blue-door/rooms/big-room/photos")
        assert led.location == "/manage/studios/blue-door/rooms/hall/photos"
        assert client.get("/manage/messages/replies/tape-house").location == (
            "/manage/messages/replies/blue-door"
        )

    def test_whoever_may_not_see_it_is_not_led_to_it(self, client, studio):
        rename(studio, "blue-door")
        stranger = make_studio(name="Elsewhere").company.admins[0].user
        desk = make_user()
        join(studio=studio, user=desk, role=TeamRole.FRONT_DESK, now=NOW)
        db.session.commit()
        for person in (stranger, desk):
            sign_in(client, person)
            assert client.get("/manage/studios/tape-house").status_code == 404


class TestChangingIt:
    def test_the_owner_sees_the_present_one_and_changes_it(self, client, studio):
        sign_in(client, owner_of(studio))
        path = f"/manage/studios/{studio.slug}/place"
        page = client.get(path).text
        assert 'name="slug"' in page
        assert 'value="tape-house"' in page
        answer = client.submit(path, place(studio, slug="Blue-Door"))
        assert answer.location == "/manage/studios/blue-door"
        assert studio.slug == "blue-door"
        assert client.get("/studios/tape-house").location == "/studios/blue-door"

    def test_left_empty_it_stays(self, client, studio):
        sign_in(client, owner_of(studio))
        client.submit(f"/manage/studios/{studio.slug}/place", place(studio, slug=""))
        assert studio.slug == "tape-house"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("blue door!", "Use letters from a to z, digits and hyphens. Such as blue-door."),
            ("§§", "Use letters from a to z, digits and hyphens."),
            ("x" * 101, "An address has up to 100 characters."),
            ("new", "Somebody else has this address. “new-2” is free."),
        ],
    )
    def test_a_slip_is_told_and_nothing_is_lost(self, client, studio, typed, sentence):
        sign_in(client, owner_of(studio))
        answer = client.submit(
            f"/manage/studios/{studio.slug}/place", place(studio, slug=typed, street="Elsewhere 5")
        )
        assert answer.status_code == 422
        assert sentence.split("“")[0] in answer.text
        assert typed in answer.text
        assert (studio.slug, studio.street) == ("tape-house", "Tonstraße 7")

    def test_a_taken_one_is_refused_with_a_free_one(self, client, studio):
        other = make_studio(owner=make_owner(), name="Blue Door", city=studio.city)
        rename(other, "red-door")
        sign_in(client, owner_of(studio))
        path = f"/manage/studios/{studio.slug}/place"
        # Nobody stands at blue-door, but links lead from there to the other studio.
        for taken in ("red-door", "blue-door"):
            answer = client.submit(path, place(studio, slug=taken))
            assert answer.status_code == 422
            assert f"“{taken}-{studio.city.slug}” is free." in answer.text
        assert client.get("/studios/blue-door", check=False).status_code == 404

    def test_a_new_studio_does_not_get_a_former_address(self, studio):
        rename(studio, "blue-door")
        twin = open_studio(
            company=studio.company,
            city=studio.city,
            name="Tape House",
            street="Tonstraße 9",
            at=Coordinates(0, 0),
            now=NOW,
        )
        assert twin.slug == f"tape-house-{studio.city.slug}"

    def test_a_room_changes_its_address_within_its_studio(self, client, studio, room):
        elsewhere = make_room(studio=make_studio(name="Elsewhere"), name="Hall")
        make_room(studio=studio, name="Small Room")
        db.session.commit()
        sign_in(client, owner_of(studio))
        path = f"/manage/studios/{studio.slug}/rooms/big-room"
        taken = client.submit(path, room_form(slug="small-room"))
        assert taken.status_code == 422
        assert "“small-room-2” is free." in taken.text
        assert client.submit(path, room_form(slug=elsewhere.slug)).status_code == 303
        assert room.slug == "hall"
        assert client.get("/studios/tape-house/rooms/big-room").location.endswith("/rooms/hall")
        assert make_room(studio=studio, name="Big Room").slug == "big-room-2"

    def test_a_company_changes_its_address(self, client, studio):
        old = studio.company.slug
        sign_in(client, owner_of(studio))
        page = client.get("/manage/company").text
        assert f'value="{old}"' in page
        answer = client.submit("/manage/company", {"name": "Rooms & Co", "slug": "rooms-and-co"})
        assert answer.location == "/manage/company"
        assert client.get(f"/companies/{old}").location == "/companies/rooms-and-co"
        other = make_owner()
        sign_in(client, other)
        refused = client.submit("/manage/company", {"name": "Other", "slug": old, "country": "DE"})
        assert refused.status_code == 422
        assert f"“{old}-2” is free." in refused.text

    def test_only_the_latest_addresses_are_remembered(self, studio):
        for n in range(REMEMBERED + 3):
            rename(studio, f"name-{n}", now=NOW + timedelta(minutes=n))
        kept = set(db.session.scalars(db.select(FormerSlug.slug)))
        assert len(kept) == REMEMBERED
        assert "tape-house" not in kept
        assert f"name-{REMEMBERED + 1}" in kept


def place(studio, **changed: object):
    return {
        "name": studio.name,
        "street": studio.street,
        "city": studio.city.slug,
        "position": "",
        "zone": "",
        **changed,
    }


def room_form(**changed: object):
    return {
        "name": "Big Room", "kind": "dance", "capacity": 4, "minimum": 2, "maximum": 16, "step": 2,
        "before": 0, "after": 0, "lead": 0, "horizon": 7, **changed,
    }  # fmt: skip
