"""Ways in: Google identities, single-use tokens (hashed) and the sessions that can be ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey, UtcDateTime, references, word
from studiobook.users.models import User


class Identity(Model):
    """A person as an OpenID provider knows them: issuer and subject, never the address."""

    __tablename__ = "identity"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = references("user.id", ondelete="CASCADE")
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
    #: The address there when it was linked, to be shown; nothing is looked up by it.
    email: Mapped[str] = mapped_column(String(254))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()

    __table_args__ = (UniqueConstraint("issuer", "subject"),)


class Purpose(StrEnum):
    """What a mailed token is good for, and nothing else."""

    VERIFY = "verify"
    RESET = "reset"
    LINK = "link"


class AuthToken(Model):
    """A mailed secret. Only its SHA-256 is kept; `used_at` also ends one that was superseded."""

    __tablename__ = "auth_token"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user.id", ondelete="CASCADE"), nullable=False
    )
    purpose: Mapped[Purpose] = mapped_column(word(Purpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Digest of address and password at issue: a change of either kills the token.
    stamp: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()

    __table_args__ = (
        # One that works per person and purpose, whatever races: issuing ends the older first.
        Index(
            "uq_auth_token_live",
            "user_id",
            "purpose",
            unique=True,
            postgresql_where=text("used_at IS NULL"),
        ),
    )


class LoginSession(Model):
    """One signed-in browser. The cookie holds the token, the row its SHA-256."""

    __tablename__ = "login_session"

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = references("user.id", ondelete="CASCADE")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
