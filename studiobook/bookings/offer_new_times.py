"""Asking guests to choose another time, because the studio closes at theirs.

The booking stays theirs until they choose. Without a choice in time the studio cancels it and
everything goes back (docs/decisions/0014-no-answer-is-a-full-refund.md).
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from studiobook.bookings.cancel import cancel
from studiobook.bookings.events import NewTimesOffered, NewTimesWithdrawn
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.outbox.record import record

A_DAY = timedelta(days=1)


def choose_by(*, starts_at: datetime, now: datetime) -> datetime:
    """A day before the session, or when half of the time is gone where it is less than two days."""
    return starts_at - min(A_DAY, (starts_at - now) / 2)


def may_offer_new_times(booking: Booking, *, now: datetime) -> bool:
    """Whether there is something to choose: paid here, ahead, and the guest has not come."""
    ahead = booking.status is Status.CONFIRMED and booking.slot.starts_at > now
    return ahead and booking.free_reason is None and booking.arrived_at is None


def offer_new_times(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """Ask the guest to choose. Asking twice changes nothing. Raises NotInThatState."""
    booking = lock_booking(booking_id)
    if not may_offer_new_times(booking, now=now):
        raise NotInThatState
    if booking.choose_by is not None:
        return booking
    booking.choose_by = choose_by(starts_at=booking.slot.starts_at, now=now)
    db.session.flush()
    fact = NewTimesOffered(booking.choose_by)
    record(fact, actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def withdraw_new_times(booking_id: int, *, now: datetime, actor_id: int | None = None) -> None:
    """The studio is open then after all. Doing it twice changes nothing."""
    booking = lock_booking(booking_id)
    if not booking.is_asked_to_move:
        return
    booking.choose_by = None
    db.session.flush()
    record(NewTimesWithdrawn(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)


def list_unchosen(*, now: datetime, limit: int = 200) -> list[int]:
    """Ids of bookings whose guests have not chosen in time."""
    return list(
        db.session.scalars(
            select(Booking.id)
            .where(Booking.status == Status.CONFIRMED, Booking.choose_by <= now)
            .limit(limit)
        )
    )


def call_off(booking_id: int, *, now: datetime) -> bool:
    """Cancel what was not chosen in time, all of it back; False when it has been settled since."""
    booking = lock_booking(booking_id)
    late = booking.choose_by is not None and booking.choose_by <= now
    if not booking.is_asked_to_move or not late:
        return False
    cancel(booking.id, by="owner", now=now)
    return True
