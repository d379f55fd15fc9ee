"""A studio gives money back because it wants to: the page, the sums, and never twice."""

import re
from typing import Any

import pytest

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.mail.transports import Memory
from studiobook.payments.states import RefundState
from studiobook.values.money import Money
from studiobook.web.templating import money
from tests.factories.sign_in import sign_in
from tests.payments.till import Till

pytestmark = pytest.mark.usefixtures("sound")


def owned(till: Till) -> Booking:
    """A paid booking, before its owner's eyes."""
    booking = till.paid()
    sign_in(till.client, booking.studio.company.admins[0].user)
    return booking


def here(booking: Booking) -> str:
    return f"/manage/bookings/{booking.code}/refund"


def shown(till: Till, booking: Booking, amount: str, fee: str = "shared") -> dict[str, Any]:
    """What the button of the second step would send."""
    query = {"amount": amount, "fee": fee, "note": "The heating was off"}
    text = till.client.get(here(booking), query_string=query).text
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', text))
    assert re.fullmatch("[0-9a-f]{32}", fields.get("token", "")), text
    return fields


def half(booking: Booking) -> str:
    return str(Money(booking.total_minor // 2, booking.currency).major)


def test_the_sums_are_shown_before_and_are_what_happens(till: Till, sent: Memory) -> None:
    booking = owned(till)
    page = till.client.get(here(booking), query_string={"amount": half(booking), "fee": "shared"})
    part, fee = booking.total_minor // 2, booking.fee_minor // 2
    for minor in (part, part - fee, fee):
        assert money(Money(minor, booking.currency)) in page.text
    sent.sent.clear()
    till.client.post(here(booking), data=shown(till, booking, half(booking)))
    till.hear()
    [refund] = till.refunds(booking)
    assert (refund.amount_minor, refund.fee_minor) == (part, fee)
    assert (refund.state, refund.note) == (RefundState.SUCCEEDED, "The heating was off")
    assert till.received(booking)[1] == part
    assert [mail.to_address for mail in sent.sent] == [booking.guest_email]


def test_a_studio_may_bear_the_fee_and_it_stays_borne(till: Till) -> None:
    booking = owned(till)
    till.client.post(here(booking), data=shown(till, booking, half(booking), "studio"))
    till.hear()
    rest = booking.total_minor - booking.total_minor // 2
    till.client.post(
        here(booking), data=shown(till, booking, str(Money(rest, booking.currency).major))
    )
    till.hear()
    assert [refund.fee_minor for refund in till.refunds(booking)] == [0, booking.fee_minor // 2]
    text = till.client.get(here(booking)).text
    assert "nothing left to refund" in text


def test_pressed_twice_it_is_one_refund(till: Till) -> None:
    booking = owned(till)
    fields = shown(till, booking, half(booking))
    for _ in range(2):
        assert till.client.post(here(booking), data=fields).status_code == 303
    till.hear()
    assert len(till.refunds(booking)) == 1


def test_of_two_open_tabs_the_second_shows_the_sums_again(till: Till) -> None:
    booking = owned(till)
    tabs = [shown(till, booking, half(booking)) for _ in range(2)]
    answers = [till.client.post(here(booking), data=fields) for fields in tabs]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "refund was made meanwhile" in answers[1].text
    till.hear()
    assert len(till.refunds(booking)) == 1


@pytest.mark.parametrize(
    "amount", ["0", "-1", "0.001", "999999", "much", "", "1E+999999999", "NaN"]
)
def test_an_impossible_amount_is_refused_beside_its_field(till: Till, amount: str) -> None:
    booking = owned(till)
    answer = till.client.get(here(booking), query_string={"amount": amount, "fee": "shared"})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert till.refunds(booking) == []


def test_a_later_cancellation_gives_only_the_rest(till: Till) -> None:
    booking = owned(till)
    till.client.post(here(booking), data=shown(till, booking, half(booking)))
    till.hear()
    with transaction():
        cancel(booking.id, by="guest", now=clock.now())
    till.work()
    db.session.expire_all()
    amounts = [refund.amount_minor for refund in till.refunds(booking)]
    assert sum(amounts) == max(booking.refund_due_minor or 0, booking.total_minor // 2)
    # What the terms kept can still be given back.
    assert till.client.get(here(booking)).status_code == 200


def test_nothing_goes_back_while_a_bank_has_the_payment(till: Till) -> None:
    booking = owned(till)
    fields = shown(till, booking, half(booking))
    till.stage.dispute(till.charge(booking).payment_ref or "", booking.total_minor)
    till.hear()
    assert till.client.post(here(booking), data=fields).status_code == 409
    text = till.client.get(here(booking)).text
    assert "bank has taken this payment back" in text
    assert till.refunds(booking) == []
