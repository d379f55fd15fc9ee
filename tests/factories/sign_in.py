"""Signing a person in without the form: a session row, and its token in the browser's cookie."""

from flask import Flask
from playwright.sync_api import Page

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


def let_in(page: Page, app: Flask, user: User, address: str) -> None:
    """From the next page on this real browser is signed in as this person."""
    client = PageClient(app)
    sign_in(client, user)
    kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert kept is not None
    page.context.add_cookies([{"name": kept.key, "value": kept.value, "url": address}])
