"""Calling a booking off, with the refund that its frozen terms give at that moment."""

from datetime import datetime

from studiobook.bookings.errors import RefundChanged, SessionStarted
from studiobook.bookings.events import BookingCancelled
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.release import let_go
from studiobook.bookings.states import Status, require
from studiobook.bookings.terms import Canceller, RefundDue, Terms, refund_due
from studiobook.outbox.record import record
from studiobook.values.money import Money


def cancellation_of(booking: Booking, *, by: Canceller, now: datetime) -> RefundDue:
    """What cancelling would give back at `now`: the preview and the act ask the same.

    A guest whose time the studio closes gets what they get when the studio cancels.
    """
    return refund_due(
        terms=Terms.from_json(booking.terms_json),
        total=Money.zero(booking.currency) if booking.free_reason else booking.total,
        paid_at=booking.paid_at,
        starts_at=booking.slot.starts_at,
        now=now,
        by=_in_whose_name(booking, by),
    )


def cancel(
    booking_id: int,
    *,
    by: Canceller,
    now: datetime,
    actor_id: int | None = None,
    expected_refund_minor: int | None = None,
    closing: bool = False,
) -> Booking:
    """Cancel a confirmed booking; what is due back goes with the event.

    Cancelling what is cancelled changes nothing. Raises NotInThatState, SessionStarted (to the
    guest), and RefundChanged when the terms no longer give what the page had promised.
    """
    booking = lock_booking(booking_id)
    if booking.status is Status.CANCELLED:
        return booking
    require(booking.status, Status.CANCELLED)
    if by == "guest" and booking.slot.starts_at <= now:
        raise SessionStarted
    due = cancellation_of(booking, by=by, now=now)
    if expected_refund_minor not in (None, due.amount.minor):
        raise RefundChanged(due.amount)
    _end_move(find_open_move(booking.id), now)
    name = _in_whose_name(booking, by)
    booking.cancelled_by, booking.refund_due_minor = name, due.amount.minor
    let_go(booking, to=Status.CANCELLED, now=now)
    record(
        BookingCancelled(name, due.amount.minor, booking.currency, due.percent, closing),
        actor=by,
        actor_id=actor_id,
        booking_id=booking.id,
        now=now,
    )
    return booking


def _in_whose_name(booking: Booking, by: Canceller) -> Canceller:
    return "owner" if by == "guest" and booking.is_asked_to_move else by


def _end_move(move: Move | None, now: datetime) -> None:
    if move is not None:
        move.ended_at = now
