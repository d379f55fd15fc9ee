"""What a sign-in journey carries along in the browser's own session."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from flask import request, session, url_for
from werkzeug.wrappers import Response

from studiobook.auth.link_google import Claims
from studiobook.auth.login_session import sign_in
from studiobook.auth.models import Purpose
from studiobook.auth.next_page import own_path
from studiobook.db.transaction import transaction
from studiobook.users.models import User
from studiobook.web.htmx import go_to

NEXT = "next"
GOOGLE = "google"
GOOGLE_MINUTES = timedelta(minutes=10)


def remember_next() -> str:
    """Where the visitor wants to go afterwards ("" for nowhere in particular).

    Kept over the round trips through Google and the mailbox; a hidden field alone would be lost.
    """
    asked = own_path(request.values.get("next"))
    if asked is not None:
        session[NEXT] = asked
    return asked or ""


def go_on() -> Response:
    """To where the visitor wanted to go, else home."""
    kept = session.pop(NEXT, None)
    return go_to(own_path(request.values.get("next")) or own_path(kept) or "/")


def keep_token(purpose: Purpose, token: str) -> None:
    """Take a mailed token out of the address: it must not stay in the history."""
    session[f"token_{purpose}"] = token[:200]


def kept_token(purpose: Purpose) -> str:
    """The token that this browser came with, or ""."""
    return str(session.get(f"token_{purpose}", ""))


def drop_token(purpose: Purpose) -> None:
    """It has done its work."""
    session.pop(f"token_{purpose}", None)


def keep_google(claims: Claims, *, user: User | None, now: datetime) -> None:
    """Remember for ten minutes that this Google account wants to open an account here.

    `user` is who was signed in when asking: their account then, whatever its address.
    """
    session[GOOGLE] = {
        "claims": asdict(claims),
        "user_id": user.id if user else None,
        "until": (now + GOOGLE_MINUTES).timestamp(),
    }


def kept_google(*, now: datetime) -> Claims | None:
    """The Google account that waits to be linked, or None."""
    kept: dict[str, Any] | None = session.get(GOOGLE)
    if kept is None or kept["until"] < now.timestamp():
        return None
    return Claims(**kept["claims"])


def may_link(user: User, *, now: datetime) -> bool:
    """Whether the waiting Google account was meant for this person."""
    claims = kept_google(now=now)
    if claims is None:
        return False
    meant = session[GOOGLE]["user_id"]
    return meant == user.id if meant is not None else claims.email == user.email


def drop_google() -> None:
    """It is linked, or nobody wants it."""
    session.pop(GOOGLE, None)


def enter(user: User, *, now: datetime) -> Response:
    """Sign this browser in and go on, by way of linking Google where that waits."""
    kept_next, waiting = session.get(NEXT), session.get(GOOGLE)
    with transaction():
        sign_in(user, now=now)
    if kept_next is not None:
        session[NEXT] = kept_next
    if waiting is None:
        return go_on()
    session[GOOGLE] = waiting
    if not may_link(user, now=now):
        drop_google()
        return go_on()
    return go_to(url_for("auth.show_google_link"))
