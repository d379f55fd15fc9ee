"""What people try who want money twice, and what goes wrong when nobody means any harm."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.outbox.record import record
from studiobook.payments import jobs
from studiobook.payments.disconnect_account import is_needed
from studiobook.payments.errors import NothingToRefund, StudioCannotCharge
from studiobook.payments.events import PaymentsStarted
from studiobook.payments.gateways.accounts import ConnectPage
from studiobook.payments.gateways.protocol import CheckoutPage, GatewayRefused, RefundStatus
from studiobook.payments.gateways.protocol import RefundState as Truth
from studiobook.payments.gateways.square.connections import SCOPES
from studiobook.payments.models import Dispute, Refund
from studiobook.payments.refund_booking import refund_booking
from studiobook.payments.retry_refund import NotStuck, retry_refund, settle_by_hand
from studiobook.payments.revoked import retry_refunds_of
from studiobook.payments.settle_refund import settle_refund
from studiobook.payments.states import ChargeState, RefundState
from studiobook.values.money import Money
from tests.contracts.square_stage import SquareStage
from tests.factories.world import NOW
from tests.payments.till import Till
from tests.standins.square import sellers

R = RefundState


def call_off(till: Till, booking: Booking) -> None:
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()


def give(booking: Booking, minor: int, *, left: int, token: str = "a" * 32) -> None:
    with transaction():
        refund_booking(
            booking_id=booking.id,
            amount=Money(minor, booking.currency),
            expected_left=Money(left, booking.currency),
            studio_bears_fee=False,
            note="",
            token=token,
            actor_id=None,
            now=clock.now(),
        )


def retry(refund: Refund) -> None:
    with transaction():
        retry_refund(refund_id=refund.id, actor="admin", now=clock.now())


def fail(till: Till, booking: Booking) -> Refund:
    """The booking's one refund comes back from the bank."""
    [refund] = till.refunds(booking)
    till.stage.fail_refund(refund.gateway_ref or "")
    till.hear()
    [refund] = till.refunds(booking)
    assert refund.state is R.FAILED
    return refund


@pytest.mark.usefixtures("sound")
def test_late_news_of_a_failed_attempt_makes_no_second_refund_to_try_again(till: Till) -> None:
    booking = till.paid()
    call_off(till, booking)
    refund = fail(till, booking)
    account_ref = refund.charge.account.external_ref
    old = till.stage.gateway.read_refund(refund.gateway_ref or "", account_ref=account_ref)
    retry(refund)
    till.work()
    with transaction():
        settle_refund(old, gateway="sandbox", now=clock.now())
    assert [one.state for one in till.refunds(booking)] == [R.SUCCEEDED]
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


@pytest.mark.usefixtures("sound")
def test_what_failed_is_owed_and_cannot_be_owed_once_more(till: Till) -> None:
    booking = till.paid()
    give(booking, 1000, left=booking.total_minor)
    till.work()
    refund = fail(till, booking)
    call_off(till, booking)
    assert [one.amount_minor for one in till.refunds(booking)] == [1000, booking.total_minor - 1000]
    with pytest.raises(NothingToRefund):
        give(booking, 1000, left=0, token="b" * 32)
    retry(refund)
    till.work()
    assert {one.state for one in till.refunds(booking)} == {R.SUCCEEDED}
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


@pytest.mark.usefixtures("sound")
def test_a_refund_made_at_the_provider_ends_the_one_that_it_left_no_room_for(till: Till) -> None:
    booking = till.paid()
    till.stage.refund_by_hand(till.charge(booking).payment_ref or "", 1000)
    call_off(till, booking)
    assert till.refunds(booking)[0].state is R.FAILED
    till.hear()
    states = [(one.amount_minor, one.state, one.refusal) for one in till.refunds(booking)]
    whole = booking.total_minor
    assert states == [
        (whole, R.CANCELLED, "given_beside"),
        (1000, R.SUCCEEDED, None),
        (whole - 1000, R.SUCCEEDED, None),
    ]
    assert till.received(booking) == (whole, whole)
    with pytest.raises(NotStuck), transaction():
        settle_by_hand(
            refund_id=till.refunds(booking)[0].id, note="again", actor="admin", now=clock.now()
        )


@pytest.mark.parametrize("any_till", ["square"], indirect=True)
@pytest.mark.parametrize("was_done", [True, False])
def test_a_refund_without_an_answer_behind_a_closed_door_waits_and_is_looked_for_first(
    any_till: Till, *, was_done: bool
) -> None:
    till, stage = any_till, any_till.stage
    assert isinstance(stage, SquareStage)
    booking = till.paid()
    account = till.charge(booking).account
    account_id, ref = account.id, account.external_ref
    if was_done:
        stage.hang_up_after_acting()
    else:
        stage.answer_once_with(500)
    call_off(till, booking)
    assert till.refunds(booking)[0].state is R.UNKNOWN
    stage.revoke(ref)
    till.wait(minutes=3)
    till.reconcile()
    [refund] = till.refunds(booking)
    assert (refund.state, refund.refusal) == (R.FAILED, "account_revoked")
    sellers.issue(stage.books, ref, list(SCOPES))
    with transaction():
        assert retry_refunds_of(account_id=account_id, now=clock.now()) == 1
    till.work()
    assert [one.state for one in till.refunds(booking)] == [R.SUCCEEDED]
    assert till.received(booking) == (booking.total_minor, booking.total_minor)


def test_a_refund_made_at_the_provider_takes_of_our_fee_what_the_provider_took(
    any_till: Till,
) -> None:
    booking = any_till.paid()
    any_till.stage.refund_by_hand(any_till.charge(booking).payment_ref or "", 2600)
    any_till.hear()
    [refund] = any_till.refunds(booking)
    # Only Stripe's dashboard gives our fee back with the rest.
    assert (refund.fee_minor > 0) is (any_till.stage.gateway.name == "stripe")


@pytest.mark.parametrize("any_till", ["square"], indirect=True)
def test_an_owner_cannot_say_for_the_guest_that_they_paid(any_till: Till) -> None:
    stage = any_till.stage
    assert isinstance(stage, SquareStage)
    booking = any_till.booking()
    stage.pay(any_till.open(booking))
    [payment] = stage.books.all("payment", any_till.charge(booking).account.external_ref)
    stage.books.keep("payment", payment | {"source_type": "CASH"})
    any_till.hear()
    assert any_till.status(booking) is Status.HELD
    assert any_till.charge(booking).quarantine == "payment"


@pytest.mark.parametrize("any_till", ["square"], indirect=True)
def test_a_page_behind_a_closed_door_is_no_error_and_its_money_is_found(any_till: Till) -> None:
    till, stage = any_till, any_till.stage
    assert isinstance(stage, SquareStage)
    booking = till.booking()
    page = till.open(booking)
    account = till.charge(booking).account
    account_id, ref = account.id, account.external_ref
    stage.revoke(ref)
    with pytest.raises(StudioCannotCharge):
        till.open(booking)
    stage.pay(page)
    till.wait(hours=30)
    jobs.reconcile_due()
    charge = till.charge(booking)
    assert (charge.state, charge.next_check_at) == (ChargeState.FAILED, None)
    sellers.issue(stage.books, ref, list(SCOPES))
    with transaction():
        record(PaymentsStarted(account_id), actor="gateway", now=clock.now())
    till.work()
    assert till.charge(booking).state is ChargeState.CAPTURED


def test_an_odd_answer_about_one_account_hides_no_dispute_of_another(till: Till) -> None:
    odd, other = till.paid(), till.paid()
    store = till.server.provider.store
    for booking in (odd, other):
        till.stage.dispute(till.charge(booking).payment_ref or "", booking.total_minor)
    [doc] = store.filed("dispute", till.charge(odd).payment_ref or "")
    store.put("dispute", doc | {"status": "on the moon"})
    jobs.find_disputes()
    [known] = db.session.scalars(select(Dispute))
    assert known.charge.booking_id == other.id


@pytest.mark.usefixtures("sound")
def test_refunds_whose_long_names_begin_alike_are_two(till: Till) -> None:
    booking = till.paid()
    payment = till.charge(booking).payment_ref or ""
    for end in ("a", "b"):
        made = Truth(
            ref=f"bP9mAsEMYPUGjjGNaNO5ZDVyLhSZY_69MmgHubkLqx9wGhn{end}",
            status=RefundStatus.SUCCEEDED,
            payment_ref=payment,
            amount=Money(100, booking.currency),
        )
        with transaction():
            settle_refund(made, gateway="sandbox", now=clock.now())
    assert [one.amount_minor for one in till.refunds(booking)] == [100, 100]


def test_one_payment_pays_for_one_booking(till: Till) -> None:
    first, second = till.paid(), till.booking()
    page = till.open(second)
    till.stage.pay(page)
    store = till.server.provider.store
    doc = store.get("checkout", page.ref)
    assert doc is not None
    store.put("checkout", doc | {"payment": till.charge(first).payment_ref})
    till.hear()
    assert till.status(second) is Status.HELD
    assert till.charge(second).quarantine == "payment"


def test_a_refund_of_another_amount_is_not_believed(till: Till) -> None:
    booking = till.paid()
    till.stage.refunds_wait()
    call_off(till, booking)
    [refund] = till.refunds(booking)
    store = till.server.provider.store
    doc = store.get("refund", refund.gateway_ref or "")
    assert doc is not None
    store.put("refund", doc | {"amount": 1, "status": "succeeded"})
    till.wait(minutes=3)
    till.reconcile()
    assert till.refunds(booking)[0].state is R.PENDING


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_no_browser_is_sent_to_what_it_would_run(url: str) -> None:
    with pytest.raises(GatewayRefused):
        CheckoutPage(ref="cs", url=url, expires_at=None)
    with pytest.raises(GatewayRefused):
        ConnectPage(url=url, account_ref=None)


def test_an_account_is_kept_while_a_failed_refund_may_be_tried_again(till: Till) -> None:
    booking = till.paid()
    call_off(till, booking)
    account = fail(till, booking).charge.account
    booking.during = Range(NOW - timedelta(days=400), NOW - timedelta(days=399))
    assert is_needed(account, now=clock.now())
    db.session.rollback()


@pytest.mark.parametrize("amount", [Money(1000, "JPY"), Money(-1000, "EUR"), Money(0, "EUR")])
@pytest.mark.usefixtures("sound")
def test_odd_amounts_of_a_provider_reach_no_books(till: Till, amount: Money) -> None:
    booking = till.paid()
    payment = till.charge(booking).payment_ref or ""
    odd = Truth(ref="re_odd", status=RefundStatus.SUCCEEDED, payment_ref=payment, amount=amount)
    with transaction():
        assert settle_refund(odd, gateway="sandbox", now=clock.now()) is None
    db.session.expire_all()
    assert till.refunds(booking) == []
