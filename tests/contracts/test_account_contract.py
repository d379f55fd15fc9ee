"""What every adapter promises about an owner's account, told once and run against each of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from studiobook.payments.gateways.accounts import NEEDS, ConnectOrder
from studiobook.payments.gateways.protocol import (
    GatewayError,
    GatewayRefused,
    GatewayUnavailable,
    Subject,
)
from tests.contracts.stage import STAGES, Stage
from tests.contracts.test_gateway_contract import order as checkout_order

BACK = "https://studiobook.example/manage/payments/back"
STATE = "a-random-word-that-comes-back"


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with STAGES[request.param]() as stage:
        yield stage


def order(key: str = "a-1") -> ConnectOrder:
    return ConnectOrder(
        idempotency_key=key,
        company="Blue Door Sound",
        email="owner@example.org",
        country="DE",
        currency="EUR",
        return_url=BACK,
        refresh_url="https://studiobook.example/manage/payments/refresh",
        state=STATE,
    )


def connected(stage: Stage) -> str:
    """The account of an owner who has finished."""
    page = stage.gateway.start_connection(order())
    answer = stage.finish_onboarding(page)
    found = stage.gateway.finish_connection(answer, return_url=BACK)
    account_ref = found.account_ref if found else page.account_ref
    assert account_ref is not None
    return account_ref


def sell(stage: Stage, account_ref: str) -> str:
    """The address of a page that pays this account."""
    locations = stage.gateway.read_account(account_ref).locations
    asked = replace(
        checkout_order(stage, key="c-sell"),
        account_ref=account_ref,
        location_ref=locations[0].ref if locations else None,
    )
    return stage.gateway.open_checkout(asked).url


def test_the_way_to_the_provider_and_back_carries_our_word(stage: Stage) -> None:
    answer = stage.finish_onboarding(stage.gateway.start_connection(order()))
    assert answer["state"] == STATE


def test_who_says_no_brings_nothing_back_and_cannot_charge(stage: Stage) -> None:
    page = stage.gateway.start_connection(order())
    answer = stage.refuse_onboarding(page)
    assert answer["state"] == STATE
    if page.account_ref is None:
        assert stage.gateway.finish_connection(answer, return_url=BACK) is None
        return
    assert not stage.gateway.read_account(page.account_ref).can_charge


def test_an_account_in_the_making_says_that_it_wants_to_be_finished(stage: Stage) -> None:
    page = stage.gateway.start_connection(order())
    if page.account_ref is None:
        return
    read = stage.gateway.read_account(page.account_ref)
    assert (read.can_charge, read.can_be_paid_out, read.needs[:1]) == (
        False,
        False,
        ("onboarding",),
    )


def test_what_was_left_unfinished_goes_on_at_the_same_account(stage: Stage) -> None:
    page = stage.gateway.start_connection(order())
    if page.account_ref is None:
        return
    stage.refuse_onboarding(page)
    again = stage.gateway.start_connection(replace(order("a-2"), account_ref=page.account_ref))
    assert again.account_ref == page.account_ref
    stage.finish_onboarding(again)
    assert stage.gateway.read_account(page.account_ref).can_charge


def test_the_same_key_opens_one_account(stage: Stage) -> None:
    first = stage.gateway.start_connection(order())
    assert stage.gateway.start_connection(order()).account_ref == first.account_ref


def test_a_lost_answer_says_so_and_the_next_attempt_goes_on(stage: Stage) -> None:
    stage.hang_up_after_acting()
    try:
        page = stage.gateway.start_connection(order())
    except GatewayUnavailable:
        page = stage.gateway.start_connection(order())
    assert page.url.startswith("http")


def test_a_finished_account_can_charge_and_tells_of_itself(stage: Stage) -> None:
    account_ref = connected(stage)
    read = stage.gateway.read_account(account_ref)
    assert (read.account_ref, read.can_charge, read.is_revoked) == (account_ref, True, False)
    assert not read.needs
    assert read.currency in {"EUR", "USD"}


def test_a_restricted_account_says_what_it_needs_until_it_is_relieved(stage: Stage) -> None:
    account_ref = connected(stage)
    stage.restrict(account_ref)
    read = stage.gateway.read_account(account_ref)
    assert not read.can_charge
    assert read.needs
    assert set(read.needs) <= set(NEEDS)
    with pytest.raises(GatewayRefused):
        sell(stage, account_ref)
    stage.relieve(account_ref)
    assert stage.gateway.read_account(account_ref).can_charge
    assert sell(stage, account_ref)


def test_a_revoked_account_is_a_state_and_not_an_error(stage: Stage) -> None:
    account_ref = connected(stage)
    stage.revoke(account_ref)
    read = stage.gateway.read_account(account_ref)
    assert (read.is_revoked, read.can_charge) == (True, False)
    assert "access" in read.needs


def test_giving_our_access_back_twice_is_once(stage: Stage) -> None:
    account_ref = connected(stage)
    for _ in range(2):
        stage.gateway.revoke(account_ref)


def test_locations_have_names_and_say_whether_they_sell(stage: Stage) -> None:
    for location in stage.gateway.read_account(connected(stage)).locations:
        assert location.ref
        assert location.name
        assert len(location.currency) == 3


def test_what_an_owner_brought_back_is_of_no_use_to_anybody_after(stage: Stage) -> None:
    page = stage.gateway.start_connection(order())
    answer = stage.finish_onboarding(page)
    first = stage.gateway.finish_connection(answer, return_url=BACK)
    try:
        second = stage.gateway.finish_connection(answer, return_url=BACK)
    except GatewayError:
        return
    assert second is None or (first and second.account_ref == first.account_ref)


def test_an_account_rings_when_it_changes(stage: Stage) -> None:
    account_ref = connected(stage)
    stage.webhooks()
    stage.wait(timedelta(minutes=1))
    stage.revoke(account_ref)
    notices = [
        stage.gateway.verify(sent.headers, sent.body, now=stage.now, endpoint=sent.endpoint)
        for sent in stage.webhooks()
    ]
    assert (Subject.ACCOUNT, account_ref) in [(one.subject, one.account_ref) for one in notices]
