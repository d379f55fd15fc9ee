"""What was charged, given back, and taken back by a bank."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.bookings.models import Booking
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models.accounts import PaymentAccount
from studiobook.payments.states import PAYABLE, ChargeState, RefundState
from studiobook.values.money import Money

#: The shortest limit on idempotency keys among the providers.
KEY_LENGTH = 45

_PAYABLE = ", ".join(f"'{state}'" for state in sorted(PAYABLE))


class Charge(Model):
    """One attempt to be paid for a booking: the intent, and what the provider made of it."""

    __tablename__ = "charge"

    id: Mapped[PrimaryKey]
    booking_id: Mapped[int] = references("booking.id")
    #: Set when it pays the difference of a reschedule.
    move_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("booking_move.id"), index=True
    )
    account_id: Mapped[int] = references("payment_account.id")
    gateway: Mapped[str] = mapped_column(String(20))
    idempotency_key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    amount_minor: Mapped[int] = mapped_column(Integer)
    fee_minor: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    #: What else the provider was asked, so that a retry repeats it to the letter.
    order_json: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[ChargeState] = mapped_column(
        word(ChargeState, "state"), default=ChargeState.CREATED
    )
    checkout_ref: Mapped[str | None] = mapped_column(String(120))
    checkout_url: Mapped[str | None] = mapped_column(Text)
    #: What closing the page needs besides its name, at some providers.
    link_ref: Mapped[str | None] = mapped_column(String(120))
    payment_ref: Mapped[str | None] = mapped_column(String(120))
    #: Under which name the owner's payouts list it, where it is another one.
    line_ref: Mapped[str | None] = mapped_column(String(120), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When the page ends by itself at the provider.
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    captured_minor: Mapped[int | None] = mapped_column(Integer)
    captured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The provider's word for why it said no.
    refusal: Mapped[str | None] = mapped_column(String(120))
    #: Why a human must look: what the provider says differs from the intent.
    quarantine: Mapped[str | None] = mapped_column(String(40))

    booking: Mapped[Booking] = relationship()
    account: Mapped[PaymentAccount] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(back_populates="charge", order_by="Refund.id")

    __table_args__ = (
        Index(
            "uq_charge_payable",
            "booking_id",
            unique=True,
            postgresql_where=text(f"state IN ({_PAYABLE})"),
        ),
        UniqueConstraint("gateway", "checkout_ref"),
        UniqueConstraint("gateway", "payment_ref"),
        Index(
            "ix_charge_next_check_at",
            "next_check_at",
            postgresql_where=text("next_check_at IS NOT NULL"),
        ),
        CheckConstraint("amount_minor > 0", name="asks_for_something"),
        CheckConstraint("fee_minor BETWEEN 0 AND amount_minor", name="fee_is_part"),
        CheckConstraint(
            "(state = 'captured') = (captured_minor IS NOT NULL AND captured_at IS NOT NULL"
            " AND payment_ref IS NOT NULL)",
            name="captured_has_its_money",
        ),
        CheckConstraint("captured_minor > 0", name="captured_something"),
        CheckConstraint(
            f"state NOT IN ({_PAYABLE}) OR next_check_at IS NOT NULL", name="undecided_is_checked"
        ),
    )

    @property
    def amount(self) -> Money:
        """What the guest is asked for."""
        return Money(self.amount_minor, self.currency)

    @property
    def fee(self) -> Money:
        """The marketplace's part of it."""
        return Money(self.fee_minor, self.currency)


class Refund(Model):
    """Money of one charge on its way back to the guest."""

    __tablename__ = "refund"

    id: Mapped[PrimaryKey]
    charge_id: Mapped[int] = references("charge.id", index=False)
    idempotency_key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    #: What made us owe it, such as "event-17": asked for twice, it is still one refund.
    cause: Mapped[str] = mapped_column(String(140))
    amount_minor: Mapped[int] = mapped_column(Integer)
    #: The marketplace's part of it; the rest is taken from the owner.
    fee_minor: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[RefundState] = mapped_column(
        word(RefundState, "state"), default=RefundState.REQUESTED
    )
    gateway_ref: Mapped[str | None] = mapped_column(String(120))
    #: A word of refund.py:REASONS.
    reason: Mapped[str] = mapped_column(String(20))
    #: Who made us owe it, in the words of outbox.Event.actor.
    actor: Mapped[str] = mapped_column(String(20))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When the provider was last asked to do it.
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The provider's word for why it said no.
    refusal: Mapped[str | None] = mapped_column(String(120))
    #: What whoever gave it back, or settled it by hand, wrote down about it.
    note: Mapped[str | None] = mapped_column(String(300))

    charge: Mapped[Charge] = relationship(back_populates="refunds")

    __table_args__ = (
        UniqueConstraint("charge_id", "cause"),
        UniqueConstraint("charge_id", "gateway_ref"),
        Index(
            "ix_refund_next_check_at",
            "next_check_at",
            postgresql_where=text("next_check_at IS NOT NULL"),
        ),
        CheckConstraint("amount_minor > 0", name="gives_something"),
        CheckConstraint("fee_minor BETWEEN 0 AND amount_minor", name="fee_is_part"),
        CheckConstraint(
            "state NOT IN ('requested', 'submitted', 'unknown', 'pending')"
            " OR next_check_at IS NOT NULL",
            name="undecided_is_checked",
        ),
    )

    @property
    def amount(self) -> Money:
        """What goes back."""
        return Money(self.amount_minor, self.charge.currency)

    @property
    def fee(self) -> Money:
        """The marketplace's part of it."""
        return Money(self.fee_minor, self.charge.currency)

    @property
    def gateway(self) -> str:
        """At which provider it lies: its payment's."""
        return self.charge.gateway


class Dispute(Model):
    """A guest's bank that takes a payment back, or asks about it. No refund while it is open."""

    __tablename__ = "dispute"

    id: Mapped[PrimaryKey]
    charge_id: Mapped[int] = references("charge.id")
    gateway: Mapped[str] = mapped_column(String(20))
    gateway_ref: Mapped[str] = mapped_column(String(120))
    amount_minor: Mapped[int] = mapped_column(Integer)
    status: Mapped[DisputeStatus] = mapped_column(word(DisputeStatus, "status"))
    #: The bank's word for why.
    reason: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    evidence_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    charge: Mapped[Charge] = relationship()

    __table_args__ = (
        UniqueConstraint("gateway", "gateway_ref"),
        Index(
            "ix_dispute_next_check_at",
            "next_check_at",
            postgresql_where=text("next_check_at IS NOT NULL"),
        ),
        CheckConstraint("amount_minor > 0", name="takes_something"),
        CheckConstraint(
            "(status IN ('won', 'lost')) = (closed_at IS NOT NULL)", name="closed_when_decided"
        ),
        CheckConstraint(
            "closed_at IS NOT NULL OR next_check_at IS NOT NULL", name="undecided_is_checked"
        ),
    )

    @property
    def amount(self) -> Money:
        """What the bank takes back."""
        return Money(self.amount_minor, self.charge.currency)
