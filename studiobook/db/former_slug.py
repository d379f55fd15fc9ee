"""Addresses that were given up: they lead to where the thing stands now, and nobody else gets them.

Whoever asks for a page looks here only after it was not found under its present slug.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from studiobook.db.base import Model
from studiobook.db.columns import UtcDateTime, word


class Addressed(StrEnum):
    """What has a slug that its owner may change; named like its table."""

    COMPANY = "company"
    STUDIO = "studio"
    ROOM = "room"


class FormerSlug(Model):
    """A slug that somebody may still have a link to."""

    __tablename__ = "former_slug"

    kind: Mapped[Addressed] = mapped_column(word(Addressed, "kind"), primary_key=True)
    #: The studio of a room, whose slug differs within it; 0 for what differs everywhere.
    within_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=0)
    slug: Mapped[str] = mapped_column(String(140), primary_key=True)
    object_id: Mapped[int] = mapped_column(BigInteger)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_former_slug_object", "kind", "object_id"),)


def once_at(kind: Addressed, slug: str, *, within_id: int = 0) -> Select[int]:
    """The id of what stood at this slug before, as a subquery."""
    return select(FormerSlug.object_id).where(
        FormerSlug.kind == kind, FormerSlug.within_id == within_id, FormerSlug.slug == slug
    )
