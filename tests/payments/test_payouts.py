"""What leaves for owners' banks: mirrored, asked for, settled in the ledger once."""

import pytest
from sqlalchemy import func, select

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.mail.transports import Memory
from studiobook.payments import jobs
from studiobook.payments.ask_payout import ask_payout
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    PaymentAccount,
    Payout,
)
from studiobook.payments.payout_errors import (
    CannotBePaidOut,
    NothingToPayOut,
    PayoutsAway,
    PayoutUnderWay,
)
from studiobook.payments.states import PayoutState
from tests.payments.till import Till


def account_of(till: Till, booking: Booking) -> PaymentAccount:
    account = till.charge(booking).account
    db.session.refresh(account)
    return account


def payouts() -> list[Payout]:
    db.session.rollback()
    return list(db.session.scalars(select(Payout).order_by(Payout.id)))


def owed(name: LedgerAccount) -> int:
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(
                LedgerEntry.account == name
            )
        )
        or 0
    )


def postings() -> int:
    return db.session.scalar(select(func.count(LedgerPosting.id))) or 0


def ask(till: Till, booking: Booking) -> int:
    if not till.stage.gateway.pays_out_on_demand:
        pytest.skip("payouts come by themselves at this provider")
    account = account_of(till, booking)
    db.session.rollback()
    payout_id = ask_payout(
        account_id=account.id,
        currency=booking.currency,
        asked_by=None,
        gateways=gateways(),
        now=clock.now(),
    )
    db.session.rollback()
    return payout_id


def sold(till: Till) -> tuple[Booking, str]:
    """A paid booking whose money can be paid out, and the account it lies on."""
    booking = till.paid()
    ref = account_of(till, booking).external_ref
    till.stage.clear(ref)
    return booking, ref


def test_a_payout_that_comes_by_itself_is_told_of_and_settles_the_owner(any_till: Till) -> None:
    booking, account_ref = sold(any_till)
    assert owed(LedgerAccount.OWNER) == booking.fee_minor - booking.total_minor
    ref = any_till.stage.pay_out(account_ref)
    any_till.hear()
    [payout] = payouts()
    assert (payout.gateway_ref, payout.state) == (ref, PayoutState.PENDING)
    assert [line.charge for line in payout.lines if line.charge] == [any_till.charge(booking)]
    any_till.stage.land(ref)
    any_till.hear()
    [payout] = payouts()
    assert (payout.state, payout.next_check_at) == (PayoutState.PAID, None)
    assert sum(line.net_minor for line in payout.lines) == payout.amount_minor
    assert owed(LedgerAccount.OWNER) == 0
    assert owed(LedgerAccount.CLEARING) == booking.fee_minor


def test_no_webhook_is_needed_and_reading_again_changes_nothing(any_till: Till) -> None:
    _booking, account_ref = sold(any_till)
    ref = any_till.stage.pay_out(account_ref)
    any_till.stage.land(ref)
    jobs.mirror_payouts()
    before = postings()
    jobs.mirror_payouts()
    any_till.hear()
    [payout] = payouts()
    assert payout.state is PayoutState.PAID
    assert postings() == before


def test_what_the_bank_sends_back_is_owed_again_and_every_owner_is_written_to(
    any_till: Till, sent: Memory
) -> None:
    booking, account_ref = sold(any_till)
    ref = any_till.stage.pay_out(account_ref)
    any_till.stage.land(ref)
    any_till.hear()
    assert owed(LedgerAccount.OWNER) == 0
    sent.sent.clear()
    any_till.stage.bounce(ref)
    any_till.hear()
    jobs.mirror_payouts()
    any_till.work()
    [payout] = payouts()
    assert (payout.state, bool(payout.failure)) == (PayoutState.FAILED, True)
    assert owed(LedgerAccount.OWNER) == booking.fee_minor - booking.total_minor
    [mail] = sent.sent
    assert mail.to_address == booking.studio.company.admins[0].user.email
    assert f"/manage/payouts/{payout.id}" in mail.text


@pytest.mark.parametrize("any_till", ["sandbox", "stripe"], indirect=True)
def test_what_came_back_is_settled_by_the_payout_that_takes_it_along(any_till: Till) -> None:
    booking, account_ref = sold(any_till)
    first = any_till.stage.pay_out(account_ref)
    any_till.stage.land(first)
    any_till.hear()
    any_till.stage.bounce(first)
    any_till.hear()
    any_till.wait(hours=24)
    any_till.stage.land(any_till.stage.pay_out(account_ref))
    any_till.hear()
    jobs.mirror_payouts()
    states = {one.state for one in payouts()}
    assert states == {PayoutState.PAID, PayoutState.FAILED}
    assert owed(LedgerAccount.OWNER) == 0
    [paid] = [one for one in payouts() if one.state is PayoutState.PAID]
    charge = any_till.charge(booking)
    assert [line.charge_id for line in paid.lines if line.charge_id] == [charge.id]


def test_everything_available_is_asked_for_once(any_till: Till) -> None:
    booking, _ref = sold(any_till)
    payout_id = ask(any_till, booking)
    [payout] = payouts()
    assert (payout.id, payout.state) == (payout_id, PayoutState.PENDING)
    with pytest.raises(NothingToPayOut):
        ask(any_till, booking)
    any_till.stage.land(payout.gateway_ref or "")
    any_till.hear()
    assert [one.state for one in payouts()] == [PayoutState.PAID]
    assert owed(LedgerAccount.OWNER) == 0


def test_a_lost_answer_is_found_by_its_key_and_nothing_is_sent_twice(any_till: Till) -> None:
    booking, _ref = sold(any_till)
    jobs.mirror_payouts()  # the balance is known now, and will not be asked for
    any_till.wait(minutes=0.1)
    any_till.stage.hang_up_after_acting()
    with pytest.raises(PayoutsAway):
        ask(any_till, booking)
    [payout] = payouts()
    assert (payout.state, payout.gateway_ref) == (PayoutState.UNKNOWN, None)
    with pytest.raises(PayoutUnderWay):
        ask(any_till, booking)
    any_till.wait(minutes=3)
    any_till.reconcile()
    [payout] = payouts()
    assert (payout.state, bool(payout.gateway_ref)) == (PayoutState.PENDING, True)


def test_a_request_that_never_arrived_is_given_up_and_can_be_made_again(any_till: Till) -> None:
    booking, _ref = sold(any_till)
    jobs.mirror_payouts()
    any_till.wait(minutes=0.1)
    any_till.stage.answer_once_with(429)
    with pytest.raises(PayoutsAway):
        ask(any_till, booking)
    any_till.wait(minutes=3)
    any_till.reconcile()
    ask(any_till, booking)
    assert [one.state for one in payouts()] == [PayoutState.CANCELLED, PayoutState.PENDING]


def test_who_cannot_be_paid_out_is_told_so(till: Till) -> None:
    booking, _ref = sold(till)
    account_of(till, booking).can_be_paid_out = False
    db.session.commit()
    with pytest.raises(CannotBePaidOut):
        ask(till, booking)
    assert payouts() == []


def test_a_payout_of_a_stranger_is_not_placed(till: Till) -> None:
    sold(till)
    purse = till.server.provider.purse
    purse.enter_sale(
        {"id": "pay_x", "amount": 900, "fee": 0, "currency": "EUR", "account": "acct_x"}
    )
    purse.clear("acct_x")
    purse.pay_out_all("acct_x")
    till.hear()
    assert payouts() == []


def test_what_was_sold_elsewhere_is_a_line_without_a_charge(till: Till) -> None:
    booking, account_ref = sold(till)
    purse = till.server.provider.purse
    elsewhere = {"id": "pay_x", "amount": 900, "fee": 0, "currency": "EUR", "account": account_ref}
    purse.enter_sale(elsewhere)
    purse.clear(account_ref)
    till.stage.land(till.stage.pay_out(account_ref))
    jobs.mirror_payouts()
    [payout] = payouts()
    assert {line.charge_id for line in payout.lines} == {till.charge(booking).id, None}
    assert owed(LedgerAccount.OWNER) == 0


def test_one_account_that_is_away_does_not_hold_up_the_clock(till: Till) -> None:
    _booking, account_ref = sold(till)
    till.stage.pay_out(account_ref)
    till.stage.answer_once_with(500)
    jobs.mirror_payouts()
    assert payouts() == []
    jobs.mirror_payouts()
    assert len(payouts()) == 1
