"""What happens to bookings, in past tense; replayed in order the facts give the stored status."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.states import Status
from studiobook.outbox.record import Fact


@dataclass(frozen=True)
class BookingHeld(Fact):
    """A slot was taken for half an hour."""

    lapses_at: datetime


@dataclass(frozen=True)
class GuestIdentified(Fact):
    """The guest said who they are; `first` is False when they only corrected it."""

    first: bool


@dataclass(frozen=True)
class HoldProlonged(Fact):
    """The payment page lives longer than the hold did."""

    lapses_at: datetime


@dataclass(frozen=True)
class BookingReleased(Fact):
    """The guest gave the hold up."""


@dataclass(frozen=True)
class HoldWithdrawn(Fact):
    """The studio took the hold back, because it closes then."""


@dataclass(frozen=True)
class BookingExpired(Fact):
    """Nobody paid in time."""


@dataclass(frozen=True)
class BookingRequested(Fact):
    """Paid, and now the owner answers until `answer_by`."""

    answer_by: datetime


@dataclass(frozen=True)
class OwnerReminded(Fact):
    """Half of the time to answer is over."""


@dataclass(frozen=True)
class RequestAccepted(Fact):
    """The owner said yes."""


@dataclass(frozen=True)
class RequestDeclined(Fact):
    """The owner said no, or nothing: everything goes back."""

    refund_due_minor: int
    currency: str
    in_time: bool


@dataclass(frozen=True)
class BookingConfirmed(Fact):
    """Paid, and the slot is the guest's."""


@dataclass(frozen=True)
class BookingConfirmedLate(Fact):
    """Paid after the hold was over, and the slot was still free."""


@dataclass(frozen=True)
class LateMoneyRefused(Fact):
    """Paid after the hold was over, and the slot was gone: everything goes back."""

    refund_due_minor: int
    currency: str


@dataclass(frozen=True)
class BookingCancelled(Fact):
    """Called off; `by` is guest, owner or platform."""

    by: str
    refund_due_minor: int
    currency: str
    percent: int
    #: One of several that a closure called off: whoever closed has seen them all.
    closing: bool = False


@dataclass(frozen=True)
class NewTimesOffered(Fact):
    """The studio closes then: the guest chooses another time, or everything goes back."""

    choose_by: datetime


@dataclass(frozen=True)
class NewTimesWithdrawn(Fact):
    """The studio is open then after all: the booking stands as it was."""


@dataclass(frozen=True)
class MoveAsked(Fact):
    """The guest wants another slot that costs more; it is held until `lapses_at`."""

    move_id: int
    difference_minor: int
    currency: str
    lapses_at: datetime


@dataclass(frozen=True)
class MoveEnded(Fact):
    """The difference was not paid in time, or the guest gave the move up: all stays as it was."""

    move_id: int


@dataclass(frozen=True)
class MoveWithdrawn(Fact):
    """The studio closes at the new time that was being paid."""

    move_id: int


@dataclass(frozen=True)
class MoveMoneyRefused(Fact):
    """The difference was paid when the new slot was gone: it goes back."""

    move_id: int
    refund_due_minor: int
    currency: str


@dataclass(frozen=True)
class BookingMoved(Fact):
    """The booking has another slot now; a cheaper one leaves a refund."""

    old_starts_at: datetime
    old_ends_at: datetime
    new_starts_at: datetime
    new_ends_at: datetime
    refund_due_minor: int
    currency: str
    #: What the studio left out of the difference.
    waived_minor: int = 0


@dataclass(frozen=True)
class GuestReminded(Fact):
    """The session begins within a day."""


@dataclass(frozen=True)
class BookingAttached(Fact):
    """A guest's booking found its account, by the verified e-mail address."""


@dataclass(frozen=True)
class WalkInBooked(Fact):
    """The studio booked for somebody itself, without money; `reason` says why."""

    reason: str


@dataclass(frozen=True)
class SlotOffered(Fact):
    """The studio holds a slot for somebody, and a link to pay by was sent to them."""

    lapses_at: datetime


@dataclass(frozen=True)
class LinkSentAgain(Fact):
    """The studio sent the link to pay by once more."""


@dataclass(frozen=True)
class LinkProlonged(Fact):
    """The studio lets the link, and with it the hold, last longer."""

    lapses_at: datetime


@dataclass(frozen=True)
class OfferWithdrawn(Fact):
    """The studio took back what it held for somebody."""


@dataclass(frozen=True)
class GuestArrived(Fact):
    """The studio saw the guest come."""


@dataclass(frozen=True)
class ArrivalUndone(Fact):
    """The guest had not come after all."""


@dataclass(frozen=True)
class GuestMissed(Fact):
    """Nobody came."""


@dataclass(frozen=True)
class MissUndone(Fact):
    """The guest had come after all."""


@dataclass(frozen=True)
class BookingCompleted(Fact):
    """The session's time is over."""


@dataclass(frozen=True)
class OvertimeClaimed(Fact):
    """The studio wants money for half hours after the end."""

    claim_id: int
    half_hours: int
    amount_minor: int
    currency: str
    lapses_at: datetime


@dataclass(frozen=True)
class OvertimeContested(Fact):
    """The guest says that it is not so."""

    claim_id: int


@dataclass(frozen=True)
class OvertimePaid(Fact):
    """The guest has paid for it."""

    claim_id: int
    amount_minor: int
    currency: str


@dataclass(frozen=True)
class OvertimeEnded(Fact):
    """It is no longer claimed: withdrawn, settled at the studio, or lapsed, as `state` says."""

    claim_id: int
    state: str


#: The status that a booking has after the fact; facts that are not here change none.
LEADS_TO: dict[str, Status] = {
    BookingHeld.__name__: Status.HELD,
    BookingReleased.__name__: Status.RELEASED,
    HoldWithdrawn.__name__: Status.RELEASED,
    BookingExpired.__name__: Status.EXPIRED,
    BookingRequested.__name__: Status.AWAITING_OWNER,
    RequestAccepted.__name__: Status.CONFIRMED,
    RequestDeclined.__name__: Status.DECLINED,
    BookingConfirmed.__name__: Status.CONFIRMED,
    BookingConfirmedLate.__name__: Status.CONFIRMED,
    WalkInBooked.__name__: Status.CONFIRMED,
    SlotOffered.__name__: Status.HELD,
    OfferWithdrawn.__name__: Status.RELEASED,
    GuestMissed.__name__: Status.NO_SHOW,
    MissUndone.__name__: Status.CONFIRMED,
    BookingCancelled.__name__: Status.CANCELLED,
    BookingCompleted.__name__: Status.COMPLETED,
}


def replay(names: Iterable[str]) -> Status | None:
    """The status after events of these names, in their order; None when there are none."""
    status = None
    for name in names:
        status = LEADS_TO.get(name, status)
    return status
