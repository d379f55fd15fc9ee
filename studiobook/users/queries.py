"""Reading people."""

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.users.models import User
from studiobook.values.email_address import BadEmail, normalise_email


def find_user_by_email(email: str) -> User | None:
    """The person with this address, however it is spelled; None also for what is no address."""
    try:
        address = normalise_email(email)
    except BadEmail:
        return None
    return db.session.scalar(select(User).where(User.email == address))
