"""What the sign-in pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from studiobook.auth.browser_name import browser_name
from studiobook.auth.forms import (
    ActForm,
    ChangePasswordForm,
    EmailForm,
    LoginForm,
    NewPasswordForm,
    RegisterForm,
)
from studiobook.auth.google_offer import Offer
from studiobook.auth.models import Identity, LoginSession
from studiobook.users.models import User
from studiobook.web.components import Link


@dataclass(frozen=True)
class LoginPage:
    """`google` says whether the button is shown; `next` is where to go afterwards, or ""."""

    form: LoginForm
    google: Offer
    next: str


@dataclass(frozen=True)
class RegisterPage:
    """The same for a new account."""

    form: RegisterForm
    google: Offer
    next: str


@dataclass(frozen=True)
class EmailPage:
    """One field for an address: which mail is asked for is told by title and sentence."""

    form: EmailForm
    title: str
    lede: str
    button: str
    action: str


@dataclass(frozen=True)
class NewPasswordPage:
    """Setting a new password for the account of `email`."""

    form: NewPasswordForm
    email: str


@dataclass(frozen=True)
class ActPage:
    """One sentence and one POST button, behind a mailed link: opening the page does nothing."""

    form: ActForm
    title: str
    lede: str
    button: str
    action: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class WayOnPage:
    """What happened, in two sentences, and where to go now.

    `has_next`: the first link is the one thing to do; otherwise that is not on this site.
    """

    title: str
    lede: str
    links: tuple[Link, ...]
    hint: str | None = None
    has_next: bool = True


@dataclass(frozen=True)
class SessionRow:
    """One browser that is signed in."""

    id: int
    name: str
    last_seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class SecurityPage:
    """Ways into the account and the browsers that are in it."""

    form: ChangePasswordForm
    email: str
    is_verified: bool
    has_password: bool
    google: Offer
    google_accounts: tuple[str, ...]
    sessions: tuple[SessionRow, ...]

    @classmethod
    def of(
        cls,
        user: User,
        *,
        form: ChangePasswordForm,
        google: Offer,
        identities: Iterable[Identity],
        sessions: Sequence[LoginSession],
        present: int,
    ) -> "SecurityPage":
        """The page of this person, in the session `present`."""
        return cls(
            form=form,
            email=user.email,
            is_verified=user.email_verified_at is not None,
            has_password=user.password_hash is not None,
            google=google,
            google_accounts=tuple(identity.email for identity in identities),
            sessions=tuple(
                SessionRow(
                    id=session.id,
                    name=browser_name(session.user_agent),
                    last_seen_at=session.last_seen_at,
                    is_this=session.id == present,
                )
                for session in sessions
            ),
        )
