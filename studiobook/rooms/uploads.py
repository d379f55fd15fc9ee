"""Files on their way to become photos: the table of those that wait and those that were refused."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.rooms.models import Room


class UploadState(StrEnum):
    """Waiting until a worker has made a photo of it, or a sentence why not."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class PhotoUpload(Model):
    """A file that was sent to become a photo of a room; `rooms/receive_photo.py` writes it.

    Its bytes lie privately in storage under `raw_key` until it is settled; what is made of it goes
    under `key`, chosen beforehand so that doing it twice leaves one photo.
    """

    __tablename__ = "photo_upload"

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = references("room.id", ondelete="CASCADE")
    #: What the sender calls it, shortened.
    name: Mapped[str] = mapped_column(String(80))
    #: None once the bytes are deleted.
    raw_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[UploadState] = mapped_column(
        word(UploadState, "state"), default=UploadState.WAITING
    )
    #: The sentence of a refusal.
    refusal: Mapped[str | None] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    #: Not before then; a worker that takes it puts this off, in case it is never heard of again.
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    room: Mapped[Room] = relationship()

    __table_args__ = (
        Index("ix_photo_upload_waiting", "next_try_at", postgresql_where=text("state = 'waiting'")),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="says_why"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled_once"),
        CheckConstraint("state <> 'waiting' OR raw_key IS NOT NULL", name="has_its_bytes"),
    )
