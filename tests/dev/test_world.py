"""A year of bookings is made by the verbs, in studios that have not opened their doors yet."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studiobook.admin.checks.messages import CHECKS
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.dev.world import build, people, talks
from studiobook.dev.world.bookings import Session, make
from studiobook.dev.world.build import World
from studiobook.dev.world.past import PastGateway
from studiobook.dev.world.payouts import pay_out
from studiobook.messages.models import Side
from studiobook.messages.queries import count_unread, list_threads
from studiobook.payments.connect import connect
from studiobook.payments.models import Payout, PayoutLine
from studiobook.payments.states import PayoutState
from studiobook.teams.models import TeamRole
from studiobook.teams.queries import list_members, list_open_invitations
from tests.factories.world import (
    NOW,
    make_booking,
    make_company,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)

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


def test_the_demos_owners_have_been_paid_out_every_month(app: Flask) -> None:
    past, asked = PastGateway("http://127.0.0.1:9"), session()
    make(World(random.Random(1), now=NOW + timedelta(hours=1), began=NOW), asked, past)
    pay_out(past, began=NOW, now=NOW + timedelta(days=70))
    # The sale of November; January's has nothing to send.
    [payout] = db.session.scalars(select(Payout)).all()
    assert payout.state is PayoutState.PAID
    assert payout.created_at.date().isoformat() == "2026-12-01"
    lines = db.session.scalars(select(PayoutLine)).all()
    assert [line.charge and line.charge.booking.room_id for line in lines] == [asked.room_id]


def test_the_demos_guest_and_owner_find_messages_some_of_them_unread(app: Flask):
    owner = make_user(name="Sam", email=people.OWNER)
    make_company(owner=owner)
    maya = make_user(name="Maya", email=people.GUEST)
    house, elsewhere = make_studio(owner=owner), [make_studio() for _ in range(4)]
    for studio in [house, *elsewhere]:
        make_booking(room=make_room(studio=studio), viewer=make_visitor(maya))
    make_booking(
        room=make_room(studio=house, name="Room B"), viewer=make_visitor(make_user(name="Ben"))
    )
    db.session.commit()
    talks.fill_threads(NOW + timedelta(hours=1))
    for person, side, most in ((maya, Side.GUEST, 4), (owner, Side.STUDIO, 2)):
        viewer = make_visitor(person)
        entries, count = list_threads(viewer, side)
        assert 1 <= count <= most
        assert {entry.unread > 0 for entry in entries} >= {True}
        assert 1 <= count_unread(viewer, side) <= count
    assert not [finding for check in CHECKS for finding in check.find(NOW)]


def test_the_demos_owner_has_a_team_and_somebody_who_has_not_answered(app: Flask):
    world = World(random.Random(1), now=NOW, began=NOW - timedelta(days=365))
    build.lay_out(world)
    build.populate(world)
    studio = next(build.houses(world))
    db.session.flush()
    roles = {member.role for member in list_members([studio.id])}
    assert roles == set(TeamRole)
    (offer,) = list_open_invitations(studio_ids=[studio.id], company_ids=[])
    assert offer.expires_at > NOW
    assert studio.company.admins[0].user.email == people.OWNER
