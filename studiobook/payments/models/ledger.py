"""The ledger: double entry, append-only. Where every cent is, and since when.

A posting is one thing that happened; its entries add up to zero per currency. Positive is what
we have or are owed, negative what we owe or have earned. A trigger refuses every change.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.payments.models.accounts import PaymentAccount


class LedgerAccount(StrEnum):
    """Where a cent can be."""

    #: At the provider.
    CLEARING = "clearing"
    #: Owed to guests: on its way back to them.
    GUEST = "guest"
    #: Owed to the owner, until it reaches their bank.
    OWNER = "owner"
    #: The marketplace's earnings.
    FEE = "fee"
    #: Taken back by a bank that has yet to decide.
    DISPUTED = "disputed"
    #: Moved by hand, outside the providers.
    OUTSIDE = "outside"


class LedgerPosting(Model):
    """One thing that happened to money. One cause posts once."""

    __tablename__ = "ledger_posting"

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = references("payment_account.id")
    charge_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("charge.id"), index=True)
    #: Such as "capture-17" or "refund-paid-4".
    cause: Mapped[str] = mapped_column(String(60))
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[PaymentAccount] = relationship()
    entries: Mapped[list["LedgerEntry"]] = relationship(back_populates="posting")

    __table_args__ = (UniqueConstraint("cause"),)


class LedgerEntry(Model):
    """One side of a posting."""

    __tablename__ = "ledger_entry"

    id: Mapped[PrimaryKey]
    posting_id: Mapped[int] = references("ledger_posting.id")
    account: Mapped[LedgerAccount] = mapped_column(word(LedgerAccount, "account"))
    amount_minor: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))

    posting: Mapped[LedgerPosting] = relationship(back_populates="entries")

    __table_args__ = (CheckConstraint("amount_minor <> 0", name="moves_something"),)
