"""Changing what a person says about themselves."""

from studiobook.users.models import Role, User


def edit_profile(
    user: User, *, name: str, phone: str | None, bio: str | None, wants_owner: bool
) -> User:
    """Write the profile. Booking or owning is the person's own choice; an admin stays one."""
    user.name = name
    user.phone = phone or None
    user.bio = bio or None
    if user.role is not Role.ADMIN:
        user.role = Role.STUDIO_OWNER if wants_owner else Role.USER
    return user
