"""Signing in and out: one answer for all wrong tries, sessions that can be ended."""

from datetime import timedelta

import pytest
from flask import Flask

from studiobook.auth import passwords
from studiobook.auth.log_in import log_in as log_in_verb
from studiobook.auth.models import LoginSession
from studiobook.auth.passwords import is_password
from studiobook.auth.sessions import (
    begin_session,
    end_session,
    find_session,
    list_sessions,
    note_seen,
)
from studiobook.db.base import db
from studiobook.users.models import Role, User
from tests.auth.conftest import (
    NOW,
    PASSWORD,
    Clock,
    another_browser,
    is_signed_in,
    log_in,
    make_member,
)
from tests.support.client import PageClient, csrf_token


def test_the_right_password_signs_in(client: PageClient, ada: User):
    answer = log_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Ada Lovelace" in client.get("/account").text


def test_the_address_is_known_however_it_is_spelled(client: PageClient, ada: User):
    log_in(client, email="  ADA@Example.COM ")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.com", "not the password"),
        ("nobody@example.com", PASSWORD),
        ("google@example.com", PASSWORD),
        ("ada@example.com", "short"),
        ("ada@example.com", "x" * 5000),
        ("no address", PASSWORD),
    ],
)
def test_every_wrong_try_gets_the_same_answer(
    client: PageClient, ada: User, email: str, password: str
):
    db.session.add(User(email="google@example.com", name="G", role=Role.USER, created_at=NOW))
    db.session.commit()
    answer = log_in(client, email=email, password=password)
    assert answer.status_code == 422
    assert "don&#39;t go together" in answer.text
    expected = log_in(client, email="nobody@example.com", password="not the password")
    assert _neutral(answer.text, email) == _neutral(expected.text, "nobody@example.com")
    assert not is_signed_in(client)


def _neutral(html: str, email: str) -> str:
    return html.replace(email, "X").replace(csrf_token(html), "T")


@pytest.mark.parametrize("known", [True, False])
def test_a_missing_password_is_checked_against_a_dummy_at_full_price(
    monkeypatch: pytest.MonkeyPatch, *, known: bool
):
    checked = []

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            checked.append(password_hash)
            return True

    real = passwords.hash_password(PASSWORD)
    monkeypatch.setattr(passwords._hashing, "hasher", Counting())
    assert is_password(real if known else None, PASSWORD) is known
    assert len(checked) == 1
    assert checked[0].split("$")[3] == real.split("$")[3], "memory, time and lanes are the same"


def test_a_password_of_an_impossible_length_is_not_hashed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(passwords._hashing, "hasher", None)
    assert not is_password("$argon2id$...", "x" * 129)
    assert not is_password(None, "x" * 11)
    with pytest.raises(ValueError, match="12 to 128"):
        passwords.hash_password("x" * 129)


def test_logging_in_hashes_anew_when_the_parameters_have_risen(app: Flask, ada: User):
    before = ada.password_hash
    memory = app.config["SETTINGS"].argon2_memory
    passwords.configure(memory=memory * 2)
    try:
        log_in_verb(email=ada.email, password=PASSWORD, now=NOW)
    finally:
        passwords.configure(memory=memory)
    assert f"m={memory * 2}" in (ada.password_hash or "")
    assert ada.password_hash != before


def test_the_session_cookie_changes_at_login_and_an_older_one_is_worth_nothing(
    app: Flask, client: PageClient, ada: User
):
    client.get("/auth/login")
    before = client.get_cookie("studiobook")
    log_in(client)
    after = client.get_cookie("studiobook")
    assert before
    assert after
    assert before.value != after.value
    other = another_browser(app)
    other.set_cookie("studiobook", before.value)
    assert other.get("/account").status_code == 303


def test_logging_in_keeps_the_visitors_key_and_nothing_else(client: PageClient, ada: User):
    with client.session_transaction() as session:
        session["visitor"], session["planted"] = "key", "by somebody else"
    log_in(client)
    with client.session_transaction() as session:
        assert session["visitor"] == "key"
        assert "planted" not in session


def test_logging_out_ends_the_session_on_the_server(app: Flask, client: PageClient, ada: User):
    log_in(client)
    stolen = client.get_cookie("studiobook")
    answer = client.submit("/auth/logout", {}, page="/account")
    assert answer.status_code == 303
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert not is_signed_in(client)
    assert stolen is not None
    thief = another_browser(app)
    thief.set_cookie("studiobook", stolen.value)
    assert thief.get("/account").status_code == 303


def test_logging_out_needs_a_post_with_a_token(client: PageClient, ada: User):
    log_in(client)
    assert client.get("/auth/logout").status_code == 405
    assert client.post("/auth/logout").status_code == 400
    assert is_signed_in(client)


def test_a_suspended_person_is_out_at_once_and_told_only_after_the_right_password(
    client: PageClient, ada: User
):
    log_in(client)
    ada.suspended_at = NOW
    db.session.commit()
    assert not is_signed_in(client)
    assert log_in(client, password="a wrong password").status_code == 422
    answer = log_in(client)
    assert answer.status_code == 403
    assert "suspended" in answer.text


@pytest.mark.parametrize(
    ("role", "idle", "longest"),
    [
        (Role.USER, timedelta(days=7), timedelta(days=30)),
        (Role.ADMIN, timedelta(minutes=30), timedelta(hours=12)),
    ],
)
def test_a_session_ends_when_it_is_unused_or_old(
    app: Flask, role: Role, idle: timedelta, longest: timedelta
):
    user = make_member(role=role)
    login, token = begin_session(user, user_agent="", now=NOW)
    second = timedelta(seconds=1)
    assert find_session(token, now=NOW + idle - second)
    assert find_session(token, now=NOW + idle) is None
    login.last_seen_at = NOW + longest - second
    db.session.flush()
    assert find_session(token, now=NOW + longest - second)
    assert find_session(token, now=NOW + longest) is None
    assert list_sessions(user, now=NOW + longest) == []


def test_a_page_for_a_signed_in_person_costs_the_session_and_the_count_of_messages(
    client: PageClient, ada: User, count_queries
):
    with count_queries() as anonymous:
        client.get("/auth/forgot-password")
    log_in(client)
    with count_queries() as signed_in:
        client.get("/auth/forgot-password")
    assert len(signed_in) - len(anonymous) == 2, signed_in


def test_the_last_sighting_is_written_every_few_minutes_only(
    client: PageClient, ada: User, time: Clock
):
    log_in(client)
    time.wait(minutes=4)
    client.get("/account")
    assert _last_seen() == NOW
    later = time.wait(minutes=1)
    client.get("/account")
    assert _last_seen() == later


def test_a_slow_request_does_not_bring_an_ended_session_back(
    client: PageClient, ada: User, time: Clock
):
    log_in(client)
    login = db.session.query(LoginSession).one()
    assert end_session(login.id, ada, now=time.wait(minutes=10))
    note_seen(login.id, now=time.wait(minutes=1))
    db.session.refresh(login)
    assert login.ended_at is not None
    assert login.last_seen_at == NOW
    assert not is_signed_in(client)


def _last_seen():
    return db.session.query(LoginSession).one().last_seen_at


def test_whoever_is_signed_in_already_goes_on(client: PageClient, ada: User):
    log_in(client)
    assert client.get("/auth/login?next=/bookings").location == "/bookings"
    assert client.get("/auth/register").location == "/"


def test_a_page_that_needs_signing_in_leads_there_and_back(client: PageClient, ada: User):
    there = client.get("/account/security").location
    assert there == "/auth/login?next=/account/security"
    page = client.get(there)
    answer = client.post(
        "/auth/login",
        data={
            "csrf_token": csrf_token(page.text),
            "next": "/account/security",
            "email": ada.email,
            "password": PASSWORD,
        },
    )
    assert answer.location == "/account/security"
