"""Invoices and credit notes as they were issued, and whom a guest wants them made out to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.bookings.models import Booking
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.values.money import Money


class InvoiceKind(StrEnum):
    """Each has a series of numbers of its own in every company."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


#: How a number is written: INV-00012.
SERIES = {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN"}


class Invoice(Model):
    """One issued document. A trigger refuses every change: it is corrected by further ones."""

    __tablename__ = "invoice"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = references("company.id", index=False)
    booking_id: Mapped[int] = references("booking.id")
    kind: Mapped[InvoiceKind] = mapped_column(word(InvoiceKind, "kind"))
    #: 1, 2, 3 … in its company and kind, without gaps.
    number: Mapped[int] = mapped_column(Integer)
    #: The invoice that a credit note takes back, wholly or in part.
    corrects_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("invoice.id"), index=True
    )
    #: Whether the credit note makes room for a corrected invoice; else money went back.
    replaces: Mapped[bool] = mapped_column(Boolean, default=False)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(Integer)
    #: The tax in the total, where one is shown.
    tax_minor: Mapped[int] = mapped_column(Integer)
    #: What stands on it, frozen: see payments/invoice_content.py.
    content_json: Mapped[dict[str, Any]] = mapped_column(JSONB)

    booking: Mapped[Booking] = relationship()
    corrects: Mapped["Invoice | None"] = relationship(remote_side="Invoice.id")

    __table_args__ = (
        UniqueConstraint("company_id", "kind", "number"),
        CheckConstraint("number > 0", name="counts_from_one"),
        CheckConstraint("total_minor > 0", name="is_about_something"),
        CheckConstraint("tax_minor BETWEEN 0 AND total_minor", name="tax_is_part"),
        CheckConstraint(
            "(kind = 'credit_note') = (corrects_id IS NOT NULL)", name="credit_notes_refer"
        ),
        CheckConstraint("NOT replaces OR kind = 'credit_note'", name="only_credit_notes_replace"),
    )

    @property
    def label(self) -> str:
        """INV-00012."""
        return f"{SERIES[self.kind]}-{self.number:05}"

    @property
    def total(self) -> Money:
        """What is invoiced, or credited."""
        return Money(self.total_minor, self.currency)


class InvoiceSeries(Model):
    """The last number of a series; raising it is what makes issuers wait for each other."""

    __tablename__ = "invoice_series"

    company_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("company.id"), primary_key=True)
    kind: Mapped[InvoiceKind] = mapped_column(word(InvoiceKind, "kind"), primary_key=True)
    last_number: Mapped[int] = mapped_column(Integer)


class InvoiceBuyer(Model):
    """Whom a booking's invoice is made out to, beside the guest's name; empty for nothing."""

    __tablename__ = "invoice_buyer"

    booking_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True
    )
    company_name: Mapped[str] = mapped_column(String(160))
    address: Mapped[str] = mapped_column(String(400))
    tax_number: Mapped[str] = mapped_column(String(40))
