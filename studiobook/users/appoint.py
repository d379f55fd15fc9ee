"""Making somebody an operator of the marketplace."""

from studiobook.users.errors import NoSuchUser
from studiobook.users.models import Role, User
from studiobook.users.queries import find_user_by_email


def make_admin(email: str) -> User:
    """Give the person with this address the operator's role. Raises NoSuchUser."""
    user = find_user_by_email(email)
    if user is None:
        raise NoSuchUser
    user.role = Role.ADMIN
    return user
