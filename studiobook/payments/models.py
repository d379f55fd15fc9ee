"""Who is paid, what was charged and given back, and what the providers told us."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.bookings.models import Booking
from studiobook.companies.models import Company
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.payments.gateways.protocol import Subject
from studiobook.payments.states import PAYABLE, ChargeState, RefundState
from studiobook.values.money import Money

#: The shortest limit on idempotency keys among the providers.
KEY_LENGTH = 45

_PAYABLE = ", ".join(f"'{state}'" for state in sorted(PAYABLE))


class PaymentAccount(Model):
    """A company's account at a provider. Closed ones stay: old money is refunded through them."""

    __tablename__ = "payment_account"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = references("company.id")
    gateway: Mapped[str] = mapped_column(String(20))
    external_ref: Mapped[str] = mapped_column(String(120))
    #: What the provider last said; a studio whose account cannot charge takes no bookings.
    can_charge: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    company: Mapped[Company] = relationship()

    __table_args__ = (
        UniqueConstraint("gateway", "external_ref"),
        Index(
            "uq_payment_account_open",
            "company_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


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
    payment_ref: Mapped[str | None] = mapped_column(String(120))
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


class GatewayEvent(Model):
    """The inbox: one believed webhook, stored once, worked on until it is understood."""

    __tablename__ = "gateway_event"

    id: Mapped[PrimaryKey]
    gateway: Mapped[str] = mapped_column(String(20))
    account_ref: Mapped[str] = mapped_column(String(120))
    event_id: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(120))
    subject: Mapped[Subject] = mapped_column(word(Subject, "subject"))
    object_ref: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    #: None when it is done, or given up: then `error` says why.
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (
        UniqueConstraint("gateway", "account_ref", "event_id"),
        Index(
            "ix_gateway_event_next_try_at",
            "next_try_at",
            postgresql_where=text("next_try_at IS NOT NULL"),
        ),
    )
