"""What the account page shows."""

from dataclasses import dataclass

from studiobook.users.forms import ProfileForm
from studiobook.users.models import User


@dataclass(frozen=True)
class AccountPage:
    """One's own profile; `can_choose_role` is false for an admin."""

    form: ProfileForm
    email: str
    is_verified: bool
    can_choose_role: bool

    @classmethod
    def of(cls, user: User, form: ProfileForm) -> "AccountPage":
        """The page of this person."""
        return cls(
            form=form,
            email=user.email,
            is_verified=user.email_verified_at is not None,
            can_choose_role=not user.is_admin,
        )
