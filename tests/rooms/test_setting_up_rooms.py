"""Setting up rooms: what they are and what they cost."""

import pytest

from studiobook.db.base import db
from studiobook.rooms.let import price
from studiobook.rooms.models import Room, RoomDay, RoomKind
from studiobook.rooms.price_list import Tier
from studiobook.studios.models import EquipmentType
from tests.factories.world import make_room, make_studio

TRAITS = {
    "name": "Room A",
    "kind": "podcast",
    "capacity": "4",
    "description": "Dry and quiet.",
    "minimum": "2",
    "maximum": "16",
    "step": "2",
    "before": "0",
    "after": "30",
    "lead": "2",
    "horizon": "60",
}


def path(room, step=""):
    return f"/manage/studios/{room.studio.slug}/rooms/{room.slug}{step}"


@pytest.fixture
def room(draft):
    room = make_room(studio=draft, listed=False)
    db.session.commit()
    return room


@pytest.fixture
def piano(app):
    piano = EquipmentType(name="Grand piano", slug="grand-piano", family="keys")
    db.session.add(piano)
    db.session.commit()
    return piano


class TestANewRoom:
    def test_leads_on_to_its_prices_and_then_to_its_photos(self, client, draft, piano):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        answer = client.submit(new, {**TRAITS, f"gear_{piano.id}": "2"})
        room = db.session.query(Room).one()
        assert answer.location == path(room, "/prices")
        assert (room.kind, room.capacity, room.included_people) == (RoomKind.PODCAST, 4, 4)
        assert (room.minimum, room.maximum, room.lead_minutes) == (2, 16, 120)
        assert [(piece.type_id, piece.quantity) for piece in room.equipment] == [(piano.id, 2)]
        answer = client.submit(answer.location, {"hours_1": "1", "price_1": "45"})
        assert answer.location == path(room, "/photos")

    def test_has_a_name_of_its_own(self, client, draft, room):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        answer = client.submit(new, TRAITS)
        assert answer.status_code == 422
        assert "Another room here has this name." in answer.text
        assert "Dry and quiet." in answer.text
        assert db.session.query(Room).count() == 1

    def test_may_be_called_like_the_form(self, client, draft):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        client.submit(new, {**TRAITS, "name": "New"})
        room = db.session.query(Room).one()
        assert f'value="{room.name}"' in client.get(path(room)).text

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"name": ""}, "Enter the room's name."),
            ({"capacity": "0"}, "Enter 1 to 1000 people."),
            ({"capacity": "many"}, "Not a valid integer value."),
            ({"maximum": "1", "minimum": "4"}, "can't be shorter than the shortest"),
            ({"kind": "opera"}, "Not a valid choice."),
            ({"after": "-1"}, "Enter 0 to 480 minutes."),
            ({"horizon": "9" * 30}, "Enter a smaller number."),
        ],
    )
    def test_slips_are_told_beside_their_fields(self, client, draft, changed, sentence):
        answer = client.submit(f"/manage/studios/{draft.slug}/rooms/new", {**TRAITS, **changed})
        assert answer.status_code == 422
        assert sentence in answer.text.replace("&#39;", "'")

    def test_gear_is_counted_within_reason(self, client, draft, piano):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        answer = client.submit(new, {**TRAITS, f"gear_{piano.id}": "1000"})
        assert answer.status_code == 422
        assert "Enter 0 to 99." in answer.text


class TestARoom:
    def test_is_edited_and_keeps_its_address(self, client, room, piano):
        slug = room.slug
        changed = {**TRAITS, "name": "Booth", "capacity": "2", f"gear_{piano.id}": "1"}
        client.submit(path(room), changed)
        assert (room.name, room.slug, room.capacity, room.included_people) == ("Booth", slug, 2, 2)
        room.equipment[0].note = "Tuned on Mondays"
        db.session.commit()
        client.submit(path(room), {**changed, f"gear_{piano.id}": "3"})
        kept = [(piece.quantity, piece.note) for piece in room.equipment]
        assert kept == [(3, "Tuned on Mondays")]
        client.submit(path(room), {**changed, f"gear_{piano.id}": ""})
        assert room.equipment == []

    def test_its_prices_and_photos_are_not_below_a_long_form(self, client, room):
        here = f"/manage/studios/{room.studio.slug}/rooms/{room.slug}"
        above, below = client.get(here).text.split('id="setup"')
        for step in ("/prices", "/photos", "/add-ons"):
            assert f'href="{here}{step}"' in above, step
        assert f'href="{here}/market"' in below

    def test_its_days_follow_its_horizon(self, client, room):
        client.submit(path(room), {**TRAITS, "horizon": "10"})
        assert db.session.query(RoomDay).filter_by(room_id=room.id).count() < 15

    def test_of_another_studio_is_not_found_under_this_one(self, client, room, owner):
        other = make_studio(owner=owner, name="Second")
        db.session.commit()
        answer = client.get(f"/manage/studios/{other.slug}/rooms/{room.slug}")
        assert answer.status_code == 404


class TestPrices:
    def test_are_saved_and_shown_as_guests_pay_them(self, client, room):
        typed = {"hours_1": "1", "price_1": "50", "hours_3": "4", "price_3": "179,99"}
        answer = client.submit(path(room, "/prices"), typed)
        tiers = [(tier.half_hours, tier.price_minor) for tier in room.tiers]
        assert tiers == [(2, 5000), (8, 17999)]
        page = client.get(answer.location)
        assert "What guests pay" in page.text
        assert "will not be charged" not in page.text

    def test_a_price_that_shorter_ones_undercut_is_pointed_out(self, client, room):
        typed = {"hours_1": "1", "price_1": "50", "hours_2": "4", "price_2": "250"}
        answer = client.submit(path(room, "/prices"), typed)
        assert answer.location == path(room, "/prices")
        page = client.get(answer.location)
        assert "4 h for €250.00 will not be charged: 4 × 1 h covers it for €200.00" in page.text

    def test_more_than_are_usual_all_have_their_row(self, client, room):
        price(room=room, tiers=[Tier(n, n * 1000) for n in range(1, 9)])
        db.session.commit()
        page = client.get(path(room, "/prices"))
        assert 'name="hours_8"' in page.text
        assert 'value="4"' in page.text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({}, "Give the room at least one price."),
            ({"hours_1": "1"}, "Enter the price of this length."),
            ({"price_1": "10"}, "Enter full or half hours, up to 24."),
            ({"hours_1": "1.25", "price_1": "10"}, "Enter full or half hours, up to 24."),
            ({"hours_1": "25", "price_1": "10"}, "Enter full or half hours, up to 24."),
            ({"hours_1": "1", "price_1": "-5"}, "Enter a price above 0"),
            ({"hours_1": "1", "price_1": "9.999"}, "in the coins that EUR has."),
            ({"hours_1": "1", "price_1": "1e99"}, "Enter a smaller number."),
            ({"hours_1": "1", "price_1": "0"}, "Enter a price above 0"),
            ({"hours_1": "1", "price_1": "lots"}, "Enter a plain number."),
            (
                {"hours_1": "1", "price_1": "5", "hours_2": "1.0", "price_2": "6"},
                "This length has a price already, above.",
            ),
        ],
    )
    def test_slips_are_told_and_the_prices_stay(self, client, room, typed, sentence):
        before = [(tier.half_hours, tier.price_minor) for tier in room.tiers]
        answer = client.submit(path(room, "/prices"), typed)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert [(tier.half_hours, tier.price_minor) for tier in room.tiers] == before
