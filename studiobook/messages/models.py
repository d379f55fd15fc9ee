"""One thread per guest and studio, its messages, how far each side has read, and quick replies."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.bookings.models import Booking
from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.studios.models import Studio
from studiobook.users.models import User

#: Characters of a message, and of a quick reply.
LONGEST = 4000
LONGEST_REPLY = 1000


class Side(StrEnum):
    """On whose side a message was written, or a thread is read."""

    GUEST = "guest"
    STUDIO = "studio"

    @property
    def other(self) -> "Side":
        """Who is written to."""
        return Side.STUDIO if self is Side.GUEST else Side.GUEST


class Thread(Model):
    """Everything that one guest and one studio have written to each other."""

    __tablename__ = "thread"

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    studio_id: Mapped[int] = references("studio.id", index=False, ondelete="CASCADE")
    guest_id: Mapped[int] = references("user.id", index=False, ondelete="CASCADE")
    #: The booking that was asked about last.
    booking_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("booking.id", ondelete="SET NULL"), index=True
    )
    #: Also the number of the last message.
    message_count: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_message_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    studio: Mapped[Studio] = relationship()
    guest: Mapped[User] = relationship()
    booking: Mapped[Booking | None] = relationship()

    __table_args__ = (
        UniqueConstraint("studio_id", "guest_id"),
        Index("ix_thread_guest_id_last_message_at", "guest_id", "last_message_at"),
        Index("ix_thread_studio_id_last_message_at", "studio_id", "last_message_at"),
        CheckConstraint("message_count >= 0", name="counts_up"),
        CheckConstraint("last_message_at >= created_at", name="in_order"),
    )


class Message(Model):
    """One message; `number` counts from 1 in its thread, without gaps."""

    __tablename__ = "message"

    id: Mapped[PrimaryKey]
    thread_id: Mapped[int] = references("thread.id", index=False, ondelete="CASCADE")
    number: Mapped[int] = mapped_column(Integer)
    side: Mapped[Side] = mapped_column(word(Side, "side"))
    sender_id: Mapped[int] = references("user.id")
    body: Mapped[str] = mapped_column(Text)
    #: A digest of the form's own key and the text: the same form sent twice is one message.
    form_key: Mapped[str] = mapped_column(String(32))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)

    sender: Mapped[User] = relationship()

    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        UniqueConstraint("thread_id", "form_key"),
        Index(
            "ix_message_words",
            text("to_tsvector('simple'::regconfig, body)"),
            postgresql_using="gin",
        ),
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint(f"char_length(body) BETWEEN 1 AND {LONGEST}", name="says_something"),
    )


class ThreadReading(Model):
    """How far one side has read a thread, and whether a mail told them since."""

    __tablename__ = "thread_reading"

    thread_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Side] = mapped_column(word(Side, "side"), primary_key=True)
    read_number: Mapped[int] = mapped_column(Integer, default=0)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (CheckConstraint("read_number >= 0", name="counts_up"),)


class QuickReply(Model):
    """A sentence that a studio often answers with; placeholders are filled when it is chosen."""

    __tablename__ = "quick_reply"

    studio_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("studio.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 6", name="list_is_small"),
        CheckConstraint(f"char_length(body) BETWEEN 1 AND {LONGEST_REPLY}", name="says_something"),
    )
