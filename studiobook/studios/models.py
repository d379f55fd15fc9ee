"""Studios: a venue at a street address, its hours, closures, badges and kinds of equipment."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.companies.models import Company
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.geographic.models import City
from studiobook.values.coordinates import Coordinates
from studiobook.values.rate import Rate
from studiobook.values.wall_hours import WeeklyHours


class StudioState(StrEnum):
    """Draft until the checklist is complete; suspended by the operator."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPENDED = "suspended"


class Studio(Model):
    """A venue. Its zone decides every local time of its rooms."""

    __tablename__ = "studio"

    id: Mapped[PrimaryKey]
    company_id: Mapped[int] = references("company.id")
    city_id: Mapped[int] = references("city.id")
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(140), unique=True)
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20), default="")
    lat: Mapped[float] = mapped_column(Double)
    lng: Mapped[float] = mapped_column(Double)
    zone: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Text, default="")
    house_rules: Mapped[str] = mapped_column(Text, default="")
    #: How to get in; shown to guests with a confirmed booking only.
    entry_notes: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[StudioState] = mapped_column(
        word(StudioState, "state"), default=StudioState.DRAFT
    )
    #: Instant booking, or the owner answers each request.
    instant: Mapped[bool] = mapped_column(default=True)
    #: A preset of bookings/terms.py: easy, standard, firm or long_session.
    terms_preset: Mapped[str] = mapped_column(String(20), default="standard")
    #: WeeklyHours as JSON; None until the owner has given them.
    hours_json: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    tax_name: Mapped[str] = mapped_column(String(40), default="Tax")
    tax_basis_points: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    company: Mapped[Company] = relationship()
    city: Mapped[City] = relationship()
    badges: Mapped[list["Badge"]] = relationship(secondary="studio_badge", order_by="Badge.name")
    closures: Mapped[list["Closure"]] = relationship(back_populates="studio")
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position", viewonly=True)

    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180", name="on_earth"),
        CheckConstraint("tax_basis_points BETWEEN 0 AND 5000", name="tax_is_sane"),
        # Search joins a city's studios from this index alone.
        Index(
            "ix_studio_public_city",
            "city_id",
            postgresql_where="state = 'published'",
            postgresql_include=["id", "zone", "instant", "lat", "lng", "tax_basis_points"],
        ),
    )

    @property
    def hours(self) -> WeeklyHours | None:
        """The opening hours as a value, or None while the owner has not given them."""
        return None if self.hours_json is None else WeeklyHours.from_json(self.hours_json)

    @property
    def is_paused(self) -> bool:
        """Whether it has been live and was taken offline by its owner."""
        return self.state is StudioState.DRAFT and self.published_at is not None

    @property
    def tax(self) -> Rate | None:
        """What comes on top of its prices, where anything does."""
        return Rate(self.tax_basis_points) if self.tax_basis_points else None

    @property
    def coordinates(self) -> Coordinates:
        """Where the door is."""
        return Coordinates(self.lat, self.lng)


class Closure(Model):
    """A time in which the studio, or one room of it, is closed against its usual hours."""

    __tablename__ = "closure"

    id: Mapped[PrimaryKey]
    studio_id: Mapped[int] = references("studio.id", ondelete="CASCADE")
    room_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("room.id", ondelete="CASCADE"), index=True
    )
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    reason: Mapped[str] = mapped_column(String(200), default="")

    studio: Mapped[Studio] = relationship(back_populates="closures")

    __table_args__ = (
        CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)",
            name="is_finite",
        ),
    )


class Question(Model):
    """What guests often ask, and the studio's answer."""

    __tablename__ = "studio_question"

    studio_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("studio.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    question: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint(
            "char_length(question) >= 1 AND char_length(answer) BETWEEN 1 AND 2000",
            name="says_something",
        ),
        CheckConstraint("position BETWEEN 1 AND 20", name="list_is_small"),
    )


class Badge(Model):
    """A promise a studio makes that people filter by: step-free, parking, daylight."""

    __tablename__ = "badge"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)


class StudioBadge(Model):
    """Which studio makes which promise."""

    __tablename__ = "studio_badge"

    studio_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("studio.id", ondelete="CASCADE"), primary_key=True
    )
    badge_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("badge.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class EquipmentType(Model):
    """A kind of gear that people filter by; rooms say how many they have."""

    __tablename__ = "equipment_type"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    #: Heading it is listed under: microphones, backline, light …
    family: Mapped[str] = mapped_column(String(40))
