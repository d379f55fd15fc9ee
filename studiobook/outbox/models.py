"""Events, which are also the shared timeline, and the deliveries that each still owes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word


class Event(Model):
    """A fact in past tense. Rows are never changed or deleted: a trigger sees to it."""

    __tablename__ = "event"

    id: Mapped[PrimaryKey]
    #: Class name of the event, such as BookingConfirmed.
    name: Mapped[str] = mapped_column(String(60))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    booking_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("booking.id"), index=True)
    #: Who did it: "guest", "owner", "platform", "gateway", "admin"; ids only where there is one.
    actor: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)

    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="event")


class DeliveryState(StrEnum):
    """Waiting until done; buried after too many tries and shown to the operator."""

    WAITING = "waiting"
    DONE = "done"
    BURIED = "buried"


class Delivery(Model):
    """One subscriber's receipt for one event."""

    __tablename__ = "delivery"

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = references("event.id", index=False)
    subscriber: Mapped[str] = mapped_column(String(120))
    state: Mapped[DeliveryState] = mapped_column(
        word(DeliveryState, "state"), default=DeliveryState.WAITING
    )
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)

    event: Mapped[Event] = relationship(back_populates="deliveries")

    __table_args__ = (
        UniqueConstraint("event_id", "subscriber"),
        Index(
            "ix_delivery_waiting",
            "next_try_at",
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class Heartbeat(Model):
    """When a background process last showed that it lives."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
