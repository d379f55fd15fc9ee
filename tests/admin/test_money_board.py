"""The money board: what waits for somebody, what can be done about it, and who may."""

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from studiobook import clock
from studiobook.admin.money_board import read_board
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.outbox.models import Event
from studiobook.outbox.record import record
from studiobook.payments.events import PaymentsStarted
from studiobook.payments.models import PaymentAccount
from studiobook.payments.states import ChargeState, RefundState
from studiobook.users.models import Role
from tests.factories.payouts import make_payout
from tests.factories.sign_in import sign_in
from tests.factories.world import make_owner, make_user
from tests.payments.conftest import any_till, sound, till  # noqa: F401  # fixtures
from tests.payments.till import Till

BOARD = "/admin/money"


def admin_in(till: Till) -> int:  # noqa: F811
    somebody = make_user(name="Ada Admin")
    somebody.role = Role.ADMIN
    db.session.commit()
    sign_in(till.client, somebody)
    return somebody.id


def failed(till: Till) -> Booking:  # noqa: F811
    """A cancelled booking whose refund the bank sent back."""
    booking = till.paid()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    till.stage.fail_refund(till.refunds(booking)[0].gateway_ref or "")
    till.hear()
    return booking


def odd(till: Till) -> Booking:  # noqa: F811
    """A booking for which another amount was paid."""
    booking = till.booking()
    page = till.open(booking)
    store = till.server.provider.store
    doc = store.get("checkout", page.ref)
    assert doc is not None
    store.put("checkout", doc | {"amount": doc["amount"] - 100}, wakes_at=doc["expires_at"])
    till.stage.pay(page)
    till.hear()
    return booking


def decide(till: Till, kind: str, number: int, act: str, **fields: str) -> None:  # noqa: F811
    path = f"{BOARD}/{kind}/{number}/{act}"
    assert till.client.get(path).status_code == 200
    assert till.client.submit(path, fields).status_code == 303
    till.work()


def by_admin() -> list[tuple[str, int | None]]:
    rows = db.session.query(Event).filter_by(actor="admin").order_by(Event.id)
    return [(event.name, event.actor_id) for event in rows]


@pytest.mark.parametrize("path", ["/admin", BOARD, f"{BOARD}/refund/1/retry"])
def test_only_admins_come_in(till: Till, path: str) -> None:  # noqa: F811
    assert "/auth/login" in (till.client.get(path).location or "")
    for person in (make_user(), make_owner()):
        db.session.commit()
        sign_in(till.client, person)
        assert till.client.get(path).status_code == 403
        assert till.client.submit(f"{BOARD}/refund/1/retry", {}, page="/account").status_code == 403


def test_where_nothing_waits_it_says_so(till: Till) -> None:  # noqa: F811
    admin_in(till)
    assert "Nothing waits for anybody" in till.client.get(BOARD).text
    assert 'href="/admin/money"' in till.client.get("/account").text


@pytest.mark.usefixtures("sound")
def test_a_failed_refund_is_tried_again(till: Till) -> None:  # noqa: F811
    booking = failed(till)
    admin_id = admin_in(till)
    assert booking.code in till.client.get(BOARD).text
    decide(till, "refund", till.refunds(booking)[0].id, "retry")
    assert till.refunds(booking)[0].state is RefundState.SUCCEEDED
    assert till.received(booking)[1] == booking.total_minor
    assert by_admin() == [("RefundRetried", admin_id)]
    assert booking.code not in till.client.get(BOARD).text


@pytest.mark.usefixtures("sound")
def test_a_failed_refund_is_settled_by_hand_with_a_note(till: Till) -> None:  # noqa: F811
    booking = failed(till)
    admin_id = admin_in(till)
    path = f"{BOARD}/refund/{till.refunds(booking)[0].id}/settlement"
    assert till.client.submit(path, {"note": "  "}).status_code == 422
    decide(till, "refund", till.refunds(booking)[0].id, "settlement", note="Bank transfer, 3 May")
    [refund] = till.refunds(booking)
    assert (refund.state, refund.note) == (RefundState.BY_HAND, "Bank transfer, 3 May")
    assert by_admin() == [("RefundByHand", admin_id)]
    till.wait(hours=48)


@pytest.mark.usefixtures("sound")
def test_what_was_paid_wrongly_is_given_back_by_its_own_amount(till: Till) -> None:  # noqa: F811
    booking = odd(till)
    admin_in(till)
    assert "Another amount was paid" in till.client.get(BOARD).text
    decide(till, "charge", till.charge(booking).id, "return")
    charge = till.charge(booking)
    assert (charge.state, charge.captured_minor) == (
        ChargeState.CAPTURED,
        booking.total_minor - 100,
    )
    assert till.status(booking) is Status.HELD
    taken, given = till.received(booking)
    assert taken == given == booking.total_minor - 100


def test_only_the_right_amount_can_be_accepted(till: Till) -> None:  # noqa: F811
    booking = odd(till)
    admin_in(till)
    decide(till, "charge", till.charge(booking).id, "acceptance")
    assert till.charge(booking).quarantine == "amount"
    assert "can only go back" in till.client.get(BOARD).text


@pytest.mark.usefixtures("sound")
def test_the_right_amount_under_a_wrong_name_is_accepted(till: Till) -> None:  # noqa: F811
    booking = till.booking()
    page = till.open(booking)
    store = till.server.provider.store
    doc = store.get("checkout", page.ref)
    assert doc is not None
    store.put("checkout", doc | {"reference": "OTHER"}, wakes_at=doc["expires_at"])
    till.stage.pay(page)
    till.hear()
    assert till.charge(booking).quarantine == "reference"
    admin_in(till)
    decide(till, "charge", till.charge(booking).id, "acceptance")
    assert till.status(booking) is Status.CONFIRMED


def test_something_undecided_is_looked_at_at_once(till: Till) -> None:  # noqa: F811
    booking = till.paid()
    till.stage.refunds_wait()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    till.wait(minutes=1)
    admin_in(till)
    decide(till, "refund", till.refunds(booking)[0].id, "check")
    assert till.refunds(booking)[0].state is RefundState.SUCCEEDED


def test_disputes_and_dead_accounts_are_on_the_board(till: Till) -> None:  # noqa: F811
    booking = till.paid()
    till.stage.dispute(till.charge(booking).payment_ref or "", booking.total_minor)
    till.hear()
    account = db.session.query(PaymentAccount).one()
    account.needs = ["access"]
    db.session.commit()
    admin_in(till)
    text = till.client.get(BOARD).text
    assert "Evidence has to be there by" in text
    assert "Only the owner can connect it again" in text


@pytest.mark.usefixtures("sound")
def test_connecting_again_sends_what_could_not_be_sent(till: Till) -> None:  # noqa: F811
    booking = till.paid()
    account = till.charge(booking).account
    till.stage.revoke(account.external_ref)
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    [refund] = till.refunds(booking)
    assert (refund.state, refund.refusal) == (RefundState.FAILED, "account_revoked")
    doc = till.server.provider.store.get("account", account.external_ref)
    assert doc is not None
    till.server.provider.store.put("account", doc | {"status": "active"})
    with transaction():
        record(PaymentsStarted(account.id), actor="gateway", now=clock.now())
    till.work()
    assert till.refunds(booking)[0].state is RefundState.SUCCEEDED


@pytest.mark.usefixtures("sound")
def test_the_terminal_does_the_same(till: Till, app: Flask) -> None:  # noqa: F811
    booking, wrong = failed(till), odd(till)
    runner: FlaskCliRunner = app.test_cli_runner()
    number = str(till.refunds(booking)[0].id)

    def run(*words: str) -> int:
        return runner.invoke(args=["payments", *words]).exit_code

    assert run("resolve", "refund", number) == 2
    assert run("resolve", "refund", "999999", "--retry") == 1
    assert run("resolve", "refund", number, "--retry") == 0
    assert run("resolve", "refund", number, "--by-hand", "Cash") == 1
    assert run("resolve", "charge", str(till.charge(wrong).id), "--accept") == 1
    assert run("resolve", "charge", str(till.charge(wrong).id), "--give-back") == 0
    assert run("reconcile", "--now") == 0
    till.work()
    assert till.refunds(booking)[0].state is RefundState.SUCCEEDED
    assert till.charge(wrong).state is ChargeState.CAPTURED


def test_a_payout_waits_for_nobody_before_it_should_have_arrived(till: Till):  # noqa: F811
    booking = till.paid()
    payout = make_payout(till.charge(booking).account, elsewhere=1234, now=clock.now())
    assert list(read_board(now=clock.now()).payouts) == []
    till.wait(hours=48)
    assert list(read_board(now=clock.now()).payouts) == [payout]
