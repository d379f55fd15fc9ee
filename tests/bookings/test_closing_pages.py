"""The pages of closing: what the owner reads before, what was done, and the guest's choice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from studiobook.bookings.models import Booking
from studiobook.bookings.queries import list_events
from studiobook.bookings.release import withdraw
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.studios.models import Closure, Studio
from tests.bookings.conftest import Clock
from tests.bookings.test_mails import made, mail_about, offered
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_hold,
    make_owner,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)
from tests.support.client import PageClient
from tests.support.markup import Markup, words

HOUR = timedelta(hours=1)


@pytest.fixture
def studio(client: PageClient, stopped_clock: Clock) -> Studio:
    owner = make_owner()
    found = make_studio(owner=owner)
    make_room(studio=found)
    sign_in(client, owner)
    return found


@pytest.fixture
def room(studio: Studio) -> Room:
    return db.session.query(Room).filter_by(studio_id=studio.id).one()


def base(studio: Studio) -> str:
    return f"/manage/studios/{studio.slug}/closures"


def sent(html: str, **changed: str) -> dict[str, object]:
    """The form of the page as a browser would send it, with what was chosen."""
    fields: dict[str, object] = {"seen": []}
    for field in Markup(html).all("input"):
        name, value = field.get("name") or "", field.get("value") or ""
        if name == "seen":
            fields["seen"].append(value)  # type: ignore[attr-defined]  # a list
        elif field.get("type") == "hidden" and name != "csrf_token":
            fields[name] = value
    return {**fields, **changed}


def closes(client: PageClient, page: str, **changed: str):
    html = client.get(page).text
    action = page.partition("?")[0].rpartition("/")[0]
    return client.submit(action, sent(html, **changed), page=page)


def test_a_studio_without_closures_says_so_and_leads_on(client: PageClient, studio: Studio):
    page = client.get(base(studio)).text
    assert "Open as usual" in page
    assert f"{base(studio)}/new" in page
    assert base(studio) in client.get(f"/manage/studios/{studio.slug}").text


def test_the_page_before_names_everybody_and_what_they_paid(
    client: PageClient, studio: Studio, room: Room
):
    make_booking(room=room, slot=slot_in(room, days=1))
    make_hold(room=room, slot=slot_in(room, days=1, hour=18))
    make_booking(room=room, slot=slot_in(room, days=3), guest_name="Somebody Else")
    db.session.commit()
    page = client.get(f"{base(studio)}/affected?room=&first=2026-11-24&reason=Repairs").text
    assert "Tue 24 Nov 2026, all day: Repairs" in page
    assert "2 bookings are affected." in page
    assert "Paid €83.20." in page
    assert "Not paid yet: held until 10:30." in page
    assert "All of it back would be €83.20; you would give up €80.00." in page
    assert "Somebody Else" not in page
    assert db.session.query(Closure).count() == 0


def test_closing_refunds_all_and_the_list_says_what_was_done(
    client: PageClient, studio: Studio, room: Room
):
    booking = make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    page = f"{base(studio)}/affected?room={room.code}&first=2026-11-24&last=2026-11-25"
    answer = closes(client, page, overall="refund")
    assert (answer.status_code, answer.location) == (303, base(studio))
    assert booking.status is Status.CANCELLED
    after = client.get(base(studio)).text
    assert "1 booking cancelled: whatever was paid goes back." in after
    assert "Tue 24 Nov 2026 to Wed 25 Nov 2026" in after
    assert "Room A" in after


def test_without_a_choice_the_page_asks_for_one(client: PageClient, studio: Studio, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    answer = closes(client, f"{base(studio)}/affected?first=2026-11-24")
    assert answer.status_code == 422
    assert "Please say what happens to each of these." in answer.text
    assert booking.status is Status.CONFIRMED


def test_who_books_meanwhile_is_shown_before_anything_happens(
    client: PageClient, studio: Studio, room: Room
):
    db.session.commit()
    page = f"{base(studio)}/affected?first=2026-11-24&start=12:00&end=18:00"
    form = sent(client.get(page).text, overall="refund")
    faster = make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    answer = client.submit(base(studio), form, page=page)
    assert answer.status_code == 409
    assert "nothing was done" in answer.text
    assert "Gwen Guest" in answer.text
    assert db.session.scalars(select(Booking.status)).one() is Status.CONFIRMED
    again = client.submit(base(studio), sent(answer.text, overall="refund"), page=page)
    assert again.status_code == 303
    assert faster.status is Status.CANCELLED


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("first=", "Choose the first day."),
        ("first=2026-11-24&last=2026-11-20", "It has to end after it begins."),
        ("first=2026-11-24&start=18:00&end=12:00", "It has to end after it begins."),
        ("first=2026-11-20", "That time is over."),
        ("first=2026-11-24&last=2029-11-24", "A closure lasts a year at most."),
        ("first=9999-12-31", "It has to end after it begins."),
    ],
)
def test_a_time_that_is_none_is_refused_beside_its_field(
    client: PageClient, studio: Studio, query: str, complaint: str
):
    answer = client.get(f"{base(studio)}/affected?{query}")
    assert answer.status_code == 422
    assert complaint in answer.text


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "overall", "room"])
def test_a_form_that_no_page_sends_closes_nothing(client: PageClient, studio: Studio, field: str):
    page = f"{base(studio)}/affected?first=2026-11-24"
    db.session.commit()
    assert closes(client, page, **{field: "nonsense"}).status_code in (404, 422)
    assert db.session.query(Closure).count() == 0


def test_opening_again_says_that_cancelled_stays_cancelled(
    client: PageClient, studio: Studio, room: Room
):
    booking = make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    closes(client, f"{base(studio)}/affected?first=2026-11-24", overall="refund")
    [closure] = db.session.query(Closure)
    path = f"{base(studio)}/{closure.id}/removal"
    for sentence in ("Bookings that were cancelled stay cancelled.", "taken back already"):
        client.submit(path, {}, page=base(studio))
        assert sentence in client.get(base(studio)).text
    assert booking.status is Status.CANCELLED
    assert db.session.query(Closure).count() == 0


def test_close_today_is_on_the_first_page_and_ends_with_the_day(
    client: PageClient, studio: Studio, room: Room
):
    make_booking(room=room, slot=slot_in(room, days=0, hour=8), now=NOW - timedelta(days=1))
    booking = make_booking(room=room, slot=slot_in(room, days=0, hour=16))
    db.session.commit()
    page = f"{base(studio)}/today"
    assert page in client.get("/manage").text
    html = client.get(page).text
    assert "Mon 23 Nov 2026" in html
    assert "10:00–24:00" in html
    assert "One booking is affected." in html
    closes(client, page, overall="offer")
    assert booking.is_asked_to_move
    today = client.get("/manage").text
    assert "Tape House is closed:" in today
    assert "10:00–24:00" in today


def test_the_calendar_shows_a_closure_with_its_reason(
    client: PageClient, studio: Studio, room: Room
):
    db.session.commit()
    closes(client, f"{base(studio)}/affected?first=2026-11-24&reason=Repairs")
    for path in ("/manage/calendar?date=2026-11-24", f"/manage/calendar/{room.code}?week=2026-W48"):
        page = client.get(path).text
        assert "all day (Repairs)" in page
        assert "Closed" in page
    assert "Repairs" not in client.get("/manage/calendar?date=2026-11-25").text


def test_the_public_never_reads_the_reason_and_can_not_book(
    client: PageClient, studio: Studio, room: Room
):
    db.session.commit()
    closes(client, f"{base(studio)}/affected?first=2026-11-24&reason=Repairs")
    page = client.get(f"/studios/{studio.slug}/rooms/{room.slug}?date=2026-11-24&start=14:00")
    assert page.status_code == 422
    assert "The studio is closed for a part of that time." in page.text
    assert "Repairs" not in page.text


def test_forty_bookings_are_settled_at_once(client: PageClient, studio: Studio, room: Room):
    bookings = [
        make_booking(room=room, slot=slot_in(room, days=day, hour=hour, hours=1))
        for day in range(1, 6)
        for hour in range(9, 17)
    ]
    db.session.commit()
    page = f"{base(studio)}/affected?first=2026-11-24&last=2026-11-29"
    assert "40 bookings are affected." in client.get(page).text
    assert closes(client, page, overall="refund").status_code == 303
    assert {booking.status for booking in bookings} == {Status.CANCELLED}
    assert "40 bookings cancelled" in client.get(base(studio)).text
    [last, *_rest] = list_events(bookings[0].id)[::-1]
    told = {delivery.subscriber.rpartition(".")[2] for delivery in last.deliveries}
    assert {"write_to_guest", "owe_refund"} <= told


# The guest.


@pytest.fixture
def guests(client: PageClient, stopped_clock: Clock) -> Booking:
    """A booking of somebody who is signed in, whose studio closes."""
    user = make_user(name="Gwen Guest")
    booking = make_booking(viewer=make_visitor(user))
    offered(booking)
    sign_in(client, user)
    return booking


def test_the_guest_chooses_one_of_the_times_without_paying(client: PageClient, guests: Booking):
    page = client.get(f"/bookings/{guests.code}").text
    assert "The studio closes then" in page
    assert "Choose another time by Sun 29 Nov 2026, 14:00, at no extra cost" in page
    links = [
        link.get("href") or ""
        for link in Markup(page).all("a")
        if "reschedule?date" in (link.get("href") or "")
    ]
    assert len(links) == 3
    chosen = client.get(links[0].replace("&amp;", "&")).text
    assert "This costs the same." in chosen
    fields = {"date": "2026-11-29", "start": "14:00", "fold": "0", "hours": "2"}
    answer = client.submit(
        f"/bookings/{guests.code}/reschedule",
        {**fields, "expected_difference": "0"},
        page=f"/bookings/{guests.code}",
    )
    assert answer.status_code == 303
    assert "Confirmed" in client.get(f"/bookings/{guests.code}").text
    assert guests.choose_by is None


def test_the_guest_cancels_for_everything(client: PageClient, guests: Booking):
    page = client.get(f"/bookings/{guests.code}/cancellation").text
    assert "If you cancel now you get back €83.20 of €83.20." in page
    assert "because the studio closes then" in page
    path = f"/bookings/{guests.code}/cancellation"
    client.submit(path, {"expected_refund": "8320"})
    assert guests.status is Status.CANCELLED


def test_whose_hold_the_studio_took_is_led_to_another_time(
    client: PageClient, stopped_clock: Clock
):
    user = make_user()
    held = make_hold(viewer=make_visitor(user))
    withdraw(held.id, now=stopped_clock.now())
    sign_in(client, user)
    links = Markup(client.get(f"/bookings/{held.code}").text).all("a")
    next_steps = [words(a) for a in links if "button-primary" in (a.get("class") or "")]
    assert next_steps == ["Choose another time"]


def test_the_mailed_link_opens_the_chosen_time_in_any_browser(
    client: PageClient, stopped_clock: Clock, sent_mails
):
    link = sent_mails()
    answer = client.get(link.removeprefix("http://localhost"), follow_redirects=True)
    assert answer.status_code == 200
    assert "Choose another time" in answer.text
    assert "It stays yours" not in answer.text
    assert "This costs the same." in answer.text


@pytest.fixture
def sent_mails(sent):
    def first_link() -> str:
        booking = made()
        offered(booking)
        mail = mail_about(booking, "new_times", "NewTimesOffered", sent)
        db.session.commit()
        return next(word for word in mail.text.split() if "to=reschedule" in word)

    return first_link


def test_nobody_closes_a_day_that_no_calendar_can_show(client: PageClient, studio: Studio):
    shown = "room=&first=2026-12-24&last=2026-12-26"
    far = {"starts_at": "9999-12-30T00:00:00+00:00", "ends_at": "9999-12-31T23:59:59+00:00"}
    answer = closes(client, f"{base(studio)}/affected?{shown}", overall="refund", **far)
    assert answer.status_code == 422
    asked = client.get(f"{base(studio)}/affected?room=&first=9999-12-30&last=9999-12-30")
    assert asked.status_code == 422
    assert client.get(base(studio)).status_code == 200
