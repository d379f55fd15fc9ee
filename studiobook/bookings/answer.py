"""The owner's answer to a request that has been paid."""

from datetime import datetime

from sqlalchemy import select

from studiobook.bookings.confirm import ANSWER_WITHIN
from studiobook.bookings.errors import RequestClosed
from studiobook.bookings.events import OwnerReminded, RequestAccepted, RequestDeclined
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.release import let_go
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.outbox.record import record


def accept(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """The owner says yes. Saying it twice changes nothing. Raises NotInThatState, RequestClosed."""
    booking = lock_booking(booking_id)
    if booking.status is Status.CONFIRMED:
        return booking
    # Money may confirm from other states; the owner's word only from this one.
    if booking.status is not Status.AWAITING_OWNER:
        raise NotInThatState
    _refuse_silence(booking, now)
    booking.status, booking.confirmed_at = Status.CONFIRMED, now
    booking.lapses_at = booking.reminded_at = None
    db.session.flush()
    record(RequestAccepted(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def decline(
    booking_id: int, *, now: datetime, actor: str = "owner", actor_id: int | None = None
) -> Booking:
    """The owner says no, or has said nothing in time (actor "platform"): everything goes back.

    Declining what is declined changes nothing. Raises NotInThatState.
    """
    booking = lock_booking(booking_id)
    if booking.status is Status.DECLINED:
        return booking
    booking.refund_due_minor = booking.total_minor
    let_go(booking, to=Status.DECLINED, now=now)
    record(
        RequestDeclined(booking.total_minor, booking.currency, in_time=actor == "owner"),
        actor=actor,
        actor_id=actor_id,
        booking_id=booking.id,
        now=now,
    )
    return booking


def list_unanswered(*, now: datetime, limit: int = 200) -> list[int]:
    """Ids of requests whose time to answer is over."""
    return list(
        db.session.scalars(
            select(Booking.id)
            .where(Booking.status == Status.AWAITING_OWNER, Booking.lapses_at <= now)
            .limit(limit)
        )
    )


def list_half_answered(*, now: datetime) -> list[int]:
    """Ids of open requests that have used half of their time without a reminder."""
    open_requests = db.session.scalars(
        select(Booking).where(
            Booking.status == Status.AWAITING_OWNER,
            Booking.reminded_at.is_(None),
            Booking.lapses_at > now,
            Booking.lapses_at <= now + ANSWER_WITHIN / 2,
        )
    )
    return [booking.id for booking in open_requests if _is_half_over(booking, now)]


def remind_owner(booking_id: int, *, now: datetime) -> None:
    """Tell the owner, once, that half of the time to answer is over."""
    booking = lock_booking(booking_id)
    if booking.status is not Status.AWAITING_OWNER or booking.reminded_at is not None:
        return
    booking.reminded_at = now
    db.session.flush()
    record(OwnerReminded(), actor="platform", booking_id=booking.id, now=now)


def _refuse_silence(booking: Booking, now: datetime) -> None:
    if booking.lapses_at is not None and booking.lapses_at <= now:
        raise RequestClosed(booking.lapses_at)


def _is_half_over(booking: Booking, now: datetime) -> bool:
    assert booking.paid_at is not None
    assert booking.lapses_at is not None
    return now >= booking.paid_at + (booking.lapses_at - booking.paid_at) / 2
