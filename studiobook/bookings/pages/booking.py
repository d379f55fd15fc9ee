"""One booking, told truly: where it stands, what can be done next, and what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.cancel import cancellation_of
from studiobook.bookings.extend import may_extend
from studiobook.bookings.forms.guests import ObjectionForm
from studiobook.bookings.models import Booking, Move, OvertimeClaim
from studiobook.bookings.pages.day_ribbon import day_ribbon
from studiobook.bookings.pages.new_times import NewTimes, new_times_of
from studiobook.bookings.pages.open_move import OpenMove, open_move_of
from studiobook.bookings.pages.overtime import Claim, claim_for_guest
from studiobook.bookings.pages.timeline import timeline_of
from studiobook.bookings.pages.truth import is_live_hold, lapse_of, truth_about
from studiobook.bookings.pages.wording import (
    hold_act,
    may_refund,
    moment,
    room_href,
    session_facts,
    until,
    writing_ways,
)
from studiobook.bookings.policies import Side
from studiobook.bookings.reschedule import may_move
from studiobook.bookings.states import BOOKED, Status
from studiobook.bookings.terms import Terms, refund_schedule
from studiobook.outbox.models import Event
from studiobook.rooms.add_on import ChosenAddOn
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.web.components import Act, Fact, Link, TimelineEntry
from studiobook.web.ribbon import Ribbon
from studiobook.web.templating import money, money_or_nothing

ANOTHER = "Choose another time"


@dataclass(frozen=True)
class Line:
    """One frozen line of the price."""

    label: str
    detail: str | None
    amount: Money


@dataclass(frozen=True)
class Price:
    """The frozen lines and their sum."""

    lines: Sequence[Line]
    total: Money


@dataclass(frozen=True)
class BookingPage:
    """Everything on the page; None and empty where it does not apply to this state or side."""

    booking: Booking
    title: str
    sentence: str
    is_guest: bool
    now: datetime
    facts: tuple[Fact, ...]
    price: Price
    timeline: tuple[TimelineEntry, ...]
    hold_until: str | None = None
    refund_sentence: str | None = None
    entry_notes: str | None = None
    address: str | None = None
    directions_href: str | None = None
    ribbon: Ribbon | None = None
    move: OpenMove | None = None
    claim: Claim | None = None
    #: The studio closes then: what can be chosen instead, each at no extra cost.
    offer: NewTimes | None = None
    ways: tuple[Link, ...] = ()
    #: Whether the first of the ways is the one thing to do next.
    has_next: bool = False
    acts: tuple[Act, ...] = ()


def booking_page(
    booking: Booking,
    *,
    side: Side,
    events: list[Event],
    move: Move | None,
    free_today: int | None,
    again: Sequence[ChosenAddOn] = (),
    now: datetime,
    claim: OvertimeClaim | None = None,
    free_times: Sequence[Timeslot] = (),
    objection: ObjectionForm | None = None,
) -> BookingPage:
    """The page for guest or owner; `again` are its add-ons, as far as they are offered still."""
    title, sentence = truth_about(booking, side=side, now=now)
    confirmed = booking.status is Status.CONFIRMED
    ahead = confirmed and booking.slot.starts_at > now
    live, is_guest = is_live_hold(booking, now), side == "guest"
    ways, acts = tuple(_ways(booking, side, again, now)), tuple(_acts(booking, side, again, now))
    begins_anew = bool(ways) and ways[0].label == ANOTHER and not acts
    return BookingPage(
        booking=booking,
        title=title,
        sentence=sentence,
        is_guest=is_guest,
        now=now,
        facts=(*session_facts(booking), *(guest_facts(booking) if side == "owner" else ())),
        price=price_of(booking),
        timeline=timeline_of(events, booking.zone),
        hold_until=until(lapse_of(booking), booking.zone, now=now) if live else None,
        refund_sentence=refund_sentence(booking, side=side, now=now) if ahead else None,
        entry_notes=booking.studio.entry_notes or None if confirmed else None,
        address=address_of(booking) if confirmed or booking.status is Status.COMPLETED else None,
        directions_href=directions_of(booking) if confirmed else None,
        ribbon=day_ribbon(booking, free_today) if confirmed else None,
        move=open_move_of(booking, move, events, now=now) if is_guest and confirmed else None,
        claim=claim_for_guest(booking, claim, now=now, form=objection)
        if claim and is_guest
        else None,
        offer=new_times_of(booking, free_times, now=now) if is_guest else None,
        ways=ways,
        has_next=live or begins_anew if is_guest else booking.status is Status.AWAITING_OWNER,
        acts=acts,
    )


def price_of(booking: Booking) -> Price:
    """The frozen price as the components draw it; a walk-in has no line, and says so in one."""
    if booking.free_reason is not None:
        return Price([Line("Nothing to pay here", None, booking.total)], booking.total)
    lines = [
        Line(line.label, line.detail or None, Money(line.amount_minor, booking.currency))
        for line in booking.lines
    ]
    return Price(lines, booking.total)


def refund_sentence(booking: Booking, *, side: Side, now: datetime) -> str:
    """If you cancel now you get back $120.00; $60.00 from Fri 27 Nov 2026, 18:00."""
    if booking.free_reason is not None:
        return "Nothing was paid here, so nothing goes back."
    due = cancellation_of(booking, by="guest", now=now)
    if side == "owner":
        whole = cancellation_of(booking, by="owner", now=now)
        return (
            f"If you cancel, the guest gets back {money(whole.amount)}; a guest who cancels now,"
            f" {money_or_nothing(due.amount)}."
        )
    later = [
        f"{money_or_nothing(amount)} from {moment(at, booking.zone)}"
        for at, amount in later_steps(booking, now=now)
    ]
    first = f"If you cancel now you get back {money_or_nothing(due.amount)}"
    return "; ".join([first, *later]) + "."


def later_steps(booking: Booking, *, now: datetime) -> list[tuple[datetime, Money]]:
    """When the refund drops next, and to what: never while the studio closes then."""
    if booking.is_asked_to_move:
        return []
    steps = refund_schedule(
        Terms.from_json(booking.terms_json),
        booking.total,
        booking.paid_at,
        booking.slot.starts_at,
        now,
    )
    return [(step.from_instant, step.amount) for step in steps[1:]]


def address_of(booking: Booking) -> str:
    """Street, postcode and city in one line."""
    studio = booking.studio
    return ", ".join(
        part for part in (studio.street, f"{studio.postcode} {studio.city.name}".strip()) if part
    )


def directions_of(booking: Booking) -> str:
    """A map that leads there, opened only when somebody follows it."""
    at = booking.studio.coordinates
    return f"https://www.openstreetmap.org/directions?to={at.lat:.5f}%2C{at.lng:.5f}"


def guest_facts(booking: Booking) -> list[Fact]:
    """Who the guest is and how they are reached, for the studio's eyes."""
    facts = [Fact("Guest", booking.guest_name or "Not said yet")]
    if booking.guest_email:
        facts.append(Fact("E-mail", booking.guest_email, href=f"mailto:{booking.guest_email}"))
    if booking.guest_phone:
        facts.append(Fact("Phone", booking.guest_phone, href=f"tel:{booking.guest_phone}"))
    if booking.free_reason:
        facts.append(Fact("Without payment", booking.free_reason))
    if booking.note:
        facts.append(Fact("Note", booking.note))
    return facts


def _ways(
    booking: Booking, side: Side, add_ons: Sequence[ChosenAddOn], now: datetime
) -> list[Link]:
    base = f"/bookings/{booking.code}"
    is_guest = side == "guest"
    ways = _guests_ways(booking, base, now) if is_guest else _owners_ways(booking, base)
    ahead = booking.status is Status.CONFIRMED and booking.slot.starts_at > now
    if ahead and not (is_guest and booking.is_asked_to_move):
        ways.append(Link("Cancel it", f"{base}/cancellation"))
    if booking.paid_at is not None:
        ways.append(Link("Receipt", f"{base}/receipt"))
        if booking.status in BOOKED:
            ways.append(Link("Invoice", f"{base}/invoice"))
    if is_guest and not is_live_hold(booking, now) and not booking.is_asked_to_move:
        again = "Book again" if booking.status in _HAPPENED else ANOTHER
        if booking.status is not Status.AWAITING_OWNER:
            week = booking.slot if booking.slot.starts_at > now else None
            ways.append(Link(again, room_href(booking.room, week, add_ons)))
    return ways


def _guests_ways(booking: Booking, base: str, now: datetime) -> list[Link]:
    ways = []
    if is_live_hold(booking, now):
        ways.append(Link("Go on to pay", f"{base}/checkout"))
    if may_move(booking, by="guest", now=now) and not booking.is_asked_to_move:
        ways.append(Link("Move it", f"{base}/reschedule"))
    if may_extend(booking, by="guest", now=now):
        ways.append(Link("Stay longer", f"{base}/extension?more={booking.room.step}"))
    return ways


def _owners_ways(booking: Booking, base: str) -> list[Link]:
    asks = booking.status is Status.AWAITING_OWNER
    ways = [Link("Answer the request", f"{base}/answer")] if asks else []
    if may_refund(booking):
        ways.append(Link("Refund", f"/manage/bookings/{booking.code}/refund"))
    return ways + (writing_ways(booking) if booking.free_reason is None else [])


_HAPPENED = frozenset({Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW})


def _acts(booking: Booking, side: Side, add_ons: Sequence[ChosenAddOn], now: datetime) -> list[Act]:
    if side != "guest":
        return []
    if is_live_hold(booking, now):
        return [Act("Let it go", f"/bookings/{booking.code}/release", kind="quiet")]
    over = booking.status in (Status.HELD, Status.EXPIRED, Status.RELEASED)
    has_closed = booking.cancelled_by is not None and booking.link_sent_at is None
    over = over and not has_closed
    if over and booking.slot.starts_at > now and booking.room.listed:
        return [
            hold_act(
                booking.room,
                booking.slot,
                label="Hold it again",
                people=booking.people,
                engineer_id=booking.engineer_id,
                add_ons=add_ons,
                primary=True,
            )
        ]
    return []
