"""Every mail about a booking, word for word; `STUDIOBOOK_WRITE_MAILS=1` writes them anew."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from studiobook.bookings.answer import accept, decline, remind_owner
from studiobook.bookings.attach import attach
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.cancel import cancel
from studiobook.bookings.confirm import confirm
from studiobook.bookings.expire import expire
from studiobook.bookings.identify import identify
from studiobook.bookings.mails import (
    _GUEST_LETTERS,
    _OWNER_LETTERS,
    write_to_guest,
    write_to_owner,
)
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import Caller, offer, withdraw
from studiobook.bookings.pay_link import lengthen
from studiobook.bookings.queries import list_events
from studiobook.bookings.release import release
from studiobook.bookings.remind import remind
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.settle_move import settle_move
from studiobook.db.base import db
from studiobook.mail.message import Mail, as_email
from studiobook.mail.transports import Memory
from studiobook.values.timeslot import Timeslot
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_city,
    make_hold,
    make_owner,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)

pytestmark = pytest.mark.usefixtures("stopped_clock")

FOLDER = Path(__file__).parent / "mails"
LATER = NOW + timedelta(minutes=31)
HOUR = timedelta(hours=1)


def made(*, paid: bool = True, instant: bool = True) -> Booking:
    """The same booking every time, down to its code."""
    city = make_city()
    city.name = "Berlin"
    studio = make_studio(city=city, owner=make_owner(), instant=instant)
    studio.postcode = "10115"
    booking = make_booking(room=make_room(studio=studio, before_minutes=30), paid=False)
    booking.code = "B00KD12345"
    booking.note = "Two singers and a cello."
    db.session.flush()
    if paid:
        confirm(booking.id, paid_at=NOW, now=NOW)
    return booking


def lost(booking: Booking) -> None:
    make_hold(room=booking.room, slot=booking.slot, now=LATER)
    confirm(booking.id, paid_at=LATER, now=LATER)


def expired_then_paid(booking: Booking) -> None:
    expire(booking.id, now=LATER)
    confirm(booking.id, paid_at=LATER, now=LATER)


def moved_too_late(booking: Booking) -> None:
    longer = Timeslot(booking.slot.starts_at, booking.slot.ends_at + HOUR)
    asked = reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
    after = Timeslot(longer.ends_at, longer.ends_at + HOUR)
    make_hold(room=booking.room, slot=after, now=NOW + 2 * HOUR)
    settle_move(asked.id, now=NOW + 2 * HOUR)


def shortened(booking: Booking) -> None:
    shorter = Timeslot(booking.slot.starts_at, booking.slot.ends_at - HOUR)
    reschedule(booking.id, slot=shorter, by="guest", fee=FEE, now=NOW)


def walked_in() -> Booking:
    """What the studio books itself costs nothing here."""
    room = made().room
    guest = WalkIn("Wanda Walk", "wanda@example.com")
    booking = book_walk_in(
        room=room,
        slot=slot_in(room, days=1),
        guest=guest,
        reason="Pays at the desk",
        actor_id=room.studio.company.admins[0].user_id,
        now=NOW,
    )
    booking.code = "B00KD54321"
    db.session.flush()
    return booking


def called() -> Booking:
    """What the studio holds for somebody who called."""
    room = made().room
    booking = offer(
        room=room,
        slot=slot_in(room, days=1),
        people=2,
        engineer_id=None,
        caller=Caller("Anna Arndt", "anna@example.com", "030 1234"),
        lasts=timedelta(minutes=30),
        fee=FEE,
        actor_id=room.studio.company.admins[0].user_id,
        now=NOW,
    )
    booking.code = "B00KD67890"
    db.session.flush()
    return booking


Story = tuple[Callable[[], Booking], Callable[[Booking], object], str]
STORIES: dict[str, Story] = {
    "held": (lambda: made(paid=False), lambda b: b, "GuestIdentified"),
    "confirmed": (made, lambda b: b, "BookingConfirmed"),
    "confirmed_owner": (made, lambda b: b, "BookingConfirmed"),
    "confirmed_late": (lambda: made(paid=False), expired_then_paid, "BookingConfirmedLate"),
    "late_refunded": (lambda: made(paid=False), lost, "LateMoneyRefused"),
    "late_refunded_owner": (lambda: made(paid=False), lost, "LateMoneyRefused"),
    "expired": (
        lambda: made(paid=False),
        lambda b: expire(b.id, now=LATER),
        "BookingExpired",
    ),
    "requested": (lambda: made(instant=False), lambda b: b, "BookingRequested"),
    "requested_owner": (lambda: made(instant=False), lambda b: b, "BookingRequested"),
    "declined": (
        lambda: made(instant=False),
        lambda b: decline(b.id, now=LATER),
        "RequestDeclined",
    ),
    "cancelled": (made, lambda b: cancel(b.id, by="guest", now=NOW), "BookingCancelled"),
    "cancelled_owner": (made, lambda b: cancel(b.id, by="owner", now=NOW), "BookingCancelled"),
    "pay_link": (called, lambda b: b, "SlotOffered"),
    "offer_withdrawn": (called, lambda b: withdraw(b.id, now=NOW), "OfferWithdrawn"),
    "unpaid_owner": (called, lambda b: expire(b.id, now=LATER), "BookingExpired"),
    "walk_in": (walked_in, lambda b: b, "WalkInBooked"),
    "moved": (made, shortened, "BookingMoved"),
    "moved_owner": (made, shortened, "BookingMoved"),
    "move_refunded": (made, moved_too_late, "MoveMoneyRefused"),
    "reminder": (made, lambda b: remind(b.id, now=b.slot.starts_at - HOUR), "GuestReminded"),
}


def mail_about(booking: Booking, name: str, fact: str, sent: Memory) -> Mail:
    event = next(e for e in reversed(list_events(booking.id)) if e.name == fact)
    (write_to_owner if name.endswith("_owner") else write_to_guest)(event)
    return sent.sent[-1]


@pytest.mark.parametrize("name", STORIES)
def test_each_mail_says_what_it_always_says(name: str, sent: Memory):
    start, then, fact = STORIES[name]
    booking = start()
    then(booking)
    mail = mail_about(booking, name, fact, sent)
    same_as_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
    same_as_kept(f"{name}.html", mail.html)


def same_as_kept(name: str, text: str) -> None:
    kept = FOLDER / name
    if os.environ.get("STUDIOBOOK_WRITE_MAILS"):
        kept.write_text(text)
    assert kept.read_text() == text


def test_every_letter_has_its_story():
    letters = {letter.name for letter in [*_GUEST_LETTERS.values(), *_OWNER_LETTERS.values()]}
    assert letters == set(STORIES)


def test_the_mails_about_a_walk_in_speak_of_no_money(sent: Memory):
    booking = walked_in()
    cancel(booking.id, by="owner", now=NOW)
    for name in ("cancelled", "cancelled_owner"):
        mail = mail_about(booking, name, "BookingCancelled", sent)
        for text in (mail.text, mail.html):
            assert "Nothing was paid through Studiobook" in text
            assert "€" not in text
            assert "%" not in text.replace("100%", "")


def test_a_link_opens_the_checkout_without_signing_in_though_there_is_an_account(
    sent: Memory, client
):
    make_user(email="anna@example.com")
    mail = mail_about(called(), "pay_link", "SlotOffered", sent)
    link = next(word for word in mail.text.split() if "/access/" in word)
    answer = client.get(link.removeprefix("http://localhost"), follow_redirects=True)
    assert "Almost yours" in answer.text


def test_a_link_that_lasts_longer_says_so_with_its_day(sent: Memory):
    booking = called()
    lengthen(booking.id, lasts=24 * HOUR, now=NOW)
    mail = mail_about(booking, "pay_link", "LinkProlonged", sent)
    assert "until Tue 24 Nov 2026, 10:00 (Berlin time (CET)). That is longer" in mail.text


def test_the_studio_hears_when_a_caller_lets_the_time_go_but_not_of_guests_holds(sent: Memory):
    booking = called()
    release(booking.id, now=NOW)
    mail = mail_about(booking, "unpaid_owner", "BookingReleased", sent)
    assert "Anna Arndt let go what you had booked for them." in mail.text
    sent.sent.clear()
    for verb in (release, expire):
        held = make_booking(paid=False)
        verb(held.id, now=LATER)
        write_to_owner(list_events(held.id)[-1])
    assert sent.sent == []


def test_money_after_an_offer_was_taken_back_is_answered_truly(sent: Memory):
    booking = called()
    withdraw(booking.id, now=NOW)
    confirm(booking.id, paid_at=NOW, now=NOW)
    guest = mail_about(booking, "late_refunded", "LateMoneyRefused", sent)
    owner = mail_about(booking, "late_refunded_owner", "LateMoneyRefused", sent)
    for mail, words in ((guest, "had taken its offer back"), (owner, "had taken the offer back")):
        assert words in mail.text
        assert words in mail.html
        assert "somebody else" not in mail.text


def test_a_confirmation_carries_a_calendar_file_and_can_be_sent(sent: Memory):
    mail = mail_about(made(), "confirmed", "BookingConfirmed", sent)
    assert "DTSTART;TZID=Europe/Berlin:20261130T140000" in (mail.calendar or "")
    message = as_email(mail, sender="Studiobook <hello@studiobook.example>", domain="localhost")
    assert [part.get_content_type() for part in message.iter_attachments()] == ["text/calendar"]


def test_the_link_in_a_guests_mail_opens_the_booking(sent: Memory, client):
    mail = mail_about(made(), "confirmed", "BookingConfirmed", sent)
    link = next(word for word in mail.text.split() if "/access/" in word)
    answer = client.get(link.removeprefix("http://localhost"), follow_redirects=True)
    assert "Confirmed" in answer.text


def test_who_is_signed_in_gets_the_plain_link(sent: Memory):
    booking = made()
    booking.user_id = make_user().id
    mail = mail_about(booking, "confirmed", "BookingConfirmed", sent)
    assert "/bookings/B00KD12345\n" in mail.text
    assert "/access/" not in mail.text


def test_old_news_is_not_sent(sent: Memory):
    booking = made()
    cancel(booking.id, by="guest", now=NOW)
    for event in list_events(booking.id):
        if event.name in ("GuestIdentified", "BookingConfirmed"):
            write_to_guest(event)
    assert sent.sent == []


def test_nobody_is_written_to_who_has_not_said_who_they_are(sent: Memory):
    booking = make_hold()
    expire(booking.id, now=LATER)
    write_to_guest(list_events(booking.id)[-1])
    assert sent.sent == []


def test_late_money_silences_the_mail_about_the_lapse(sent: Memory):
    booking = made(paid=False)
    expired_then_paid(booking)
    lapse = next(e for e in list_events(booking.id) if e.name == "BookingExpired")
    write_to_guest(lapse)
    assert sent.sent == []


def test_a_corrected_phone_number_sends_no_second_mail(sent: Memory):
    booking = made(paid=False)
    identify(
        booking=booking,
        name="Gwen Guest",
        email="gwen@example.com",
        phone="030 1234",
        viewer=make_visitor(),
        now=NOW,
    )
    write_to_guest(list_events(booking.id)[-1])
    assert sent.sent == []


def test_everybody_in_charge_hears_of_a_booking_once(sent: Memory):
    from studiobook.teams.models import Membership, TeamRole

    booking = made()
    manager = make_user(name="Mara Manager")
    studio, owner = booking.studio, booking.studio.company.admins[0].user
    for person in (manager, owner):
        db.session.add(
            Membership(studio=studio, user=person, role=TeamRole.MANAGER, created_at=NOW)
        )
    db.session.flush()
    event = next(e for e in list_events(booking.id) if e.name == "BookingConfirmed")
    write_to_owner(event)
    assert sorted(mail.to_address for mail in sent.sent) == sorted([owner.email, manager.email])


def test_the_reminder_to_answer_says_the_same_as_the_request(sent: Memory):
    booking = made(instant=False)
    remind_owner(booking.id, now=LATER)
    assert "asks for" in mail_about(booking, "requested_owner", "OwnerReminded", sent).subject
    accept(booking.id, now=LATER)
    sent.sent.clear()
    write_to_owner(list_events(booking.id)[-2])
    assert sent.sent == []


def test_a_name_with_line_breaks_can_not_reach_a_subject(sent: Memory):
    booking = made(paid=False)
    viewer = make_visitor()
    identify(
        booking=booking,
        name="Gwen\r\nBcc: all@example.com",
        email="gwen@example.com",
        viewer=viewer,
        now=NOW,
    )
    assert booking.guest_name == "Gwen Bcc: all@example.com"


def test_a_verified_address_brings_its_bookings_into_the_account(app: Flask):
    booking = make_booking(guest_email="ada@example.com")
    other = make_booking(guest_email="bob@example.com")
    ada = make_user(email="ada@example.com")
    assert attach(ada, now=NOW) == 1
    assert (booking.user_id, other.user_id) == (ada.id, None)
    assert attach(ada, now=NOW) == 0


def test_an_unverified_address_brings_nothing(app: Flask):
    booking = make_booking(guest_email="ada@example.com")
    assert attach(make_user(email="ada@example.com", verified=False), now=NOW) == 0
    assert booking.user_id is None
