"""Webhooks that come a hundred at a time, doubled, shuffled, forged, stale or to the wrong door."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.dev.sandbox.delivery import Webhook
from studiobook.payments import jobs
from studiobook.payments.models import GatewayEvent
from studiobook.payments.process_event import list_due_events
from studiobook.payments.states import RefundState
from tests.payments.till import Till

TIMES, AT_ONCE = 100, 16
#: Providers whose signatures carry no moment: there, what came before is known by its id.
TIMELESS = ("square",)


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(GatewayEvent)) or 0


def just_paid(till: Till) -> tuple[Booking, Webhook]:
    """A booking that was paid, and the first thing that the provider has to say of it."""
    booking = till.booking()
    till.stage.pay(till.open(booking))
    return booking, till.stage.webhooks()[0]


@pytest.mark.committed
def test_one_event_a_hundred_times_at_once_has_one_effect(any_till: Till, app: Flask) -> None:
    till = any_till
    booking, sent = just_paid(till)
    path = f"/webhooks/{till.stage.gateway.name}/{sent.endpoint}".rstrip("/")

    def post(_number: int) -> int:
        client = app.test_client()
        return client.post(path, data=sent.body, headers=sent.headers).status_code

    def work(row: int) -> None:
        with app.app_context():
            jobs.process_inbox_event(row)
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(post, range(TIMES))) == {200}
        [row] = list_due_events(now=till.stage.now)
        db.session.remove()
        list(pool.map(work, [row] * TIMES))
    till.work()
    assert stored() == 1
    assert till.status(booking) is Status.CONFIRMED
    facts = till.facts(booking)
    assert [facts.count(name) for name in ("PaymentCaptured", "BookingConfirmed")] == [1, 1]
    assert till.received(booking) == (booking.total_minor, 0)


@pytest.mark.committed
def test_a_shuffled_flood_with_doubles_comes_to_the_same_end(any_till: Till) -> None:
    till, dice, parts = any_till, Random(3), 6
    bookings = []
    for _ in range(8):
        booking = till.booking()
        page = till.open(booking)
        till.stage.pay(page)
        account_ref = till.charge(booking).account.external_ref
        paid = till.stage.gateway.read_checkout(page.ref, account_ref=account_ref)
        for part in range(parts):
            till.stage.refund_by_hand(paid.payment_ref or "", 100 + part)
        bookings.append(booking)
    webhooks = till.stage.webhooks()
    flood = [*webhooks, *dice.sample(webhooks, len(webhooks) * 3 // 10)]
    dice.shuffle(flood)
    till.hear(flood)
    # What overtook its payment is placed at the second look.
    till.wait(minutes=1)
    till.work()
    assert stored() == len(webhooks)
    for booking in bookings:
        refunds = till.refunds(booking)
        assert sorted(refund.amount_minor for refund in refunds) == [*range(100, 100 + parts)]
        assert {refund.state for refund in refunds} == {RefundState.SUCCEEDED}
        assert till.facts(booking).count("PaymentCaptured") == 1
    unprocessed = select(GatewayEvent.id).where(GatewayEvent.processed_at.is_(None))
    assert db.session.scalars(unprocessed).all() == []


def test_what_was_changed_or_written_anew_or_not_signed_is_refused(any_till: Till) -> None:
    till = any_till
    booking, sent = just_paid(till)
    said = json.loads(sent.body)
    same = [json.dumps(said, indent=1), json.dumps(said, separators=(",", ":"), sort_keys=True)]
    bodies = [*(text.encode() for text in same), sent.body + b" ", sent.body.replace(b"1", b"2", 1)]
    for body in bodies:
        if body != sent.body:
            assert till.post(replace(sent, body=body)) == 400
    nothing = {"Content-Type": "application/json"}
    assert till.post(replace(sent, headers=nothing)) == 400
    assert stored() == 0
    till.work()
    assert till.status(booking) is Status.HELD


def test_a_webhook_at_another_door_is_refused(any_till: Till) -> None:
    till = any_till
    _booking, sent = just_paid(till)
    others = till.stage.gateway.endpoints - {sent.endpoint}
    for endpoint in others:
        assert till.post(replace(sent, endpoint=endpoint)) == 400
    assert till.post(replace(sent, endpoint="nowhere")) == 404
    assert stored() == 0


def test_an_old_webhook_is_refused_or_without_effect(any_till: Till) -> None:
    till = any_till
    booking, sent = just_paid(till)
    till.hear([sent])
    before = till.facts(booking)
    till.wait(minutes=10)
    assert till.post(sent) == (200 if till.stage.gateway.name in TIMELESS else 400)
    till.work()
    assert stored() == 1
    assert till.facts(booking) == before
