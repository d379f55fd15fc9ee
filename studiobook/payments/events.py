"""Facts about money, in past tense. Amounts are part of the booking's shared timeline."""

from dataclasses import dataclass

from studiobook.outbox.record import Fact
from studiobook.values.money import Money


@dataclass(frozen=True)
class PaymentCaptured(Fact):
    """The provider itself says that it has the money."""

    charge_id: int
    amount: Money


@dataclass(frozen=True)
class PaymentFailed(Fact):
    """The provider gave the attempt up; nothing was taken."""

    charge_id: int


@dataclass(frozen=True)
class PaymentQuarantined(Fact):
    """What was captured is not what was asked for: a human must look."""

    charge_id: int
    difference: str


@dataclass(frozen=True)
class RefundRequested(Fact):
    """We owe this money; the provider has yet to be asked."""

    refund_id: int
    amount: Money
    reason: str


@dataclass(frozen=True)
class RefundSucceeded(Fact):
    """The provider says that the money went back."""

    refund_id: int
    amount: Money


@dataclass(frozen=True)
class RefundFailed(Fact):
    """The money did not go back: it waits for a human. `was_paid`: a bank sent it back."""

    refund_id: int
    amount: Money
    was_paid: bool


@dataclass(frozen=True)
class RefundAdopted(Fact):
    """A refund that somebody made at the provider, beside us."""

    refund_id: int
    amount: Money


@dataclass(frozen=True)
class RefundWithdrawn(Fact):
    """It is no longer owed: a bank has given the guest the money already."""

    refund_id: int
    amount: Money


@dataclass(frozen=True)
class QuarantineEnded(Fact):
    """A human has decided what becomes of money that is not what was asked for."""

    charge_id: int
    given_back: bool


@dataclass(frozen=True)
class CheckedByHand(Fact):
    """An admin had something read back before its time."""

    kind: str
    id: int


@dataclass(frozen=True)
class RefundRetried(Fact):
    """A refund that failed is owed anew."""

    refund_id: int
    amount: Money


@dataclass(frozen=True)
class RefundByHand(Fact):
    """A refund that failed was paid outside the provider."""

    refund_id: int
    amount: Money


@dataclass(frozen=True)
class DisputeOpened(Fact):
    """A guest's bank has taken money back, or asks about it."""

    dispute_id: int
    amount: Money
    is_inquiry: bool


@dataclass(frozen=True)
class DisputeWon(Fact):
    """The bank decided for the studio."""

    dispute_id: int
    amount: Money


@dataclass(frozen=True)
class DisputeLost(Fact):
    """The bank decided for the guest, and keeps what it took."""

    dispute_id: int
    amount: Money


@dataclass(frozen=True)
class PaymentsStarted(Fact):
    """A company takes payments through this account, from now on or again."""

    account_id: int


@dataclass(frozen=True)
class PaymentsStopped(Fact):
    """The provider lets this account charge no more: its company's studios take no bookings."""

    account_id: int


@dataclass(frozen=True)
class PaymentsEnded(Fact):
    """An owner takes no more payments through this account."""

    account_id: int


@dataclass(frozen=True)
class PayoutAsked(Fact):
    """An owner wants their money at the bank; the provider has yet to be asked."""

    payout_id: int
    amount: Money


@dataclass(frozen=True)
class PayoutPaid(Fact):
    """The provider says that it has reached the owner's bank."""

    payout_id: int
    amount: Money


@dataclass(frozen=True)
class PayoutFailed(Fact):
    """It did not reach the bank, or was sent back: the money is in the balance again."""

    payout_id: int
    amount: Money
    failure: str
