"""What the account page shows."""

from dataclasses import dataclass

from studiobook.files.opening import current_storage
from studiobook.users.forms import PhotoForm, ProfileForm
from studiobook.users.models import User


@dataclass(frozen=True)
class AccountPage:
    """One's own profile; `can_choose_role` is false for an admin, `photo` an address."""

    form: ProfileForm
    email: str
    is_verified: bool
    can_choose_role: bool
    photo_form: PhotoForm
    photo: str | None

    @classmethod
    def of(cls, user: User, form: ProfileForm, photo_form: PhotoForm) -> "AccountPage":
        """The page of this person."""
        return cls(
            form=form,
            photo_form=photo_form,
            photo=user.photo_key and current_storage().url(user.photo_key),
            email=user.email,
            is_verified=user.email_verified_at is not None,
            can_choose_role=not user.is_admin,
        )
