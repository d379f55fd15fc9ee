"""Secrets that anybody would know again are planted everywhere; nothing that stays shows one."""

import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import structlog
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from studiobook import clock
from studiobook.app import create_app
from studiobook.bookings.access_link import path_to
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import Caller, offer
from studiobook.db.base import db
from studiobook.payments.errors import PaymentsAway
from studiobook.payments.gateways.accounts import Grant
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.keep_grant import keep_grant
from studiobook.payments.queries import find_account
from studiobook.settings import Settings
from tests.contracts.stage import STAGES
from tests.factories.world import FEE, NOW, slot_in
from tests.payments.test_refunds import call_off, owe
from tests.payments.till import Till
from tests.support.client import PageClient

pytestmark = pytest.mark.committed

SECRET = re.compile("secret|key|password|token")
#: Libraries that have something to say about a conversation when they are asked to say all.
TALKERS = ("urllib3", "requests", "httpx", "httpcore", "stripe", "square", "rq", "werkzeug")

PLANTED = {
    "secret_key": "planted-secret-key-0123456789-abcdef",
    "sandbox_key": "planted-sandbox-key",
    "sandbox_secret": "planted-sandbox-secret",
    "stripe_secret_key": "sk_test_planted0stripe0key",
    "stripe_webhook_secret": "whsec_planted0stripe0main",
    "stripe_connect_webhook_secret": "whsec_planted0stripe0connect",
    "stripe_events_webhook_secret": "whsec_planted0stripe0events",
    "square_application_secret": "sq0csp-planted-square-secret",
    "square_webhook_key": "planted-square-webhook-key",
    "google_client_secret": "planted-google-secret",
}
SEALING = (Fernet.generate_key().decode(), Fernet.generate_key().decode())
GRANT = Grant(
    access_token="planted-access-token-EAAA",
    refresh_token="planted-refresh-token-EQAA",
    expires_at=NOW + timedelta(days=30),
)


@pytest.fixture
def heard() -> Iterator[StringIO]:
    """Everything that anything logs, down to the smallest remark."""
    said = StringIO()
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.PrintLoggerFactory(said),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(said)
    levels = {name: logging.getLogger(name).level for name in TALKERS}
    logging.getLogger().addHandler(handler)
    for name in TALKERS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield said
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger().removeHandler(handler)
    structlog.configure(**before)


@pytest.fixture
def planted(app: Flask, settings: Settings) -> Iterator[Flask]:
    """An installation of its own, whose every secret can be recognised. `app` cleans up after."""
    del app
    values: dict[str, Any] = {**PLANTED, "sealing_keys": SEALING}
    made = create_app(replace(settings, **values))
    made.test_client_class = PageClient
    made.testing = False
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.config["LOG_REQUESTS"] = True

    @made.get("/break")
    def break_down() -> str:
        keys = made.config["SETTINGS"]
        raise RuntimeError(f"broken beside {type(keys).__name__}")

    break_down.access = None  # type: ignore[attr-defined]
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def words_of(thing: object, depth: int = 4) -> set[str]:
    """Every text that an adapter holds under a name that sounds secret."""
    found: set[str] = set()
    for name, value in getattr(thing, "__dict__", {}).items():
        if isinstance(value, str) and len(value) > 8 and SECRET.search(name.lower()):
            found |= {part.strip() for part in value.split(",")}
        elif depth and not isinstance(value, str):
            found |= words_of(value, depth - 1)
    return found


def in_redis(app: Flask) -> Iterator[str]:
    """Keys, jobs and their payloads, which RQ keeps compressed."""
    redis = app.extensions["studiobook_redis"]
    for key in redis.keys("*"):
        yield key.decode()
        if redis.type(key) == b"hash":
            for name, value in redis.hgetall(key).items():
                with suppress(zlib.error):
                    yield zlib.decompress(value).decode(errors="replace")
                yield f"{name!r} {value!r}"


def in_the_database() -> Iterator[str]:
    """Every row of every table, as text."""
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(text(f'SELECT t::text FROM "{table.name}" t'))
        yield from rows.scalars()


def a_bad_day(till: Till, app: Flask) -> Iterator[str]:
    """Connecting, paying, paying back and all that goes wrong with it; what people see of it."""
    room = till.room()
    account = find_account(room.studio.company_id)
    assert account is not None
    keep_grant(account=account, grant=GRANT, now=clock.now())
    link = offer(
        room=room,
        slot=slot_in(room, days=9),
        people=1,
        engineer_id=None,
        caller=Caller("Anna Arndt", "anna@example.com"),
        lasts=timedelta(hours=24),
        fee=FEE,
        actor_id=room.studio.company.admins[0].user_id,
        now=clock.now(),
    )
    db.session.commit()
    client, path = till.client, path_to(link, secret=app.config["SECRET_KEY"])
    code = link.code
    yield client.get(path, follow_redirects=True).text
    till.stage.answer_once_with(500)
    yield client.submit(f"/bookings/{code}/payment", {}, page=f"/bookings/{code}").text
    booking = db.session.query(Booking).filter_by(code=code).one()
    with suppress(PaymentsAway):
        till.open(booking)
    till.stage.pay(till.open(booking))
    told = till.stage.webhooks()
    for sent in told:
        assert till.post(replace(sent, body=sent.body + b" ")) == 400
    till.hear(told)
    yield client.get(f"/bookings/{code}").text
    owe(booking, 1000, "event-900")
    till.stage.hang_up_after_acting()
    call_off(booking)
    till.work()
    till.stage.go_away()
    till.wait(minutes=5)
    till.reconcile()
    till.stage.come_back()
    for minutes in (5, 31, 61):
        till.wait(minutes=minutes)
        till.reconcile()
        till.hear()
    for lost in ("/nowhere", "/break", "/webhooks/nobody", f"/bookings/{code}/access/forged"):
        yield client.get(lost).text
    account_ref = account.external_ref
    with suppress(Exception):
        till.stage.gateway.read_checkout("nothing", account_ref=account_ref)


@pytest.mark.parametrize("provider", STAGES)
def test_nothing_that_stays_shows_a_secret(
    planted: Flask, heard: StringIO, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with STAGES[provider](NOW) as stage:
        monkeypatch.setitem(planted.extensions, EXTENSION, Registry(stage.gateway))
        monkeypatch.setattr(clock, "now", lambda: stage.now)
        client = planted.test_client()
        assert isinstance(client, PageClient)
        till = Till(stage, client)
        pages = [*a_bad_day(till, planted)]
        token = path_to(db.session.query(Booking).one(), secret=planted.config["SECRET_KEY"])
        secrets = {
            *PLANTED.values(),
            *SEALING,
            *words_of(stage.gateway),
            GRANT.access_token,
            GRANT.refresh_token,
        }
        places = {
            "logs": heard.getvalue(),
            "error pages": "\n".join(pages),
            "jobs": "\n".join(in_redis(planted)),
            "the database": "\n".join(in_the_database()),
        }
    assert len(secrets) >= len(PLANTED) + 5
    found = [
        (word, place)
        for place, all_of_it in places.items()
        for word in secrets
        if word in all_of_it
    ]
    assert found == []
    link = token.rpartition("/")[2]
    assert [place for place, all_of_it in places.items() if link in all_of_it] == []
    # Each place was looked into, and would have shown something.
    assert "request_answered" in places["logs"]
    assert "studiobook.payments" in places["jobs"]
    assert "PaymentCaptured" in places["the database"]
    assert "404" in places["error pages"]


def test_settings_that_sound_secret_are_all_planted() -> None:
    secret = {field.name for field in fields(Settings) if SECRET.search(field.name)}
    assert secret - {"sealing_keys"} == set(PLANTED)
