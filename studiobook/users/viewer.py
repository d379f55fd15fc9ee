"""Who is looking: a signed-in person, or just a browser that holds something."""

from dataclasses import dataclass

from studiobook.users.models import User


@dataclass(frozen=True)
class Viewer:
    """`visitor_hash` is the SHA-256 of the browser session's token, with or without a user."""

    user: User | None
    visitor_hash: str | None

    @property
    def user_id(self) -> int | None:
        """The signed-in person's id."""
        return None if self.user is None else self.user.id
