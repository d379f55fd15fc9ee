"""What guests and studios read about money that goes back: true, each refund on its own line."""

import pytest

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.mail.transports import Memory
from studiobook.payments.models import Refund
from studiobook.payments.states import RefundState
from studiobook.values.money import Money
from studiobook.web.templating import money
from tests.factories.sign_in import sign_in
from tests.payments.till import Till


def seen_by(till: Till, booking: Booking, path: str = "/manage/bookings/{}") -> str:
    sign_in(till.client, booking.studio.company.admins[0].user)
    return till.client.get(path.format(booking.code)).text


def call_off(till: Till, booking: Booking) -> None:
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()


@pytest.mark.parametrize(
    ("state", "refusal", "words"),
    [
        (RefundState.PENDING, None, "is on its way, by the way it was paid"),
        (RefundState.FAILED, "failed", "We look into it and try again"),
        (RefundState.FAILED, "account_revoked", "Connect it again under Payments"),
        (RefundState.CANCELLED, "dispute_lost", "the bank has paid it back"),
        (RefundState.BY_HAND, None, "was paid back by another way on"),
        (RefundState.SUCCEEDED, None, "was paid back on"),
    ],
)
def test_a_studio_reads_where_a_refund_stands(till: Till, state, refusal, words) -> None:
    booking = till.paid()
    call_off(till, booking)
    [refund] = till.refunds(booking)
    refund.state, refund.refusal = state, refusal
    refund.next_check_at = clock.now() if state is RefundState.PENDING else None
    db.session.commit()
    assert words in seen_by(till, booking)
    assert words in seen_by(till, booking, "/bookings/{}")


def test_each_refund_has_its_own_line(till: Till) -> None:
    booking = till.paid()
    till.stage.refund_by_hand(till.charge(booking).payment_ref or "", 1000)
    till.hear()
    till.stage.refunds_wait()
    call_off(till, booking)
    text = seen_by(till, booking)
    rest = booking.total_minor - 1000
    assert f"{money(Money(1000, booking.currency))} was paid back on" in text
    assert f"A refund of {money(Money(rest, booking.currency))} is on its way" in text


def test_cancelling_says_what_of_it_has_gone_back_already(till: Till, sent: Memory) -> None:
    booking = till.paid()
    till.stage.refund_by_hand(till.charge(booking).payment_ref or "", 1000)
    till.hear()
    rest = money(Money(booking.total_minor - 1000, booking.currency))
    told = f"€10.00 of that has gone back already, so {rest} comes now."
    assert told in seen_by(till, booking, "/bookings/{}/cancellation")
    call_off(till, booking)
    [mail] = [one for one in sent.sent if one.to_address == booking.guest_email][-1:]
    assert told in mail.text


def test_a_studio_reads_of_a_dispute_and_what_waits_for_it(till: Till) -> None:
    booking = till.paid()
    till.stage.dispute(till.charge(booking).payment_ref or "", booking.total_minor)
    till.hear()
    call_off(till, booking)
    text = seen_by(till, booking)
    assert "bank has taken back" in text
    assert "Your evidence has to be there by" in text
    assert "waits until the bank has decided" in text
    assert db.session.query(Refund).one().state is RefundState.REQUESTED
