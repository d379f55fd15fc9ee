"""Paying by a link that the studio sent: it lives for up to a day, its pages for less."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.expire import expire
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import Caller, offer, withdraw_offer
from studiobook.bookings.pay_link import lengthen
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.payments.errors import CannotPay, PaymentsAway
from studiobook.payments.models import Charge
from studiobook.payments.states import PAYABLE, ChargeState
from studiobook.rooms.models import Occupancy
from tests.factories.world import FEE, slot_in
from tests.payments.till import Till, end

pytestmark = pytest.mark.usefixtures("sound")

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def called(till: Till, *, lasts: timedelta = 24 * HOUR) -> Booking:
    room = till.room()
    booking = offer(
        room=room,
        slot=slot_in(room, days=7),
        people=1,
        engineer_id=None,
        caller=Caller("Anna Arndt", "anna@example.com"),
        lasts=lasts,
        fee=FEE,
        actor_id=room.studio.company.admins[0].user_id,
        now=clock.now(),
    )
    db.session.commit()
    return booking


def payable(booking: Booking) -> int:
    charges = select(Charge).where(Charge.booking_id == booking.id, Charge.state.in_(PAYABLE))
    return len(db.session.scalars(charges).all())


def test_a_caller_pays_by_the_link(till: Till):
    booking = called(till)
    till.wait(hours=20)
    till.stage.pay(till.open(booking))
    till.hear()
    assert till.status(booking) is Status.CONFIRMED
    assert till.received(booking) == (booking.total_minor, 0)


@pytest.mark.parametrize("news", ["heard", "not heard"])
def test_a_page_that_ended_before_its_link_is_followed_by_another(till: Till, news: str):
    booking = called(till)
    first = till.open(booking)
    assert till.charge(booking).expires_at == clock.now() + 23 * HOUR
    till.wait(hours=23, minutes=10)
    if news == "heard":
        till.reconcile()
    second = till.open(booking)
    assert second.url != first.url
    assert payable(booking) == 1
    till.stage.pay(second)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED
    assert till.received(booking) == (booking.total_minor, 0)


def test_a_page_at_the_end_of_the_link_keeps_the_time_a_little_longer_and_only_once(till: Till):
    booking = called(till)
    till.wait(hours=23, minutes=50)
    till.open(booking)
    db.session.refresh(booking)
    assert booking.link_ends_at is not None
    assert booking.lapses_at == booking.link_ends_at + 23 * MINUTE
    till.wait(minutes=32)
    with pytest.raises(CannotPay):
        till.open(booking)
    assert payable(booking) == 0


def test_a_link_of_half_an_hour_is_no_longer_than_any_hold(till: Till):
    booking = called(till, lasts=30 * MINUTE)
    till.wait(minutes=31)
    with pytest.raises(CannotPay):
        till.open(booking)


def test_more_time_is_more_time_to_pay(till: Till):
    booking = called(till, lasts=30 * MINUTE)
    till.open(booking)
    end(booking.id, partial(lengthen, lasts=2 * HOUR))
    till.wait(minutes=100)
    page = till.open(booking)
    assert payable(booking) == 1
    till.stage.pay(page)
    till.hear()
    assert till.status(booking) is Status.CONFIRMED


def test_a_provider_that_is_silent_about_an_ended_page_opens_no_second_one(till: Till):
    booking = called(till)
    till.open(booking)
    till.wait(hours=23, minutes=10)
    till.stage.answer_once_with(503)
    with pytest.raises(PaymentsAway):
        till.open(booking)
    assert payable(booking) == 1
    till.open(booking)
    assert payable(booking) == 1


def test_taking_back_closes_the_open_page(till: Till):
    booking = called(till)
    till.open(booking)
    end(booking.id, withdraw_offer)
    till.work()
    assert till.charge(booking).state is ChargeState.CANCELLED
    assert db.session.query(Occupancy).count() == 0
    with pytest.raises(CannotPay):
        till.open(booking)


def test_money_in_the_moment_of_taking_back_goes_back_in_full(till: Till):
    booking = called(till)
    till.stage.pay(till.open(booking))
    end(booking.id, withdraw_offer)
    till.hear()
    assert till.status(booking) is Status.RELEASED
    assert "LateMoneyRefused" in till.facts(booking)
    assert till.received(booking) == (booking.total_minor, booking.total_minor)
    assert db.session.query(Occupancy).count() == 0


def test_a_link_that_nobody_paid_ends_with_its_page(till: Till):
    booking = called(till)
    till.open(booking)
    till.wait(hours=24, minutes=1)
    end(booking.id, expire)
    till.work()
    assert till.status(booking) is Status.EXPIRED
    assert till.charge(booking).state is ChargeState.CANCELLED
