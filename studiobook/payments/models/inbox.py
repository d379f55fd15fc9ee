"""What the providers told us, each thing once."""

from datetime import datetime

from sqlalchemy import Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, word
from studiobook.payments.gateways.protocol import Subject


class GatewayEvent(Model):
    """The inbox: one believed webhook, stored once, worked on until it is understood."""

    __tablename__ = "gateway_event"

    id: Mapped[PrimaryKey]
    gateway: Mapped[str] = mapped_column(String(20))
    account_ref: Mapped[str] = mapped_column(String(120))
    event_id: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(120))
    subject: Mapped[Subject] = mapped_column(word(Subject, "subject"))
    object_ref: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    #: None when it is done, or given up: then `error` says why.
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (
        UniqueConstraint("gateway", "account_ref", "event_id"),
        Index(
            "ix_gateway_event_next_try_at",
            "next_try_at",
            postgresql_where=text("next_try_at IS NOT NULL"),
        ),
    )
