"""Opening an account with a password."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from studiobook.auth.events import RegistrationRepeated, UserRegistered
from studiobook.auth.passwords import hash_password
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.users.models import Role, User
from studiobook.users.queries import find_user_by_email
from studiobook.values.email_address import normalise_email


def register(*, name: str, email: str, password: str, role: Role, now: datetime) -> User:
    """The new, unconfirmed account, or the existing one of this address, unchanged.

    Both cost one hash and one event; only the mail says which it was. A race of two for one
    address makes one account. Raises BadEmail, and ValueError for a password of a bad length.
    """
    address = normalise_email(email)
    made: User | None = db.session.scalar(
        insert(User)
        .values(
            email=address,
            name=name,
            password_hash=hash_password(password),
            role=role,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[User.email])
        .returning(User)
    )
    if made is not None:
        record(UserRegistered(made.id), actor="user", actor_id=made.id, now=now)
        return made
    known = find_user_by_email(address)
    assert known is not None, "accounts are never deleted in the middle of a registration"
    record(RegistrationRepeated(known.id), actor="visitor", now=now)
    return known


def register_proven(*, name: str, email: str, password: str, now: datetime) -> User | None:
    """A confirmed account for somebody to whose mailbox we have just seen proof.

    None when the address has an account already, which stays as it is. Raises BadEmail, and
    ValueError for a password of a bad length.
    """
    made: User | None = db.session.scalar(
        insert(User)
        .values(
            email=normalise_email(email),
            name=name,
            password_hash=hash_password(password),
            role=Role.USER,
            email_verified_at=now,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[User.email])
        .returning(User)
    )
    return made
