"""What a closure meets: sessions, requests, holds and moves, and what can become of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from studiobook.bookings.models import Booking, Move
from studiobook.bookings.offer_new_times import may_offer_new_times
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
from studiobook.values.timeslot import Timeslot


class Choice(StrEnum):
    """What becomes of a booking: it takes place, all goes back, or the guest chooses again."""

    KEEP = "keep"
    REFUND = "refund"
    OFFER = "offer"


class Kind(StrEnum):
    """What is in the way."""

    AHEAD = "ahead"
    RUNNING = "running"
    #: Nothing was paid here: a walk-in.
    FREE = "free"
    REQUEST = "request"
    HOLD = "hold"
    #: A dearer time that a guest is paying for; their present one lies elsewhere.
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Affected:
    """One booking; `slot` is its time that is met, for a move the new one."""

    booking: Booking
    kind: Kind
    slot: Timeslot
    move: Move | None = None

    @property
    def key(self) -> str:
        """Which booking in which state: what a page says it has shown."""
        return f"{self.booking.code}:{self.kind}:{self.slot.starts_at:%Y%m%dT%H%M}"

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen for it; only a paid session ahead can get another time."""
        if self.kind is Kind.AHEAD:
            return (Choice.KEEP, Choice.REFUND, Choice.OFFER)
        return (Choice.KEEP, Choice.REFUND)

    def given(self, choice: Choice) -> Choice:
        """What a choice for all means here: who can't be offered another time gets all back."""
        return choice if choice in self.choices else Choice.REFUND


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen for all and for single bookings (by code), and which keys were shown."""

    overall: Choice | None
    single: Mapping[str, Choice]
    seen: frozenset[str]

    def about(self, affected: Affected) -> Choice | None:
        """What becomes of it; None when nothing was said."""
        own = self.single.get(affected.booking.code)
        if own in affected.choices:
            return own
        return None if self.overall is None else affected.given(self.overall)


def list_affected(room_ids: Collection[int], during: Timeslot, *, now: datetime) -> list[Affected]:
    """Whatever lives in these rooms in that time, the soonest first; lapsed holds do not."""
    found = [_of_booking(booking, now) for booking in _bookings(room_ids, during, now)]
    known = {one.booking.id for one in found}
    found += [
        Affected(booking, Kind.MOVE, slot_of(move.to_during), move)
        for booking, move in _moves(room_ids, during, now)
        if booking.id not in known
    ]
    return sorted(found, key=lambda one: (one.slot.starts_at, one.booking.id))


def _bookings(room_ids: Collection[int], during: Timeslot, now: datetime) -> list[Booking]:
    live = or_(
        (Booking.status == Status.HELD) & (Booking.lapses_at > now),
        Booking.status.in_((Status.AWAITING_OWNER, Status.CONFIRMED)),
    )
    return list(
        db.session.scalars(
            select(Booking)
            .where(
                Booking.room_id.in_(room_ids),
                live,
                Booking.during.op("&&")(range_of(during)),
                func.upper(Booking.during) > now,
            )
            .options(joinedload(Booking.room))
            .execution_options(populate_existing=True)
        )
    )


def _moves(
    room_ids: Collection[int], during: Timeslot, now: datetime
) -> list[tuple[Booking, Move]]:
    rows = db.session.execute(
        select(Booking, Move)
        .join(Move, Move.booking_id == Booking.id)
        .where(
            Booking.room_id.in_(room_ids),
            Move.settled_at.is_(None),
            Move.ended_at.is_(None),
            Move.lapses_at > now,
            Move.to_during.op("&&")(range_of(during)),
        )
        .options(joinedload(Booking.room))
        .execution_options(populate_existing=True)
    )
    return [(row.Booking, row.Move) for row in rows]


def _of_booking(booking: Booking, now: datetime) -> Affected:
    return Affected(booking, _kind_of(booking, now), booking.slot)


def _kind_of(booking: Booking, now: datetime) -> Kind:
    if booking.status is Status.HELD:
        return Kind.HOLD
    if booking.status is Status.AWAITING_OWNER:
        return Kind.REQUEST
    if booking.free_reason is not None:
        return Kind.FREE
    return Kind.AHEAD if may_offer_new_times(booking, now=now) else Kind.RUNNING
