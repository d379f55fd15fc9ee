"""Who works at a studio, who is asked to, and the hours an engineer has promised."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import literal_column

from studiobook.companies.models import Company
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.studios.models import Studio
from studiobook.users.models import User


class TeamRole(StrEnum):
    """Manager: all but payout data. Engineer: own sessions. Front desk: today and check-in."""

    MANAGER = "manager"
    ENGINEER = "engineer"
    FRONT_DESK = "front_desk"


class Membership(Model):
    """A person's role at one studio; ended, not deleted: bookings keep their engineer's name."""

    __tablename__ = "membership"

    id: Mapped[PrimaryKey]
    studio_id: Mapped[int] = references("studio.id", ondelete="CASCADE")
    user_id: Mapped[int] = references("user.id", ondelete="CASCADE")
    role: Mapped[TeamRole] = mapped_column(word(TeamRole, "role"))
    #: What a guest pays for an hour of this engineer, in minor units of the studio's currency.
    rate_per_hour_minor: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Who ended it: the member, or somebody who sets up the studio.
    ended_by_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="SET NULL"), index=True
    )

    studio: Mapped[Studio] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])

    __table_args__ = (
        Index(
            "uq_membership_active",
            "studio_id",
            "user_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("rate_per_hour_minor >= 0", name="rate_not_negative"),
    )


class Invitation(Model):
    """An offer by mail to join a studio's team or, without studio and role, to own its company.

    Only the SHA-256 of the mailed secret is kept; it is None until the mail leaves.
    """

    __tablename__ = "invitation"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = references("company.id", ondelete="CASCADE")
    studio_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("studio.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[TeamRole | None] = mapped_column(word(TeamRole, "role"))
    #: In minor units of the studio's currency, for engineers.
    rate_per_hour_minor: Mapped[int | None] = mapped_column(Integer)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    company: Mapped[Company] = relationship()
    studio: Mapped[Studio | None] = relationship()
    invited_by: Mapped[User | None] = relationship(foreign_keys=[invited_by_id])

    __table_args__ = (
        # One open offer per address and place: offering again renews it.
        Index(
            "uq_invitation_open_studio",
            "studio_id",
            "email",
            unique=True,
            postgresql_where=text(
                "accepted_at IS NULL AND withdrawn_at IS NULL AND studio_id IS NOT NULL"
            ),
        ),
        Index(
            "uq_invitation_open_company",
            "company_id",
            "email",
            unique=True,
            postgresql_where=text(
                "accepted_at IS NULL AND withdrawn_at IS NULL AND studio_id IS NULL"
            ),
        ),
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("(studio_id IS NULL) = (role IS NULL)", name="offers_one_thing"),
        CheckConstraint(
            "rate_per_hour_minor IS NULL OR (role = 'engineer' AND rate_per_hour_minor >= 0)",
            name="rate_is_an_engineers",
        ),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="ends_once"),
        CheckConstraint("expires_at > created_at", name="has_time"),
    )


class EngineerTime(Model):
    """Time of an engineer that is promised to a booking: a person can't be in two rooms.

    Same shape and same rules as `occupancy`; `teams/engage.py` is its only writer.
    """

    __tablename__ = "engineer_time"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = references("user.id", index=False)
    booking_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("booking.id", ondelete="CASCADE"), index=True
    )
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    lapses_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        ExcludeConstraint(
            (literal_column("int8range(user_id, user_id, '[]')"), "&&"),
            ("during", "&&"),
            name="engineer_in_one_place",
            using="gist",
        ),
        CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)",
            name="is_finite",
        ),
    )
