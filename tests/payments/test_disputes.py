"""Guests' banks take payments back, or ask: the same truth at every provider."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.mail.transports import Memory
from studiobook.payments import jobs
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models import Dispute, LedgerEntry, LedgerPosting
from studiobook.payments.settle_dispute import settle_dispute
from studiobook.payments.states import RefundState
from tests.payments.till import Till

R = RefundState


def dispute(till: Till, booking: Booking, minor: int | None = None) -> str:
    payment_ref = till.charge(booking).payment_ref
    assert payment_ref is not None
    return till.stage.dispute(payment_ref, minor or booking.total_minor)


def call_off(till: Till, booking: Booking) -> None:
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()


def status(ref: str) -> DisputeStatus | None:
    db.session.expire_all()
    return db.session.scalar(select(Dispute.status).where(Dispute.gateway_ref == ref))


def postings(booking: Booking) -> list[str]:
    causes = select(LedgerPosting.cause).where(LedgerPosting.cause.like("dispute-%"))
    return [cause.rpartition("-")[0] for cause in db.session.scalars(causes.order_by("id"))]


def stands(account: str) -> int:
    entries = select(LedgerEntry.amount_minor).where(LedgerEntry.account == account)
    return sum(db.session.scalars(entries))


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_is_told_as_it_opens_and_as_it_ends(any_till: Till, *, won: bool) -> None:
    till = any_till
    booking = till.paid()
    ref = dispute(till, booking)
    till.hear()
    assert status(ref) is DisputeStatus.OPEN
    assert stands("disputed") == booking.total_minor
    till.stage.decide(ref, won=won)
    till.hear()
    end = "won" if won else "lost"
    assert status(ref) == end
    assert postings(booking) == ["dispute-opened", f"dispute-{end}"]
    assert stands("disputed") == 0
    assert till.facts(booking)[-2:] == ["DisputeOpened", "DisputeWon" if won else "DisputeLost"]


def test_what_is_owed_waits_for_the_bank_and_goes_when_it_is_won(any_till: Till) -> None:
    till = any_till
    booking = till.paid()
    ref = dispute(till, booking)
    till.hear()
    call_off(till, booking)
    [refund] = till.refunds(booking)
    assert (refund.state, refund.asked_at) == (R.REQUESTED, None)
    till.wait(hours=96)
    till.reconcile()
    assert till.refunds(booking)[0].state is R.REQUESTED
    till.stage.decide(ref, won=True)
    till.hear()
    till.reconcile()
    assert [r.state for r in till.refunds(booking)] == [R.SUCCEEDED]
    assert till.received(booking)[1] == booking.total_minor


def test_what_a_bank_has_given_is_not_given_twice(any_till: Till) -> None:
    till = any_till
    booking = till.paid()
    ref = dispute(till, booking)
    till.hear()
    call_off(till, booking)
    till.stage.decide(ref, won=False)
    till.hear()
    till.reconcile()
    [ended] = till.refunds(booking)
    assert (ended.state, ended.refusal) == (R.CANCELLED, "dispute_lost")
    assert till.received(booking)[1] == 0
    assert stands("guest") == 0


@pytest.mark.usefixtures("sound")
def test_what_a_bank_has_left_still_goes_back(till: Till) -> None:
    booking = till.paid()
    part = booking.total_minor // 4
    ref = dispute(till, booking, part)
    till.hear()
    call_off(till, booking)
    till.stage.decide(ref, won=False)
    till.hear()
    till.reconcile()
    ended, rest = till.refunds(booking)
    assert (ended.state, ended.refusal) == (R.CANCELLED, "dispute_lost")
    assert (rest.state, rest.amount_minor) == (R.SUCCEEDED, booking.total_minor - part)
    assert stands("guest") == 0


def test_a_dispute_that_we_had_not_heard_of_holds_a_refund_up_and_does_not_fail_it(
    any_till: Till,
) -> None:
    till = any_till
    booking = till.paid()
    ref = dispute(till, booking)
    till.stage.webhooks()
    call_off(till, booking)
    [refund] = till.refunds(booking)
    assert (refund.state, refund.asked_at) == (R.REQUESTED, None)
    jobs.find_disputes()
    assert status(ref) is DisputeStatus.OPEN
    till.stage.decide(ref, won=True)
    till.stage.webhooks()
    till.wait(hours=2)
    till.reconcile()
    till.wait(hours=1)
    till.reconcile()
    assert till.refunds(booking)[0].state is R.SUCCEEDED


def test_a_dispute_that_overtakes_its_payment_waits_in_the_inbox(any_till: Till) -> None:
    till = any_till
    booking = till.booking()
    till.stage.pay(till.open(booking))
    paid = till.stage.webhooks()
    state = till.stage.gateway.read_checkout(
        till.charge(booking).checkout_ref or "",
        account_ref=till.charge(booking).account.external_ref,
    )
    ref = till.stage.dispute(state.payment_ref or "", booking.total_minor)
    till.hear()
    assert status(ref) is None
    till.hear(paid)
    till.wait(minutes=2)
    till.work()
    assert status(ref) is DisputeStatus.OPEN


@pytest.mark.usefixtures("sound")
def test_an_inquiry_moves_nothing_until_the_bank_takes_the_money(till: Till) -> None:
    booking = till.paid()
    payment_ref = till.charge(booking).payment_ref or ""
    provider = till.server.provider
    ref = provider.dispute(payment_ref, inquiry=True)["id"]
    till.hear()
    assert (status(ref), postings(booking)) == (DisputeStatus.INQUIRY, [])
    provider.move_dispute(ref, to="open")
    till.hear()
    assert postings(booking) == ["dispute-opened"]
    provider.move_dispute(ref, to="lost")
    till.hear()
    provider.move_dispute(ref, to="won")
    till.hear()
    # Decided ones are not asked about any more: the webhook brings the late turn.
    assert status(ref) is DisputeStatus.WON
    assert (stands("disputed"), stands("clearing")) == (0, booking.total_minor)


@pytest.mark.usefixtures("sound")
def test_a_turn_for_the_studio_owes_again_what_the_loss_had_ended(till: Till) -> None:
    booking = till.paid()
    ref = dispute(till, booking)
    till.hear()
    call_off(till, booking)
    till.stage.decide(ref, won=False)
    till.hear()
    assert [r.state for r in till.refunds(booking)] == [R.CANCELLED]
    till.server.provider.move_dispute(ref, to="won")
    till.hear()
    till.reconcile()
    assert [r.state for r in till.refunds(booking)] == [R.CANCELLED, R.SUCCEEDED]
    assert stands("guest") == 0


@pytest.mark.usefixtures("sound")
def test_an_old_answer_does_not_open_what_was_decided(till: Till) -> None:
    booking = till.paid()
    ref = dispute(till, booking)
    account_ref = till.charge(booking).account.external_ref
    old = till.stage.gateway.read_dispute(ref, account_ref=account_ref)
    till.stage.decide(ref, won=True)
    till.hear()
    told = till.facts(booking)
    with transaction():
        settle_dispute(old, gateway="sandbox", now=clock.now())
    assert (status(ref), till.facts(booking)) == (DisputeStatus.WON, told)


def test_the_owners_are_told_by_when_and_where_to_answer(till: Till, sent: Memory) -> None:
    booking = till.paid()
    owner = booking.studio.company.admins[0].user
    sent.sent.clear()
    dispute(till, booking)
    till.hear()
    [mail] = [mail for mail in sent.sent if mail.to_address == owner.email]
    due = clock.now() + timedelta(days=7)
    assert "has taken back" in mail.subject
    assert f"{due.day} {due:%b %Y}" in mail.text
    assert "sandbox" in mail.text
