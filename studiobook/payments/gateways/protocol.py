"""What every payment provider must be able to do, in the words of this house.

Adapters hold no state and know no table. Each call is one conversation over the network, so none
may happen inside a transaction. An adapter never retries by itself: the caller decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from studiobook.values.money import Money


class GatewayError(Exception):
    """Any way in which a conversation with a provider goes wrong."""


class GatewayUnavailable(GatewayError):
    """No usable answer came: whether the provider acted is unknown until it is read back."""


class GatewayRefused(GatewayError):
    """The provider understood and said no: nothing was done. `code` is the provider's own word."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {message}" if message else code)


class BadSignature(GatewayError):
    """A webhook that the provider did not sign, or signed too long ago, or that is not readable."""


class MissingSecret(GatewayError):
    """No signing secret is set, so no webhook can be believed."""


class UnknownGateway(GatewayError):
    """A provider that this installation does not speak with, or no longer."""


class CheckoutStatus(StrEnum):
    """`processing` is money promised, not money; `failed` and `expired` can no longer be paid."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class RefundStatus(StrEnum):
    """`succeeded` may still turn to `failed` when a bank sends money back."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Subject(StrEnum):
    """What a webhook is about."""

    CHECKOUT = "checkout"
    REFUND = "refund"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class CheckoutOrder:
    """What to ask the guest for. A retry sends the very same values under the same key.

    `idempotency_key` has at most 45 characters (the shortest limit among the providers);
    `reference` is the booking's code and comes back in every read.
    """

    idempotency_key: str
    account_ref: str
    reference: str
    description: str
    amount: Money
    fee: Money
    buyer_email: str
    success_url: str
    cancel_url: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class CheckoutPage:
    """A page at the provider where the guest pays. A `None` expiry means: until it is closed."""

    ref: str
    url: str
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CheckoutState:
    """What the provider says about a page now. `amount` is what was asked for, or was captured."""

    ref: str
    status: CheckoutStatus
    reference: str
    amount: Money
    payment_ref: str | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RefundOrder:
    """Give back `amount` of one payment, by the way it came."""

    idempotency_key: str
    account_ref: str
    payment_ref: str
    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundState:
    """What the provider says about a refund now. A foreign refund has no key of ours."""

    ref: str
    status: RefundStatus
    payment_ref: str
    amount: Money
    idempotency_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A verified webhook: a hint that an object changed, never a fact about it."""

    account_ref: str
    event_id: str
    type: str
    subject: Subject
    object_ref: str
    created_at: datetime


class Gateway(Protocol):
    """One provider. Every method may raise GatewayUnavailable or GatewayRefused, but `verify`.

    `account_ref` names the owner's account at the provider: some need it to know whose
    credentials to speak with.
    """

    @property
    def name(self) -> str:
        """The word under which rows and routes know the provider."""

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """Make a page to pay on, or return the one that the same key made before."""

    def find_checkout(
        self, idempotency_key: str, *, account_ref: str, since: datetime
    ) -> CheckoutPage | None:
        """The page that a key made, when the answer was lost; None proves that there is none."""

    def read_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """The truth about a page."""

    def close_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """Make a page unpayable; one that is already paid or processing is only reported."""

    def refund(self, order: RefundOrder) -> RefundState:
        """Ask for money to go back, or return what the same key asked before."""

    def read_refund(self, ref: str, *, account_ref: str) -> RefundState:
        """The truth about a refund."""

    def list_refunds(self, payment_ref: str, *, account_ref: str) -> Sequence[RefundState]:
        """Every refund of a payment, those made in the provider's dashboard too."""

    def verify(self, headers: Mapping[str, str], raw_body: bytes, *, now: datetime) -> Notice:
        """Believe a webhook or raise BadSignature; MissingSecret when none can be believed.

        `headers` are looked up without regard to case.
        """


class Gateways(Protocol):
    """The providers that this installation speaks with."""

    def named(self, name: str) -> Gateway:
        """The provider of that name; UnknownGateway when there is none."""
