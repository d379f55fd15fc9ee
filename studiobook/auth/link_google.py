"""Accounts and the Google accounts that open them: found, opened, linked, unlinked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from studiobook.auth.errors import LastWayIn, LinkedElsewhere, SignInFirst, UnprovenAddress
from studiobook.auth.events import GoogleLinked, GoogleUnlinked, UserRegistered
from studiobook.auth.log_in import admit
from studiobook.auth.models import Identity
from studiobook.auth.verify import mark_verified
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.users.models import Role, User
from studiobook.users.queries import find_user_by_email
from studiobook.values.email_address import normalise_email


@dataclass(frozen=True)
class Claims:
    """What the provider vouches for. The identity is (issuer, subject), never the address."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str


def log_in_by_google(claims: Claims, *, role: Role, now: datetime) -> User:
    """The person of this identity, or a new account for it. Raises AccountSuspended.

    Raises UnprovenAddress when Google does not vouch for a new person's address, and SignInFirst
    when the address has an account here: nothing is merged because two addresses are alike.
    """
    known = find_identity(claims)
    if known is not None:
        return admit(known.user, now=now)
    if not claims.email_verified:
        raise UnprovenAddress
    if find_user_by_email(claims.email) is not None:
        raise SignInFirst
    email = normalise_email(claims.email)
    user = User(email=email, name=claims.name, role=role, created_at=now)
    db.session.add(user)
    db.session.flush()
    record(UserRegistered(user.id), actor="user", actor_id=user.id, now=now)
    mark_verified(user, now)
    _link(user, claims, now=now)
    return user


def link_google(user: User, claims: Claims, *, now: datetime) -> None:
    """Let this Google account open the person's account from now on.

    Raises UnprovenAddress for an account whose address nobody confirmed: it may have been opened
    by somebody else. Raises LinkedElsewhere.
    """
    if user.email_verified_at is None:
        raise UnprovenAddress
    if _link(user, claims, now=now):
        record(GoogleLinked(user.id), actor="user", actor_id=user.id, now=now)


def unlink_google(user: User, *, now: datetime) -> None:
    """Take the Google accounts off. Raises LastWayIn for an account without a password."""
    if user.password_hash is None:
        raise LastWayIn
    gone = db.session.scalars(
        delete(Identity).where(Identity.user_id == user.id).returning(Identity.id)
    ).all()
    if gone:
        record(GoogleUnlinked(user.id), actor="user", actor_id=user.id, now=now)


def find_identity(claims: Claims) -> Identity | None:
    """The stored identity of these claims."""
    return db.session.scalar(
        select(Identity).where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
    )


def list_identities(user: User) -> list[Identity]:
    """The Google accounts that open this person's account."""
    found = db.session.scalars(
        select(Identity).where(Identity.user_id == user.id).order_by(Identity.id)
    )
    return list(found)


def _link(user: User, claims: Claims, *, now: datetime) -> bool:
    linked = db.session.scalar(
        insert(Identity)
        .values(
            user_id=user.id,
            issuer=claims.issuer,
            subject=claims.subject,
            email=claims.email,
            linked_at=now,
        )
        .on_conflict_do_nothing(index_elements=[Identity.issuer, Identity.subject])
        .returning(Identity.id)
    )
    if linked is not None:
        return True
    known = find_identity(claims)
    if known is None or known.user_id != user.id:
        raise LinkedElsewhere
    return False
