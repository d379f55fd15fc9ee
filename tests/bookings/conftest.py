"""What the tests of the booking pages share."""

from collections.abc import Callable
from datetime import datetime

import pytest
from werkzeug.test import TestResponse

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.rooms.models import Room
from tests.factories.world import NOW
from tests.support.client import PageClient

Hold = Callable[..., TestResponse]


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


@pytest.fixture
def hold_by_form(client: PageClient) -> Hold:
    """Send the form that holds a slot, as any page would: a week ahead, 14:00, two hours."""

    def send(room: Room, page: str = "/auth/login", **changed: str) -> TestResponse:
        fields = {"date": "2026-11-30", "start": "14:00", "hours": "2", "people": "2", **changed}
        return client.submit(f"/rooms/{room.code}/holds", fields, page=page)

    return send


def only_booking() -> Booking:
    """The one there is."""
    return db.session.query(Booking).one()
