"""Everybody comes at once: one page, one capture, one refund."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from flask import Flask

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction, transaction
from studiobook.errors import DomainError
from studiobook.payments.ask_payout import ask_payout
from studiobook.payments.gateways.protocol import GatewayUnavailable
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.open_checkout import open_checkout
from studiobook.payments.request_refund import request_refund
from studiobook.payments.retry_refund import NotStuck, retry_refund, settle_by_hand
from studiobook.payments.settle import settle
from studiobook.payments.states import Reason
from studiobook.payments.submit_refund import submit_refund
from studiobook.values.money import Money
from tests.payments.test_pay_links import called, payable
from tests.payments.till import BACK, Till

pytestmark = pytest.mark.committed

AT_ONCE = 8


def all_at_once(app: Flask, act: Callable[[], Any]) -> list[Any]:
    """What each of several threads got, each with a connection of its own."""

    def in_context() -> Any:
        with app.app_context():
            return act()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [pool.submit(in_context) for _ in range(AT_ONCE)]
        return [each.result() for each in found]


def test_many_tabs_get_one_page(till: Till, app: Flask):
    booking_id = till.booking().id

    def pay() -> str:
        return open_checkout(
            booking_id=booking_id,
            success_url=BACK,
            cancel_url=BACK,
            gateways=gateways(),
            now=clock.now(),
        )

    assert len(set(all_at_once(app, pay))) == 1
    assert till.server.provider.store.count("checkout") == 1


def test_many_tabs_get_one_page_where_an_earlier_one_has_ended(till: Till, app: Flask):
    booking = called(till)
    booking_id = booking.id
    till.open(booking)
    till.wait(hours=23, minutes=10)

    def pay() -> str:
        return open_checkout(
            booking_id=booking_id,
            success_url=BACK,
            cancel_url=BACK,
            gateways=gateways(),
            now=clock.now(),
        )

    assert len(set(all_at_once(app, pay))) == 1
    db.session.expire_all()
    assert payable(db.session.get_one(Booking, booking_id)) == 1


def test_return_page_webhook_and_reconciler_together_capture_once(till: Till, app: Flask):
    booking = till.booking()
    till.stage.pay(till.open(booking))
    charge_id = till.charge(booking).id
    db.session.commit()
    all_at_once(app, lambda: settle(charge_id=charge_id, gateways=gateways(), now=clock.now()))
    facts = till.facts(booking)
    assert (facts.count("PaymentCaptured"), facts.count("BookingConfirmed")) == (1, 1)
    assert till.status(booking) is Status.CONFIRMED


def test_one_webhook_many_times_at_once_is_stored_once_and_heard_by_all(till: Till, app: Flask):
    booking = till.booking()
    till.stage.pay(till.open(booking))
    db.session.commit()
    [sent] = till.stage.webhooks()

    def post() -> int:
        return (
            app.test_client()
            .post("/webhooks/sandbox", data=sent.body, headers=sent.headers)
            .status_code
        )

    assert set(all_at_once(app, post)) == {200}
    till.work()
    assert till.facts(booking).count("PaymentCaptured") == 1


def test_one_refund_is_sent_once(till: Till, app: Flask):
    booking = till.paid()
    [refund_id] = in_transaction(lambda: owed(booking))
    all_at_once(
        app, lambda: submit_refund(refund_id=refund_id, gateways=gateways(), now=clock.now())
    )
    assert till.server.provider.store.count("refund") == 1
    till.work()
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_refund_that_got_a_stored_500_is_sent_anew_by_one_of_many(till: Till, app: Flask):
    booking = till.paid()
    [refund_id] = in_transaction(lambda: owed(booking, minor=1000))
    till.stage.answer_once_with(500)
    with pytest.raises(GatewayUnavailable):
        submit_refund(refund_id=refund_id, gateways=gateways(), now=clock.now())
    till.wait(minutes=3)
    all_at_once(
        app, lambda: submit_refund(refund_id=refund_id, gateways=gateways(), now=clock.now())
    )
    assert till.received(booking) == (booking.total_minor, 1000)


def test_one_cause_heard_by_many_owes_once(till: Till, app: Flask):
    booking = till.paid()
    booking_id = booking.id
    db.session.commit()
    all_at_once(app, lambda: in_transaction(lambda: owed(db.session.get_one(Booking, booking_id))))
    assert len(till.refunds(booking)) == 1


def owed(booking: Booking, minor: int | None = None) -> list[int]:
    refunds = request_refund(
        booking_id=booking.id,
        amount=Money(minor or booking.total_minor, booking.currency),
        reason=Reason.CANCELLED,
        actor="owner",
        cause="event-1",
        now=clock.now(),
    )
    return [refund.id for refund in refunds]


def test_a_payout_that_many_tabs_ask_for_is_one(till: Till, app: Flask):
    booking = till.paid()
    account = till.charge(booking).account
    account_id, currency = account.id, booking.currency
    till.stage.clear(account.external_ref)
    till.wait(minutes=2)
    db.session.rollback()

    def ask() -> int | None:
        try:
            return ask_payout(
                account_id=account_id,
                currency=currency,
                asked_by=None,
                gateways=gateways(),
                now=clock.now(),
            )
        except DomainError:
            return None

    asked = [each for each in all_at_once(app, ask) if each is not None]
    assert len(asked) == 1
    assert till.server.provider.store.count("payout") == 1


def test_admins_who_decide_at_once_decide_once(till: Till, app: Flask):
    booking = till.paid()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    [refund] = till.refunds(booking)
    refund_id = refund.id
    till.stage.fail_refund(refund.gateway_ref or "")
    till.hear()
    turns = count()

    def decide() -> bool:
        now, is_even = clock.now(), next(turns) % 2 == 0
        try:
            if is_even:
                in_transaction(lambda: retry_refund(refund_id=refund_id, actor="admin", now=now))
            else:
                in_transaction(
                    lambda: settle_by_hand(refund_id=refund_id, note="x", actor="admin", now=now)
                )
        except NotStuck:
            return False
        return True

    assert sum(all_at_once(app, decide)) == 1
