"""A year of bookings is made by the verbs, in studios that have not opened their doors yet."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.dev.world.bookings import Session, make
from studiobook.dev.world.build import World
from studiobook.dev.world.past import PastGateway
from studiobook.payments.connect import connect
from tests.factories.world import NOW, make_room, make_studio, make_user, slot_in

pytestmark = pytest.mark.committed


def session() -> Session:
    """A paid one for tomorrow, in a studio that nobody can see."""
    room = make_room(studio=make_studio(published=False))
    company, guest = room.studio.company, make_user()
    ref = f"acct_{room.id}"
    connect(company=company, gateway="sandbox", external_ref=ref, can_charge=True, now=NOW)
    slot = slot_in(room, days=1, hour=14, hours=2)
    db.session.commit()
    return Session(NOW, room.id, slot, guest.id, 1, "", "paid")


def test_a_session_in_a_studio_that_is_not_open_yet_is_held_and_paid(app: Flask) -> None:
    world = World(random.Random(1), now=NOW + timedelta(hours=1), began=NOW)
    make(world, session(), PastGateway("http://127.0.0.1:9"))
    assert db.session.scalars(select(Booking.status)).all() == [Status.CONFIRMED]
