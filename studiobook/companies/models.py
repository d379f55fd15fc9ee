"""Companies own studios; their admins are the owners."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime
from studiobook.users.models import User


class Company(Model):
    """The business that is paid for its studios."""

    __tablename__ = "company"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    about: Mapped[str] = mapped_column(Text, default="")
    logo_key: Mapped[str | None] = mapped_column(String(120))
    #: For its invoices: its name in the register, its number at the tax office, last words.
    legal_name: Mapped[str] = mapped_column(String(160), default="", server_default="")
    tax_number: Mapped[str] = mapped_column(String(40), default="", server_default="")
    invoice_footer: Mapped[str] = mapped_column(String(600), default="", server_default="")
    country_code: Mapped[str] = mapped_column(String(2), ForeignKey("country.code"))
    #: Whether its gateway can take money now; kept by payments, read by rooms' listing.
    can_charge: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    admins: Mapped[list["CompanyAdmin"]] = relationship(back_populates="company")


class CompanyAdmin(Model):
    """A person who owns a company and everything in it."""

    __tablename__ = "company_admin"

    company_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("company.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    company: Mapped[Company] = relationship(back_populates="admins")
    user: Mapped[User] = relationship()


class FormerCompanyAdmin(Model):
    """A person who owned a company once: what they wrote in its name keeps its sender.

    A table of its own, so that nothing that asks for owners can take one of these for an owner.
    """

    __tablename__ = "former_company_admin"

    company_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("company.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Who ended it: the person themselves, or another owner.
    ended_by_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="SET NULL"), index=True
    )

    company: Mapped[Company] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
