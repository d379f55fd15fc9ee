"""Keys to owners' accounts are unreadable at rest, and the key to them can be replaced."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from studiobook.db.base import db
from studiobook.payments import seal
from studiobook.payments.gateways.accounts import Grant
from studiobook.payments.gateways.errors import AccountRevoked
from studiobook.payments.keep_grant import access_token_of, keep_grant
from studiobook.payments.models import AccountGrant, PaymentAccount
from studiobook.settings import Settings
from tests.factories.world import NOW, make_room

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TOKENS = Grant(
    access_token="access-word", refresh_token="refresh-word", expires_at=NOW + timedelta(days=30)
)


@pytest.fixture
def ring(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """Give the app these keys instead of its own."""

    def use(*keys: str) -> None:
        before = app.extensions[seal.EXTENSION]
        seal.init_app(app, replace(settings, sealing_keys=keys))
        now = app.extensions[seal.EXTENSION]
        app.extensions[seal.EXTENSION] = before
        monkeypatch.setitem(app.extensions, seal.EXTENSION, now)

    return use


def granted(ref: str = "MLOWNER") -> AccountGrant:
    room = make_room()
    account = PaymentAccount(
        company_id=room.studio.company_id, gateway="square", external_ref=ref, created_at=NOW
    )
    db.session.add(account)
    db.session.flush()
    return keep_grant(account=account, grant=TOKENS, now=NOW)


def rotate(app: Flask):
    return app.test_cli_runner().invoke(args=["payments", "rotate-keys"])


def test_a_kept_key_is_unreadable_and_given_out_in_clear(app: Flask):
    grant = granted()
    assert "word" not in grant.access_token + grant.refresh_token
    assert seal.is_sealed(grant.access_token)
    assert not seal.is_sealed("access-word")
    assert access_token_of("MLOWNER") == "access-word"


def test_without_a_good_key_access_counts_as_revoked(app: Flask):
    with pytest.raises(AccountRevoked):
        access_token_of("MLSTRANGER")
    granted().revoked_at = NOW
    with pytest.raises(AccountRevoked):
        access_token_of("MLOWNER")


def test_fresh_keys_replace_the_old_ones_and_heal_a_revocation(app: Flask):
    grant = granted()
    grant.revoked_at = NOW
    keep_grant(account=grant.account, grant=replace(TOKENS, access_token="fresh"), now=NOW)
    assert access_token_of("MLOWNER") == "fresh"


def test_rotation_frees_the_old_key_and_repeats_harmlessly(app: Flask, ring):
    ring(OLD)
    granted()
    ring(NEW, OLD)
    assert access_token_of("MLOWNER") == "access-word"
    assert "Sealed anew: 1." in rotate(app).output
    assert "Sealed anew: 0." in rotate(app).output
    ring(NEW)
    assert access_token_of("MLOWNER") == "access-word"


def test_rotation_stops_before_it_starts_at_a_row_that_nothing_opens(app: Flask, ring):
    ring(OLD)
    good, lost = granted(), granted("MLOTHER")
    ring(Fernet.generate_key().decode())
    lost.access_token = seal.seal("gone")
    db.session.flush()
    ring(NEW, OLD)
    told = rotate(app)
    assert told.exit_code != 0
    assert f"account {lost.account_id}." in told.output
    assert not seal.is_sealed_under_newest(good.access_token)


def test_a_key_made_of_the_secret_is_no_secret_of_production(app: Flask, settings: Settings):
    real = Flask("real")
    seal.init_app(real, replace(settings, environment="production"))
    with real.app_context(), pytest.raises(seal.NoSealingKey):
        seal.seal("word")
