"""Moving a booking to another time of its room: only the difference in money moves with it.

The old slot is the guest's until the new one is settled.
"""

from datetime import datetime
from typing import cast

from studiobook.bookings.cancel import cancellation_of
from studiobook.bookings.errors import MoveRefused, PriceChanged, SameSlot, SessionStarted
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.make_move import Mover, Proposal, make_move
from studiobook.bookings.models import Booking, Move
from studiobook.bookings.queries import find_open_move
from studiobook.bookings.quote import LineKind, PriceLine, Quote
from studiobook.bookings.quote_for import quote_for
from studiobook.bookings.settle_move import end_move
from studiobook.bookings.states import NotInThatState, Status
from studiobook.rooms.openings import refuse_unoffered
from studiobook.rooms.queries import rules_of
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot


def may_move(booking: Booking, *, by: Mover, now: datetime) -> bool:
    """Whether it may be moved: by the guest while cancelling would give everything back.

    A walk-in without money has no price whose difference could be paid: only the studio moves it.
    """
    if booking.status is not Status.CONFIRMED or booking.slot.starts_at <= now:
        return False
    if booking.arrived_at is not None:
        return False
    if by == "owner":
        return True
    whole = cancellation_of(booking, by="guest", now=now).percent == 100
    return booking.free_reason is None and whole


def propose(booking: Booking, *, slot: Timeslot, fee: Rate, now: datetime) -> Proposal:
    """The new price and the difference. Raises NotOffered, SameSlot, the refusals of `quote`.

    A guest whose time the studio closes pays no more for another one that is no longer.
    """
    if slot == booking.slot:
        raise SameSlot
    refuse_unoffered(rules_of(booking.room), slot, now=now)
    return reprice(booking, slot=slot, fee=fee)


def reprice(booking: Booking, *, slot: Timeslot, fee: Rate) -> Proposal:
    """What the booking would cost in another slot of its room. Raises the refusals of `quote`.

    What costs nothing here costs nothing there.
    """
    if booking.free_reason is not None:
        nothing = Money.zero(booking.currency)
        return Proposal(slot, Quote((), nothing, nothing, booking.currency), nothing)
    price = quote_for(
        booking.room,
        slot=slot,
        people=booking.people,
        add_ons=booking.add_ons,
        engineer=booking.engineer,
        fee=fee,
    )
    if booking.is_asked_to_move and _is_no_longer(slot, booking) and price.total > booking.total:
        price = _as_it_was(booking)
    return Proposal(slot, price, price.total - booking.total)


def reschedule(
    booking_id: int,
    *,
    slot: Timeslot,
    by: Mover,
    fee: Rate,
    now: datetime,
    actor_id: int | None = None,
    expected_difference_minor: int | None = None,
    waive_because: str | None = None,
) -> Move:
    """Move at once when it costs nothing more, else hold the new slot until the rest is paid.

    The Move's `settled_at` says which. With `waive_because` the studio asks for no difference.
    Raises NotInThatState, MoveRefused, SessionStarted, PriceChanged, SlotTaken, EngineerTaken and
    what `propose` raises.
    """
    booking = lock_booking(booking_id)
    _refuse_move(booking, by, now)
    give_up_open_move(booking, by=by, now=now)
    proposal = propose(booking, slot=slot, fee=fee, now=now)
    if expected_difference_minor not in (None, proposal.difference.minor):
        raise PriceChanged(proposal.price.total)
    return make_move(
        booking, proposal, by=by, actor_id=actor_id, waive_because=waive_because, now=now
    )


def give_up_open_move(booking: Booking, *, by: Mover, now: datetime) -> None:
    """Another wish replaces the one that waits for its money."""
    earlier = find_open_move(booking.id)
    if earlier is not None:
        end_move(booking, earlier, actor=by, now=now)


def _is_no_longer(slot: Timeslot, booking: Booking) -> bool:
    return slot.duration <= booking.slot.duration


def _as_it_was(booking: Booking) -> Quote:
    """The frozen price: who has to move because the studio closes pays nothing more for it."""
    lines = tuple(
        PriceLine(
            cast("LineKind", line.kind),
            line.label,
            line.detail,
            Money(line.amount_minor, booking.currency),
        )
        for line in booking.lines
    )
    return Quote(lines, booking.total, booking.fee, booking.currency)


def _refuse_move(booking: Booking, by: Mover, now: datetime) -> None:
    if booking.status is not Status.CONFIRMED:
        raise NotInThatState
    if booking.slot.starts_at <= now:
        raise SessionStarted
    if not may_move(booking, by=by, now=now):
        raise MoveRefused
