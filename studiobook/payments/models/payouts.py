"""What left an owner's account for their bank, and what it is made of."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.payments.gateways.accounts import LineKind
from studiobook.payments.models.accounts import PaymentAccount
from studiobook.payments.models.charges import KEY_LENGTH, Charge
from studiobook.payments.states import PayoutState
from studiobook.values.money import Money


class Payout(Model):
    """One transfer to the owner's bank, asked for here or made by the provider's own clock."""

    __tablename__ = "payout"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = references("payment_account.id")
    gateway: Mapped[str] = mapped_column(String(20))
    #: Of those asked for here.
    idempotency_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH), unique=True)
    gateway_ref: Mapped[str | None] = mapped_column(String(120))
    #: Negative when the owner's bank is debited.
    amount_minor: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[PayoutState] = mapped_column(word(PayoutState, "state"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When the provider was last asked to do it.
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrives_on: Mapped[date | None] = mapped_column(Date)
    #: When its lines were last read; they are complete once it is decided.
    lines_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The provider's word for why it failed.
    failure: Mapped[str | None] = mapped_column(String(120))

    account: Mapped[PaymentAccount] = relationship()
    lines: Mapped[list["PayoutLine"]] = relationship(
        back_populates="payout", order_by="PayoutLine.at"
    )

    __table_args__ = (
        UniqueConstraint("gateway", "gateway_ref"),
        Index(
            "ix_payout_next_check_at",
            "next_check_at",
            postgresql_where=text("next_check_at IS NOT NULL"),
        ),
        CheckConstraint(
            "state NOT IN ('requested', 'submitted', 'unknown', 'pending')"
            " OR next_check_at IS NOT NULL",
            name="undecided_is_checked",
        ),
        CheckConstraint("state <> 'paid' OR gateway_ref IS NOT NULL", name="paid_is_known"),
    )

    @property
    def amount(self) -> Money:
        """What reaches the bank."""
        return Money(self.amount_minor, self.currency)


class PayoutLine(Model):
    """One movement inside a payout; without a charge it is a sale made elsewhere, or a fee.

    gross - fee - provider_fee = net; the nets of a payout add up to it.
    """

    __tablename__ = "payout_line"

    id: Mapped[PrimaryKey]
    payout_id: Mapped[int] = references("payout.id", index=False, ondelete="CASCADE")
    ref: Mapped[str] = mapped_column(String(120))
    kind: Mapped[LineKind] = mapped_column(word(LineKind, "kind"))
    charge_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("charge.id"), index=True)
    gross_minor: Mapped[int] = mapped_column(Integer)
    fee_minor: Mapped[int] = mapped_column(Integer)
    provider_fee_minor: Mapped[int] = mapped_column(Integer)
    net_minor: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    payout: Mapped[Payout] = relationship(back_populates="lines")
    charge: Mapped[Charge | None] = relationship()

    __table_args__ = (
        UniqueConstraint("payout_id", "ref"),
        CheckConstraint("gross_minor - fee_minor - provider_fee_minor = net_minor", name="adds_up"),
    )
