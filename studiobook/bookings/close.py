"""Closing a studio or a room for a time, with everybody who is booked then; and opening it again.

Studio and rooms are locked first, so that nobody books or pays in between: whoever was faster is
among the affected, whoever comes later meets the closure.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from studiobook.bookings.affected import Affected, Choice, Decision, Kind, list_affected
from studiobook.bookings.answer import decline
from studiobook.bookings.cancel import cancel
from studiobook.bookings.errors import AffectedChanged, Undecided
from studiobook.bookings.events import MoveWithdrawn
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_new_times import offer_new_times, withdraw_new_times
from studiobook.bookings.release import withdraw
from studiobook.bookings.settle_move import end_move
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.columns import range_of, slot_of
from studiobook.errors import NotFound
from studiobook.outbox.record import record
from studiobook.rooms import occupy, open_hours
from studiobook.rooms.errors import InThePast
from studiobook.rooms.models import Room
from studiobook.rooms.queries import list_rooms_of
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Closure, Studio
from studiobook.values.one_line import one_line
from studiobook.values.timeslot import Timeslot

Done = Counter[Choice]


@dataclass(frozen=True, slots=True)
class Closing:
    """What shall be closed and when; without a room the whole studio."""

    studio: Studio
    room: Room | None
    during: Timeslot
    reason: str = ""

    @property
    def room_ids(self) -> list[int]:
        """The rooms that it closes."""
        return [self.room.id] if self.room else [r.id for r in list_rooms_of(self.studio.id)]


def close(closing: Closing, *, decision: Decision, actor_id: int | None, now: datetime) -> Done:
    """Close, and do what was decided about each booking; how many of which.

    The same closure sent twice is one. Raises InThePast, Undecided, AffectedChanged.
    """
    if closing.during.ends_at <= now:
        raise InThePast
    lock_all(closing.studio)
    affected = list_affected(closing.room_ids, closing.during, now=now)
    if _find_same(closing) is not None:
        return Counter()
    choices = decide(affected, decision)
    open_hours.close(
        studio=closing.studio,
        room=closing.room,
        during=closing.during,
        reason=one_line(closing.reason)[:200],
        now=now,
    )
    return carry_out(affected, choices, actor_id=actor_id, now=now)


def reopen(closure: Closure, *, actor_id: int | None, now: datetime) -> int:
    """Take a closure back; how many guests need not choose any more. Cancelled stays cancelled.

    Raises NotFound when somebody else has taken it back while we waited.
    """
    lock_all(closure.studio)
    if db.session.scalar(select(Closure.id).where(Closure.id == closure.id)) is None:
        raise NotFound
    asked = _list_asked(closure)
    open_hours.reopen(closure=closure, now=now)
    stand = [booking for booking in asked if not _is_closed(booking)]
    for booking in stand:
        withdraw_new_times(booking.id, actor_id=actor_id, now=now)
    return len(stand)


def lock_all(studio: Studio) -> None:
    """The studio and all of its rooms: each gets a new version, whichever closes."""
    lock_studio(studio.id)
    occupy.lock(*(room.id for room in list_rooms_of(studio.id)))


def decide(affected: Iterable[Affected], decision: Decision) -> list[Choice]:
    """What becomes of each. Raises AffectedChanged, Undecided."""
    found = list(affected)
    if any(one.key not in decision.seen for one in found):
        raise AffectedChanged
    choices = [decision.about(one) for one in found]
    if None in choices:
        raise Undecided
    return [choice for choice in choices if choice is not None]


def carry_out(
    affected: Iterable[Affected], choices: Iterable[Choice], *, actor_id: int | None, now: datetime
) -> Done:
    """Do it, each by the verb that there is; mails and money follow by the events."""
    done: Done = Counter()
    for one, choice in zip(affected, choices, strict=True):
        if choice is Choice.OFFER:
            offer_new_times(one.booking.id, actor_id=actor_id, now=now)
        elif choice is Choice.REFUND:
            _give_back(one, actor_id, now)
        done[choice] += 1
    return done


def _give_back(one: Affected, actor_id: int | None, now: datetime) -> None:
    booking_id = one.booking.id
    if one.kind is Kind.HOLD:
        withdraw(booking_id, actor_id=actor_id, now=now)
    elif one.kind is Kind.REQUEST:
        decline(booking_id, actor_id=actor_id, now=now)
    elif one.kind is Kind.MOVE and one.move is not None:
        end_move(lock_booking(booking_id), one.move, actor="owner", now=now)
        fact = MoveWithdrawn(one.move.id)
        record(fact, actor="owner", actor_id=actor_id, booking_id=booking_id, now=now)
    else:
        cancel(booking_id, by="owner", actor_id=actor_id, closing=True, now=now)


def _find_same(closing: Closing) -> Closure | None:
    return db.session.scalar(
        select(Closure)
        .where(
            Closure.studio_id == closing.studio.id,
            Closure.room_id.is_not_distinct_from(closing.room.id if closing.room else None),
            Closure.during == range_of(closing.during),
        )
        .limit(1)
    )


def _list_asked(closure: Closure) -> list[Booking]:
    asked = select(Booking).where(
        Booking.studio_id == closure.studio_id,
        Booking.status == Status.CONFIRMED,
        Booking.choose_by.is_not(None),
        Booking.during.op("&&")(range_of(slot_of(closure.during))),
    )
    if closure.room_id is not None:
        asked = asked.where(Booking.room_id == closure.room_id)
    return list(db.session.scalars(asked.order_by(Booking.id)))


def _is_closed(booking: Booking) -> bool:
    """Whether another closure still has its time."""
    found = db.session.scalar(
        select(Closure.id)
        .where(
            Closure.studio_id == booking.studio_id,
            or_(Closure.room_id.is_(None), Closure.room_id == booking.room_id),
            Closure.during.op("&&")(range_of(booking.slot)),
        )
        .limit(1)
    )
    return found is not None
