"""Webhooks in any order, doubled, or not at all: one end."""

from itertools import permutations
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import Connection

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.dev.sandbox.delivery import Webhook
from studiobook.payments import jobs
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.process_event import list_due_events, process_event
from tests.payments.till import Till

pytestmark = pytest.mark.usefixtures("sound")

End = tuple[str, str, list[tuple[str, int]], int]


def story(till: Till) -> tuple[Booking, list[Webhook]]:
    """Paid slowly, half refunded by hand in two parts, one of them slowly: five events."""
    booking = till.booking()
    page = till.open(booking)
    till.stage.pay_slowly(page)
    till.wait(minutes=1)
    payment = till.server.provider.checkout(page.ref)["payment"]
    till.stage.refund_by_hand(payment, 1000)
    till.stage.refunds_wait()
    till.stage.refund_by_hand(payment, 2000)
    till.wait(minutes=1)
    webhooks = till.stage.webhooks()
    assert len(webhooks) == 5
    return booking, webhooks


def ending(till: Till, booking: Booking) -> End:
    refunds = sorted((str(refund.state), refund.amount_minor) for refund in till.refunds(booking))
    captured = till.facts(booking).count("PaymentCaptured")
    return till.status(booking), till.charge(booking).state, refunds, captured


RIGHT: End = (Status.CONFIRMED, "captured", [("succeeded", 1000), ("succeeded", 2000)], 1)


def test_every_order_of_five_events_ends_the_same(till: Till, app: Flask):
    booking, webhooks = story(till)
    booking_id, start = booking.id, till.stage.now
    connection = cast("Connection", db._app_engines[app][None])  # rolled_back put it there
    # An open savepoint of the test's own session would take the posts with it when it ends.
    db.session.remove()
    for sent in webhooks:
        assert till.post(sent) == 200
    stored = list_due_events(now=start)
    for order in permutations(stored):
        db.session.remove()
        before = connection.begin_nested()
        for event_row_id in order:
            process_event(event_row_id=event_row_id, gateways=gateways(), now=start)
        # A refund that overtook its payment is placed at the second look.
        till.wait(minutes=1)
        jobs.process_inbox()
        assert ending(till, db.session.get_one(Booking, booking_id)) == RIGHT
        db.session.remove()
        before.rollback()
        till.wait(minutes=(start - till.stage.now).total_seconds() / 60)


def test_doubled_events_change_nothing(till: Till):
    booking, webhooks = story(till)
    till.hear([*webhooks, *webhooks])
    till.hear(webhooks)
    assert ending(till, booking) == RIGHT


def test_with_every_event_lost_the_reconciler_finds_the_money(till: Till):
    booking = till.booking()
    till.server.switch(lose_events=100)
    till.stage.pay(till.open(booking))
    till.hear()
    assert till.status(booking) is Status.HELD
    till.wait(minutes=3)
    till.reconcile()
    assert till.status(booking) is Status.CONFIRMED


def test_events_that_arrive_three_days_late_change_nothing_any_more(till: Till):
    booking = till.booking()
    till.server.switch(delay_events=3 * 24 * 3600)
    till.stage.pay(till.open(booking))
    till.wait(minutes=3)
    till.reconcile()
    till.wait(hours=73)
    before = till.facts(booking)
    till.hear()
    assert till.facts(booking) == before
    assert till.status(booking) is Status.CONFIRMED
