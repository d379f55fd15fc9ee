"""The guest's way to the provider's page and back."""

import hashlib

import pytest
from flask import Flask

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.payments.gateways.protocol import CheckoutPage
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from studiobook.web.viewer import VISITOR
from tests.payments.till import Till
from tests.support.client import csrf_token

TOKEN = "the-browser-that-holds"


@pytest.fixture
def held(till: Till) -> Booking:
    """A hold of the client's browser, whose guest is known."""
    with till.client.session_transaction() as session:
        session[VISITOR] = TOKEN
    booking = till.booking()
    booking.visitor_hash = hashlib.sha256(TOKEN.encode()).hexdigest()
    db.session.commit()
    return booking


def press(till: Till, booking: Booking):
    """Post what the checkout passes on."""
    page = f"/bookings/{booking.code}/checkout"
    return till.client.submit(f"/bookings/{booking.code}/payment", {}, page=page)


def sentence(till: Till, booking: Booking) -> str:
    return till.client.get(f"/bookings/{booking.code}").text


def test_paying_goes_to_the_provider_and_back_to_a_confirmed_booking(till: Till, held: Booking):
    answer = press(till, held)
    assert (answer.status_code, answer.location[: len(till.server.url)]) == (303, till.server.url)
    # No webhook is needed: coming back reads the truth.
    till.server.switch(lose_events=100)
    page = CheckoutPage(
        ref=answer.location.rpartition("/")[2], url=answer.location, expires_at=None
    )
    till.stage.pay(page)
    back = till.client.get(f"/bookings/{held.code}/payment")
    assert (back.status_code, back.location) == (303, f"/bookings/{held.code}")
    assert till.status(held) is Status.CONFIRMED


def test_pressing_pay_after_paying_shows_the_booking(till: Till, held: Booking):
    token = csrf_token(till.client.get(f"/bookings/{held.code}/checkout").text)
    till.stage.pay(till.open(held))
    till.hear()
    answer = till.client.post(f"/bookings/{held.code}/payment", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, f"/bookings/{held.code}")


def test_another_browser_finds_nothing_to_pay(till: Till):
    booking = till.booking()
    assert till.client.get(f"/bookings/{booking.code}/payment").status_code == 404


def test_the_page_follows_a_payment_that_takes_long(till: Till, held: Booking):
    till.stage.pay_slowly(till.open(held))
    till.hear()
    page = sentence(till, held)
    assert "Your payment is on its way" in page
    assert 'hx-trigger="every 5s"' in page
    assert "Look again" in page, "without script it follows nothing by itself"
    assert "Let it go" not in page, "money that is on its way has bought it"
    till.wait(minutes=1)
    till.hear()
    assert "Your payment is on its way" not in sentence(till, held)


def test_the_page_tells_of_a_payment_that_failed(till: Till, held: Booking):
    till.stage.pay_slowly(till.open(held), fails=True)
    till.wait(minutes=1)
    till.hear()
    assert "The payment did not go through" in sentence(till, held)


@pytest.mark.parametrize(
    ("then_fail", "end"), [(False, "was paid back"), (True, "did not go through")]
)
def test_the_page_tells_the_truth_about_a_refund(
    till: Till, held: Booking, *, then_fail: bool, end: str
):
    till.stage.pay(till.open(held))
    till.hear()
    till.stage.refunds_wait(then_fail=then_fail)
    with transaction():
        cancel(held.id, by="owner", now=clock.now())
    till.work()
    assert "is on its way" in sentence(till, held)
    till.wait(minutes=1)
    till.hear()
    assert end in sentence(till, held)


def test_an_outage_is_told_as_one_and_the_hold_stays(
    till: Till, held: Booking, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    nobody = SandboxGateway(url="http://127.0.0.1:9", key="", secret=None)
    monkeypatch.setitem(app.extensions, EXTENSION, Registry(nobody))
    answer = press(till, held)
    assert answer.status_code == 503
    assert "still held" in answer.text
    assert till.status(held) is Status.HELD
