"""No booking page asks the database more than nine times, however much it shows."""

import pytest

from studiobook.bookings.models import Booking
from studiobook.db.base import db
from tests.bookings.conftest import Clock, Hold
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    make_booking,
    make_engineer,
    make_hold,
    make_room,
    make_studio,
    make_user,
    make_visitor,
)
from tests.support.client import PageClient
from tests.support.statements import counted

#: One of them is the header's, for the messages of whoever is signed in.
MOST = 9


@pytest.fixture
def mine(client: PageClient, stopped_clock: Clock) -> dict[str, Booking]:
    user = make_user()
    sign_in(client, user)
    viewer = make_visitor(user)
    studio = make_studio()
    room = make_room(studio=studio)
    return {
        "confirmed": make_booking(room=room, viewer=viewer, engineer=make_engineer(studio=studio)),
        "held": make_hold(room=make_room(studio=studio, name="Room B"), viewer=viewer),
    }


@pytest.mark.parametrize(
    ("state", "path"),
    [
        ("confirmed", ""),
        ("confirmed", "/cancellation"),
        ("confirmed", "/reschedule"),
        ("confirmed", "/receipt"),
        ("confirmed", ".ics"),
        ("held", ""),
        ("held", "/checkout"),
    ],
)
def test_a_booking_page_asks_little(
    client: PageClient, mine: dict[str, Booking], state: str, path: str
):
    code = mine[state].code
    with counted() as asked:
        assert client.get(f"/bookings/{code}{path}").status_code == 200
    assert len(asked) <= MOST, "\n".join(asked)


def test_the_list_asks_the_same_for_two_and_for_ten(client: PageClient, stopped_clock: Clock):
    user = make_user()
    sign_in(client, user)
    counts = []
    for more in (2, 8):
        for _ in range(more):
            make_booking(viewer=make_visitor(user))
        with counted() as asked:
            client.get("/bookings")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST


def test_a_hold_asks_little_too(client: PageClient, hold_by_form: Hold):
    room = make_room()
    db.session.commit()
    with counted() as asked:
        assert hold_by_form(room).status_code == 303
    assert len(asked) <= 10, "\n".join(asked)  # one of them is the test reading its room
