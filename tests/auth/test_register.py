"""Opening an account and confirming its address."""

import pytest

from studiobook.auth.log_in import log_in as log_in_verb
from studiobook.auth.models import Purpose
from studiobook.auth.passwords import is_password
from studiobook.auth.register import register
from studiobook.auth.tokens import issue_token
from studiobook.auth.verify import mark_verified
from studiobook.auth.weak_passwords import is_easy_to_guess
from studiobook.db.base import db
from studiobook.outbox.models import Event
from studiobook.users.models import Role, User
from tests.auth.conftest import (
    EMAIL,
    NOW,
    PASSWORD,
    Clock,
    account_of,
    is_signed_in,
    link_in,
    log_in,
    make_member,
    open_link,
)
from tests.support.client import PageClient


def send_form(client: PageClient, **changes: str):
    typed = {"name": "Ada", "email": EMAIL, "password": PASSWORD, "role": "user", **changes}
    return client.submit("/auth/register", typed)


def test_a_new_account_is_confirmed_by_mail_and_opened_by_its_password(client, mailbox):
    answer = send_form(client, role="studio_owner", email=" Ada@Example.com")
    assert (answer.status_code, answer.location) == (303, "/auth/check-mail")
    assert "Check your mail" in client.get(answer.location).text

    user = account_of(EMAIL)
    assert (user.name, user.role, user.email_verified_at) == ("Ada", Role.STUDIO_OWNER, None)

    link = link_in(mailbox(), "verify-email")
    there = client.get(link)
    assert there.location == "/auth/verify-email", "the token leaves the address"
    page = client.get(there.location)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert link.rpartition("/")[2] not in page.text
    assert account_of(EMAIL).email_verified_at is None, "looking confirms nothing"

    done = client.submit("/auth/verify-email", {})
    assert done.location == "/auth/login"
    assert account_of(EMAIL).email_verified_at == NOW
    assert not is_signed_in(client), "the mail alone signs nobody in"
    assert mailbox().subject == "Welcome to Studiobook"
    log_in(client)
    assert is_signed_in(client)


def test_a_known_address_gets_the_same_answer_and_another_mail(client, mailbox, ada: User):
    before = ada.password_hash
    answer = send_form(client, name="Eve", password="another long password")
    assert (answer.status_code, answer.location) == (303, "/auth/check-mail")
    mail = mailbox()
    assert mail.subject == "You have an account already"
    assert mail.to_address == ada.email
    db.session.refresh(ada)
    assert (ada.name, ada.password_hash) == ("Ada Lovelace", before)


def test_both_cost_one_hash_and_one_event(app, monkeypatch: pytest.MonkeyPatch, ada: User):
    hashes = []

    def counting(password: str) -> str:
        hashes.append(password)
        return "hash"

    monkeypatch.setattr("studiobook.auth.register.hash_password", counting)
    for email in (ada.email, "new@example.com"):
        before = db.session.query(Event).count()
        register(name="X", email=email, password=PASSWORD, role=Role.USER, now=NOW)
        assert db.session.query(Event).count() == before + 1
    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Enter your name."),
        ("name", "x" * 121, "longer than 120"),
        ("name", "A\x00da", "can&#39;t be stored"),
        ("email", "", "Enter your e-mail address."),
        ("email", "ada", "such as ada@example.com"),
        ("email", "ada@localhost", "such as ada@example.com"),
        ("email", "ada@example.com\nBcc: eve@example.com", "such as ada@example.com"),
        ("email", f"{'a' * 250}@example.com", "such as ada@example.com"),
        ("password", "", "at least 12 characters"),
        ("password", "x1!4567890a", "12 to 128 characters"),
        ("password", "x1!4567890ab" * 11, "12 to 128 characters"),
        ("password", "aaaaaaaaaaaaaa", "first to be guessed"),
        ("password", "password1234!", "first to be guessed"),
        ("role", "admin", "Not a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_written(
    client: PageClient, field: str, value: str, message: str
):
    answer = send_form(client, **{field: value})
    assert answer.status_code == 422
    assert message in answer.text
    assert "to put right" in answer.text
    assert db.session.query(User).count() == 0
    if field != "name":
        assert 'value="Ada"' in answer.text, "what was typed is kept"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "  spaces kept  ",
        "пароль из слов",
        "🎹🎸🥁🎻🎺🎷🪕🪗🎤🎧🎼🎙",
        "0123456789abcdef" * 8,
    ],
)
def test_any_characters_make_a_password_and_are_kept_as_typed(client: PageClient, password: str):
    send_form(client, password=password)
    assert log_in_verb(email=EMAIL, password=password, now=NOW).email == EMAIL
    user = account_of(EMAIL)
    assert not is_password(user.password_hash, password.strip() + "x")


def test_every_column_posted_to_the_form_changes_nothing(client: PageClient):
    send_form(
        client,
        id="1",
        password_hash="x",
        email_verified_at="2020-01-01",
        suspended_at="2020-01-01",
        created_at="2020-01-01",
    )
    user = account_of(EMAIL)
    assert user.email_verified_at is None
    assert user.suspended_at is None
    assert user.created_at == NOW


def test_a_confirmation_can_be_sent_again_and_the_older_link_dies(client, mailbox, time: Clock):
    send_form(client)
    first = link_in(mailbox(), "verify-email")
    answer = client.submit("/auth/resend-verification", {"email": EMAIL})
    assert answer.location == "/auth/check-mail"
    second = link_in(mailbox(), "verify-email")
    assert first != second
    assert open_link(client, first).status_code == 410
    assert open_link(client, second).status_code == 200


@pytest.mark.parametrize("email", ["nobody@example.com", EMAIL])
def test_nothing_is_sent_where_nothing_waits(client, mailbox, ada: User, email: str):
    answer = client.submit("/auth/resend-verification", {"email": email})
    assert answer.location == "/auth/check-mail"
    assert mailbox() is None


def test_a_used_lapsed_or_invented_link_offers_a_new_one(client, mailbox, time: Clock):
    user = make_member(verified=False)
    used = issue_token(user, Purpose.VERIFY, now=NOW)
    db.session.commit()
    client.get(f"/auth/verify-email/{used}")
    assert client.submit("/auth/verify-email", {}).status_code == 303
    user.email_verified_at = None
    lapsed = issue_token(user, Purpose.VERIFY, now=NOW)
    reset = issue_token(user, Purpose.RESET, now=NOW)
    db.session.commit()
    time.wait(days=2)
    for token in (used, lapsed, reset, "invented", "x" * 10_000, "%00"):
        page = open_link(client, f"/auth/verify-email/{token}")
        assert page.status_code == 410
        assert "/auth/resend-verification" in page.text
        assert client.submit("/auth/verify-email", {}, page="/auth/login").status_code == 410


def test_confirming_twice_tells_nobody_twice(app, mailbox):
    user = make_member(verified=False)
    mark_verified(user, NOW)
    mark_verified(user, NOW)
    db.session.commit()
    assert mailbox().subject == "Welcome to Studiobook"


@pytest.mark.parametrize(
    ("password", "easy"),
    [
        ("123456789012", True),
        ("passwordpassword", True),
        ("Studiobook2026!", True),
        ("ada@example.com", True),
        ("AdaLovelace99", False),
        ("ada lovelace", True),
        ("abababababab", True),
        ("password for my piano", False),
        ("correct horse battery", False),
    ],
)
def test_first_guesses_are_refused(password: str, easy: bool):  # noqa: FBT001 - a table
    assert is_easy_to_guess(password, name="Ada Lovelace", email="ada@example.com") is easy
