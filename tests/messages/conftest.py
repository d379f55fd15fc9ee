"""A studio, its people, a guest, and browsers for each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from studiobook import clock
from studiobook.db.base import db
from studiobook.studios.models import Studio
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import User
from tests.factories.sign_in import sign_in
from tests.factories.world import NOW, make_owner, make_studio, make_user
from tests.support.client import PageClient

Browse = Callable[[User | None], PageClient]


class Clock:
    """The time as the pages see it; stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def move_to(self, time: datetime) -> None:
        self.time = time


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock stands at the world's NOW (10:00 in Berlin)."""
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped.now)
    return stopped


@dataclass
class House:
    """A studio and everybody who has to do with it, or had."""

    studio: Studio
    owner: User
    manager: User
    front_desk: User
    engineer: User
    ex_manager: User
    guest: User
    other_guest: User
    other_owner: User


def join(studio: Studio, name: str, role: TeamRole, *, ended: bool = False) -> User:
    user = make_user(name=name)
    db.session.add(
        Membership(
            studio=studio,
            user=user,
            role=role,
            created_at=NOW,
            ended_at=NOW if ended else None,
        )
    )
    db.session.flush()
    return user


@pytest.fixture
def house(app: Flask, stopped_clock: Clock) -> House:
    owner, other_owner = make_owner(), make_owner(name="Otto Other")
    studio = make_studio(owner=owner)
    make_studio(owner=other_owner, name="Across the River")
    return House(
        studio=studio,
        owner=owner,
        manager=join(studio, "Mara Manager", TeamRole.MANAGER),
        front_desk=join(studio, "Fritz Front", TeamRole.FRONT_DESK),
        engineer=join(studio, "Edda Engel", TeamRole.ENGINEER),
        ex_manager=join(studio, "Xaver Ex", TeamRole.MANAGER, ended=True),
        guest=make_user(name="Gwen Guest", email="gwen@example.com"),
        other_guest=make_user(name="Olga Other"),
        other_owner=other_owner,
    )


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
