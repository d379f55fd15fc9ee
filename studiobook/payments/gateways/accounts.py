"""What a provider does for an owner: the account, what is on it, and what leaves it.

Disputes are here too: a bank takes a payment back from whoever was paid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from studiobook.payments.gateways.web_address import require_web_address
from studiobook.values.money import Money


@dataclass(frozen=True, kw_only=True)
class ConnectOrder:
    """Who wants to be paid through the provider, and where they come back to.

    `state` is a random word that must come back with them. `account_ref` is the account that an
    earlier attempt made. `refresh_url` serves a browser whose link was spent.
    """

    idempotency_key: str
    company: str
    email: str
    country: str
    currency: str
    return_url: str
    refresh_url: str
    state: str
    account_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class ConnectPage:
    """Where the owner goes. `account_ref` is None while only the provider knows who they are."""

    url: str
    account_ref: str | None

    def __post_init__(self) -> None:
        require_web_address(self.url)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Keys to an owner's account, in clear: they leave memory only sealed."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Connected:
    """Whose account it became, and the keys to it where the provider gives any."""

    account_ref: str
    grant: Grant | None = None


@dataclass(frozen=True, kw_only=True)
class Location:
    """A place at which an owner sells, in the provider's books."""

    ref: str
    name: str
    currency: str
    can_charge: bool


@dataclass(frozen=True, kw_only=True)
class AccountState:
    """What the provider says about an account now.

    `needs` are words of `NEEDS` for what only the owner can mend, the most urgent first.
    """

    account_ref: str
    can_charge: bool
    can_be_paid_out: bool
    needs: tuple[str, ...] = ()
    name: str = ""
    country: str | None = None
    currency: str | None = None
    is_revoked: bool = False
    locations: tuple[Location, ...] = ()


#: Why an account can't do all it should, as a provider-independent word.
NEEDS = ("onboarding", "identity", "bank_account", "review", "location", "access", "other")


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What lies on an owner's account: at their command, and not yet."""

    available: tuple[Money, ...]
    pending: tuple[Money, ...]


class PayoutStatus(StrEnum):
    """`paid` may still turn to `failed` when the bank sends it back."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class PayoutOrder:
    """Send `amount` to the owner's bank now."""

    idempotency_key: str
    account_ref: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PayoutState:
    """What the provider says about a payout now. One that we did not ask for has no key of ours."""

    ref: str
    status: PayoutStatus
    amount: Money
    created_at: datetime
    arrives_on: date | None
    idempotency_key: str | None = None
    failure: str | None = None


class LineKind(StrEnum):
    """What moved an owner's balance."""

    SALE = "sale"
    REFUND = "refund"
    DISPUTE = "dispute"
    FEE = "fee"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class PayoutLine:
    """One movement inside a payout; signed, so that the nets add up to the payout.

    gross - fee - provider_fee = net: `fee` is the marketplace's part, `provider_fee` what the
    provider keeps. `line_ref` names the payment as in CheckoutState (or its payment_ref).
    """

    ref: str
    kind: LineKind
    gross: Money
    fee: Money
    provider_fee: Money
    net: Money
    line_ref: str | None
    at: datetime


class DisputeStatus(StrEnum):
    """`inquiry`: the bank asks, and has not taken the money."""

    INQUIRY = "inquiry"
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, kw_only=True)
class DisputeState:
    """What the provider says about a dispute now."""

    ref: str
    status: DisputeStatus
    payment_ref: str
    amount: Money
    reason: str
    opened_at: datetime
    evidence_due_at: datetime | None = None


class AccountGateway(Protocol):
    """The owner's half of a provider. Raises as `Gateway` says."""

    @property
    def pays_out_on_demand(self) -> bool:
        """Whether an owner may ask for a payout; elsewhere they come by themselves."""

    def start_connection(self, order: ConnectOrder) -> ConnectPage:
        """A page on which the owner lets us sell for them. Its address works once, for minutes."""

    def finish_connection(self, answer: Mapping[str, str], *, return_url: str) -> Connected | None:
        """What the owner brought back in the address; None when it says nothing, or no."""

    def read_account(self, account_ref: str) -> AccountState:
        """The truth about an account; a revoked one is a state, not an error."""

    def renew_grant(self, refresh_token: str) -> Grant | None:
        """Fresh keys; None where there are none to renew. Raises AccountRevoked."""

    def revoke(self, account_ref: str) -> None:
        """Give our access back, where the provider knows such a thing. Twice is once."""

    def read_balance(self, account_ref: str) -> Balance | None:
        """What lies there; None where the provider does not say."""

    def request_payout(self, order: PayoutOrder) -> PayoutState:
        """Ask for money to be sent to the bank, or return what the same key asked before."""

    def read_payout(self, ref: str, *, account_ref: str) -> PayoutState:
        """The truth about a payout."""

    def list_payouts(self, account_ref: str, *, since: datetime) -> Sequence[PayoutState]:
        """Every payout created since, newest first, asked for or not."""

    def list_payout_lines(self, ref: str, *, account_ref: str) -> Sequence[PayoutLine]:
        """What a payout is made of."""

    def read_dispute(self, ref: str, *, account_ref: str) -> DisputeState:
        """The truth about a dispute."""

    def list_disputes(self, account_ref: str, *, since: datetime) -> Sequence[DisputeState]:
        """Disputes about this account's payments opened since, for those nobody told us about."""
