"""Every cent has one home: what is posted adds up, once, and stays."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from studiobook import clock
from studiobook.db.base import db
from studiobook.payments import ledger
from studiobook.payments.fee_share import fee_share
from studiobook.payments.gateways.accounts import DisputeStatus, LineKind
from studiobook.payments.models import (
    Charge,
    Dispute,
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    Payout,
    PayoutLine,
    Refund,
)
from studiobook.payments.states import ChargeState, PayoutState, RefundState
from tests.payments.till import Till

MINOR = st.integers(1, 10_000_000)


def balances(charge: Charge) -> dict[str, int]:
    """What the ledger says of a charge, but for accounts at zero."""
    sums = (
        select(LedgerEntry.account, func.sum(LedgerEntry.amount_minor))
        .join(LedgerPosting)
        .where(LedgerPosting.charge_id == charge.id)
        .group_by(LedgerEntry.account)
    )
    return {str(name): int(minor) for name, minor in db.session.execute(sums) if minor}


@given(data=st.data(), captured=MINOR)
@settings(max_examples=150, deadline=None)
def test_a_payment_given_back_in_pieces_gives_back_its_whole_fee_and_never_more(
    data: st.DataObject, captured: int
) -> None:
    fee = data.draw(st.integers(0, captured))
    given_back = given_fee = 0
    while given_back < captured:
        amount = data.draw(st.integers(max(1, (captured - given_back) // 4), captured - given_back))
        share = fee_share(
            fee=fee, captured=captured, given=given_back, given_fee=given_fee, amount=amount
        )
        assert 0 <= share <= amount
        given_back, given_fee = given_back + amount, given_fee + share
        assert given_fee <= fee
        # What stays with the owner never turns negative.
        assert given_back - given_fee <= captured - fee
    assert given_fee == fee


@given(captured=MINOR, data=st.data())
@settings(max_examples=100, deadline=None)
@example(captured=3, data=None)
def test_a_part_gives_back_its_share_of_the_fee_to_the_nearest_cent(
    captured: int, data: st.DataObject | None
) -> None:
    fee = data.draw(st.integers(0, captured)) if data else 1
    amount = data.draw(st.integers(1, captured)) if data else 2
    share = fee_share(fee=fee, captured=captured, given=0, given_fee=0, amount=amount)
    assert abs(share * captured - fee * amount) * 2 <= captured


def a_charge(till: Till, *, total: int, fee: int) -> Charge:
    """A capture of these amounts, and a rest of the world that does not matter."""
    booking = till.booking()
    till.open(booking)
    charge = till.charge(booking)
    charge.amount_minor, charge.fee_minor = total, fee
    charge.state, charge.captured_minor = ChargeState.CAPTURED, total
    charge.captured_at, charge.payment_ref = clock.now(), "pay"
    charge.next_check_at = None
    db.session.flush()
    ledger.post_capture(charge, now=clock.now())
    return charge


def a_refund(charge: Charge, minor: int, fee: int) -> Refund:
    refund = Refund(
        charge=charge,
        idempotency_key=f"r-{minor}",
        cause=f"event-{minor}",
        amount_minor=minor,
        fee_minor=fee,
        state=RefundState.PENDING,
        reason="cancelled",
        actor="owner",
        requested_at=clock.now(),
        next_check_at=clock.now(),
    )
    db.session.add(refund)
    db.session.flush()
    ledger.post_refund_owed(refund, now=clock.now())
    return refund


def a_dispute(charge: Charge, minor: int) -> Dispute:
    dispute = Dispute(
        charge=charge,
        gateway="sandbox",
        gateway_ref=f"dp-{minor}",
        amount_minor=minor,
        status=DisputeStatus.OPEN,
        reason="fraudulent",
        opened_at=clock.now(),
        next_check_at=clock.now(),
    )
    db.session.add(dispute)
    db.session.flush()
    ledger.post_dispute_opened(dispute, now=clock.now())
    return dispute


def a_payout(charge: Charge, *, provider_fee: int) -> Payout:
    net = charge.amount_minor - charge.fee_minor - provider_fee
    line = PayoutLine(
        ref="line",
        kind=LineKind.SALE,
        charge=charge,
        gross_minor=charge.amount_minor,
        fee_minor=charge.fee_minor,
        provider_fee_minor=provider_fee,
        net_minor=net,
        at=clock.now(),
    )
    payout = Payout(
        account=charge.account,
        gateway="sandbox",
        gateway_ref="po",
        amount_minor=net,
        currency=charge.currency,
        state=PayoutState.PAID,
        created_at=clock.now(),
        lines=[line],
    )
    db.session.add(payout)
    db.session.flush()
    return payout


def test_a_refund_is_owed_then_gone_then_back_then_gone_again(till: Till) -> None:
    charge = a_charge(till, total=10001, fee=401)
    assert balances(charge) == {"clearing": 10001, "owner": -9600, "fee": -401}
    refund = a_refund(charge, 5001, 201)
    owed = {"clearing": 10001, "owner": -4800, "fee": -200, "guest": -5001}
    assert balances(charge) == owed
    for _ in range(2):
        ledger.post_refund_paid(refund, now=clock.now())
        assert balances(charge) == {"clearing": 5000, "owner": -4800, "fee": -200}
        ledger.post_refund_returned(refund, now=clock.now())
        assert balances(charge) == owed
    ledger.post_refund_by_hand(refund, now=clock.now())
    assert balances(charge) == {"clearing": 10001, "owner": -4800, "fee": -200, "outside": -5001}


def test_a_cause_that_is_told_twice_posts_once(till: Till) -> None:
    charge = a_charge(till, total=10001, fee=401)
    refund = a_refund(charge, 5001, 201)
    before = balances(charge)
    ledger.post_capture(charge, now=clock.now())
    ledger.post_refund_owed(refund, now=clock.now())
    assert balances(charge) == before


def test_a_dispute_takes_the_money_away_and_the_owner_bears_a_lost_one(till: Till) -> None:
    charge = a_charge(till, total=10001, fee=401)
    won, lost = a_dispute(charge, 4000), a_dispute(charge, 3000)
    taken = {"clearing": 3001, "disputed": 7000, "owner": -9600, "fee": -401}
    assert balances(charge) == taken
    ledger.post_dispute_won(won, now=clock.now())
    ledger.post_dispute_lost(lost, now=clock.now())
    assert balances(charge) == {"clearing": 7001, "owner": -6600, "fee": -401}


def test_a_payout_settles_the_owner_and_leaves_our_fee(till: Till) -> None:
    charge = a_charge(till, total=10001, fee=401)
    payout = a_payout(charge, provider_fee=175)
    for _ in range(2):
        ledger.post_payout(payout, now=clock.now())
        assert balances(charge) == {"clearing": 401, "fee": -401}
        ledger.post_payout_returned(payout, now=clock.now())
        assert balances(charge) == {"clearing": 10001, "owner": -9600, "fee": -401}


def test_entries_that_do_not_add_up_are_refused(till: Till) -> None:
    charge = a_charge(till, total=10001, fee=401)
    entries = {LedgerAccount.OWNER: 1, LedgerAccount.FEE: -2}
    with pytest.raises(ledger.Unbalanced):
        ledger._post(charge, "odd-1", clock.now(), entries)


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry", "event"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_nobody_rewrites_or_empties_the_books(till: Till, table: str, change: str) -> None:
    till.paid()
    with pytest.raises(DBAPIError, match=r"append-only|never changed"):
        db.session.execute(text(change.format(table)))
    db.session.rollback()
