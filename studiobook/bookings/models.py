"""A booking with everything that was agreed frozen on it: slot, price lines, terms, zone."""

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
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.bookings.states import ClaimState, Status
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, slot_of, word
from studiobook.rooms.add_on import ChosenAddOn
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from studiobook.teams.models import Membership
from studiobook.users.models import User
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot


class Booking(Model):
    """One slot of one room for one guest. `during` is what the guest uses, without buffers."""

    __tablename__ = "booking"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    room_id: Mapped[int] = references("room.id", index=False)
    studio_id: Mapped[int] = references("studio.id", index=False)
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    #: SHA-256 of the browser session's visitor token: whoever holds without an account.
    visitor_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    guest_name: Mapped[str] = mapped_column(String(120), default="")
    guest_email: Mapped[str] = mapped_column(String(254), default="", index=True)
    guest_phone: Mapped[str] = mapped_column(String(40), default="")
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    status: Mapped[Status] = mapped_column(word(Status, "status"), default=Status.HELD)
    engineer_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("membership.id"), index=True
    )
    people: Mapped[int] = mapped_column(SmallInteger, default=1)
    note: Mapped[str] = mapped_column(Text, default="")
    #: The studio's zone when it was booked: local times on papers never move.
    zone: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(Integer)
    fee_minor: Mapped[int] = mapped_column(Integer)
    #: bookings/terms.py:Terms as JSON, frozen.
    terms_json: Mapped[dict[str, Any]] = mapped_column(JSONB)
    #: Each a rooms/add_on.py:ChosenAddOn as JSON, frozen: what it is moved with, too.
    add_ons_json: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'::jsonb")
    )
    #: Instant, or by the owner's answer: frozen like the terms.
    instant: Mapped[bool] = mapped_column(Boolean, default=True)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lapses_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When the guest came, as the studio saw it.
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[str | None] = mapped_column(String(20))
    #: What the terms gave back when it was cancelled, in minor units.
    refund_due_minor: Mapped[int | None] = mapped_column(Integer)
    #: Why it costs nothing, where it does: an owner's own walk-in booking.
    free_reason: Mapped[str | None] = mapped_column(String(200))
    #: When the studio last sent the payment link of what it booked for somebody, and the end that
    #: the link names; the hold may outlive it by as much as a payment page needs.
    link_sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    link_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disputed: Mapped[bool] = mapped_column(Boolean, default=False)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The studio closes then: the guest may choose another time until here, else it is called off.
    choose_by: Mapped[datetime | None] = mapped_column(UtcDateTime)

    room: Mapped[Room] = relationship()
    studio: Mapped[Studio] = relationship()
    user: Mapped[User | None] = relationship()
    engineer: Mapped[Membership | None] = relationship()
    lines: Mapped[list["BookingLine"]] = relationship(
        order_by="BookingLine.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index("ix_booking_room_id_lower", "room_id", text("lower(during)")),
        Index("ix_booking_studio_id_lower", "studio_id", text("lower(during)")),
        Index(
            "ix_booking_held_lapses_at",
            "lapses_at",
            postgresql_where=text("status = 'held'"),
        ),
        Index(
            "ix_booking_confirmed_lower",
            text("lower(during)"),
            postgresql_where=text("status = 'confirmed'"),
        ),
        Index("ix_booking_choose_by", "choose_by", postgresql_where=text("choose_by IS NOT NULL")),
        CheckConstraint("NOT isempty(during)", name="has_length"),
        CheckConstraint("lower_inc(during) AND NOT upper_inc(during)", name="is_half_open"),
        CheckConstraint("people >= 1", name="someone_comes"),
        CheckConstraint(
            "total_minor >= 0 AND fee_minor BETWEEN 0 AND total_minor", name="price_is_sane"
        ),
        CheckConstraint("(status = 'held') <= (lapses_at IS NOT NULL)", name="holds_lapse"),
        CheckConstraint(
            "status NOT IN ('confirmed', 'completed', 'no_show')"
            " OR paid_at IS NOT NULL OR free_reason IS NOT NULL",
            name="confirmed_by_money",
        ),
        CheckConstraint(
            "user_id IS NOT NULL OR visitor_hash IS NOT NULL OR free_reason IS NOT NULL"
            " OR link_sent_at IS NOT NULL",
            name="belongs_to_someone",
        ),
        CheckConstraint(
            "(link_sent_at IS NULL) = (link_ends_at IS NULL)", name="links_have_an_end"
        ),
        CheckConstraint("status <> 'no_show' OR arrived_at IS NULL", name="nobody_missed_arrived"),
    )

    @property
    def slot(self) -> Timeslot:
        """The booked time as a value."""
        return slot_of(self.during)

    @property
    def add_ons(self) -> tuple[ChosenAddOn, ...]:
        """What was booked with the room, at the prices of then."""
        return tuple(ChosenAddOn.from_json(chosen) for chosen in self.add_ons_json)

    @property
    def total(self) -> Money:
        """What the guest pays for everything."""
        return Money(self.total_minor, self.currency)

    @property
    def is_asked_to_move(self) -> bool:
        """Whether the studio closes then and the guest has yet to choose another time."""
        return self.status is Status.CONFIRMED and self.choose_by is not None

    @property
    def fee(self) -> Money:
        """The marketplace's part of the total."""
        return Money(self.fee_minor, self.currency)


class BookingLine(Model):
    """One explained line of the frozen price."""

    __tablename__ = "booking_line"

    booking_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(String(300), default="")
    amount_minor: Mapped[int] = mapped_column(Integer)


class ClientNote(Model):
    """What a studio's team wants to remember about a guest; hangs on one of their bookings.

    So it stays with the person when they open an account or change their name.
    """

    __tablename__ = "client_note"

    id: Mapped[PrimaryKey]
    booking_id: Mapped[int] = references("booking.id", ondelete="CASCADE")
    author_id: Mapped[int] = references("user.id")
    body: Mapped[str] = mapped_column(String(1000))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Can be taken back for a day; then it is gone.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship()


class Move(Model):
    """A reschedule that still has a difference to be paid; the old slot is kept until then."""

    __tablename__ = "booking_move"

    id: Mapped[PrimaryKey]
    booking_id: Mapped[int] = references("booking.id", ondelete="CASCADE")
    to_during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    #: The new price lines as JSON: kind, label, detail, amount_minor.
    lines_json: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    total_minor: Mapped[int] = mapped_column(Integer)
    fee_minor: Mapped[int] = mapped_column(Integer)
    difference_minor: Mapped[int] = mapped_column(Integer)
    #: What the studio left out of the difference, and why; the total is as if it cost nothing.
    waived_minor: Mapped[int] = mapped_column(Integer, default=0)
    waived_reason: Mapped[str | None] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lapses_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When the difference came although the new slot was gone: it goes back.
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_booking_move_open",
            "booking_id",
            unique=True,
            postgresql_where=text("settled_at IS NULL AND ended_at IS NULL"),
        ),
        CheckConstraint(
            "waived_minor >= 0 AND (waived_minor = 0 OR waived_reason IS NOT NULL)",
            name="gifts_have_a_reason",
        ),
    )


class OvertimeClaim(Model):
    """The studio wants money for half hours after the end; nothing is taken by itself.

    Its move is how it is paid: the same slot at a higher price.
    """

    __tablename__ = "overtime_claim"

    id: Mapped[PrimaryKey]
    booking_id: Mapped[int] = references("booking.id")
    move_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("booking_move.id"), unique=True)
    half_hours: Mapped[int] = mapped_column(SmallInteger)
    amount_minor: Mapped[int] = mapped_column(Integer)
    state: Mapped[ClaimState] = mapped_column(word(ClaimState, "state"), default=ClaimState.CLAIMED)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: What the guest says against it.
    objection: Mapped[str] = mapped_column(Text, default="")
    contested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When it was paid, withdrawn, settled at the studio, or given up by the clock.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_overtime_claim_standing",
            "booking_id",
            unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        CheckConstraint("half_hours BETWEEN 1 AND 48", name="has_length"),
        CheckConstraint("amount_minor > 0", name="asks_for_something"),
        CheckConstraint("(state = 'contested') <= (contested_at IS NOT NULL)", name="says_when"),
    )
