"""One session before the eyes of those who receive its guest."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.arrive import may_arrive
from studiobook.bookings.console_queries import Desk
from studiobook.bookings.models import Booking, Move, OvertimeClaim
from studiobook.bookings.no_show import may_miss, may_undo_no_show
from studiobook.bookings.overtime import may_claim
from studiobook.bookings.pages.agenda import guest_of, paid_word, session_href
from studiobook.bookings.pages.booking import guest_facts
from studiobook.bookings.pages.clients import client_href
from studiobook.bookings.pages.extension import lengths_of
from studiobook.bookings.pages.new_times import slot_query
from studiobook.bookings.pages.overtime import Claim, claim_for_studio
from studiobook.bookings.pages.pay_link import PayLink, pay_link_of
from studiobook.bookings.pages.timeline import timeline_of
from studiobook.bookings.pages.wording import (
    earns,
    may_refund,
    session_facts,
    until,
    when,
    writing_ways,
)
from studiobook.bookings.reschedule import may_move
from studiobook.bookings.states import BOOKED, ClaimState, Status
from studiobook.db.columns import slot_of
from studiobook.outbox.models import Event
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Act, Fact, Link, TimelineEntry
from studiobook.web.console import sections
from studiobook.web.templating import clock, money, span


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`acts` are what can be said about the guest now, `answer` is the one next thing of a request.

    `longer` are how much more is free after it, `waiting` a change that waits for its money;
    `changes` lead to what alters the booking, `ways` to what is known of it elsewhere.
    """

    title: str
    sections: tuple[Link, ...]
    status: str
    sentence: str
    arrived: str | None
    link: PayLink | None
    #: Where the page asks for news by itself, while somebody may pay at any moment.
    poll: str | None
    answer: Link | None
    acts: tuple[Act, ...]
    longer: tuple[Link, ...]
    changes: tuple[Link, ...]
    ways: tuple[Link, ...]
    waiting: str | None
    claim: Claim | None
    facts: tuple[Fact, ...]
    timeline: tuple[TimelineEntry, ...]
    #: Whose money is told of, to those who run the studio.
    paid: Booking | None = None


def session_page(
    booking: Booking,
    desk: Desk,
    *,
    events: list[Event],
    free_after: int,
    move: Move | None,
    claim: OvertimeClaim | None,
    gifts: list[Move],
    pay_url: str,
    free_that_day: list[Timeslot],
    now: datetime,
) -> SessionPage:
    """What the viewer's powers let them see and do; money and addresses are not for engineers."""
    receives, runs = booking.studio_id in desk.receives, booking.studio_id in desk.runs
    facts = list(session_facts(booking))
    if receives:
        facts += guest_facts(booking)
    elif booking.note:
        facts.append(Fact("Note", booking.note))
    if runs and booking.free_reason is None:
        facts.append(Fact("Price", money(booking.total), f"you earn {money(earns(booking))}"))
    if receives:
        facts += [_gift(booking, move) for move in gifts]
    sentence = f"{booking.room.name}, {when(booking)}"
    link = pay_link_of(booking, url=pay_url, now=now) if receives else None
    answers_for_it = runs or (receives and booking.free_reason is not None)
    return SessionPage(
        title=guest_of(booking, in_full=receives),
        sections=sections("today"),
        status=booking.status,
        sentence=f"{sentence}: {paid_word(booking)}." if receives else f"{sentence}.",
        arrived=_arrived(booking),
        link=link,
        poll=session_href(booking) if link is not None and link.url else None,
        answer=_answer(booking) if runs else None,
        acts=_acts(booking, now) if receives else (),
        longer=lengths_of(booking, by="owner", free=free_after, now=now) if receives else (),
        changes=(*_moves(booking, free_that_day), *_changes(booking, claim, runs=runs, now=now))
        if answers_for_it
        else (),
        ways=tuple(_ways(booking, answers_for_it=answers_for_it, runs=runs)),
        waiting=_waiting(booking, move, now) if receives else None,
        claim=claim_for_studio(booking, claim) if claim is not None and runs else None,
        facts=tuple(facts),
        timeline=timeline_of(events, booking.zone, with_money=runs),
        paid=booking if runs and booking.free_reason is None else None,
    )


def _arrived(booking: Booking) -> str | None:
    if booking.arrived_at is None:
        return None
    return f"Arrived at {clock(booking.arrived_at, booking.zone)}."


def _answer(booking: Booking) -> Link | None:
    if booking.status is not Status.AWAITING_OWNER:
        return None
    return Link("Answer the request", f"/bookings/{booking.code}/answer")


def _acts(booking: Booking, now: datetime) -> tuple[Act, ...]:
    base = f"/manage/bookings/{booking.code}"
    acts = []
    if may_arrive(booking, now=now):
        acts.append(Act("Arrived", f"{base}/arrival"))
    if booking.arrived_at is not None and booking.status is Status.CONFIRMED:
        acts.append(Act("Not arrived after all", f"{base}/arrival/removal", kind="quiet"))
    if may_miss(booking, now=now):
        acts.append(Act("Nobody came", f"{base}/no-show", kind="danger"))
    if may_undo_no_show(booking, now=now):
        acts.append(Act("The guest came after all", f"{base}/no-show/removal", kind="quiet"))
    return tuple(acts)


def _gift(booking: Booking, move: Move) -> Fact:
    return Fact("Left out", money(Money(move.waived_minor, booking.currency)), move.waived_reason)


def _waiting(booking: Booking, move: Move | None, now: datetime) -> str | None:
    """What the guest has been asked to pay for, and until when."""
    if move is None or booking.status is not Status.CONFIRMED or move.lapses_at <= now:
        return None
    to = span(slot_of(move.to_during), booking.zone)
    difference = money(Money(move.difference_minor, booking.currency))
    end = until(move.lapses_at, booking.zone, now=now)
    return f"{to} is kept until {end}, for {difference} that the guest has yet to pay."


def _moves(booking: Booking, free: list[Timeslot]) -> list[Link]:
    """The nearest times of its day, each with a page that says what it means."""
    base = f"/manage/bookings/{booking.code}/move"
    return [
        Link(
            f"Move to {clock(slot.starts_at, booking.zone)}", f"{base}?{slot_query(booking, slot)}"
        )
        for slot in free
    ]


def _changes(
    booking: Booking, claim: OvertimeClaim | None, *, runs: bool, now: datetime
) -> list[Link]:
    """Each has a page that says what it means; the one that ends the booking stands last."""
    changes = []
    if may_move(booking, by="owner", now=now):
        changes.append(Link("Another time", f"/manage/bookings/{booking.code}/move"))
    unclaimed = claim is None or claim.state is ClaimState.WITHDRAWN
    if runs and unclaimed and may_claim(booking, now=now):
        changes.append(Link("Claim overtime", f"/manage/bookings/{booking.code}/overtime"))
    if runs and may_refund(booking):
        changes.append(Link("Refund", f"/manage/bookings/{booking.code}/refund"))
    if booking.status is Status.CONFIRMED:
        words = "Cancel it" if booking.free_reason is not None else "Cancel and refund"
        changes.append(Link(words, f"/bookings/{booking.code}/cancellation"))
    return changes


def _ways(booking: Booking, *, answers_for_it: bool, runs: bool) -> list[Link]:
    ways = writing_ways(booking) if runs else []
    if runs and booking.status in BOOKED:
        ways.append(Link("Client and notes", client_href(booking.code)))
    if answers_for_it:
        ways.append(Link("Price and terms", f"/bookings/{booking.code}"))
    if runs and booking.paid_at is not None:
        ways.append(Link("Receipt", f"/bookings/{booking.code}/receipt"))
    local = to_local(booking.slot.starts_at, booking.zone)
    ways.append(Link("That day in the calendar", f"/manage/calendar?date={local:%Y-%m-%d}"))
    return ways
