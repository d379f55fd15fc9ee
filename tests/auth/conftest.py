"""People who can sign in, and the mails that they get."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from studiobook import clock
from studiobook.auth.register import register
from studiobook.auth.verify import mark_verified
from studiobook.db.base import db
from studiobook.mail.message import Mail
from studiobook.mail.transports import Memory
from studiobook.outbox.deliver import deliver_due
from studiobook.outbox.models import Delivery
from studiobook.users.models import Role, User
from tests.support.client import PageClient

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "vier Wörter über Bäume"
EMAIL = "ada@example.com"


class Clock:
    """The time as the application sees it; stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def wait(self, **span: float) -> datetime:
        self.time += timedelta(**span)
        return self.time


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that only the test moves."""
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped.now)
    return stopped


@pytest.fixture
def ada(app: object) -> User:
    """A confirmed person with a password, whose first mails have been delivered."""
    return make_member()


@pytest.fixture
def mailbox(sent: Memory, time: Clock) -> Callable[[], Mail | None]:
    """Deliver what is due and hand out the one mail that left, or None."""

    def open_mailbox() -> Mail | None:
        sent.sent.clear()
        deliver_due(now=time.now())
        assert len(sent.sent) <= 1, [mail.subject for mail in sent.sent]
        return sent.sent[0] if sent.sent else None

    return open_mailbox


def make_member(
    *,
    name: str = "Ada Lovelace",
    email: str = EMAIL,
    role: Role = Role.USER,
    verified: bool = True,
) -> User:
    """An account made by the verbs, without its first mails."""
    user = register(name=name, email=email, password=PASSWORD, role=role, now=NOW)
    if verified:
        mark_verified(user, NOW)
    db.session.query(Delivery).delete()
    db.session.commit()
    return user


def another_browser(app: Flask) -> PageClient:
    """A second browser, of the same person or of somebody else."""
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    return browser


def account_of(email: str) -> User:
    """The account with this address, as it is now."""
    return db.session.query(User).filter_by(email=email).one()


def log_in(client: PageClient, *, email: str = EMAIL, password: str = PASSWORD, **more: str):
    """Send the sign-in form as a browser does."""
    return client.submit("/auth/login", {"email": email, "password": password, **more})


def is_signed_in(client: PageClient) -> bool:
    """Whether the account page opens."""
    return client.get("/account").status_code == 200


def open_link(client: PageClient, link: str):
    """The page behind a mailed link, after the redirect that takes the token out."""
    return client.get(client.get(link).location)


def link_in(mail: Mail | None, kind: str) -> str:
    """The path of the mailed link of this kind, the same in text and HTML."""
    assert mail is not None, "no mail has left"
    found = re.search(rf"http://localhost(/auth/{kind}/[\w-]+)", mail.text)
    assert found, mail.text
    assert found[1] in mail.html
    return found[1]


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """The statements that the block sends, without savepoints."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if "SAVEPOINT" not in statement:
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting
