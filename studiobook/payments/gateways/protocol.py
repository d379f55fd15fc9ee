"""What every payment provider must be able to do, in the words of this house.

Adapters hold no state and know no table. Each call is one conversation over the network, so none
may happen inside a transaction. An adapter never retries by itself: the caller decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from studiobook.payments.gateways.accounts import AccountGateway
from studiobook.payments.gateways.errors import (
    AccountRevoked,
    BadSignature,
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    MissingSecret,
    UnknownGateway,
)
from studiobook.payments.gateways.web_address import require_web_address
from studiobook.values.money import Money

__all__ = [
    "AccountRevoked",
    "BadSignature",
    "CheckoutOrder",
    "CheckoutPage",
    "CheckoutState",
    "CheckoutStatus",
    "Gateway",
    "GatewayError",
    "GatewayRefused",
    "GatewayUnavailable",
    "Gateways",
    "MissingSecret",
    "Notice",
    "RefundOrder",
    "RefundState",
    "RefundStatus",
    "Subject",
    "UnknownGateway",
]


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
    DISPUTE = "dispute"
    ACCOUNT = "account"
    PAYOUT = "payout"
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
    #: Where the owner sells, for providers whose accounts have several places.
    location_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class CheckoutPage:
    """A page at the provider where the guest pays. A `None` expiry means: until it is closed.

    `ref` is what webhooks name; `link_ref` what closing needs besides, at some providers.
    """

    ref: str
    url: str
    expires_at: datetime | None
    link_ref: str | None = None

    def __post_init__(self) -> None:
        require_web_address(self.url)


@dataclass(frozen=True, kw_only=True)
class CheckoutState:
    """What the provider says about a page now. `amount` is what was asked for, or was captured."""

    ref: str
    status: CheckoutStatus
    reference: str
    amount: Money
    payment_ref: str | None = None
    paid_at: datetime | None = None
    #: Under which name the owner's payouts list this payment, where it is another one.
    line_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class RefundOrder:
    """Give back `amount` of one payment, by the way it came; `fee` of it is the marketplace's.

    The rest is taken from the owner.
    """

    idempotency_key: str
    account_ref: str
    payment_ref: str
    amount: Money
    fee: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundState:
    """What the provider says about a refund now. A foreign refund has no key of ours.

    `fee` is the marketplace's part of it; None where the provider does not say.
    """

    ref: str
    status: RefundStatus
    payment_ref: str
    amount: Money
    idempotency_key: str | None = None
    fee: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A verified webhook: a hint that an object changed, never a fact about it."""

    account_ref: str
    event_id: str
    type: str
    subject: Subject
    object_ref: str
    created_at: datetime


class Gateway(AccountGateway, Protocol):
    """One provider. Every method may raise GatewayUnavailable or GatewayRefused, but `verify`.

    `account_ref` names the owner's account at the provider: some need it to know whose
    credentials to speak with, and raise AccountRevoked when they are no longer good.
    """

    @property
    def name(self) -> str:
        """The word under which rows and routes know the provider."""

    @property
    def label(self) -> str:
        """The provider's name as people write it."""

    @property
    def endpoints(self) -> frozenset[str]:
        """Words of its webhook addresses, each with its own secret; "" for the main one."""

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """Make a page to pay on, or return the one that the same key made before."""

    def find_checkout(
        self, idempotency_key: str, *, account_ref: str, since: datetime
    ) -> CheckoutPage | None:
        """The page that a key made, when the answer was lost; None proves that there is none."""

    def read_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """The truth about a page."""

    def close_checkout(
        self, ref: str, *, account_ref: str, link_ref: str | None = None
    ) -> CheckoutState:
        """Make a page unpayable; one that is already paid or processing is only reported."""

    def refund(self, order: RefundOrder) -> RefundState:
        """Ask for money to go back, or return what the same key asked before."""

    def read_refund(self, ref: str, *, account_ref: str) -> RefundState:
        """The truth about a refund."""

    def list_refunds(self, payment_ref: str, *, account_ref: str) -> Sequence[RefundState]:
        """Every refund of a payment, those made in the provider's dashboard too."""

    def verify(
        self, headers: Mapping[str, str], raw_body: bytes, *, now: datetime, endpoint: str = ""
    ) -> Notice:
        """Believe a webhook or raise BadSignature; MissingSecret when none can be believed.

        `headers` are looked up without regard to case. `endpoint` is the word of the address
        that it came to: each has its own secret.
        """


class Gateways(Protocol):
    """The providers that this installation speaks with."""

    def named(self, name: str) -> Gateway:
        """The provider of that name; UnknownGateway when there is none."""

    def names(self) -> list[str]:
        """The providers there are, in the order in which owners are offered them."""
