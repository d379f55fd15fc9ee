"""The lives of a charge and of a refund: every transition there is, as one table each."""

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
    R.SUBMITTED: frozenset({R.UNKNOWN, *_ANSWERS}),
    R.UNKNOWN: frozenset({R.SUBMITTED, *_ANSWERS}),
    R.PENDING: frozenset({R.SUCCEEDED, R.FAILED, R.CANCELLED}),
    # A bank may send money back weeks later.
    R.SUCCEEDED: frozenset({R.FAILED}),
    # What the provider's own records say later still counts.
    R.FAILED: frozenset({R.SUCCEEDED}),
    R.CANCELLED: frozenset({R.SUCCEEDED}),
}

#: The provider has yet to decide.
UNDECIDED = frozenset({R.REQUESTED, R.SUBMITTED, R.UNKNOWN, R.PENDING})
#: Money that is on its way back or gone: it cannot be given back again.
RESERVING = UNDECIDED | {R.SUCCEEDED}


class Reason(StrEnum):
    """Why money goes back."""

    CANCELLED = "cancelled"
    DECLINED = "declined"
    LATE = "late"
    MOVED = "moved"
    MOVE_REFUSED = "move_refused"
    PAID_TWICE = "paid_twice"
    PROVIDER = "provider"


class Moving(Protocol):
    """A row with a state."""

    id: int
    state: Any


def become(row: Moving, to: ChargeState | RefundState) -> bool:
    """Take the step if the table has it; False, and a log line, for a fact from the past."""
    table: dict[Any, frozenset[Any]] = CHARGE if isinstance(to, ChargeState) else REFUND
    if to not in table[row.state]:
        if to is not row.state:
            log.info("backward_fact_ignored", row=type(row).__name__, id=row.id, to=to.value)
        return False
    row.state = to
    return True
