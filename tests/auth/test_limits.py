"""Trying without end is slowed down before anything is hashed, and nobody is locked out."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from studiobook import extensions
from studiobook.app import create_app
from studiobook.auth import passwords
from studiobook.db.base import db
from studiobook.settings import Settings
from studiobook.users.models import User
from tests.auth.conftest import EMAIL, another_browser, is_signed_in, log_in
from tests.support.client import PageClient, csrf_token


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """An installation with limits; the limiter is one per process, so they end with it."""
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    app.test_client_class = PageClient
    yield app
    extensions.limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


def test_an_account_is_tried_ten_times_and_then_nothing_is_hashed(
    client: PageClient, ada: User, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(10):
        assert log_in(client, password="wrong, wrong, wrong").status_code == 422
    monkeypatch.setattr(passwords._hashing, "hasher", None)
    answer = log_in(client, password="wrong, wrong, wrong")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "/auth/link" in answer.text, "there is a way on"


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_an_unknown_account_is_slowed_down_in_the_same_way(
    client: PageClient, ada: User, email: str
):
    answers = [log_in(client, email=email, password="x" * 12).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_other_spellings_of_an_address_use_the_same_allowance(client: PageClient):
    spellings = ["zoë@example.com", "zoe\u0308@example.com", " ZOË@example.com", "Zoë@Example.COM"]
    answers = [log_in(client, email=spellings[n % 4]).status_code for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_browser_that_knows_the_account_gets_in_while_others_hammer_at_it(
    app: Flask, client: PageClient, ada: User
):
    log_in(client)
    client.submit("/auth/logout", {}, page="/account")
    attacker = another_browser(app)
    attacker.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    while log_in(attacker, password="wrong, wrong, wrong").status_code != 429:
        pass
    assert log_in(client).status_code == 303
    assert is_signed_in(client)


def test_stuffing_five_thousand_pairs_tries_less_than_one_in_a_hundred(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    tried = []
    monkeypatch.setattr(
        "studiobook.auth.log_in.is_password", lambda _hash, password: tried.append(password)
    )
    client = another_browser(app)
    token = csrf_token(client.get("/auth/login").text)
    for number in range(5000):
        pair = {"email": f"u{number}@example.com", "password": "x" * 12, "csrf_token": token}
        if client.post("/auth/login", data=pair).status_code == 429 and number > 100:
            break
    assert 0 < len(tried) < 50


def test_an_ipv6_network_counts_as_one_address(app: Flask):
    client = another_browser(app)
    answers = []
    for number in range(31):
        client.environ_base["REMOTE_ADDR"] = f"2001:db8:1:1::{number:x}"
        answers.append(log_in(client, email=f"u{number}@example.com").status_code)
    assert answers[-1] == 429


def test_a_forged_forwarding_header_changes_nothing(app: Flask):
    client = another_browser(app)
    answers = []
    for number in range(31):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
        answers.append(log_in(client, email=f"u{number}@example.com").status_code)
    assert answers[-1] == 429


def test_an_address_gets_three_mails_an_hour_whatever_is_asked_for(client, mailbox, ada: User):
    for path in ("forgot-password", "link", "resend-verification"):
        assert client.submit(f"/auth/{path}", {"email": EMAIL}).status_code == 303
    assert client.submit("/auth/link", {"email": "ADA@example.com "}).status_code == 429


def test_limits_hold_without_redis(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(extensions.limiter, "_storage_dead", True)
    answers = [log_in(client, password="x" * 12).status_code for _ in range(11)]
    assert answers[-1] == 429
