"""The lives of a charge, a refund, a payout: every transition there is, as one table each."""

from enum import StrEnum
from typing import Any, Protocol

import structlog

log = structlog.get_logger()


class ChargeState(StrEnum):
    """`unknown`: the provider gave no answer, only reading back tells."""

    CREATED = "created"
    SUBMITTED = "submitted"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RefundState(StrEnum):
    """`failed` and `cancelled` wait for a human; the money is still here."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    UNKNOWN = "unknown"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    #: Somebody paid it back outside the provider, and wrote down how.
    BY_HAND = "by_hand"


class PayoutState(StrEnum):
    """`paid` may still turn to `failed` when the bank sends it back."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    UNKNOWN = "unknown"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


C = ChargeState
CHARGE: dict[ChargeState, frozenset[ChargeState]] = {
    C.CREATED: frozenset({C.SUBMITTED, C.PROCESSING, C.UNKNOWN, C.CAPTURED, C.FAILED, C.CANCELLED}),
    C.UNKNOWN: frozenset({C.SUBMITTED, C.PROCESSING, C.CAPTURED, C.FAILED, C.CANCELLED}),
    C.SUBMITTED: frozenset({C.PROCESSING, C.CAPTURED, C.FAILED, C.CANCELLED}),
    C.PROCESSING: frozenset({C.CAPTURED, C.FAILED, C.CANCELLED}),
    # The provider may still take the money of an attempt that we gave up; never the reverse.
    C.FAILED: frozenset({C.CAPTURED}),
    C.CANCELLED: frozenset({C.CAPTURED}),
    C.CAPTURED: frozenset(),
}

#: The guest may still pay, or has and we do not know it yet. At most one per booking.
PAYABLE = frozenset({C.CREATED, C.SUBMITTED, C.PROCESSING, C.UNKNOWN})

R = RefundState
_ANSWERS = {R.PENDING, R.SUCCEEDED, R.FAILED, R.CANCELLED}
REFUND: dict[RefundState, frozenset[RefundState]] = {
    R.REQUESTED: frozenset({R.SUBMITTED, R.UNKNOWN, *_ANSWERS}),
    # Back again when a bank has the payment in hand: nothing was done, and it is still owed.
    R.SUBMITTED: frozenset({R.REQUESTED, R.UNKNOWN, *_ANSWERS}),
    R.UNKNOWN: frozenset({R.SUBMITTED, *_ANSWERS}),
    R.PENDING: frozenset({R.SUCCEEDED, R.FAILED, R.CANCELLED}),
    # A bank may send money back weeks later.
    R.SUCCEEDED: frozenset({R.FAILED}),
    # What the provider's own records say later still counts.
    # A human may have it tried again, or see to it by hand.
    R.FAILED: frozenset({R.SUCCEEDED, R.REQUESTED, R.BY_HAND, R.CANCELLED}),
    R.CANCELLED: frozenset({R.SUCCEEDED, R.REQUESTED, R.BY_HAND}),
    R.BY_HAND: frozenset(),
}

#: The provider has yet to decide.
UNDECIDED = frozenset({R.REQUESTED, R.SUBMITTED, R.UNKNOWN, R.PENDING})
#: Money that is on its way back or gone: it cannot be given back again.
RESERVING = UNDECIDED | {R.SUCCEEDED, R.BY_HAND}
#: Waits for a human, and is still owed, unless it was refused with a word of ENDED.
STUCK = frozenset({R.FAILED, R.CANCELLED})
#: The guest got it by another way: from their bank, or by a refund made at the provider.
LOST, BESIDE = "dispute_lost", "given_beside"
ENDED = frozenset({LOST, BESIDE})

P = PayoutState
_LANDINGS = {P.PENDING, P.PAID, P.FAILED, P.CANCELLED}
PAYOUT: dict[PayoutState, frozenset[PayoutState]] = {
    P.REQUESTED: frozenset({P.SUBMITTED, P.UNKNOWN, *_LANDINGS}),
    P.SUBMITTED: frozenset({P.UNKNOWN, *_LANDINGS}),
    P.UNKNOWN: frozenset({P.SUBMITTED, *_LANDINGS}),
    P.PENDING: frozenset({P.PAID, P.FAILED, P.CANCELLED}),
    P.PAID: frozenset({P.FAILED}),
    P.FAILED: frozenset(),
    # A request that we gave up, because nobody had heard of it, may have arrived after all.
    P.CANCELLED: frozenset({P.PENDING, P.PAID, P.FAILED}),
}
PAYOUT_UNDECIDED = frozenset({P.REQUESTED, P.SUBMITTED, P.UNKNOWN, P.PENDING})
#: Asked for, and the provider has yet to say anything.
PAYOUT_UNANSWERED = PAYOUT_UNDECIDED - {P.PENDING}


class Reason(StrEnum):
    """Why money goes back."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    LATE = "late"
    MOVED = "moved"
    MOVE_REFUSED = "move_refused"
    PAID_TWICE = "paid_twice"
    PROVIDER = "provider"
    GOODWILL = "goodwill"
    SET_ASIDE = "set_aside"


class Moving(Protocol):
    """A row with a state."""

    id: int
    state: Any


_TABLES: dict[type[StrEnum], dict[Any, frozenset[Any]]] = {
    ChargeState: CHARGE,
    RefundState: REFUND,
    PayoutState: PAYOUT,
}


def become(row: Moving, to: ChargeState | RefundState | PayoutState) -> bool:
    """Take the step if the table has it; False, and a log line, for a fact from the past."""
    if to not in _TABLES[type(to)][row.state]:
        if to is not row.state:
            log.info("backward_fact_ignored", row=type(row).__name__, id=row.id, to=to.value)
        return False
    row.state = to
    return True
