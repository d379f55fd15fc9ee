"""A new password: forgotten or changed."""

from flask import Flask

from studiobook.auth.models import Purpose
from studiobook.auth.tokens import find_holder, issue_token
from studiobook.db.base import db
from studiobook.users.models import User
from tests.auth.conftest import (
    EMAIL,
    NOW,
    PASSWORD,
    Clock,
    another_browser,
    is_signed_in,
    link_in,
    log_in,
    make_member,
    open_link,
)
from tests.support.client import PageClient

NEW = "ein neues, langes Wort"


def test_a_forgotten_password_is_replaced_by_mail_and_all_browsers_are_out(
    app: Flask, client, mailbox, ada: User
):
    log_in(client)
    stranger = another_browser(app)
    answer = stranger.submit("/auth/forgot-password", {"email": EMAIL})
    assert answer.location == "/auth/check-mail"
    link = link_in(mailbox(), "reset-password")
    assert stranger.get(link).location == "/auth/reset-password"
    page = stranger.get("/auth/reset-password")
    assert EMAIL in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    done = stranger.submit("/auth/reset-password", {"password": NEW})
    assert done.location == "/auth/login"
    assert mailbox().subject == "Your password was changed"
    assert not is_signed_in(stranger), "a reset signs nobody in"
    assert not is_signed_in(client), "and ends the other sessions"
    assert log_in(client).status_code == 422
    log_in(client, password=NEW)
    assert is_signed_in(client)
    assert open_link(stranger, link).status_code == 410


def test_a_refused_new_password_leaves_the_link_alive(client, mailbox, ada: User):
    client.submit("/auth/forgot-password", {"email": EMAIL})
    client.get(link_in(mailbox(), "reset-password"))
    assert client.submit("/auth/reset-password", {"password": "short"}).status_code == 422
    assert client.submit("/auth/reset-password", {"password": NEW}).status_code == 303


def test_an_unknown_or_suspended_address_gets_the_same_answer_and_no_mail(
    client, mailbox, ada: User
):
    ada.suspended_at = NOW
    db.session.commit()
    for email in ("nobody@example.com", EMAIL):
        answer = client.submit("/auth/forgot-password", {"email": email})
        assert (answer.status_code, answer.location) == (303, "/auth/check-mail")
        assert mailbox() is None


def test_a_reset_confirms_the_address_that_it_was_mailed_to(client, mailbox):
    user = make_member(verified=False)
    token = issue_token(user, Purpose.RESET, now=NOW)
    db.session.commit()
    client.get(f"/auth/reset-password/{token}")
    client.submit("/auth/reset-password", {"password": NEW})
    assert user.email_verified_at == NOW


def test_signing_in_calls_the_reset_link_in(client, ada: User):
    token = issue_token(ada, Purpose.RESET, now=NOW)
    db.session.commit()
    log_in(client)
    assert find_holder(token, Purpose.RESET, now=NOW) is None


def test_a_changed_address_kills_every_link(app: Flask, ada: User):
    token = issue_token(ada, Purpose.RESET, now=NOW)
    ada.email = "lovelace@example.com"
    db.session.flush()
    assert find_holder(token, Purpose.RESET, now=NOW) is None


def test_changing_the_password_asks_for_the_old_one_and_ends_the_other_sessions(
    app: Flask, client, mailbox, ada: User
):
    log_in(client)
    phone = another_browser(app)
    log_in(phone)
    page = "/account/security"
    wrong = client.submit(page, {"current": "not my password", "password": NEW})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text
    right = client.submit(page, {"current": PASSWORD, "password": NEW})
    assert right.location == page
    assert mailbox().subject == "Your password was changed"
    assert is_signed_in(client)
    assert not is_signed_in(phone)
    assert log_in(phone, password=NEW).status_code == 303


def test_the_security_page_lists_browsers_and_ends_them(app: Flask, client, ada: User, time: Clock):
    phone = another_browser(app)
    phone.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1" + "x" * 500
    )
    log_in(phone)
    time.wait(minutes=1)
    log_in(client)
    page = client.get("/account/security")
    assert "Safari on iPhone" in page.text
    assert "(this browser)" in page.text
    ending = _ending_path(page.text)
    assert client.submit(ending, {}, page="/account/security").status_code == 303
    assert not is_signed_in(phone)
    assert is_signed_in(client)


def test_foreign_and_absent_sessions_answer_the_same(app: Flask, client, ada: User):
    make_member(email="eve@example.com", name="Eve")
    log_in(client)
    ending = _ending_path(_security_page_with_two_sessions(app, client))
    eve = another_browser(app)
    log_in(eve, email="eve@example.com")
    for path in (ending, "/account/sessions/999999/ending"):
        assert eve.submit(path, {}, page="/account/security").status_code == 404


def test_all_other_browsers_can_be_signed_out_at_once(app: Flask, client, ada: User):
    phones = [another_browser(app) for _ in range(3)]
    for phone in phones:
        log_in(phone)
    log_in(client)
    client.submit("/account/sessions/ending", {}, page="/account/security")
    assert not any(is_signed_in(phone) for phone in phones)
    assert is_signed_in(client)


def _security_page_with_two_sessions(app: Flask, client: PageClient) -> str:
    log_in(another_browser(app))
    return client.get("/account/security").text


def _ending_path(html: str) -> str:
    path, _quote, _rest = html.partition("/account/sessions/")[2].partition('"')
    return f"/account/sessions/{path}"
