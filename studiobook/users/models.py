"""People: one row each, whatever ways they have to sign in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, word


class Role(StrEnum):
    """What a person does here; an owner can also book."""

    USER = "user"
    STUDIO_OWNER = "studio_owner"
    ADMIN = "admin"


class User(Model):
    """A person. `email` is stored normalised, so its uniqueness ignores case."""

    __tablename__ = "user"

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(40))
    bio: Mapped[str | None] = mapped_column(Text)
    #: Storage key of the one rendition that is shown of them.
    photo_key: Mapped[str | None] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(word(Role, "role"), default=Role.USER)
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint("length(name) > 0", name="has_name"),
    )

    @property
    def is_owner(self) -> bool:
        """Whether the owner console is for this person."""
        return self.role is Role.STUDIO_OWNER

    @property
    def is_admin(self) -> bool:
        """Whether this person operates the marketplace."""
        return self.role is Role.ADMIN
