"""What the door for webhooks lets in."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.dev.sandbox.delivery import Webhook
from studiobook.dev.sandbox.signing import HEADER, signature_header
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from studiobook.payments.models import GatewayEvent
from tests.payments.till import Till


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(GatewayEvent)) or 0


def signed(till: Till, body: bytes, *, secret: str | None = None, age: int = 0) -> Webhook:
    stamp = int(till.stage.now.timestamp()) - age
    header = signature_header(secret or till.server.secret, timestamp=stamp, body=body)
    return Webhook({HEADER: header, "Content-Type": "application/json"}, body)


def event(**changes: object) -> bytes:
    body = {
        "id": "evt_1",
        "type": "checkout.paid",
        "account": "acct_1",
        "created": 1,
        "object": {"kind": "checkout", "id": "chk_1"},
    }
    return json.dumps(body | changes).encode()


def test_a_signed_event_is_stored_once_however_often_it_comes(till: Till):
    for _ in range(3):
        assert till.post(signed(till, event())) == 200
    assert stored() == 1


BAD: dict[str, Callable[[Till], Webhook]] = {
    "unsigned": lambda till: Webhook({}, event()),
    "of another secret": lambda till: signed(till, event(), secret="guessed"),
    "changed on the way": lambda till: Webhook(signed(till, event()).headers, event(id="evt_2")),
    "six minutes old": lambda till: signed(till, event(), age=360),
    "from the future": lambda till: signed(till, event(), age=-360),
    "with a strange header": lambda till: Webhook({HEADER: "t=x,v1=ü"}, event()),
    "not JSON": lambda till: signed(till, b"{"),
    "not an event": lambda till: signed(till, b"[]"),
    "without an id": lambda till: signed(till, event(id=None)),
    "with bytes that are no text": lambda till: signed(till, b"\xff\x00"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_webhook_is_refused_and_not_stored(till: Till, bad: Callable[[Till], Webhook]):
    assert till.post(bad(till)) == 400
    assert stored() == 0


def test_an_oversized_webhook_is_refused(till: Till):
    assert till.post(signed(till, event(filler="x" * 1024 * 1024))) == 413
    assert stored() == 0


def test_an_unknown_provider_has_no_door(till: Till):
    assert till.client.post("/webhooks/nobody", data=event()).status_code == 404


def test_without_a_secret_nothing_is_believed(
    till: Till, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    deaf = SandboxGateway(url=till.server.url, key="", secret=None)
    monkeypatch.setitem(app.extensions, EXTENSION, Registry(deaf))
    assert till.post(signed(till, event())) == 503
    assert stored() == 0


def test_an_event_of_an_unknown_kind_is_kept_and_done(till: Till):
    till.post(signed(till, event(object={"kind": "weather", "id": "rain"})))
    till.work()
    assert db.session.scalars(select(GatewayEvent)).one().processed_at is not None


def test_an_event_about_nothing_of_ours_is_tried_again_and_then_laid_aside(till: Till):
    till.post(signed(till, event()))
    for wait in (0, 1, 5, 30):
        till.wait(minutes=wait)
        till.work()
    row = db.session.scalars(select(GatewayEvent)).one()
    assert (row.attempts, row.next_try_at, row.error) == (4, None, "NotPlaced")


def test_a_claim_of_payment_in_the_event_is_not_believed(till: Till):
    booking = till.booking()
    page = till.open(booking)
    till.post(signed(till, event(object={"kind": "checkout", "id": page.ref}, amount=1)))
    till.work()
    assert till.status(booking) is Status.HELD


def test_an_event_waits_while_the_provider_is_away(till: Till):
    booking = till.booking()
    till.stage.pay(till.open(booking))
    till.stage.answer_once_with(500)
    till.hear()
    assert till.status(booking) is Status.HELD
    till.wait(minutes=3)
    till.work()
    assert till.status(booking) is Status.CONFIRMED
