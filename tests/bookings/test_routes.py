"""The way of a guest through the pages, without script."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from studiobook.bookings.access_link import path_to
from studiobook.bookings.cancel import cancel
from studiobook.bookings.confirm import confirm
from studiobook.bookings.expire import expire
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from tests.bookings.conftest import Clock, Hold, only_booking
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_engineer,
    make_hold,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)
from tests.support.client import PageClient
from tests.support.markup import Markup

pytestmark = pytest.mark.usefixtures("stopped_clock")

GUEST = {"name": "Gwen Guest", "email": "Gwen@Example.com", "phone": "", "note": "Two singers"}


def checkout(client: PageClient, booking: Booking, **changed: str):
    return client.submit(f"/bookings/{booking.code}/checkout", {**GUEST, **changed})


def test_a_browser_without_an_account_holds_a_time_in_one_tap(
    client: PageClient, hold_by_form: Hold
):
    answer = hold_by_form(make_room())
    assert answer.status_code == 303
    booking = only_booking()
    assert answer.location == f"/bookings/{booking.code}/checkout"
    page = client.get(answer.location)
    assert "Held for you until 10:30" in page.text
    assert "€83.20" in page.text
    assert "Mon 30 Nov 2026" in page.text
    assert "14:00–16:00" in page.text


def test_the_price_in_the_form_is_never_the_price(hold_by_form: Hold):
    answer = hold_by_form(make_room(), expected_total="1")
    assert answer.status_code == 409
    assert "The price has changed" in answer.text
    assert "€83.20" in answer.text
    assert db.session.query(Booking).count() == 0


def test_a_taken_time_offers_the_nearest_free_ones_and_the_other_rooms(hold_by_form: Hold):
    room = make_room()
    other = make_room(studio=room.studio, name="Room B")
    for hour in (0, 2, 4, 6, 8, 10, 12, 14, 18, 20, 22):
        make_hold(room=room, slot=slot_in(room, hour=hour))
    answer = hold_by_form(room)
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert "Mon 30 Nov 2026, 16:00–18:00" in answer.text
    assert f"/rooms/{other.code}/holds" in answer.text


def test_an_alternative_is_one_tap_away(client: PageClient, hold_by_form: Hold):
    room = make_room()
    make_hold(room=room, slot=slot_in(room))
    answer = hold_by_form(room)
    assert 'value="8320"' in answer.text
    again = hold_by_form(room, start="16:00", expected_total="8320")
    assert again.status_code == 303


@pytest.mark.parametrize(
    "changed",
    [
        {"date": "2026-02-30"},
        {"date": ""},
        {"date": "0001-01-01"},
        {"date": "9999-12-31"},
        {"date": "2026-11-30\x00"},
        {"start": "25:00"},
        {"start": "'; DROP TABLE booking"},
        {"hours": "0"},
        {"hours": "-2"},
        {"hours": "2.25"},
        {"hours": "NaN"},
        {"hours": "Infinity"},
        {"hours": "1e400"},
        {"hours": "999999999999999999999"},
        {"people": "0"},
        {"people": "9" * 5000},
        {"people": "many"},
        {"fold": "7"},
        {"engineer": "99999999999999999999999"},
        {"engineer": "-1"},
        {"expected_total": "-5"},
        {"date": "2025-11-30"},
        {"start": "14:10"},
        {"hours": "24"},
        {"people": "7"},
        {"engineer": "123456"},
    ],
)
def test_what_makes_no_booking_is_told_politely(hold_by_form: Hold, changed: dict[str, str]):
    answer = hold_by_form(make_room(maximum=16), **changed)
    assert answer.status_code == 422
    assert "/rooms/" in answer.text
    assert db.session.query(Booking).count() == 0


@pytest.mark.parametrize("code", ["NOSUCHROOM", "%00", "a", "%F0%9F%8E%B8" * 40, "../etc"])
def test_an_unknown_room_is_not_found(client: PageClient, code: str):
    answer = client.submit(f"/rooms/{code}/holds", {}, page="/auth/login")
    assert answer.status_code == 404


def test_an_unlisted_room_can_not_be_held(hold_by_form: Hold):
    assert hold_by_form(make_room(listed=False)).status_code == 404


def test_a_skipped_time_is_answered_with_the_next_one(hold_by_form: Hold):
    room = make_room(horizon_days=200)
    answer = hold_by_form(room, date="2027-03-28", start="02:30")
    assert answer.status_code == 422
    assert "the next time is 03:00" in answer.text
    assert 'value="03:00"' in answer.text


def test_a_doubled_time_asks_which(hold_by_form: Hold):
    room = make_room(horizon_days=360)
    fields = {"date": "2027-10-31", "start": "02:00", "hours": "1"}
    answer = hold_by_form(room, **fields)
    assert answer.status_code == 422
    assert "02:00 CEST (UTC+2)" in answer.text
    assert "02:00 CET (UTC+1)" in answer.text
    assert hold_by_form(room, **fields, fold="1").status_code == 303
    assert only_booking().slot.starts_at.hour == 1


def test_an_engineer_who_is_busy_can_be_swapped_or_left_out(hold_by_form: Hold):
    studio = make_studio()
    room, busy = make_room(studio=studio), make_engineer(studio=studio)
    make_engineer(studio=studio, name="Free Frida")
    make_hold(room=make_room(studio=studio, name="Room B"), engineer=busy)
    answer = hold_by_form(room, engineer=str(busy.id))
    assert answer.status_code == 409
    assert "with Free Frida" in answer.text
    assert "without an engineer" in answer.text


def test_a_fourth_hold_names_the_three(hold_by_form: Hold):
    for name in "ABC":
        hold_by_form(make_room(name=f"Room {name}"))
    answer = hold_by_form(make_room())
    assert answer.status_code == 409
    assert "You hold three times already" in answer.text
    assert answer.text.count("/bookings/") >= 3


def test_checking_out_writes_the_guest_down_and_goes_on_to_pay(
    client: PageClient, hold_by_form: Hold
):
    hold_by_form(make_room())
    booking = only_booking()
    answer = checkout(client, booking)
    assert answer.status_code == 307
    assert answer.location == f"/bookings/{booking.code}/payment"
    db.session.refresh(booking)
    assert (booking.guest_name, booking.guest_email) == ("Gwen Guest", "gwen@example.com")
    assert "Two singers" in client.get(f"/bookings/{booking.code}/checkout").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": "x" * 121}, "longer than 120"),
        ({"email": "nobody"}, "name@example.com"),
        ({"email": "a@b.com\x00"}, "can&#39;t be stored"),
        ({"phone": "1" * 41}, "longer than 40"),
        ({"note": "n" * 1001}, "longer than 1000"),
    ],
)
def test_a_faulty_checkout_keeps_what_was_typed(
    client: PageClient, hold_by_form: Hold, changed: dict[str, str], words: str
):
    hold_by_form(make_room())
    answer = checkout(client, only_booking(), **{"note": "Two singers", **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Held for you until" in answer.text
    assert only_booking().guest_email == ""


def test_a_faulty_checkout_swaps_only_its_own_block(client: PageClient, hold_by_form: Hold):
    hold_by_form(make_room())
    path = f"/bookings/{only_booking().code}/checkout"
    answer = client.submit(path, {**GUEST, "name": ""}, fragment="checkout")
    assert answer.status_code == 422
    assert Markup(answer.text).region.get("id") == "checkout"


def test_who_is_signed_in_types_nothing(client: PageClient, hold_by_form: Hold):
    user = make_user(name="Ada Lovelace", email="ada@example.com")
    sign_in(client, user)
    hold_by_form(make_room(), page="/bookings")
    assert only_booking().user_id == user.id
    page = client.get(f"/bookings/{only_booking().code}/checkout").text
    assert 'value="Ada Lovelace"' in page
    assert 'value="ada@example.com"' in page
    assert "Sign in instead" not in page


def test_signing_in_at_checkout_brings_the_hold_along(client: PageClient, hold_by_form: Hold):
    hold_by_form(make_room())
    user = make_user()
    sign_in(client, user)
    assert checkout(client, only_booking()).status_code == 307
    assert only_booking().user_id == user.id


def test_a_lapsed_hold_is_one_click_from_being_held_again(
    client: PageClient, hold_by_form: Hold, stopped_clock
):
    hold_by_form(make_room())
    booking = only_booking()
    stopped_clock.move_to(NOW + timedelta(minutes=31))
    assert client.get(f"/bookings/{booking.code}/checkout").status_code == 303
    page = client.get(f"/bookings/{booking.code}")
    assert "The hold has lapsed" in page.text
    assert "Hold it again" in page.text
    with pytest.raises(AssertionError):
        checkout(client, booking)  # there is no form any more
    assert hold_by_form(booking.room).status_code == 303


def test_the_checkout_says_first_what_is_held(client: PageClient, hold_by_form: Hold):
    hold_by_form(make_room())
    page = client.get(f"/bookings/{only_booking().code}/checkout").text
    assert "Room A at Tape House, Mon 30 Nov 2026," in page
    assert page.index("Room A at Tape House") < page.index("Your name")


def test_the_checkout_hides_no_way_to_get_all_of_it_back(client: PageClient, hold_by_form: Hold):
    hold_by_form(make_room())
    page = client.get(f"/bookings/{only_booking().code}/checkout").text
    assert "Cancel 24 hours or more before the start and 50% comes back." in page
    assert "All of it also comes back within an hour of paying" in page


def test_letting_go_is_one_button(client: PageClient, hold_by_form: Hold):
    hold_by_form(make_room())
    booking = only_booking()
    path = f"/bookings/{booking.code}"
    assert client.submit(f"{path}/release", {}, page=path).status_code == 303
    assert "You let this time go" in client.get(path).text


@pytest.mark.parametrize(
    "path",
    ["", "/checkout", "/cancellation", "/reschedule", "/receipt", ".ics", "/answer", "/extension"],
)
def test_somebody_elses_booking_answers_like_none_at_all(client: PageClient, path: str):
    theirs = make_booking()
    foreign = client.get(f"/bookings/{theirs.code}{path}")
    absent = client.get(f"/bookings/{'0' * len(theirs.code)}{path}")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.text.replace(theirs.code, "") == absent.text.replace("0" * 10, "")


@pytest.mark.parametrize(
    "act",
    [
        "release", "cancellation", "reschedule", "checkout", "answer", "extension",
        "overtime/objection",
    ],
)  # fmt: skip
def test_nobody_acts_on_somebody_elses_booking(client: PageClient, act: str):
    theirs = make_booking()
    answer = client.submit(f"/bookings/{theirs.code}/{act}", {}, page="/auth/login")
    assert answer.status_code == 404
    assert db.session.get_one(Booking, theirs.id).status is Status.CONFIRMED


def test_a_booking_of_an_account_is_not_its_browsers_for_ever(client: PageClient):
    user = make_user()
    sign_in(client, user)
    make_booking(viewer=make_visitor(user))
    code = only_booking().code
    assert client.get(f"/bookings/{code}").status_code == 200
    with client.session_transaction() as cookie:
        cookie.pop("_user_id")
    assert client.get(f"/bookings/{code}").status_code == 404


def test_the_mailed_link_opens_the_booking_in_any_browser(client: PageClient, app: Flask):
    booking = make_booking()
    path = path_to(booking, secret=app.config["SECRET_KEY"])
    assert client.get(f"/bookings/{booking.code}").status_code == 404
    answer = client.get(path)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert booking.code in client.get("/bookings").text


def test_a_forged_or_outdated_link_opens_nothing(client: PageClient, app: Flask):
    booking = make_booking(paid=False)
    path = path_to(booking, secret=app.config["SECRET_KEY"])
    assert client.get(path + "x").status_code == 404
    assert client.get(path_to(booking, secret="another")).status_code == 404
    booking.guest_email = "corrected@example.com"
    db.session.flush()
    assert client.get(path).status_code == 404


def mine(client: PageClient, *, paid: bool = True) -> Booking:
    """A booking of the signed-in browser."""
    user = make_user()
    sign_in(client, user)
    return make_booking(viewer=make_visitor(user), paid=paid)


def test_a_confirmed_booking_says_all_that_is_needed_on_the_day(client: PageClient):
    booking = mine(client)
    page = client.get(f"/bookings/{booking.code}").text
    for words in (
        "Confirmed",
        "Tonstraße 7",
        "Ring at the green door.",
        f"/bookings/{booking.code}.ics",
        "openstreetmap.org/directions",
        "If you cancel now you get back €83.20",
        "€41.60 from Fri 27 Nov 2026, 14:00; nothing from",
        "Your booking, 14:00 to 16:00",
        "What happened",
    ):
        assert words in page


def test_entry_notes_are_for_confirmed_bookings_only(client: PageClient):
    booking = mine(client, paid=False)
    assert "Ring at the green door." not in client.get(f"/bookings/{booking.code}").text


def test_cancelling_shows_the_refund_and_then_does_exactly_that(client: PageClient):
    booking = mine(client)
    path = f"/bookings/{booking.code}/cancellation"
    preview = client.get(path).text
    assert "If you cancel now you get back €83.20 of €83.20." in preview
    assert "From Fri 27 Nov 2026, 14:00: €41.60" in preview
    done = client.submit(path, {"expected_refund": "8320"}, follow_redirects=True)
    assert "€83.20 goes back" in done.text
    assert only_booking().status is Status.CANCELLED


def test_where_nothing_comes_back_no_sum_of_nothing_is_named(
    client: PageClient, stopped_clock: Clock
):
    user, room = make_user(), make_room()
    sign_in(client, user)
    slot = slot_in(room, days=0, hour=16)
    booking = make_booking(room=room, slot=slot, viewer=make_visitor(user))
    stopped_clock.move_to(slot.starts_at - timedelta(hours=3))
    page = f"/bookings/{booking.code}"
    assert "If you cancel now you get back nothing." in client.get(page).text
    preview = client.get(f"{page}/cancellation").text
    assert "If you cancel now you get back nothing of €83.20." in preview
    assert "Cancel, nothing back" in preview


def test_a_refund_that_dropped_meanwhile_is_shown_again(client: PageClient):
    booking = mine(client)
    path = f"/bookings/{booking.code}/cancellation"
    answer = client.submit(path, {"expected_refund": "9999"})
    assert answer.status_code == 409
    assert "has changed" in answer.text
    assert 'value="8320"' in answer.text
    assert only_booking().status is Status.CONFIRMED


@pytest.mark.parametrize("sent", ["", "much", "-1", "9" * 400])
def test_a_cancellation_without_its_refund_cancels_nothing(client: PageClient, sent: str):
    booking = mine(client)
    path = f"/bookings/{booking.code}/cancellation"
    assert client.submit(path, {"expected_refund": sent}).status_code == 422
    assert only_booking().status is Status.CONFIRMED


def test_moving_shows_free_times_with_their_difference_and_moves(client: PageClient):
    booking = mine(client)
    path = f"/bookings/{booking.code}/reschedule"
    assert "16:00–18:00. This costs the same." in client.get(path).text
    chosen = f"{path}?date=2026-11-30&start=16:00&hours=2"
    assert "Move it" in client.get(chosen).text
    fields = {"date": "2026-11-30", "start": "16:00", "hours": "2", "expected_difference": "0"}
    done = client.submit(path, fields, page=chosen, follow_redirects=True)
    assert "Mon 30 Nov 2026, 16:00–18:00" in done.text


def test_a_dearer_time_waits_for_its_difference(client: PageClient):
    booking = mine(client)
    path = f"/bookings/{booking.code}/reschedule"
    fields = {"date": "2026-11-30", "start": "14:00", "hours": "3", "expected_difference": "4160"}
    done = client.submit(path, fields, follow_redirects=True)
    assert "Pay €41.60" in done.text
    assert "Mon 30 Nov 2026, 14:00–17:00" in done.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"date": "2026-11-30", "start": "14:00", "hours": "2", "expected_difference": "0"}, 422),
        ({"date": "2026-11-30", "start": "18:00", "hours": "2", "expected_difference": "0"}, 409),
        ({"date": "2026-11-30", "start": "16:00", "hours": "2", "expected_difference": "7"}, 409),
        ({"date": "2026-11-30", "start": "16:00", "hours": "2"}, 422),
        ({"date": "x", "start": "\x00", "hours": "NaN", "expected_difference": "0"}, 422),
        ({"date": "2020-11-30", "start": "16:00", "hours": "2", "expected_difference": "0"}, 422),
        ({"date": "9999-12-31", "start": "16:00", "hours": "2", "expected_difference": "0"}, 422),
    ],
)
def test_a_move_that_can_not_be_is_told_politely(
    client: PageClient, fields: dict[str, str], status: int
):
    booking = mine(client)
    make_hold(room=booking.room, slot=slot_in(booking.room, hour=18))
    path = f"/bookings/{booking.code}/reschedule"
    assert client.submit(path, fields).status_code == status


@pytest.mark.parametrize(
    "query",
    [
        "date=2026-13-45",
        "date=0001-01-01",
        "date=9999-12-31",
        "hours=abc",
        "hours=nan",
        "hours=1e999",
        "start=99:99&date=2026-11-30&hours=2",
        "date=2027-03-28&start=02:30&hours=1",
        "start=%00",
    ],
)
def test_a_strange_address_of_the_move_page_is_no_fault(client: PageClient, query: str):
    booking = mine(client)
    assert client.get(f"/bookings/{booking.code}/reschedule?{query}").status_code == 200


def test_too_close_to_the_session_the_page_sends_to_the_studio(client: PageClient, stopped_clock):
    booking = mine(client)
    stopped_clock.move_to(booking.slot.starts_at - timedelta(hours=30))
    answer = client.get(f"/bookings/{booking.code}/reschedule", follow_redirects=True)
    assert "Please ask the studio" in answer.text


def test_the_receipt_says_who_paid_whom_for_what(client: PageClient):
    booking = mine(client)
    page = client.get(f"/bookings/{booking.code}/receipt").text
    assert f"Receipt {booking.code}" in page
    assert "Service fee" in page
    assert booking.studio.company.name in page


def test_the_calendar_entry_is_in_the_studios_zone(client: PageClient):
    booking = mine(client)
    answer = client.get(f"/bookings/{booking.code}.ics")
    assert answer.mimetype == "text/calendar"
    assert "DTSTART;TZID=Europe/Berlin:20261130T140000" in answer.text
    assert "BEGIN:VTIMEZONE" in answer.text


def test_my_bookings_are_in_two_lists(client: PageClient):
    coming = mine(client)
    viewer = make_visitor(coming.user)
    over = make_booking(viewer=viewer)
    cancel(over.id, by="guest", now=NOW)
    page = client.get("/bookings").text
    assert page.index(coming.code) < page.index("Past and cancelled") < page.index(over.code)
    assert "Book again" in page


@pytest.mark.parametrize("page", ["2", "-5", "abc", "9" * 30])
def test_pages_beyond_the_end_are_empty_not_broken(client: PageClient, page: str):
    assert client.get(f"/bookings?page={page}").status_code == 200


def test_a_browser_that_holds_nothing_is_shown_the_way_to_a_studio(client: PageClient):
    page = client.get("/bookings").text
    assert "Nothing coming up" in page
    assert "/search" in page


def test_the_owner_answers_a_request_with_one_button(client: PageClient):
    room = make_room(studio=make_studio(instant=False))
    booking = make_booking(room=room, guest_name="Gwen Guest")
    sign_in(client, room.studio.company.admins[0].user)
    page = client.get(f"/bookings/{booking.code}").text
    assert "Please answer by" in page
    assert re.search(rf'button-primary"\s+href="/bookings/{booking.code}/answer"', page)
    path = f"/bookings/{booking.code}/answer"
    assert "Gwen Guest asks for Room A" in client.get(path).text
    answered = client.submit(path, {"answer": "accept"})
    assert answered.location.endswith("/manage/requests")
    assert only_booking().status is Status.CONFIRMED
    assert "Accepted: Gwen Guest." in client.get("/manage/requests").text


def test_the_answer_shows_what_else_the_room_has_that_day(client: PageClient):
    room = make_room(studio=make_studio(instant=False))
    booking = make_booking(room=room, guest_name="Gwen Guest")
    make_booking(room=room, slot=booking.slot.shift(timedelta(hours=2)), guest_name="Hal Second")
    make_hold(room=room, slot=booking.slot.shift(timedelta(hours=-3)))
    sign_in(client, room.studio.company.admins[0].user)
    page = client.get(f"/bookings/{booking.code}/answer").text
    page = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "Hal Second asks for 16:00–18:00" in page
    assert "Somebody holds 11:00–13:00 to pay for it" in page
    assert "Gwen Guest has" not in page
    assert "you earn €80.00" in page
    assert "Calendar" in page, "it is a page of the console"


def test_the_owner_cancels_with_everything_going_back(client: PageClient):
    booking = make_booking()
    sign_in(client, booking.studio.company.admins[0].user)
    page = client.get(f"/bookings/{booking.code}").text
    assert "If you cancel, the guest gets back €83.20; a guest who cancels now, €83.20." in page
    path = f"/bookings/{booking.code}/cancellation"
    assert "the guest gets back €83.20" in client.get(path).text
    client.submit(path, {"expected_refund": "8320"})
    assert only_booking().cancelled_by == "owner"
    moved = client.get(f"/bookings/{booking.code}/reschedule", follow_redirects=True)
    assert "Only a confirmed booking can be moved." in moved.text


@pytest.mark.parametrize("status", ["expired", "late", "requested", "declined", "cancelled"])
def test_each_state_has_a_page_that_says_what_is_true(client: PageClient, status: str):
    user = make_user()
    sign_in(client, user)
    booking = in_state(status, make_visitor(user))
    page = client.get(f"/bookings/{booking.code}")
    assert page.status_code == 200
    assert WORDS[status] in page.text


WORDS = {
    "expired": "Nothing was charged.",
    "late": "Paid too late",
    "requested": "The studio answers by",
    "declined": "All the money goes back.",
    "cancelled": "€83.20 of €83.20 goes back.",
}


def in_state(status: str, viewer) -> Booking:
    from studiobook.bookings.answer import decline

    instant = status not in ("requested", "declined")
    room = make_room(studio=make_studio(instant=instant))
    booking = make_booking(
        room=room, viewer=viewer, slot=slot_in(room), paid=status not in ("expired", "late")
    )
    later = NOW + timedelta(minutes=31)
    if status == "expired":
        expire(booking.id, now=later)
    elif status == "late":
        make_hold(room=room, slot=booking.slot, now=later)
        confirm(booking.id, paid_at=later, now=later)
    elif status == "declined":
        decline(booking.id, now=NOW)
    elif status == "cancelled":
        cancel(booking.id, by="guest", now=NOW)
    return booking


def test_coming_back_to_a_refusals_address_leads_to_the_room(client: PageClient):
    room = make_room()
    answer = client.get(f"/rooms/{room.code}/holds")
    assert answer.status_code == 303
    assert answer.location == f"/studios/{room.studio.slug}/rooms/{room.slug}"
