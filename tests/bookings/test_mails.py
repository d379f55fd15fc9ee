"""Every mail about a booking, word for word; `STUDIOBOOK_WRITE_MAILS=1` writes them anew."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from studiobook.bookings.affected import Choice, Decision, list_affected
from studiobook.bookings.answer import accept, decline, remind_owner
from studiobook.bookings.attach import attach
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.cancel import cancel
from studiobook.bookings.close import Closing, close, reopen
from studiobook.bookings.confirm import confirm
from studiobook.bookings.expire import expire
from studiobook.bookings.extend import extend
from studiobook.bookings.identify import identify
from studiobook.bookings.mails import (
    _GUEST_LETTERS,
    _OWNER_LETTERS,
    write_to_guest,
    write_to_owner,
)
from studiobook.bookings.models import Booking, OvertimeClaim
from studiobook.bookings.no_show import mark_no_show, undo_no_show
from studiobook.bookings.offer_by_link import Caller, offer, withdraw_offer
from studiobook.bookings.overtime import claim_overtime, contest_overtime, withdraw_overtime
from studiobook.bookings.pay_link import lengthen
from studiobook.bookings.queries import list_events
from studiobook.bookings.release import release, withdraw
from studiobook.bookings.remind import remind
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.settle_move import lapse_move, settle_move
from studiobook.db.base import db
from studiobook.mail.message import Mail, as_email
from studiobook.mail.transports import Memory
from studiobook.studios.models import Closure
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


def closing_at(booking: Booking, slot: Timeslot, choice: Choice) -> Closure:
    """The room closes at that time, and everybody met there has the same choice."""
    closing = Closing(booking.studio, booking.room, slot)
    shown = list_affected([booking.room_id], slot, now=NOW)
    decision = Decision(choice, {}, frozenset(one.key for one in shown))
    close(closing, decision=decision, actor_id=None, now=NOW)
    return db.session.query(Closure).one()


def offered(booking: Booking) -> Closure:
    return closing_at(booking, booking.slot, Choice.OFFER)


def reopened(booking: Booking) -> None:
    reopen(offered(booking), actor_id=None, now=NOW)


def closed_where_it_moves(booking: Booking) -> None:
    longer = Timeslot(booking.slot.starts_at, booking.slot.ends_at + HOUR)
    reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
    added = Timeslot(booking.slot.ends_at, longer.ends_at)
    closing_at(booking, added, Choice.REFUND)


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


def moved_by_the_studio(booking: Booking) -> None:
    """At half an hour's price: a longer time, proposed for money."""
    later = booking.slot.shift(3 * HOUR)
    longer = Timeslot(later.starts_at, later.ends_at + HOUR)
    reschedule(booking.id, slot=longer, by="owner", fee=FEE, now=NOW)


def missed(booking: Booking) -> Booking:
    return mark_no_show(booking.id, now=booking.slot.starts_at + HOUR)


def there_after_all(booking: Booking) -> None:
    missed(booking)
    undo_no_show(booking.id, now=booking.slot.starts_at + HOUR)


def claimed(booking: Booking) -> OvertimeClaim:
    after = booking.slot.ends_at + HOUR
    return claim_overtime(booking.id, half_hours=1, fee=FEE, now=after)


def claim_paid(booking: Booking) -> None:
    settle_move(claimed(booking).move_id, now=booking.slot.ends_at + 2 * HOUR)


def claim_contested(booking: Booking) -> None:
    after = claimed(booking).claimed_at
    contest_overtime(booking.id, objection="We left at four o'clock.", now=after)


def claim_withdrawn(booking: Booking) -> None:
    withdraw_overtime(booking.id, now=claimed(booking).claimed_at)


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
    "offer_withdrawn": (called, lambda b: withdraw_offer(b.id, now=NOW), "OfferWithdrawn"),
    "unpaid_owner": (called, lambda b: expire(b.id, now=LATER), "BookingExpired"),
    "walk_in": (walked_in, lambda b: b, "WalkInBooked"),
    "moved": (made, shortened, "BookingMoved"),
    "moved_owner": (made, shortened, "BookingMoved"),
    "move_asked": (made, moved_by_the_studio, "MoveAsked"),
    "missed": (made, missed, "GuestMissed"),
    "not_missed": (made, there_after_all, "MissUndone"),
    "overtime_claimed": (made, claimed, "OvertimeClaimed"),
    "overtime_paid": (made, claim_paid, "OvertimePaid"),
    "overtime_paid_owner": (made, claim_paid, "OvertimePaid"),
    "overtime_contested_owner": (made, claim_contested, "OvertimeContested"),
    "overtime_ended": (made, claim_withdrawn, "OvertimeEnded"),
    "move_refunded": (made, moved_too_late, "MoveMoneyRefused"),
    "withdrawn": (lambda: made(paid=False), lambda b: withdraw(b.id, now=NOW), "HoldWithdrawn"),
    "new_times": (made, offered, "NewTimesOffered"),
    "open_after_all": (made, reopened, "NewTimesWithdrawn"),
    "move_withdrawn": (made, closed_where_it_moves, "MoveWithdrawn"),
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


def test_who_cancels_because_the_studio_closes_reads_that_as_the_reason(sent: Memory):
    booking = made()
    offered(booking)
    cancel(booking.id, by="guest", now=NOW)
    told = mail_about(booking, "cancelled", "BookingCancelled", sent)
    assert "You cancelled this booking, because Tape House closes then." in told.text
    assert "You get back €83.20 of €83.20 (100%)." in told.text
    owner = mail_about(booking, "cancelled_owner", "BookingCancelled", sent)
    assert "Gwen Guest cancelled, because you close then." in owner.text


def test_whoever_closes_gets_no_mail_for_each_booking(sent: Memory):
    booking = made()
    closing_at(booking, booking.slot, Choice.REFUND)
    write_to_owner(list_events(booking.id)[-1])
    assert sent.sent == []


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
    withdraw_offer(booking.id, now=NOW)
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


def test_a_guest_is_not_mailed_about_a_time_that_they_chose_themselves(sent: Memory):
    booking = made()
    longer = Timeslot(booking.slot.starts_at, booking.slot.ends_at + HOUR)
    reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
    write_to_guest(list_events(booking.id)[-1])
    assert sent.sent == []


def test_a_longer_session_is_told_as_such_and_replaces_the_calendar_entry(sent: Memory):
    booking = made()
    wish = {"half_hours": 2, "present": 4, "by": "owner", "fee": FEE, "now": NOW}
    extend(booking.id, **wish)  # type: ignore[arg-type]
    asked = mail_about(booking, "move_asked", "MoveAsked", sent)
    assert asked.subject.startswith("Stay until 17:00?")
    assert "€41.60 more" in asked.text
    extend(booking.id, waive_because="A regular", **wish)  # type: ignore[arg-type]
    mail = mail_about(booking, "moved", "BookingMoved", sent)
    assert mail.subject.startswith("Longer: Room A")
    assert "14:00–17:00 instead of Mon 30 Nov 2026, 14:00–16:00" in mail.text
    assert "The studio left the price as it was." in mail.text
    assert "DTEND;TZID=Europe/Berlin:20261130T170000" in (mail.calendar or "")
    assert "A regular" not in mail.text + mail.html


def test_money_for_a_claim_that_was_withdrawn_is_told_as_such(sent: Memory):
    booking = made()
    move_id = claimed(booking).move_id
    withdraw_overtime(booking.id, now=booking.slot.ends_at + HOUR)
    assert not settle_move(move_id, now=booking.slot.ends_at + HOUR)
    mail = mail_about(booking, "move_refunded", "MoveMoneyRefused", sent)
    assert mail.subject == "Paid too late: €20.80 goes back to you"
    assert "nothing was asked for overtime any more" in mail.text


def test_a_claim_that_nobody_answered_ends_without_a_mail(sent: Memory):
    booking = made()
    claim = claimed(booking)
    lapse_move(claim.move_id, now=claim.claimed_at + 24 * 7 * HOUR)
    write_to_guest(list_events(booking.id)[-1])
    assert sent.sent == []


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
