"""The provider is slow, silent, wrong or away: nothing is lost and nothing happens twice."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.expire import expire
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.payments.errors import CannotPay, PaymentsAway, StudioCannotCharge
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from studiobook.payments.models import Charge
from studiobook.payments.states import ChargeState
from tests.payments.till import Till, end

NOBODY = SandboxGateway(url="http://127.0.0.1:9", key="", secret=None)


def charges(booking_id: int) -> list[Charge]:
    db.session.expire_all()
    found = select(Charge).where(Charge.booking_id == booking_id).order_by(Charge.id)
    return list(db.session.scalars(found))


def test_a_page_whose_answer_was_lost_is_found_in_the_same_breath(till: Till):
    booking = till.booking()
    till.stage.hang_up_after_acting()
    page = till.open(booking)
    assert till.server.provider.store.count("checkout") == 1
    assert till.open(booking) == page


def test_a_stored_500_is_left_behind_with_a_new_attempt(till: Till):
    booking = till.booking()
    till.stage.answer_once_with(500)
    with pytest.raises(PaymentsAway):
        till.open(booking)
    assert till.charge(booking).state is ChargeState.UNKNOWN
    till.stage.pay(till.open(booking))
    till.hear()
    states = [charge.state for charge in charges(booking.id)]
    assert states == [ChargeState.FAILED, ChargeState.CAPTURED]
    assert charges(booking.id)[0].refusal == "no_trace"


def test_an_outage_does_not_burn_the_hold(till: Till, app: Flask, monkeypatch: pytest.MonkeyPatch):
    booking = till.booking()
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, EXTENSION, Registry(NOBODY))
        for _ in range(2):
            with pytest.raises(PaymentsAway):
                till.open(booking)
    assert till.status(booking) is Status.HELD
    till.stage.pay(till.open(booking))
    till.hear()
    assert till.status(booking) is Status.CONFIRMED


def test_six_hours_without_the_provider_are_caught_up_after(
    till: Till, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    paid, unpaid = till.booking(), till.booking()
    till.stage.pay(till.open(paid))
    till.open(unpaid)
    till.server.switch(lose_events=100)
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, EXTENSION, Registry(NOBODY))
        for _ in range(12):
            till.wait(minutes=30)
            till.reconcile()
        for booking in (paid, unpaid):
            end(booking.id, expire)
        till.work()
    till.wait(minutes=3)
    till.reconcile()
    db.session.expire_all()
    assert (paid.status, unpaid.status) == (Status.CONFIRMED, Status.EXPIRED)
    assert till.charge(unpaid).state is ChargeState.CANCELLED


def test_an_attempt_that_died_before_it_was_sent_is_given_up(till: Till):
    booking = till.booking()
    till.open(booking)
    # As after a crash between the intent and the call.
    [charge] = charges(booking.id)
    charge.state, charge.checkout_ref, charge.checkout_url = ChargeState.CREATED, None, None
    charge.idempotency_key = "c-never-sent"
    db.session.commit()
    till.wait(minutes=3)
    till.reconcile()
    assert till.charge(booking).state is ChargeState.FAILED
    assert till.open(booking).url


def test_a_crash_after_the_call_leaves_one_page(till: Till):
    booking = till.booking()
    page = till.open(booking)
    [charge] = charges(booking.id)
    charge.state, charge.checkout_ref, charge.checkout_url = ChargeState.CREATED, None, None
    db.session.commit()
    till.wait(minutes=3)
    till.reconcile()
    assert till.charge(booking).checkout_ref == page.ref
    assert till.open(booking) == page


def test_a_page_that_turns_up_when_nobody_waits_for_it_is_closed(till: Till):
    booking = till.booking()
    page = till.open(booking)
    [charge] = charges(booking.id)
    charge.state, charge.checkout_ref, charge.checkout_url = ChargeState.UNKNOWN, None, None
    db.session.commit()
    end(booking.id, release)
    till.work()
    assert till.server.provider.checkout(page.ref)["status"] == "expired"
    assert till.charge(booking).state is ChargeState.CANCELLED


def test_a_page_that_can_not_be_closed_now_is_closed_later(
    till: Till, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    booking = till.booking()
    page = till.open(booking)
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, EXTENSION, Registry(NOBODY))
        end(booking.id, release)
        till.work()
    with pytest.raises(CannotPay):
        till.open(booking)
    till.wait(minutes=1)
    till.work()
    assert till.server.provider.checkout(page.ref)["status"] == "expired"


def test_one_case_that_breaks_does_not_hold_up_the_others(till: Till):
    broken, paid = till.booking(), till.booking()
    till.open(broken)
    till.stage.pay(till.open(paid))
    charge = till.charge(broken)
    charge.checkout_ref = "chk_unknown_to_the_provider"
    db.session.commit()
    till.wait(minutes=3)
    till.reconcile()
    assert till.status(paid) is Status.CONFIRMED
    assert till.charge(broken).next_check_at == clock.now() + timedelta(hours=1)


def test_a_provider_that_is_no_longer_set_up_is_told_as_such(
    till: Till, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    booking = till.booking()
    monkeypatch.setitem(app.extensions, EXTENSION, Registry())
    with pytest.raises(StudioCannotCharge):
        till.open(booking)
