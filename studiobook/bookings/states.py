"""The life of a booking: every transition there is, as one table."""

from enum import StrEnum

from studiobook.errors import DomainError


class Status(StrEnum):
    """Where a booking stands. A dispute is a flag, not a status."""

    HELD = "held"
    AWAITING_OWNER = "awaiting_owner"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    RELEASED = "released"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.HELD: frozenset(
        {Status.CONFIRMED, Status.AWAITING_OWNER, Status.EXPIRED, Status.RELEASED}
    ),
    Status.AWAITING_OWNER: frozenset({Status.CONFIRMED, Status.DECLINED, Status.EXPIRED}),
    Status.CONFIRMED: frozenset({Status.CANCELLED, Status.COMPLETED, Status.NO_SHOW}),
    # Only by late money on a slot that is still free.
    Status.EXPIRED: frozenset({Status.CONFIRMED, Status.AWAITING_OWNER}),
    Status.RELEASED: frozenset({Status.CONFIRMED, Status.AWAITING_OWNER}),
    Status.DECLINED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.COMPLETED: frozenset(),
    # The studio had not seen the guest come: it takes that back.
    Status.NO_SHOW: frozenset({Status.CONFIRMED}),
}

LIVE = frozenset({Status.HELD, Status.AWAITING_OWNER, Status.CONFIRMED})
PAID = frozenset({Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW, Status.AWAITING_OWNER})
#: Its guest is a client of the studio.
BOOKED = frozenset({Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED})
#: Nobody has paid: no session yet, or none any more.
UNBOOKED = frozenset({Status.HELD, Status.EXPIRED, Status.RELEASED})


class ClaimState(StrEnum):
    """Where a claim for overtime stands."""

    CLAIMED = "claimed"
    PAID = "paid"
    CONTESTED = "contested"
    WITHDRAWN = "withdrawn"
    #: Paid at the studio, not here.
    SETTLED = "settled"
    #: Neither paid nor contested in time; nothing is taken by itself.
    LAPSED = "lapsed"


class NotInThatState(DomainError):
    """The booking has moved on since the page was made."""

    status = 409
    message = "This booking has changed since you opened the page."


def require(current: Status, to: Status) -> None:
    """Refuse a transition that the table does not have."""
    if to not in TRANSITIONS[current]:
        raise NotInThatState
