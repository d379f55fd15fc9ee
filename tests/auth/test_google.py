"""Google, played by a real OpenID provider: who gets in, what is never merged, what is refused."""

import dataclasses
import time as real_time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from studiobook.app import create_app
from studiobook.auth.link_google import list_identities
from studiobook.auth.models import Purpose
from studiobook.auth.tokens import issue_token
from studiobook.db.base import db
from studiobook.settings import Settings
from studiobook.users.models import Role, User
from tests.auth.conftest import (
    EMAIL,
    NOW,
    account_of,
    another_browser,
    is_signed_in,
    log_in,
    make_member,
)
from tests.auth.provider import Provider, altered, parameters, running_provider
from tests.support.client import PageClient

SUBJECT = "google-1"
INSTAGRAM = "Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile/15E148 Instagram 300.0"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running_provider(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture(scope="module")
def app(settings: Settings, provider: Provider) -> Iterator[Flask]:
    """An installation that knows the provider."""
    app = create_app(
        dataclasses.replace(
            settings,
            google_client_id="studiobook",
            google_client_secret="a-secret-of-theirs",
            google_issuer=provider.issuer,
        )
    )
    app.test_client_class = PageClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def known(provider: Provider) -> None:
    """Ada has an account at the provider."""
    provider.know(SUBJECT, email="Ada@Example.com", email_verified=True, name="Ada  L.")


def start(client: PageClient, **form: str) -> str:
    """Press the button; returns the address at the provider."""
    return client.submit("/auth/google", form, page="/auth/register").location


def go(client: PageClient, provider: Provider, subject: str = SUBJECT, **form: str):
    """All the way there and back."""
    return client.get(provider.consent(start(client, **form), subject))


def test_a_new_person_gets_a_confirmed_account(client, provider: Provider, mailbox):
    answer = go(client, provider, next="/bookings", role="studio_owner")
    assert answer.location == "/bookings"
    assert is_signed_in(client)
    user = account_of(EMAIL)
    assert (user.name, user.role, user.email_verified_at) == ("Ada L.", Role.STUDIO_OWNER, NOW)
    assert user.password_hash is None
    assert mailbox().subject == "Welcome to Studiobook"


def test_the_identity_is_the_subject_whatever_the_address_becomes(client, provider, app: Flask):
    go(client, provider)
    provider.know(SUBJECT, email="moved@example.com", email_verified=False)
    other = another_browser(app)
    assert go(other, provider).location == "/"
    assert is_signed_in(other)
    assert db.session.query(User).one().email == EMAIL


def test_the_start_carries_state_nonce_and_a_pkce_challenge(client, provider: Provider):
    asked = parameters(start(client))
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 20
    assert len(asked["nonce"]) >= 20
    assert asked["redirect_uri"] == "http://localhost/auth/google/callback"
    assert asked["scope"] == "openid email profile"
    again = parameters(start(client))
    assert not {asked[name] for name in ("state", "nonce", "code_challenge")} & {*again.values()}


def test_a_forged_host_does_not_choose_where_the_code_is_sent(client, provider: Provider):
    client.environ_base["HTTP_HOST"] = "localhost"
    token_page = client.get("/auth/register", headers={"X-Forwarded-Host": "evil.example"})
    assert token_page.status_code == 200
    assert parameters(start(client))["redirect_uri"].startswith("http://localhost/")


@pytest.mark.parametrize("change", [{"state": None}, {"state": "made-up"}, {"code": "made-up"}])
def test_a_missing_or_foreign_state_or_code_is_refused(client, provider, change: dict[str, str]):
    back = provider.consent(start(client), SUBJECT)
    refused(client, altered(back, **change))


def test_a_callback_in_another_browser_is_refused(app: Flask, client, provider: Provider):
    back = provider.consent(start(client), SUBJECT)
    refused(another_browser(app), back)


def test_a_callback_works_once(client, provider: Provider):
    back = provider.consent(start(client), SUBJECT)
    assert client.get(back).status_code == 303
    client.submit("/auth/logout", {}, page="/account")
    refused(client, back)


def test_a_foreign_nonce_is_refused(client, provider: Provider):
    there = start(client)
    refused(client, provider.consent(altered(there, nonce="of-somebody-else"), SUBJECT))


def test_a_start_lapses_after_ten_minutes(client, provider, monkeypatch: pytest.MonkeyPatch):
    back = provider.consent(start(client), SUBJECT)
    later = real_time.time() + 601
    monkeypatch.setattr("studiobook.auth.google.time", SimpleNamespace(time=lambda: later))
    refused(client, back)


def test_a_refusal_at_google_is_no_dead_end(client, provider: Provider):
    refused(client, provider.deny(start(client)))


def test_a_provider_that_does_not_answer_is_no_dead_end(app: Flask, client, provider: Provider):
    back = provider.consent(start(client), SUBJECT)
    metadata = app.extensions["studiobook_google"].server_metadata
    address = metadata["token_endpoint"]
    metadata["token_endpoint"] = "http://127.0.0.1:9/token"
    try:
        refused(client, back)
    finally:
        metadata["token_endpoint"] = address


def test_another_issuer_is_refused(
    client, provider: Provider, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    back = provider.consent(start(client), SUBJECT)
    other = dataclasses.replace(app.config["SETTINGS"], google_issuer="https://accounts.example")
    monkeypatch.setitem(app.config, "SETTINGS", other)
    refused(client, back)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "new@example.com", "email_verified": False},
        {"email": "new@example.com"},
        {"email": "new@example.com", "email_verified": "true"},
        {"email_verified": True},
        {"email": "a\u0007b@example.com", "email_verified": True},
    ],
)
def test_a_new_person_needs_an_address_that_google_vouches_for(
    client, provider: Provider, claims: dict[str, object]
):
    provider.know("google-2", name="Eve", **claims)
    answer = go(client, provider, "google-2")
    assert answer.status_code == 422
    assert "confirmed" in answer.text
    assert db.session.query(User).count() == 0


def test_an_account_with_the_same_address_is_linked_only_after_it_is_proved(
    client, provider: Provider, mailbox, ada: User
):
    assert go(client, provider, next="/bookings").location == "/auth/google/link"
    page = client.get("/auth/google/link")
    assert "You have an account already" in page.text
    assert not is_signed_in(client)
    assert list_identities(ada) == []
    assert client.submit("/auth/google/link", {}, page="/auth/login").status_code == 303

    assert log_in(client).location == "/auth/google/link"
    assert "ada@example.com at Google" in client.get("/auth/google/link").text
    assert list_identities(ada) == [], "looking links nothing"
    assert client.submit("/auth/google/link", {}).location == "/bookings"
    assert [identity.subject for identity in list_identities(ada)] == [SUBJECT]
    assert mailbox().subject == "Google signs you in now"


def test_the_mailbox_proves_the_account_as_well(client, provider: Provider, ada: User):
    go(client, provider)
    token = issue_token(ada, Purpose.LINK, now=NOW)
    db.session.commit()
    client.get(f"/auth/link/{token}")
    assert client.submit("/auth/link/login", {}).location == "/auth/google/link"
    client.submit("/auth/google/link", {})
    assert len(list_identities(ada)) == 1


def test_an_unconfirmed_account_is_never_linked(client, provider: Provider):
    """Somebody else may have opened it and wait for its owner to come by Google."""
    squatted = make_member(verified=False)
    go(client, provider)
    log_in(client)
    assert "Confirm your e-mail address" in client.get("/auth/google/link").text
    answer = client.submit("/auth/google/link", {}, page="/account")
    assert answer.status_code == 422
    assert list_identities(squatted) == []


def test_a_waiting_google_account_is_not_offered_to_another_person(client, provider, ada: User):
    go(client, provider)
    make_member(name="Eve", email="eve@example.com")
    assert log_in(client, email="eve@example.com").location == "/"
    assert client.get("/auth/google/link").status_code == 422


def test_a_signed_in_person_links_from_the_account_whatever_the_address(
    client, provider: Provider, ada: User
):
    provider.know("google-3", email="private@example.net", email_verified=True, name="A")
    log_in(client)
    there = client.submit("/auth/google", {"next": "/account/security"}, page="/account/security")
    back = provider.consent(there.location, "google-3")
    assert client.get(back).location == "/auth/google/link"
    assert client.submit("/auth/google/link", {}).location == "/account/security"
    assert "private@example.net signs you in" in client.get("/account/security").text


def test_a_google_account_opens_one_account_only(app: Flask, client, provider: Provider, ada: User):
    provider.know("google-4", email="eve@example.com", email_verified=True, name="Eve")
    go(another_browser(app), provider, "google-4")
    log_in(client)
    there = client.submit("/auth/google", {}, page="/account/security").location
    answer = client.get(provider.consent(there, "google-4"))
    assert answer.status_code == 409
    assert list_identities(ada) == []


def test_google_is_taken_off_only_when_a_password_is_left(client, provider: Provider, mailbox):
    go(client, provider)
    user = account_of(EMAIL)
    mailbox()
    client.submit("/account/google/removal", {}, page="/account/security")
    assert "Set a password first" in client.get("/account/security").text
    assert len(list_identities(user)) == 1
    user.password_hash = make_member(email="other@example.com").password_hash
    db.session.commit()
    client.submit("/account/google/removal", {}, page="/account/security")
    assert list_identities(user) == []
    assert mailbox().subject == "Google no longer signs you in"


def test_a_suspended_person_does_not_get_in_by_google(client, provider: Provider):
    go(client, provider)
    account_of(EMAIL).suspended_at = NOW
    db.session.commit()
    assert go(client, provider).status_code == 403
    assert not is_signed_in(client)


def test_the_visitors_key_survives_google_and_the_rest_does_not(client, provider: Provider):
    with client.session_transaction() as session:
        session["visitor"], session["planted"] = "key", "x"
    go(client, provider)
    with client.session_transaction() as session:
        assert session["visitor"] == "key"
        assert "planted" not in session


def test_a_browser_inside_an_app_is_told_of_the_mailed_link(client, provider: Provider):
    assert "Continue with Google" in client.get("/auth/login").text
    client.environ_base["HTTP_USER_AGENT"] = INSTAGRAM
    page = client.get("/auth/login")
    assert "Continue with Google" not in page.text
    assert "A mailed link works here" in page.text


def test_starting_needs_a_form_with_a_token(client, provider: Provider):
    assert client.get("/auth/google").status_code == 405
    assert client.post("/auth/google").status_code == 400


def refused(client: PageClient, path: str) -> None:
    """A page that says so, offers the mailed link, and has signed nobody in."""
    answer = client.get(path)
    assert answer.status_code == 422, answer.text
    assert "Google did not work" in answer.text
    assert "/auth/link" in answer.text
    assert not is_signed_in(client)
    assert db.session.query(User).filter_by(name="Ada L.").count() in (0, 1)
