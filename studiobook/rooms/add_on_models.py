"""The table of things that can be booked with a room."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.rooms.add_on import AddOn, Charged


class RoomAddOn(Model):
    """One thing on offer; `removed_at` tells that it is gone, and lets its owner take that back.

    Bookings keep what they were made with: nothing refers to these rows.
    """

    __tablename__ = "room_add_on"

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = references("room.id", ondelete="CASCADE")
    name: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(String(140), default="")
    price_minor: Mapped[int] = mapped_column(Integer)
    charged: Mapped[Charged] = mapped_column(word(Charged, "charged"))
    #: How many one booking can have.
    most: Mapped[int] = mapped_column(SmallInteger, default=1)
    enabled: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "uq_room_add_on_name",
            "room_id",
            text("lower(name)"),
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        CheckConstraint("char_length(name) > 0", name="has_a_name"),
        CheckConstraint("price_minor BETWEEN 0 AND 100000000", name="price_is_sane"),
        CheckConstraint("most BETWEEN 1 AND 20", name="most_is_sane"),
    )

    @property
    def offer(self) -> AddOn:
        """As guests are offered it."""
        return AddOn(
            self.id, self.name, self.description, self.price_minor, self.charged, self.most
        )
