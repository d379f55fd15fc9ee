"""Extending, moving and overtime as pages: the figures first, then one button."""

import re
from datetime import timedelta

import pytest

from studiobook.bookings.extend import extend
from studiobook.bookings.make_move import Mover
from studiobook.bookings.models import Booking, OvertimeClaim
from studiobook.bookings.no_show import mark_no_show
from studiobook.bookings.overtime import claim_overtime
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.states import ClaimState, Status
from studiobook.db.base import db
from tests.bookings.conftest import Clock, only_booking
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    FEE,
    make_booking,
    make_hold,
    make_room,
    make_user,
    make_visitor,
    slot_in,
)
from tests.support.client import PageClient

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def words(text: str) -> str:
    """A page as it is read."""
    return " ".join(re.sub("<[^>]+>", "", text).split())


@pytest.fixture
def booking(client: PageClient, stopped_clock: Clock) -> Booking:
    """A session that began twenty minutes ago, before the owner's eyes."""
    room = make_room(step=1, minimum=1)
    found = make_booking(room=room)
    stopped_clock.move_to(found.slot.starts_at + 20 * MINUTE)
    sign_in(client, found.studio.company.admins[0].user)
    db.session.commit()
    return found


@pytest.fixture
def mine(client: PageClient, stopped_clock: Clock) -> Booking:
    """The same before its guest's eyes."""
    user = make_user()
    found = make_booking(viewer=make_visitor(user))
    stopped_clock.move_to(found.slot.starts_at + 20 * MINUTE)
    sign_in(client, user)
    db.session.commit()
    return found


def test_the_session_offers_only_what_is_free_after_it(client: PageClient, booking: Booking):
    page = f"/manage/bookings/{booking.code}"
    assert "+ 30 min" in client.get(page).text
    assert "+ 1 h" in client.get(page).text
    make_booking(room=booking.room, slot=slot_in(booking.room, hour=16, minute=30))
    db.session.commit()
    assert "+ 30 min" in client.get(page).text
    assert "+ 1 h" not in client.get(page).text
    asked = client.get(f"{page}/extension?more=2").text
    assert "Only 0.5 h are free after this session." in asked


def test_the_guest_is_asked_for_the_difference(client: PageClient, booking: Booking):
    page = f"/manage/bookings/{booking.code}"
    path = f"{page}/extension?more=2"
    asked = words(client.get(path).text)
    assert "This costs €41.60 more; €40.00 of that is yours." in asked
    assert "The time is kept until 14:50." in asked
    fields = {"more": "2", "present": "4", "expected_difference": "4160", "how": "ask"}
    answer = client.submit(f"{page}/extension", fields, page=path)
    assert answer.location.endswith(page)
    shown = words(client.get(page).text)
    assert "The guest gets a mail. The time to 17:00 is kept until 14:50." in shown
    assert "is kept until 14:50, for €41.60 that the guest has yet to pay." in shown


def test_a_guest_reads_whose_wish_a_dearer_time_is(client: PageClient, stopped_clock: Clock):
    mine = make_booking(viewer=make_visitor(make_user()))
    assert mine.user is not None
    sign_in(client, mine.user)
    longer = slot_in(mine.room, hour=17, hours=3)
    wishes: tuple[tuple[Mover, str], ...] = (
        ("owner", "The studio proposes another time:"),
        ("guest", "Moving to:"),
    )
    for by, said in wishes:
        reschedule(mine.id, slot=longer, by=by, fee=FEE, now=stopped_clock.now())
        db.session.commit()
        shown = words(client.get(f"/bookings/{mine.code}").text)
        assert said in shown
        assert ("do nothing" in shown) is (by == "owner")


def test_the_difference_is_left_out_with_a_reason(client: PageClient, booking: Booking):
    page = f"/manage/bookings/{booking.code}"
    fields = {
        "more": "1",
        "present": "4",
        "expected_difference": "4160",
        "how": "leave",
        "reason": "Paid in cash",
    }
    client.submit(f"{page}/extension", fields, page=f"{page}/extension?more=1")
    assert only_booking().slot.half_hours == 5
    shown = words(client.get(page).text)
    assert "Extended to 16:30." in shown
    assert re.search("Left out ?€41.60 ?Paid in cash", shown)
    receipt = words(client.get(f"/bookings/{booking.code}").text)
    assert "Extended by the studio" in receipt
    assert "Paid in cash" not in receipt


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"expected_difference": "1"}, 409),
        ({"present": "6"}, 409),
        ({"more": "60"}, 422),
        ({"more": ""}, 422),
        ({"how": "somehow"}, 422),
        ({"reason": " "}, 422),
    ],
)
def test_a_stale_or_faulty_form_extends_nothing(
    client: PageClient, booking: Booking, changed: dict[str, str], status: int
):
    fields = {"more": "2", "present": "4", "expected_difference": "4160"}
    fields |= {"how": "leave", "reason": "Cash"}
    path = f"/manage/bookings/{booking.code}/extension"
    answer = client.submit(path, fields | changed, page=f"{path}?more=2")
    assert answer.status_code == status
    assert only_booking().slot.half_hours == 4


def test_a_guest_stays_longer_from_the_bookings_page(client: PageClient, mine: Booking):
    page = f"/bookings/{mine.code}"
    assert f"{page}/extension?more=2" in client.get(page).text
    asked = words(client.get(f"{page}/extension?more=2").text)
    assert "Stay until 17:00?" in asked
    # What has been chosen is not offered once more.
    assert "+ 2 h" in asked
    assert "+ 1 h" not in asked
    assert "This costs €41.60 more." in asked
    fields = {"more": "2", "present": "4", "expected_difference": "4160", "how": "leave"}
    done = client.submit(
        f"{page}/extension", fields, page=f"{page}/extension?more=2", follow_redirects=True
    )
    assert only_booking().slot.half_hours == 4, "only the studio gives time away"
    assert "Pay €41.60" in done.text
    assert "Staying longer" in done.text


def test_a_guest_whose_time_is_followed_by_somebody_reads_so(client: PageClient, mine: Booking):
    make_hold(room=mine.room, slot=mine.slot.shift(2 * HOUR), now=mine.slot.starts_at)
    db.session.commit()
    page = client.get(f"/bookings/{mine.code}/extension?more=2")
    assert "Somebody else has Room A right after this session." in page.text


def test_the_studio_moves_a_session_and_settles_the_difference(
    client: PageClient, booking: Booking, stopped_clock: Clock
):
    stopped_clock.move_to(booking.slot.starts_at - 24 * HOUR)
    page = f"/manage/bookings/{booking.code}"
    assert f"{page}/move" in client.get(page).text
    chosen = f"{page}/move?date=2026-11-30&start=18:00&hours=3"
    asked = words(client.get(chosen).text)
    assert "Move Gwen Guest" in asked
    assert "This costs €41.60 more; €40.00 of that is yours." in asked
    assert "Move it and leave the price" in asked
    fields = {
        "date": "2026-11-30",
        "start": "18:00",
        "hours": "3",
        "expected_difference": "4160",
    }
    client.submit(f"{page}/move", fields | {"how": "ask"}, page=chosen)
    move = find_open_move(only_booking().id)
    assert move is not None
    assert move.lapses_at == booking.slot.starts_at, "a day, and no longer than to the start"
    client.submit(f"{page}/move", fields | {"how": "leave", "reason": "Ours"}, page=chosen)
    moved = only_booking()
    assert (moved.slot.half_hours, moved.total_minor) == (6, 8320)
    assert moved.lines[-1].label == "Moved by the studio"
    assert find_open_move(moved.id) is None


def test_a_cheaper_time_goes_back_to_the_guest(
    client: PageClient, booking: Booking, stopped_clock: Clock
):
    stopped_clock.move_to(booking.slot.starts_at - 24 * HOUR)
    page = f"/manage/bookings/{booking.code}/move"
    chosen = f"{page}?date=2026-11-30&start=18:00&hours=1"
    assert "€41.60 goes back to the guest" in words(client.get(chosen).text)
    fields = {"date": "2026-11-30", "start": "18:00", "hours": "1", "expected_difference": "-4160"}
    client.submit(page, fields, page=chosen)
    assert only_booking().total_minor == 4160


def test_a_session_that_has_begun_is_not_moved(client: PageClient, booking: Booking):
    page = f"/manage/bookings/{booking.code}"
    shown = client.get(f"{page}/move", follow_redirects=True).text
    assert "The session has begun" in shown
    assert f"{page}/move" not in client.get(page).text


def test_the_owner_of_a_guests_link_is_led_into_the_console(
    client: PageClient, booking: Booking, stopped_clock: Clock
):
    stopped_clock.move_to(booking.slot.starts_at - 24 * HOUR)
    answer = client.get(f"/bookings/{booking.code}/reschedule")
    assert answer.location.endswith(f"/manage/bookings/{booking.code}/move")


def test_that_nobody_came_is_taken_back(client: PageClient, booking: Booking):
    mark_no_show(booking.id, now=booking.slot.starts_at + 20 * MINUTE)
    db.session.commit()
    page = f"/manage/bookings/{booking.code}"
    assert "The guest came after all" in client.get(page).text
    client.submit(f"{page}/no-show/removal", {}, page=page)
    assert only_booking().status is Status.CONFIRMED


def test_overtime_is_claimed_with_one_button_and_withdrawn(
    client: PageClient, booking: Booking, stopped_clock: Clock
):
    stopped_clock.move_to(booking.slot.ends_at + HOUR)
    page = f"/manage/bookings/{booking.code}"
    assert f"{page}/overtime" in client.get(page).text
    assert "30 min: €20.80" in words(client.get(f"{page}/overtime").text)
    fields = {"half_hours": "1", "expected_amount": "2080"}
    client.submit(f"{page}/overtime", fields)
    shown = words(client.get(page).text)
    assert "Overtime: 30 min, €20.80" in shown
    assert "The guest can say no until Wed 2 Dec 2026, 17:00." in shown
    client.submit(f"{page}/overtime/removal", {}, page=page)
    assert db.session.query(OvertimeClaim).one().state is ClaimState.WITHDRAWN
    assert f"{page}/overtime" in client.get(page).text


def test_a_guest_reads_what_is_claimed_and_says_no(
    client: PageClient, mine: Booking, stopped_clock: Clock
):
    now = mine.slot.ends_at + HOUR
    stopped_clock.move_to(now)
    claim_overtime(mine.id, half_hours=1, fee=FEE, now=now)
    db.session.commit()
    page = f"/bookings/{mine.code}"
    shown = words(client.get(page).text)
    assert "The studio asks €20.80 for overtime" in shown
    assert "Pay €20.80" in shown
    # Whoever says too much or nothing keeps their words.
    faulty = client.submit(f"{page}/overtime/objection", {"objection": "no " * 500}, page=page)
    assert faulty.status_code == 422
    assert "no no no" in words(faulty.text)
    faulty = client.submit(f"{page}/overtime/objection", {"objection": ""}, page=page)
    assert "Say in a sentence why." in faulty.text
    assert db.session.query(OvertimeClaim).one().state is ClaimState.CLAIMED
    done = client.submit(
        f"{page}/overtime/objection", {"objection": "We left."}, page=page, follow_redirects=True
    )
    assert "You said no." in done.text
    assert "Pay €20.80" not in done.text


def test_extending_too_late_leads_back(client: PageClient, booking: Booking, stopped_clock: Clock):
    extend(booking.id, half_hours=2, present=4, by="owner", fee=FEE, now=booking.slot.starts_at)
    db.session.commit()
    stopped_clock.move_to(booking.slot.ends_at)
    page = client.get(f"/manage/bookings/{booking.code}/extension?more=2").text
    assert "This session can&#39;t be made longer now." in page
    assert "Back to the session" in page
