"""Flask-Login over our own sessions: who this request's browser is signed in as."""

from datetime import datetime

from flask import Flask, Response, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user

from studiobook import clock, extensions
from studiobook.auth import passwords
from studiobook.auth.sessions import (
    begin_session,
    end_session,
    find_session,
    is_due_to_be_seen,
    note_seen,
)
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.users.models import User
from studiobook.web.viewer import VISITOR

SEEN = "studiobook_seen_session"


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login ships no types
    """The signed-in person as templates and access rules see them."""

    def __init__(self, user: User, session_id: int, token: str) -> None:
        self.user = user
        self.session_id = session_id
        self._token = token

    def get_id(self) -> str:
        """What the cookie remembers: the session's token, so that a session can be ended."""
        return self._token

    @property
    def display_name(self) -> str:
        """What to call the person."""
        return self.user.name

    @property
    def is_owner(self) -> bool:
        """Whether the owner console is for them."""
        return self.user.is_owner

    @property
    def is_admin(self) -> bool:
        """Whether they operate the marketplace."""
        return self.user.is_admin


def init_app(app: Flask) -> None:
    """Load the signed-in person of each request, and hash as this installation wants it."""
    passwords.configure(memory=app.config["SETTINGS"].argon2_memory)
    # Flask-Login's own tie to address and browser would sign phones out as they move.
    extensions.login_manager.session_protection = None
    extensions.login_manager.user_loader(load_signed_in)
    app.after_request(note_sighting)


def load_signed_in(token: str) -> SignedIn | None:
    """The person of this token, in one query; None for an ended session or a suspended person."""
    now = clock.now()
    found = find_session(token, now=now)
    if found is None:
        return None
    login, user = found
    if is_due_to_be_seen(login, now=now):
        setattr(g, SEEN, (login.id, now))
    return SignedIn(user, login.id, token)


def note_sighting(response: Response) -> Response:
    """Write when the session was last used: after the view, every few minutes at most."""
    seen: tuple[int, datetime] | None = g.pop(SEEN, None)
    if seen is not None:
        login_id, now = seen
        # What the view wanted to keep is committed; anything else must not slip in with this.
        db.session.rollback()
        with transaction():
            note_seen(login_id, now=now)
    return response


def sign_in(user: User, *, now: datetime) -> None:
    """Begin a session in this browser, inside the caller's transaction.

    Everything that the browser knew before is dropped (session fixation), but for the visitor's
    key: a hold made before signing in stays theirs.
    """
    end_present_session(now=now)
    visitor = session.get(VISITOR)
    begun, token = begin_session(user, user_agent=request.user_agent.string, now=now)
    session.clear()
    if visitor is not None:
        session[VISITOR] = visitor
    session.permanent = True
    login_user(SignedIn(user, begun.id, token))


def sign_out(*, now: datetime) -> None:
    """End this browser's session, on the server too, and forget everything about the browser."""
    end_present_session(now=now)
    logout_user()
    session.clear()


def end_present_session(*, now: datetime) -> None:
    """End the session that this request came with, if it came with one."""
    if current_user.is_authenticated:
        end_session(current_user.session_id, current_user.user, now=now)
