"""Rooms, their prices, photos and gear, and the one table that says when a room is taken."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import literal_column

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.rooms.peak_models import PeakBand
from studiobook.studios.models import EquipmentType, Studio


class RoomKind(StrEnum):
    """What a room is for."""

    RECORDING = "recording"
    REHEARSAL = "rehearsal"
    PODCAST = "podcast"
    PHOTO = "photo"
    FILM = "film"
    DANCE = "dance"


class Room(Model):
    """Something that is booked by the hour. Lengths are counted in half hours."""

    __tablename__ = "room"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    studio_id: Mapped[int] = references("studio.id")
    #: The studio's city again: search must follow the city, not the world (bench.md).
    city_id: Mapped[int] = references("city.id", index=False)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(140))
    kind: Mapped[RoomKind] = mapped_column(word(RoomKind, "kind"))
    capacity: Mapped[int] = mapped_column(SmallInteger)
    description: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[str] = mapped_column(String(3))
    minimum: Mapped[int] = mapped_column(SmallInteger, default=2)
    maximum: Mapped[int] = mapped_column(SmallInteger, default=24)
    step: Mapped[int] = mapped_column(SmallInteger, default=2)
    buffer_before_minutes: Mapped[int] = mapped_column(SmallInteger, default=0)
    buffer_after_minutes: Mapped[int] = mapped_column(SmallInteger, default=0)
    lead_minutes: Mapped[int] = mapped_column(Integer, default=0)
    horizon_days: Mapped[int] = mapped_column(SmallInteger, default=90)
    included_people: Mapped[int] = mapped_column(SmallInteger, default=1)
    #: Per person beyond the included ones and hour, in minor units.
    extra_person_minor: Mapped[int] = mapped_column(Integer, default=0)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    #: Derived by rooms/price.py from the tiers: element n+1 is the price of n half hours, or NULL.
    price_list: Mapped[list[int | None]] = mapped_column(ARRAY(Integer), default=list)
    #: Derived by rooms/price_by_time.py from the bands: the basis points on top of each half hour
    #: of the local week, Monday 00:00 first; NULL without bands.
    peaks: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    #: Derived by studios' publish and rooms' verbs: bookable by the public now.
    listed: Mapped[bool] = mapped_column(Boolean, default=False)
    #: Renewed by triggers whenever anything changes that rooms/catalogue.py reads.
    version: Mapped[UUID] = mapped_column(
        server_default=text("gen_random_uuid()"), server_onupdate=FetchedValue()
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    studio: Mapped[Studio] = relationship()
    tiers: Mapped[list["PriceTier"]] = relationship(
        order_by="PriceTier.half_hours", cascade="all, delete-orphan"
    )
    bands: Mapped[list[PeakBand]] = relationship(
        order_by=PeakBand.position, cascade="all, delete-orphan"
    )
    photos: Mapped[list["Photo"]] = relationship(
        primaryjoin="and_(Room.id == Photo.room_id, Photo.removed_at.is_(None))",
        order_by="Photo.position, Photo.id",
    )
    equipment: Mapped[list["RoomEquipment"]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        UniqueConstraint("studio_id", "slug"),
        CheckConstraint("capacity BETWEEN 1 AND 1000", name="capacity_is_sane"),
        CheckConstraint("step IN (1, 2, 4, 8)", name="step_is_known"),
        CheckConstraint("minimum >= 1 AND maximum BETWEEN minimum AND 48", name="lengths_in_order"),
        CheckConstraint(
            "buffer_before_minutes BETWEEN 0 AND 480 AND buffer_after_minutes BETWEEN 0 AND 480",
            name="buffers_are_sane",
        ),
        CheckConstraint("lead_minutes BETWEEN 0 AND 43200", name="lead_is_sane"),
        CheckConstraint("horizon_days BETWEEN 1 AND 365", name="horizon_is_sane"),
        CheckConstraint("cardinality(peaks) = 336", name="peaks_are_a_week"),
        # Search ranks a city's rooms from this index alone.
        Index(
            "ix_room_listed_city",
            "city_id",
            "kind",
            postgresql_where=text("listed"),
            postgresql_include=[
                "id",
                "studio_id",
                "capacity",
                "step",
                "lead_minutes",
                "included_people",
                "extra_person_minor",
                "currency",
                "price_list",
                "horizon_days",
                "peaks",
            ],
        ),
    )


class PriceTier(Model):
    """What a stretch of so many half hours costs in total."""

    __tablename__ = "price_tier"

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = references("room.id", index=False, ondelete="CASCADE")
    half_hours: Mapped[int] = mapped_column(SmallInteger)
    price_minor: Mapped[int] = mapped_column(Integer)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)

    __table_args__ = (
        UniqueConstraint("room_id", "half_hours"),
        CheckConstraint("half_hours BETWEEN 1 AND 48", name="length_is_sane"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
    )


class Photo(Model):
    """A picture of a room; `key` is the folder of its renditions in storage."""

    __tablename__ = "photo"

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = references("room.id", index=False, ondelete="CASCADE")
    position: Mapped[int] = mapped_column(SmallInteger)
    #: Storage keys are f"{key}/{width}.webp" for each of `widths`.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    widths: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    placeholder: Mapped[str] = mapped_column(String(7))
    alt: Mapped[str] = mapped_column(String(200))
    #: Taken away: nobody is shown it, and for a day it can be put back.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_photo_room_id_position", "room_id", "position"),
        Index("ix_photo_removed_at", "removed_at", postgresql_where=text("removed_at IS NOT NULL")),
    )


class Favourite(Model):
    """A room that somebody wants to find again."""

    __tablename__ = "favourite"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoomEquipment(Model):
    """How many of which gear stand in a room."""

    __tablename__ = "room_equipment"

    room_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True
    )
    type_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("equipment_type.id"), primary_key=True, index=True
    )
    quantity: Mapped[int] = mapped_column(SmallInteger, default=1)
    note: Mapped[str] = mapped_column(String(120), default="")

    type: Mapped[EquipmentType] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (CheckConstraint("quantity > 0", name="at_least_one"),)


class OccupancyKind(StrEnum):
    """Why a room is not free."""

    HOLD = "hold"
    BOOKING = "booking"
    BLOCK = "block"
    BUSY = "busy"


class Occupancy(Model):
    """A row exists exactly when the room is taken; buffers are inside `during`.

    `rooms/occupy.py` is the only writer. A hold whose `lapses_at` has passed counts as gone for
    every reader; the next claimant removes it.
    """

    __tablename__ = "occupancy"

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = references("room.id", index=False)
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    kind: Mapped[OccupancyKind] = mapped_column(word(OccupancyKind, "kind"))
    lapses_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    booking_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("booking.id", ondelete="CASCADE"), index=True
    )
    #: Why it is blocked, for the owner's eyes.
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        ExcludeConstraint(
            (literal_column("int8range(room_id, room_id, '[]')"), "&&"),
            ("during", "&&"),
            name="occupancy_never_overlaps",
            using="gist",
        ),
        Index("ix_occupancy_room_id_lower", "room_id", text("lower(during)")),
        Index(
            "ix_occupancy_lapses_at",
            "lapses_at",
            postgresql_where=text("lapses_at IS NOT NULL"),
        ),
        CheckConstraint(
            "NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)",
            name="is_finite",
        ),
        CheckConstraint("lower_inc(during) AND NOT upper_inc(during)", name="is_half_open"),
        CheckConstraint("(kind = 'hold') = (lapses_at IS NOT NULL)", name="only_holds_lapse"),
        CheckConstraint(
            "kind NOT IN ('hold', 'booking') OR booking_id IS NOT NULL", name="has_its_booking"
        ),
    )


class RoomDay(Model):
    """The ribbon as data: one row per room and local day, one bit per elapsed half hour.

    `free`: open and not booked, blocked or busy, buffers respected; holds are not taken off it.
    `held`: bits of `free` that live holds take; they count only until `held_until`, the last
    lapse among them. A slot is on offer when all its bits are in `free` and none in a live `held`.
    Derived: acceptance never trusts it, `flask doctor` recomputes it.
    """

    __tablename__ = "room_day"

    room_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True
    )
    on_date: Mapped[date] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("city.id"))
    free: Mapped[int] = mapped_column(BigInteger)
    held: Mapped[int] = mapped_column(BigInteger, default=0)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_room_day_city_id_on_date",
            "city_id",
            "on_date",
            postgresql_include=["room_id", "free", "held", "held_until"],
        ),
        CheckConstraint("free >= 0 AND held >= 0", name="bits_in_range"),
        CheckConstraint("(held = 0) = (held_until IS NULL)", name="held_has_its_end"),
    )
