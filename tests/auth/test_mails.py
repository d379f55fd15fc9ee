"""Every mail about accounts, as it was looked at and found good: text and HTML.

After a wanted change, write them anew with UPDATE_SNAPSHOTS=1 and look at the difference.
"""

import os
import re
from pathlib import Path

import pytest
from flask import Flask

from studiobook.auth.ask_for_mail import (
    ask_for_password_reset,
    ask_for_sign_in_link,
    ask_for_verification,
)
from studiobook.auth.change_password import change_password
from studiobook.auth.link_google import Claims, link_google, unlink_google
from studiobook.auth.register import register
from studiobook.auth.verify import mark_verified
from studiobook.db.base import db
from studiobook.mail.message import Mail
from studiobook.mail.transports import Memory
from studiobook.outbox.deliver import deliver_due
from studiobook.outbox.models import Delivery, DeliveryState, Event
from studiobook.users.models import Role, User
from tests.auth.conftest import EMAIL, NOW, PASSWORD, make_member
from tests.support.client import PageClient

FOLDER = Path(__file__).parent / "mails"
CLAIMS = Claims("https://accounts.google.com", "1", EMAIL, email_verified=True, name="Ada")


def ask_verification() -> None:
    make_member(verified=False)
    ask_for_verification(EMAIL, now=NOW)


def welcome_user() -> None:
    mark_verified(make_member(verified=False), NOW)


def welcome_owner() -> None:
    mark_verified(make_member(verified=False, role=Role.STUDIO_OWNER), NOW)


def register_again() -> None:
    make_member()
    register(name="Eve", email=EMAIL, password=PASSWORD, role=Role.USER, now=NOW)


def forget_password() -> None:
    make_member()
    ask_for_password_reset(EMAIL, now=NOW)


def ask_link() -> None:
    make_member()
    ask_for_sign_in_link(EMAIL, now=NOW)


def change() -> None:
    change_password(make_member(), current=PASSWORD, password=PASSWORD + "!", session_id=0, now=NOW)


def link() -> None:
    link_google(make_member(), CLAIMS, now=NOW)


def unlink() -> None:
    user = make_member()
    link_google(user, CLAIMS, now=NOW)
    db.session.query(Delivery).delete()
    unlink_google(user, now=NOW)


CAUSES = {
    "verification": ask_verification,
    "welcome_user": welcome_user,
    "welcome_owner": welcome_owner,
    "already_registered": register_again,
    "password_reset": forget_password,
    "sign_in_link": ask_link,
    "password_changed": change,
    "google_linked": link,
    "google_unlinked": unlink,
}


@pytest.mark.parametrize("name", CAUSES)
def test_the_mail_reads_as_it_was_approved(app: Flask, sent: Memory, name: str):
    CAUSES[name]()
    db.session.commit()
    deliver_due(now=NOW)
    (mail,) = sent.sent
    assert (mail.to_address, mail.to_name) == (EMAIL, "Ada Lovelace")
    assert name.replace("_", "-") in mail.identity
    approve(FOLDER / f"{name}.txt", f"Subject: {mail.subject}\n\n{without_token(mail.text)}")
    approve(FOLDER / f"{name}.html", without_token(mail.html))


def test_every_mail_of_the_folder_is_approved(app: Flask):
    made = {path.stem for path in Path(app.root_path, "auth", "mails").iterdir()}
    assert made == set(CAUSES)


@pytest.mark.parametrize("name", CAUSES)
def test_every_link_in_a_mail_leads_to_a_page(
    app: Flask, client: PageClient, sent: Memory, name: str
):
    CAUSES[name]()
    db.session.commit()
    deliver_due(now=NOW)
    for path in set(re.findall(r"http://localhost(/[\w/-]*)", sent.sent[0].text)):
        app.url_map.bind("localhost").match(path)


def test_a_mail_that_could_not_leave_comes_later_with_a_fresh_token(
    app: Flask, sent: Memory, monkeypatch: pytest.MonkeyPatch
):
    forget_password()
    db.session.commit()

    def away(_mail: Mail) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(sent, "send", away)
        deliver_due(now=NOW)
    delivery = db.session.query(Delivery).one()
    assert delivery.state is DeliveryState.WAITING
    deliver_due(now=delivery.next_try_at)
    assert sent.sent[0].subject == "Set a new password"


def test_events_and_deliveries_hold_no_token(app: Flask, sent: Memory):
    forget_password()
    db.session.commit()
    deliver_due(now=NOW)
    token = re.search(r"reset-password/([\w-]+)", sent.sent[0].text)
    assert token is not None
    assert all(token[1] not in str(event.data) for event in db.session.query(Event))
    assert db.session.query(Event).filter_by(name="PasswordResetAsked").one().data == {
        "user_id": db.session.query(User).one().id
    }


def without_token(text: str) -> str:
    return re.sub(r"(/auth/(?:verify-email|reset-password|link)/)[\w-]+", r"\1TOKEN", text)


def approve(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text(), f"{path.name} has changed; look at it and approve it"
