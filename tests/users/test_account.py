"""One's own profile, and appointing an operator."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from studiobook.auth.sessions import begin_session
from studiobook.clock import now
from studiobook.db.base import db
from studiobook.users.cli import users
from studiobook.users.models import Role, User
from tests.support.client import PageClient

EMAIL = "ada@example.com"
TYPED = {
    "name": "Ada King",
    "phone": "+44 20 7946 0000",
    "bio": "I play the <b>piano</b>.",
    "role": "studio_owner",
}


@pytest.fixture
def ada(app: Flask) -> User:
    user = User(
        email=EMAIL,
        name="Ada Lovelace",
        role=Role.USER,
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
        email_verified_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    db.session.add(user)
    db.session.commit()
    return user


@pytest.fixture
def signed_in(client: PageClient, ada: User) -> PageClient:
    """A browser in which Ada is signed in."""
    _login, token = begin_session(ada, user_agent="", now=now())
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def test_the_profile_is_saved_and_shown(signed_in: PageClient, ada: User):
    answer = signed_in.submit("/account", TYPED)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert (ada.name, ada.phone) == ("Ada King", "+44 20 7946 0000")
    assert ada.role is Role.STUDIO_OWNER
    page = signed_in.get("/account")
    assert "Your profile is saved." in page.text
    assert "I play the &lt;b&gt;piano&lt;/b&gt;." in page.text


def test_an_owner_may_become_somebody_who_only_books(signed_in: PageClient, ada: User):
    ada.role = Role.STUDIO_OWNER
    db.session.commit()
    signed_in.submit("/account", {**TYPED, "role": "user"})
    assert ada.role is Role.USER


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "   ", "Enter your name."),
        ("name", "x" * 121, "120"),
        ("phone", "call me", "a phone number such as"),
        ("bio", "x" * 2001, "2000"),
        ("role", "admin", "Not a valid choice"),
    ],
)
def test_bad_input_is_told_and_nothing_changes(
    signed_in: PageClient, ada: User, field: str, value: str, message: str
):
    answer = signed_in.submit("/account", {**TYPED, field: value})
    assert answer.status_code == 422
    assert message in answer.text
    assert (ada.name, ada.phone, ada.role) == ("Ada Lovelace", None, Role.USER)


def test_columns_that_the_form_does_not_show_stay_as_they_are(signed_in: PageClient, ada: User):
    signed_in.submit(
        "/account",
        {**TYPED, "email": "eve@example.com", "password_hash": "x", "suspended_at": "2020-01-01"},
    )
    assert (ada.email, ada.password_hash, ada.suspended_at) == (EMAIL, None, None)


def test_an_admin_stays_one_whatever_is_posted(signed_in: PageClient, ada: User):
    ada.role = Role.ADMIN
    db.session.commit()
    assert "What brings you here?" not in signed_in.get("/account").text
    assert signed_in.submit("/account", TYPED).status_code == 303
    assert ada.role is Role.ADMIN


def test_an_unconfirmed_address_is_shown_with_the_way_to_confirm_it(
    signed_in: PageClient, ada: User
):
    ada.email_verified_at = None
    db.session.commit()
    assert "/auth/resend-verification" in signed_in.get("/account").text


def test_the_account_is_private(client: PageClient, ada: User):
    assert client.get("/account").location == "/auth/login?next=/account"
    page = client.get("/auth/login")
    assert page.headers["Cache-Control"] == "no-store"


def test_somebody_is_made_an_admin_from_the_terminal(app: Flask, ada: User):
    done = app.test_cli_runner().invoke(users, ["make-admin", " ADA@example.com"])
    assert done.exit_code == 0, done.output
    db.session.refresh(ada)
    assert ada.role is Role.ADMIN
    unknown = app.test_cli_runner().invoke(users, ["make-admin", "nobody@example.com"])
    assert unknown.exit_code == 1
    assert "has an account" in unknown.output
