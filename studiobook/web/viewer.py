"""The viewer of the present request, from the login and the browser session."""

import hashlib
import secrets

from flask import session
from flask_login import current_user

from studiobook.users.viewer import Viewer

VISITOR = "visitor"


def current_viewer() -> Viewer:
    """Who is looking, without making anything up for a browser that we do not know yet."""
    token = session.get(VISITOR)
    return Viewer(current_user.user, _hash(token) if token else None)


def remembered_viewer() -> Viewer:
    """The same, giving an unknown browser a token so that it can hold something."""
    if VISITOR not in session:
        session[VISITOR] = secrets.token_urlsafe(32)
        session.permanent = True
    return current_viewer()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
