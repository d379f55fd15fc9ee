"""Signing in once by a mailed link."""

import pytest
from flask import Flask

from studiobook.auth.models import Purpose
from studiobook.auth.tokens import issue_token
from studiobook.db.base import db
from studiobook.users.models import User
from tests.auth.conftest import (
    EMAIL,
    NOW,
    Clock,
    another_browser,
    is_signed_in,
    link_in,
    log_in,
    make_member,
    open_link,
)
from tests.support.client import PageClient


def test_a_mailed_link_signs_in_once_after_a_button(client: PageClient, mailbox, ada: User):
    client.get("/auth/link?next=/bookings")
    client.submit("/auth/link", {"email": EMAIL})
    assert 'href="/auth/link"' in client.get("/auth/check-mail").text, "to ask for it again"
    link = link_in(mailbox(), "link")
    assert client.get(link).location == "/auth/link/login"
    assert "as ada@example.com" in client.get("/auth/link/login").text
    assert not is_signed_in(client), "mail scanners open links too"
    assert client.submit("/auth/link/login", {}).location == "/bookings"
    assert is_signed_in(client)
    assert open_link(client, link).status_code == 410


def test_a_link_lapses_after_twenty_minutes(client: PageClient, ada: User, time: Clock):
    token = issue_token(ada, Purpose.LINK, now=NOW)
    db.session.commit()
    time.wait(minutes=20)
    assert open_link(client, f"/auth/link/{token}").status_code == 410


@pytest.mark.parametrize("email", ["nobody@example.com", "not an address"])
def test_only_an_account_gets_a_link(client: PageClient, mailbox, ada: User, email: str):
    client.submit("/auth/link", {"email": email})
    assert mailbox() is None


def test_a_link_to_an_unconfirmed_account_voids_the_password_of_whoever_opened_it(
    app: Flask, client: PageClient, mailbox
):
    user = make_member(verified=False)
    squatter = another_browser(app)
    log_in(squatter)
    assert is_signed_in(squatter)
    client.submit("/auth/link", {"email": EMAIL})
    client.get(link_in(mailbox(), "link"))
    client.submit("/auth/link/login", {})
    assert is_signed_in(client)
    assert user.email_verified_at == NOW
    assert user.password_hash is None
    assert not is_signed_in(squatter)
    assert log_in(squatter).status_code == 422
    assert "Set one by mail" in client.get("/account/security").text
