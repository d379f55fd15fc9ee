"""Our keys to owners' accounts are renewed in time, and their end is told to those concerned."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from studiobook import clock
from studiobook.db.base import db
from studiobook.mail.transports import Memory
from studiobook.outbox.jobs import sweep
from studiobook.payments.connect import connect
from studiobook.payments.gateways.accounts import Grant
from studiobook.payments.gateways.registry import Registry
from studiobook.payments.gateways.square.amounts import to_moment
from studiobook.payments.gateways.square.connections import SCOPES
from studiobook.payments.keep_grant import access_token_of, keep_grant
from studiobook.payments.models import AccountGrant, PaymentAccount
from studiobook.payments.renew_grants import list_old_grants, renew_grants
from tests.contracts.square_stage import SquareStage, square_stage
from tests.factories.world import NOW, make_room
from tests.standins.square import sellers

WEEK = timedelta(days=6)


@pytest.fixture
def square(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SquareStage]:
    """Square, spoken to with the keys that lie sealed in the database."""
    with square_stage(NOW) as stage:
        monkeypatch.setattr(clock, "now", lambda: stage.now)
        stage.gateway = stage.gateway_of(access_token_of)
        yield stage


def connected(square: SquareStage) -> PaymentAccount:
    """An owner who let us in just now."""
    room = make_room(now=square.now)
    ref = square.new_account()
    keys = sellers.issue(square.books, ref, list(SCOPES))
    account = connect(
        company=room.studio.company,
        gateway="square",
        external_ref=ref,
        can_charge=True,
        now=square.now,
    )
    account.location_ref = square.location_of(ref)
    grant = Grant(
        access_token=keys["access_token"],
        refresh_token=keys["refresh_token"],
        expires_at=to_moment(keys["expires_at"]),
    )
    keep_grant(account=account, grant=grant, now=square.now)
    db.session.commit()
    return account


def renew(square: SquareStage) -> int:
    return renew_grants(gateways=Registry(square.gateway), now=square.now)


def grant_of(account: PaymentAccount) -> AccountGrant:
    db.session.expire_all()
    return db.session.get_one(AccountGrant, account.id)


def test_keys_of_six_days_are_renewed_and_younger_ones_are_left(square: SquareStage):
    account = connected(square)
    ref, before = account.external_ref, access_token_of(account.external_ref)
    square.wait(WEEK - timedelta(minutes=1))
    assert renew(square) == 0
    square.wait(timedelta(minutes=1))
    assert renew(square) == 1
    assert access_token_of(ref) != before
    assert grant_of(account).refreshed_at == square.now
    # Longer than the first keys would have been good for.
    square.wait(timedelta(days=29))
    assert square.gateway.read_account(ref).can_charge


def test_an_owner_who_took_our_access_away_is_told_once(square: SquareStage, sent: Memory):
    account = connected(square)
    square.revoke(account.external_ref)
    square.wait(WEEK)
    assert (renew(square), renew(square)) == (0, 0)
    assert grant_of(account).revoked_at == square.now
    assert (account.can_charge, account.needs[0]) == (False, "access")
    sweep()
    sweep()
    [mail] = sent.sent
    assert "connect it again" in mail.text


def test_an_outage_costs_no_keys_but_rings_after_eight_days(square: SquareStage):
    account = connected(square)
    square.go_away()
    square.wait(WEEK)
    assert renew(square) == 0
    assert not list_old_grants(now=square.now)
    square.wait(timedelta(days=2, minutes=1))
    assert list_old_grants(now=square.now) == [account.id]
    square.come_back()
    assert renew(square) == 1
    assert not list_old_grants(now=square.now)


def test_a_wrong_secret_of_ours_takes_no_account_away(square: SquareStage):
    account = connected(square)
    square.gateway = square.gateway_of(access_token_of, secret="another")
    square.wait(WEEK)
    assert renew(square) == 0
    assert grant_of(account).revoked_at is None
    assert account.can_charge
