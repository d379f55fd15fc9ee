"""A studio, everybody who works there or did, browsers for each of them, and the mail."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask

from studiobook import clock
from studiobook.db.base import db
from studiobook.mail.message import Mail
from studiobook.mail.transports import Memory
from studiobook.outbox.deliver import deliver_due
from studiobook.studios.models import Studio
from studiobook.teams.join import join
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import User
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, make_engineer, make_owner, make_studio, make_user
from tests.support.client import PageClient

Browse = Callable[[User | None], PageClient]
Post = Callable[[], Mail]
PASSWORD = "vier Wörter über Bäume"


class Clock:
    """The time as the pages see it; stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def wait(self, **span: float) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock stands at the world's NOW until a test moves it."""
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped.now)
    return stopped


@dataclass
class House:
    """A studio and its people; `manager` and `engineer` are memberships."""

    studio: Studio
    owner: User
    manager: Membership
    front_desk: Membership
    engineer: Membership
    former_manager: Membership
    guest: User
    other_owner: User
    other_studio: Studio

    def person(self, who: str) -> User | None:
        """The person so called; None for nobody."""
        found = getattr(self, who.replace(" ", "_"), None)
        return found.user if isinstance(found, Membership) else found


def member(studio: Studio, name: str, role: TeamRole) -> Membership:
    return join(studio=studio, user=make_user(name=name), role=role, now=NOW)


def make_house() -> House:
    owner, other_owner = make_owner(), make_owner(name="Otto Other")
    studio = make_studio(owner=owner)
    former = member(studio, "Xaver Ex", TeamRole.MANAGER)
    former.ended_at = NOW
    return House(
        studio=studio,
        owner=owner,
        manager=member(studio, "Mara Manager", TeamRole.MANAGER),
        front_desk=member(studio, "Fritz Front", TeamRole.FRONT_DESK),
        engineer=make_engineer(studio=studio),
        former_manager=former,
        guest=make_user(name="Gwen Guest"),
        other_owner=other_owner,
        other_studio=make_studio(owner=other_owner, name="Across the River"),
    )


@pytest.fixture
def house(app: Flask, time: Clock) -> House:
    found = make_house()
    db.session.commit()
    return found


@pytest.fixture
def browse(app: Flask) -> Browse:
    """A browser of this person's, or of nobody's."""

    def open_browser(user: User | None) -> PageClient:
        client = app.test_client()
        assert isinstance(client, PageClient)
        if user is not None:
            sign_in(client, user)
        return client

    return open_browser


@pytest.fixture
def post(app: Flask, sent: Memory, time: Clock) -> Post:
    """Deliver what is due and hand out the one mail that left."""

    def open_mailbox() -> Mail:
        sent.sent.clear()
        db.session.commit()
        deliver_due(now=time.now())
        (mail,) = sent.sent
        return mail

    return open_mailbox


def link_in(mail: Mail) -> str:
    """The path of the invitation that the mail leads to."""
    found = re.search(r"http://localhost(/invitations/[\w-]+)", mail.text)
    assert found is not None
    return found[1]
