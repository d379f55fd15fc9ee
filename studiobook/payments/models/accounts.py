"""Who is paid: a company's accounts at the providers, and the keys to them, sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.companies.models import Company
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references


class PaymentAccount(Model):
    """A company's account at a provider. Closed ones stay: old money is refunded through them.

    One is used at a time (`activated_at` set, `closed_at` not); beside it another may be in the
    making, which takes over once it can charge.
    """

    __tablename__ = "payment_account"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = references("company.id")
    gateway: Mapped[str] = mapped_column(String(20))
    external_ref: Mapped[str] = mapped_column(String(120))
    #: What the provider last said; a studio whose account cannot charge takes no bookings.
    can_charge: Mapped[bool] = mapped_column(Boolean, default=False)
    can_be_paid_out: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Words of gateways/accounts.py:NEEDS: what only the owner can mend, most urgent first.
    needs: Mapped[list[str]] = mapped_column(JSONB, default=list)
    name: Mapped[str] = mapped_column(String(120), default="")
    #: Where the owner sells, at providers whose accounts have several places.
    location_ref: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: None while the owner has not finished connecting: it is not used yet.
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: What the provider last said that lies there: see balance.py.
    balance_json: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    balance_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    company: Mapped[Company] = relationship()
    locations: Mapped[list["AccountLocation"]] = relationship(
        back_populates="account", order_by="AccountLocation.name"
    )

    __table_args__ = (
        UniqueConstraint("gateway", "external_ref"),
        Index(
            "uq_payment_account_open",
            "company_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL AND activated_at IS NOT NULL"),
        ),
        Index(
            "uq_payment_account_connecting",
            "company_id",
            "gateway",
            unique=True,
            postgresql_where=text("closed_at IS NULL AND activated_at IS NULL"),
        ),
        Index(
            "ix_payment_account_next_check_at",
            "next_check_at",
            postgresql_where=text("next_check_at IS NOT NULL"),
        ),
    )


class AccountLocation(Model):
    """A place at which an owner sells, as the provider last said."""

    __tablename__ = "account_location"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = references("payment_account.id", index=False, ondelete="CASCADE")
    ref: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))
    can_charge: Mapped[bool] = mapped_column(Boolean)

    account: Mapped[PaymentAccount] = relationship(back_populates="locations")

    __table_args__ = (UniqueConstraint("account_id", "ref"),)


class AccountGrant(Model):
    """Our keys to an owner's account, sealed: see seal.py."""

    __tablename__ = "account_grant"

    account_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("payment_account.id"), primary_key=True
    )
    access_token: Mapped[str] = mapped_column(Text)
    refresh_token: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refreshed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When the provider said that it is no longer good.
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[PaymentAccount] = relationship()
