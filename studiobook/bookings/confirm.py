"""Money arrived: the booking is made, or asked of the owner, or the money goes back."""

from datetime import datetime, timedelta
from enum import StrEnum

from studiobook.bookings.events import (
    BookingConfirmed,
    BookingConfirmedLate,
    BookingRequested,
    LateMoneyRefused,
)
from studiobook.bookings.expire import expire_locked
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status, require
from studiobook.db.base import db
from studiobook.outbox.record import Fact, record
from studiobook.rooms import occupy
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import OccupancyKind
from studiobook.rooms.openings import Rules, is_open_throughout
from studiobook.rooms.queries import rules_of
from studiobook.teams import engage
from studiobook.teams.errors import EngineerTaken

ANSWER_WITHIN = timedelta(hours=24)
#: However late the request, the owner gets this long, as far as the session's start allows.
ANSWER_AT_LEAST = timedelta(minutes=30)


class Outcome(StrEnum):
    """What became of the money."""

    CONFIRMED = "confirmed"
    REQUESTED = "requested"
    #: Refused, and the event asks for a full refund.
    REFUSED = "refused"
    #: Heard before; nothing changed.
    ALREADY = "already"


def confirm(booking_id: int, *, paid_at: datetime, now: datetime) -> Outcome:
    """Answer the booking's one payment, once: later calls change nothing.

    Money on a live hold confirms it, or asks the owner of a request studio. Late money retakes
    the slot when it is still free and lies ahead; otherwise LateMoneyRefused asks payments for a
    full refund. Raises NotFound.
    """
    booking = lock_booking(booking_id)
    if booking.paid_at is not None or booking.status not in _PAYABLE:
        return Outcome.ALREADY
    rules = rules_of(booking.room)
    is_held = booking.status is Status.HELD and not _is_over(booking, rules, now)
    if is_held and _keep(booking, rules, now):
        return _settle(booking, rules, paid_at=paid_at, now=now, late=False)
    if booking.status is Status.HELD:
        # It lapsed, and somebody's claim or the session's start came before the clock's job.
        expire_locked(booking, now=now)
    if _retake(booking, rules, now):
        return _settle(booking, rules, paid_at=paid_at, now=now, late=True)
    return _refuse(booking, paid_at=paid_at, now=now)


_PAYABLE = frozenset({Status.HELD, Status.EXPIRED, Status.RELEASED})


def answer_by(*, starts_at: datetime, lead: timedelta, now: datetime) -> datetime:
    """Until when the owner may answer a request that was paid at `now`."""
    usual = min(now + ANSWER_WITHIN, starts_at - lead)
    return max(usual, min(now + ANSWER_AT_LEAST, starts_at))


def _is_over(booking: Booking, rules: Rules, now: datetime) -> bool:
    """Lapsed, and begun or closed meanwhile: nobody would want it any more."""
    assert booking.lapses_at is not None
    gone = booking.slot.starts_at <= now or not is_open_throughout(rules, booking.slot)
    return booking.lapses_at <= now and gone


def _keep(booking: Booking, rules: Rules, now: datetime) -> bool:
    kept = occupy.keep(room_id=booking.room_id, rules=rules, booking_id=booking.id, now=now)
    if kept and booking.engineer_id is not None:
        kept = engage.keep(booking_id=booking.id)
        if not kept:
            # The room is still ours, the engineer went elsewhere: late money decides for both.
            occupy.leave(room_id=booking.room_id, rules=rules, booking_id=booking.id, now=now)
    return kept


def _retake(booking: Booking, rules: Rules, now: datetime) -> bool:
    slot = booking.slot
    if booking.cancelled_by is not None:
        # The studio took its offer back: it does not want this guest then any more.
        return False
    if slot.starts_at <= now or not is_open_throughout(rules, slot):
        return False
    try:
        with db.session.begin_nested():
            occupy.take(
                room_id=booking.room_id,
                rules=rules,
                slot=slot,
                kind=OccupancyKind.BOOKING,
                booking_id=booking.id,
                now=now,
            )
            if booking.engineer is not None:
                engage.engage(
                    user_id=booking.engineer.user_id, booking_id=booking.id, slot=slot, now=now
                )
    except (SlotTaken, EngineerTaken):
        return False
    return True


def _settle(
    booking: Booking, rules: Rules, *, paid_at: datetime, now: datetime, late: bool
) -> Outcome:
    booking.paid_at, booking.ended_at, booking.cancelled_by = paid_at, None, None
    if booking.instant:
        require(booking.status, Status.CONFIRMED)
        booking.status, booking.confirmed_at, booking.lapses_at = Status.CONFIRMED, now, None
        _record(booking, BookingConfirmedLate() if late else BookingConfirmed(), now)
        return Outcome.CONFIRMED
    require(booking.status, Status.AWAITING_OWNER)
    until = answer_by(starts_at=booking.slot.starts_at, lead=rules.lead, now=now)
    booking.status, booking.lapses_at = Status.AWAITING_OWNER, until
    _record(booking, BookingRequested(until), now)
    return Outcome.REQUESTED


def _refuse(booking: Booking, *, paid_at: datetime, now: datetime) -> Outcome:
    booking.paid_at, booking.refund_due_minor = paid_at, booking.total_minor
    _record(booking, LateMoneyRefused(booking.total_minor, booking.currency), now)
    return Outcome.REFUSED


def _record(booking: Booking, fact: Fact, now: datetime) -> None:
    db.session.flush()
    record(fact, actor="gateway", booking_id=booking.id, now=now)
