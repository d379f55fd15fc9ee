"""Who works at a studio, and the hours an engineer has promised."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import literal_column

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

    studio: Mapped[Studio] = relationship()
    user: Mapped[User] = relationship()

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
