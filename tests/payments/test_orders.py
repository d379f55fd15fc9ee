"""Webhooks in any order, doubled, or not at all: one end."""

from collections.abc import Callable
from functools import partial
from itertools import groupby, permutations
from operator import itemgetter
from random import Random
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from studiobook import clock
from studiobook.admin.checks import ledger
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.payments import jobs
from studiobook.payments.gateways.protocol import CheckoutPage
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.models import Dispute
from studiobook.payments.process_event import list_due_events, process_event
from tests.contracts.sandbox_stage import SandboxStage
from tests.payments.till import Till

#: Booking, charge, refunds, disputes, and how often each thing was told.
End = tuple[str, str, list[tuple[str, int]], list[str], dict[str, int]]
#: Of longer stories, and at dearer providers, so many orders are tried.
SOME = 6


def payment(till: Till, page: CheckoutPage, booking: Booking) -> str:
    """The provider's name of what was just paid, of which we have not heard yet."""
    account_ref = till.charge(booking).account.external_ref
    ref = till.stage.gateway.read_checkout(page.ref, account_ref=account_ref).payment_ref
    assert ref is not None
    return ref


def story(till: Till) -> Booking:
    """Paid slowly, half refunded by hand in two parts, one of them slowly: five events."""
    booking = till.booking()
    page = till.open(booking)
    till.stage.pay_slowly(page)
    till.wait(minutes=1)
    ref = payment(till, page, booking)
    till.stage.refund_by_hand(ref, 1000)
    till.stage.refunds_wait()
    till.stage.refund_by_hand(ref, 2000)
    till.wait(minutes=1)
    return booking


def disputed(till: Till, *, won: bool) -> Booking:
    """Paid, refunded by hand in part, then disputed and decided: four events."""
    booking = till.booking()
    page = till.open(booking)
    till.stage.pay(page)
    ref = payment(till, page, booking)
    till.stage.refund_by_hand(ref, 1000)
    till.stage.decide(till.stage.dispute(ref, 2000), won=won)
    return booking


def sent_back(till: Till) -> Booking:
    """Paid, refunded by hand twice, and the last sent back: four events."""
    booking = till.booking()
    page = till.open(booking)
    till.stage.pay(page)
    ref = payment(till, page, booking)
    till.stage.refund_by_hand(ref, 700)
    till.stage.refund_by_hand(ref, 1000)
    account_ref = till.charge(booking).account.external_ref
    refunds = till.stage.gateway.list_refunds(ref, account_ref=account_ref)
    [last] = [refund.ref for refund in refunds if refund.amount.minor == 1000]
    till.stage.fail_refund(last)
    return booking


def ending(till: Till, booking: Booking) -> End:
    refunds = sorted((str(refund.state), refund.amount_minor) for refund in till.refunds(booking))
    charge = till.charge(booking)
    found = select(Dispute.status).where(Dispute.charge_id == charge.id)
    disputes = [str(status) for status in db.session.scalars(found)]
    facts = till.facts(booking)
    told = {name: facts.count(name) for name in ("PaymentCaptured", "BookingConfirmed")}
    return till.status(booking), charge.state, refunds, disputes, told


def unbalanced(till: Till) -> list[str]:
    """What the doctor has to say of the books."""
    now = till.stage.now
    return [finding for check in ledger.CHECKS for finding in check.find(now)]


ONCE = {"PaymentCaptured": 1, "BookingConfirmed": 1}
RIGHT: End = (Status.CONFIRMED, "captured", [("succeeded", 1000), ("succeeded", 2000)], [], ONCE)
STORIES: dict[str, tuple[Callable[[Till], Booking], End]] = {
    "refunded in parts": (story, RIGHT),
    "disputed and won": (
        partial(disputed, won=True),
        (Status.CONFIRMED, "captured", [("succeeded", 1000)], ["won"], ONCE),
    ),
    "disputed and lost": (
        partial(disputed, won=False),
        (Status.CONFIRMED, "captured", [("succeeded", 1000)], ["lost"], ONCE),
    ),
    "sent back": (
        sent_back,
        (Status.CONFIRMED, "captured", [("failed", 1000), ("succeeded", 700)], [], ONCE),
    ),
}


def orders(stored: list[int], *, is_cheap: bool) -> list[tuple[int, ...]]:
    """Every order of up to five events; of more, or at a slower provider, some."""
    if is_cheap and len(stored) <= 5:
        return list(permutations(stored))
    dice = Random(5)
    return [tuple(dice.sample(stored, len(stored))) for _ in range(SOME)]


def live(orders: list[tuple[int, ...]], connection: Connection, look: Callable[[], None]) -> None:
    """Process events in each of the orders, and look at each end.

    What several orders begin with is lived through once: each event lies in a savepoint.
    """
    if not orders[0]:
        look()
        return
    for first, alike in groupby(sorted(orders), key=itemgetter(0)):
        db.session.remove()
        before = connection.begin_nested()
        process_event(event_row_id=first, gateways=gateways(), now=clock.now())
        live([order[1:] for order in alike], connection, look)
        db.session.remove()
        before.rollback()


@pytest.mark.parametrize("name", STORIES)
def test_every_order_of_events_ends_the_same(any_till: Till, app: Flask, name: str) -> None:
    till = any_till
    tell, right = STORIES[name]
    booking = tell(till)
    webhooks = till.stage.webhooks()
    booking_id = booking.id
    connection = cast("Connection", db._app_engines[app][None])  # rolled_back put it there
    # An open savepoint of the test's own session would take the posts with it when it ends.
    db.session.remove()
    for sent in webhooks:
        assert till.post(sent) == 200
    stored = list_due_events(now=clock.now())

    def look() -> None:
        # A refund that overtook its payment is placed at the second look.
        till.wait(minutes=1)
        jobs.process_inbox()
        assert ending(till, db.session.get_one(Booking, booking_id)) == right
        assert unbalanced(till) == []
        till.wait(minutes=-1)

    live(orders(stored, is_cheap=isinstance(till.stage, SandboxStage)), connection, look)
    # One order stays, for the doctor.
    jobs.process_inbox()
    till.wait(minutes=1)
    till.work()


@pytest.mark.usefixtures("sound")
def test_doubled_events_change_nothing(till: Till):
    booking = story(till)
    webhooks = till.stage.webhooks()
    till.hear([*webhooks, *webhooks])
    till.hear(webhooks)
    assert ending(till, booking) == RIGHT


@pytest.mark.usefixtures("sound")
def test_with_every_event_lost_the_reconciler_finds_the_money(till: Till):
    booking = till.booking()
    till.server.switch(lose_events=100)
    till.stage.pay(till.open(booking))
    till.hear()
    assert till.status(booking) is Status.HELD
    till.wait(minutes=3)
    till.reconcile()
    assert till.status(booking) is Status.CONFIRMED


@pytest.mark.usefixtures("sound")
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
