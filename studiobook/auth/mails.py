"""Which mail follows which fact about an account. Tokens are minted here, when the mail leaves."""

from typing import Any

from studiobook import clock
from studiobook.auth import events
from studiobook.auth.models import Purpose
from studiobook.auth.tokens import LIFETIME, issue_token
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.mail.compose import compose
from studiobook.mail.transports import send
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.users.models import User


def subscribe_all() -> None:
    """Let the mails hear of the facts."""
    subscribe(events.UserRegistered, send_verification)
    subscribe(events.VerificationAsked, send_verification)
    subscribe(events.RegistrationRepeated, send_already_registered)
    subscribe(events.EmailVerified, send_welcome)
    subscribe(events.PasswordResetAsked, send_password_reset)
    subscribe(events.SignInLinkAsked, send_sign_in_link)
    subscribe(events.PasswordChanged, send_password_changed)
    subscribe(events.GoogleLinked, send_google_linked)
    subscribe(events.GoogleUnlinked, send_google_unlinked)


def send_verification(event: Event) -> None:
    """The confirming link, unless the address is confirmed by now."""
    user = _person(event)
    if user is not None and user.email_verified_at is None:
        _send("verification", event, user, purpose=Purpose.VERIFY)


def send_already_registered(event: Event) -> None:
    """Somebody registered again: how to get in. The link sets a new password."""
    user = _person(event)
    if user is not None:
        _send("already_registered", event, user, purpose=Purpose.RESET)


def send_welcome(event: Event) -> None:
    """What to do first, for whoever books and for whoever owns."""
    user = _person(event)
    if user is not None:
        _send("welcome_owner" if user.is_owner else "welcome_user", event, user)


def send_password_reset(event: Event) -> None:
    """The link by which a new password is chosen."""
    user = _person(event)
    if user is not None:
        _send("password_reset", event, user, purpose=Purpose.RESET)


def send_sign_in_link(event: Event) -> None:
    """The link that signs in once."""
    user = _person(event)
    if user is not None:
        _send("sign_in_link", event, user, purpose=Purpose.LINK)


def send_password_changed(event: Event) -> None:
    """News for the person whose account it is, in case it was somebody else."""
    user = _person(event)
    if user is not None:
        _send("password_changed", event, user)


def send_google_linked(event: Event) -> None:
    """The same about a new way in."""
    user = _person(event)
    if user is not None:
        _send("google_linked", event, user)


def send_google_unlinked(event: Event) -> None:
    """And about one that is gone."""
    user = _person(event)
    if user is not None:
        _send("google_unlinked", event, user)


def _person(event: Event) -> User | None:
    """Whom the fact is about; None for an unknown address, and for a suspended account."""
    user_id = event.data["user_id"]
    user = None if user_id is None else db.session.get(User, user_id)
    return user if user is not None and user.suspended_at is None else None


def _send(name: str, event: Event, user: User, *, purpose: Purpose | None = None) -> None:
    facts: dict[str, Any] = {}
    if purpose is not None:
        with transaction():
            facts["token"] = issue_token(user, purpose, now=clock.now())
        facts["lifetime"] = _words(purpose)
    send(
        compose(
            f"auth/{name}",
            to_address=user.email,
            to_name=user.name,
            identity=f"event-{event.id}-{name.replace('_', '-')}",
            **facts,
        )
    )


def _words(purpose: Purpose) -> str:
    minutes = int(LIFETIME[purpose].total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} minutes"
    hours = minutes // 60
    return "an hour" if hours == 1 else f"{hours} hours"
