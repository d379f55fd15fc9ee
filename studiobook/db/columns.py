"""Column types and shorthands that every domain's tables share."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, ForeignKey, Identity
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from studiobook.values.timeslot import Timeslot

PrimaryKey = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; a naive value is refused before it reaches the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy passes it by name
    ) -> datetime | None:
        """Refuse naive values and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: Any | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy passes it by name
    ) -> datetime | None:
        """Always hand out UTC, whatever the connection's time zone is."""
        return None if value is None else value.astimezone(UTC)


def word(enum: type[StrEnum], name: str) -> Enum:
    """A StrEnum stored as its text under a CHECK, so that a new word is a plain migration."""
    return Enum(
        enum,
        native_enum=False,
        length=20,
        create_constraint=True,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def references(target: str, *, index: bool = True, ondelete: str | None = None) -> Mapped[int]:
    """A BIGINT foreign key to `table.column`."""
    return mapped_column(BigInteger, ForeignKey(target, ondelete=ondelete), index=index)


def range_of(slot: Timeslot) -> Range[datetime]:
    """The slot as a half-open tstzrange value."""
    return Range(slot.starts_at, slot.ends_at, bounds="[)")


def slot_of(during: Range[datetime]) -> Timeslot:
    """A tstzrange value as a slot; the table's checks guarantee finite bounds."""
    assert during.lower is not None
    assert during.upper is not None
    return Timeslot(during.lower, during.upper)
