"""What search shows can be had: at that time, at that total."""

from datetime import time, timedelta

import pytest

from studiobook.bookings.hold import hold
from studiobook.db.base import db
from studiobook.discovery.criteria import Criteria
from studiobook.discovery.reference import load_reference
from studiobook.discovery.search import search
from studiobook.discovery.window import When
from studiobook.rooms.price_list import Tier
from tests.factories import world
from tests.factories.world import FEE, NOW
from tests.support.client import csrf_token
from tests.support.markup import Markup


@pytest.fixture
def city(app):
    """Rooms with taxes, extra people, odd prices, notice and buffers."""
    city = world.make_city()
    taxed = world.make_studio(city=city, name="Taxed")
    taxed.tax_basis_points, taxed.tax_name = 1937, "VAT"
    plain = world.make_studio(city=city, name="Plain", instant=False)
    for number, studio in enumerate((taxed, plain) * 3):
        room = world.make_room(
            studio=studio,
            name=f"Room {number}",
            tiers=[Tier(2, 3333 + number), Tier(5, 7777 - number), Tier(9, 9999)],
            step=1 + number % 2,
            after_minutes=15 * number,
            lead_minutes=90 * number,
            included_people=1 + number % 3,
            extra_person_minor=101 * number,
            horizon_days=10,
        )
        world.make_booking(room=room, slot=world.slot_in(room, days=2, hour=14 + number % 3))
    db.session.flush()
    return city


@pytest.mark.parametrize("people", [1, 4])
@pytest.mark.parametrize(
    "when",
    [
        When(NOW.date() + timedelta(days=2), 4),
        When(NOW.date() + timedelta(days=2), 7, time(18)),
        When(NOW.date() + timedelta(days=3), 10, time(22)),
        When(NOW.date(), 2),
    ],
)
def test_every_result_is_held_at_the_total_shown(city, when, people):
    reference = load_reference()
    area = reference.city(reference.places[city.slug])
    results = search(Criteria(area=area, when=when, people=people), fee=FEE, now=NOW)
    assert results.rooms
    for found in results.rooms:
        booking = hold(
            room=found.room,
            slot=found.slot,
            people=people,
            engineer_id=None,
            viewer=world.make_visitor(),
            fee=FEE,
            now=NOW,
            expected_total_minor=found.total.minor,
        )
        assert booking.total == found.total


def test_a_result_leads_to_its_price_and_the_price_to_a_hold(city, client, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    day = NOW.date() + timedelta(days=3)
    results = client.get(f"/search?city={city.slug}&date={day}&from=18:00&hours=3&people=2")
    cards = [one for one in Markup(results.text).all("article") if one.get("class") == "result"]
    assert cards
    link = next(a for a in cards[0].iter("a")).get("href") or ""
    page = client.get(link.partition("#")[0])
    assert page.status_code == 200
    form = next(f for f in Markup(page.text).all("form") if f.get("method") == "post")
    fields = {one.get("name"): one.get("value") for one in form.iter("input")}
    fields["csrf_token"] = csrf_token(page.text)
    answer = client.post(form.get("action"), data=fields)
    assert answer.status_code == 303
    assert "/checkout" in answer.location
