"""What every adapter promises about disputes, told once and run against each of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.gateways.protocol import GatewayRefused, Subject
from studiobook.values.money import Money
from tests.contracts.stage import STAGES, Stage
from tests.contracts.test_gateway_contract import PRICE, paid, refund_order


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with STAGES[request.param]() as stage:
        yield stage


def status(stage: Stage, ref: str) -> DisputeStatus:
    return stage.gateway.read_dispute(ref, account_ref=stage.account_ref).status


def test_a_dispute_says_what_it_takes_from_which_payment_and_until_when(stage: Stage) -> None:
    payment_ref = paid(stage)
    ref = stage.dispute(payment_ref, PRICE.minor)
    read = stage.gateway.read_dispute(ref, account_ref=stage.account_ref)
    assert (read.ref, read.status, read.payment_ref) == (ref, DisputeStatus.OPEN, payment_ref)
    assert (read.amount, read.opened_at) == (PRICE, stage.now)
    assert read.reason
    assert read.evidence_due_at is None or read.evidence_due_at > stage.now


@pytest.mark.parametrize(("won", "end"), [(True, DisputeStatus.WON), (False, DisputeStatus.LOST)])
def test_the_bank_decides_one_way_or_the_other(
    stage: Stage, *, won: bool, end: DisputeStatus
) -> None:
    ref = stage.dispute(paid(stage), PRICE.minor)
    stage.decide(ref, won=won)
    assert status(stage, ref) is end


def test_a_disputed_payment_gives_nothing_back_until_it_is_won(stage: Stage) -> None:
    payment_ref = paid(stage)
    ref = stage.dispute(payment_ref, PRICE.minor)
    with pytest.raises(GatewayRefused) as refused:
        stage.gateway.refund(refund_order(stage, payment_ref, 5_000))
    assert refused.value.code == "charge_disputed"
    stage.decide(ref, won=True)
    later = stage.gateway.refund(refund_order(stage, payment_ref, 5_000, key="r-2"))
    assert later.amount == Money(5_000, "EUR")


def test_a_lost_payment_gives_nothing_back(stage: Stage) -> None:
    payment_ref = paid(stage)
    stage.decide(stage.dispute(payment_ref, PRICE.minor), won=False)
    with pytest.raises(GatewayRefused):
        stage.gateway.refund(refund_order(stage, payment_ref, 5_000))


def test_disputes_are_listed_by_account_and_age(stage: Stage) -> None:
    early = stage.now
    ref = stage.dispute(paid(stage), PRICE.minor)

    def listed(account_ref: str, since: timedelta) -> list[str]:
        found = stage.gateway.list_disputes(account_ref, since=early + since)
        return [dispute.ref for dispute in found]

    assert listed(stage.account_ref, -timedelta(minutes=1)) == [ref]
    assert listed(stage.account_ref, timedelta(days=1)) == []
    assert listed(stage.new_account(), -timedelta(minutes=1)) == []


def test_the_webhooks_of_a_dispute_name_it(stage: Stage) -> None:
    payment_ref = paid(stage)
    stage.webhooks()
    ref = stage.dispute(payment_ref, PRICE.minor)
    stage.decide(ref, won=True)
    heard = [
        stage.gateway.verify(sent.headers, sent.body, now=stage.now, endpoint=sent.endpoint)
        for sent in stage.webhooks()
    ]
    about = [notice for notice in heard if notice.subject is Subject.DISPUTE]
    assert {notice.object_ref for notice in about} == {ref}
    assert len(about) >= 2
    # Where the provider pays us and we the owner, it is us that the bank turns to.
    assert {notice.account_ref for notice in about} <= {stage.account_ref, "platform"}
