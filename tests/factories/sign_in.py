"""Signing a person in without the form: a session row, and its token in the browser's cookie."""

from studiobook import clock
from studiobook.auth.sessions import begin_session
from studiobook.db.base import db
from studiobook.users.models import User
from tests.support.client import PageClient


def sign_in(client: PageClient, user: User) -> None:
    """From the next request on the browser is signed in as this person."""
    _session, token = begin_session(user, user_agent="a test", now=clock.now())
    db.session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
