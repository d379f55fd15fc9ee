"""Which mail follows which fact about a booking, to the guest and to the studio."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from studiobook import clock
from studiobook.bookings import events
from studiobook.bookings.access_link import path_to
from studiobook.bookings.calendar_file import calendar_file
from studiobook.bookings.free_times import list_free_times
from studiobook.bookings.models import Booking, Move, OvertimeClaim
from studiobook.bookings.overtime import CONTEST_WITHIN
from studiobook.bookings.pages.booking import price_of
from studiobook.bookings.pages.checkout import terms_in_words
from studiobook.bookings.pages.new_times import slot_query
from studiobook.bookings.pages.wording import length_of, moment
from studiobook.bookings.queries import list_people_in_charge
from studiobook.bookings.settle_move import is_extension
from studiobook.bookings.settle_overtime import find_claim_of
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.mail.compose import compose
from studiobook.mail.transports import send
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.rooms.add_on import in_words
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import zone_label

#: Where the console has it.
SESSION = "/manage/bookings/{}"


@dataclass(frozen=True)
class _Letter:
    """A template, and in which status it is still news; `None` means in any."""

    name: str
    only_while: Status | None = None
    with_calendar: bool = False
    #: Where the owner goes on.
    path: str = "/bookings/{}"
    #: Only about what the studio booked for a caller.
    of_offers: bool = False


_TO_GUEST: dict[type, _Letter] = {
    events.GuestIdentified: _Letter("held", Status.HELD),
    events.BookingExpired: _Letter("expired", Status.EXPIRED),
    events.BookingRequested: _Letter("requested", Status.AWAITING_OWNER),
    events.RequestAccepted: _Letter("confirmed", Status.CONFIRMED, with_calendar=True),
    events.RequestDeclined: _Letter("declined"),
    events.BookingConfirmed: _Letter("confirmed", Status.CONFIRMED, with_calendar=True),
    events.BookingConfirmedLate: _Letter("confirmed_late", Status.CONFIRMED, with_calendar=True),
    events.LateMoneyRefused: _Letter("late_refunded"),
    events.SlotOffered: _Letter("pay_link", Status.HELD),
    events.LinkSentAgain: _Letter("pay_link", Status.HELD),
    events.LinkProlonged: _Letter("pay_link", Status.HELD),
    events.OfferWithdrawn: _Letter("offer_withdrawn", Status.RELEASED),
    events.WalkInBooked: _Letter("walk_in", Status.CONFIRMED, with_calendar=True),
    events.BookingCancelled: _Letter("cancelled", with_calendar=True),
    events.HoldWithdrawn: _Letter("withdrawn", Status.RELEASED),
    events.NewTimesOffered: _Letter("new_times", Status.CONFIRMED),
    events.NewTimesWithdrawn: _Letter("open_after_all", Status.CONFIRMED),
    events.MoveWithdrawn: _Letter("move_withdrawn", Status.CONFIRMED),
    events.BookingMoved: _Letter("moved", Status.CONFIRMED, with_calendar=True),
    events.MoveAsked: _Letter("move_asked", Status.CONFIRMED),
    events.MoveMoneyRefused: _Letter("move_refunded"),
    events.GuestReminded: _Letter("reminder", Status.CONFIRMED),
    events.GuestMissed: _Letter("missed", Status.NO_SHOW),
    events.MissUndone: _Letter("not_missed"),
    events.OvertimeClaimed: _Letter("overtime_claimed"),
    events.OvertimePaid: _Letter("overtime_paid"),
    events.OvertimeEnded: _Letter("overtime_ended"),
}
_UNPAID = _Letter("unpaid_owner", path=SESSION, of_offers=True)
_TO_OWNER: dict[type, _Letter] = {
    events.BookingRequested: _Letter("requested_owner", Status.AWAITING_OWNER),
    events.OwnerReminded: _Letter("requested_owner", Status.AWAITING_OWNER),
    events.BookingConfirmed: _Letter("confirmed_owner", Status.CONFIRMED),
    events.BookingConfirmedLate: _Letter("confirmed_owner", Status.CONFIRMED),
    events.LateMoneyRefused: _Letter("late_refunded_owner"),
    events.BookingCancelled: _Letter("cancelled_owner"),
    events.BookingMoved: _Letter("moved_owner", Status.CONFIRMED),
    events.OvertimeContested: _Letter("overtime_contested_owner", path=SESSION),
    events.OvertimePaid: _Letter("overtime_paid_owner", path=SESSION),
    events.BookingExpired: _UNPAID,
    events.BookingReleased: _UNPAID,
}
_GUEST_LETTERS = {fact.__name__: letter for fact, letter in _TO_GUEST.items()}
_OWNER_LETTERS = {fact.__name__: letter for fact, letter in _TO_OWNER.items()}


def subscribe_all() -> None:
    """Let the mails hear of the facts."""
    for fact in _TO_GUEST:
        subscribe(fact, write_to_guest)
    for fact in _TO_OWNER:
        subscribe(fact, write_to_owner)


def write_to_guest(event: Event) -> None:
    """Tell the guest, if they have said who they are and it is still news."""
    booking, letter = _booking_of(event), _GUEST_LETTERS[event.name]
    if not booking.guest_email or not _is_news(event, booking, letter):
        return
    url = _absolute(path_to(booking, secret=current_app.config["SECRET_KEY"]))
    offered = _times(booking, url) if event.name == events.NewTimesOffered.__name__ else {}
    send(
        compose(
            f"bookings/{letter.name}",
            to_address=booking.guest_email,
            to_name=booking.guest_name,
            identity=f"booking-{event.id}-guest",
            calendar=_calendar(booking) if letter.with_calendar else None,
            url=url,
            ask_url=_absolute(f"/messages/new?studio={booking.studio.slug}&booking={booking.code}"),
            **_facts(event, booking),
            **offered,
        )
    )


def write_to_owner(event: Event) -> None:
    """Tell everybody who answers for the studio."""
    booking, letter = _booking_of(event), _OWNER_LETTERS[event.name]
    if event.data.get("closing") or not _is_news(event, booking, letter):
        return
    for person in list_people_in_charge(booking.studio):
        send(
            compose(
                f"bookings/{letter.name}",
                to_address=person.email,
                to_name=person.name,
                identity=f"booking-{event.id}-owner-{person.id}",
                url=_absolute(letter.path.format(booking.code)),
                **_facts(event, booking),
            )
        )


def _booking_of(event: Event) -> Booking:
    return db.session.get_one(Booking, event.booking_id)


def _is_news(event: Event, booking: Booking, letter: _Letter) -> bool:
    if letter.only_while is not None and booking.status is not letter.only_while:
        return False
    if letter.of_offers and booking.link_sent_at is None:
        return False
    if event.name in (events.BookingExpired.__name__, events.BookingReleased.__name__):
        # Late money was answered in the same breath, and that mail says it all.
        return booking.paid_at is None
    if event.name == events.GuestIdentified.__name__:
        return bool(event.data["first"])
    news = _NEWS.get(event.name)
    return news is None or news(event, booking)


def _is_ahead(_event: Event, booking: Booking) -> bool:
    return booking.slot.starts_at > clock.now()


def _is_asked(event: Event, _booking: Booking) -> bool:
    """Whoever moves their own booking is looking at it."""
    move = db.session.get_one(Move, event.data["move_id"])
    waits = move.settled_at is None and move.ended_at is None
    return event.actor == "owner" and waits and move.lapses_at > clock.now()


#: Of which facts not every one is news.
_NEWS: dict[str, Callable[[Event, Booking], bool]] = {
    events.NewTimesOffered.__name__: lambda _event, booking: booking.choose_by is not None,
    events.NewTimesWithdrawn.__name__: lambda _event, booking: booking.choose_by is None,
    events.GuestReminded.__name__: _is_ahead,
    events.MoveAsked.__name__: _is_asked,
    events.OvertimeClaimed.__name__: lambda event, _booking: _claim(event).ended_at is None,
    events.OvertimeEnded.__name__: lambda event, _booking: event.data["state"] != "lapsed",
}


def _facts(event: Event, booking: Booking) -> dict[str, Any]:
    due = event.data.get("refund_due_minor", booking.refund_due_minor)
    return {
        "booking": booking,
        "room": booking.room,
        "studio": booking.studio,
        "event": event,
        "price": price_of(booking),
        "terms": terms_in_words(booking),
        "add_ons": in_words(booking.add_ons),
        "zone_name": zone_label(booking.slot.starts_at, booking.zone),
        "link_zone_name": zone_label(booking.link_ends_at or booking.slot.starts_at, booking.zone),
        "refund": Money(due or 0, booking.currency),
        "earns": booking.total - booking.fee,
        **_move_facts(event, booking),
        **_claim_facts(event, booking),
    }


def _move_facts(event: Event, booking: Booking) -> dict[str, Any]:
    """Both times of a move, and what is still to be paid for it."""
    if event.name == events.BookingMoved.__name__:
        old, new = (
            Timeslot(*(datetime.fromisoformat(event.data[f"{which}_{end}_at"]) for end in _ENDS))
            for which in ("old", "new")
        )
        return {"old": old, "longer": is_extension(old, new)}
    if event.name != events.MoveAsked.__name__:
        return {}
    move = db.session.get_one(Move, event.data["move_id"])
    new = slot_of(move.to_during)
    return {
        "new": new,
        "longer": is_extension(booking.slot, new),
        "difference": Money(move.difference_minor, booking.currency),
        "kept_until": moment(move.lapses_at, booking.zone),
    }


_ENDS = ("starts", "ends")


def _claim_facts(event: Event, booking: Booking) -> dict[str, Any]:
    """What is claimed for overtime."""
    if event.name == events.MoveMoneyRefused.__name__:
        return {"claim": find_claim_of(db.session.get_one(Move, event.data["move_id"]))}
    if "claim_id" not in event.data:
        return {}
    claim = _claim(event)
    return {
        "claim": claim,
        "amount": Money(claim.amount_minor, booking.currency),
        "overtime": length_of(claim.half_hours),
        "contest_until": moment(claim.claimed_at + CONTEST_WITHIN, booking.zone),
    }


def _claim(event: Event) -> OvertimeClaim:
    return db.session.get_one(OvertimeClaim, event.data["claim_id"])


def _times(booking: Booking, url: str) -> dict[str, Any]:
    """What can be chosen at this moment, each with a link that opens it in any browser."""
    assert booking.choose_by is not None
    signed = booking.user_id is None
    return {
        "times": [
            (slot, f"{url}?to=reschedule&{query}" if signed else f"{url}/reschedule?{query}")
            for slot in list_free_times(booking, now=clock.now())
            for query in [slot_query(booking, slot)]
        ],
        "choose_by": moment(booking.choose_by, booking.zone),
    }


def _calendar(booking: Booking) -> str:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    url = _absolute(f"/bookings/{booking.code}")
    return calendar_file(booking, url=url, host=host, now=clock.now())


def _absolute(path: str) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + path
