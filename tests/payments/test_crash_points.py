"""Killed like kill -9 at every named point on the ways of money; the clock heals it.

Each case runs in a real process on the committed database, with a real provider over HTTP. What
it was told is lost with it: no webhook comes a second time.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings import jobs as booking_jobs
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.dev.environment import ROOT
from studiobook.payments import jobs
from studiobook.payments.connect_account import Addresses, start_connection
from studiobook.payments.gateways.accounts import ConnectPage
from studiobook.payments.gateways.accounts import PayoutState as There
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.models import Dispute, PaymentAccount, Payout
from studiobook.payments.states import ChargeState, PayoutState, RefundState
from studiobook.settings import Settings
from tests.payments.points import points_in_the_code
from tests.payments.till import BACK, Till
from tests.support.doctor import DAYS, PICTURES, findings

#: Minutes between the clock's rounds, until an hour has gone by.
ROUNDS = (3, 8, 20, 31)


class Victim:
    """The warm process; what it does is killed at a point."""

    def __init__(self, settings: Settings) -> None:
        environment = {
            **os.environ,
            "STUDIOBOOK_ENV": "test",
            "SECRET_KEY": settings.secret_key,
            "DATABASE_URL": settings.database_url,
            "DATABASE_POOL": "2",
            "BASE_URL": settings.base_url,
            "REDIS_URL": settings.redis_url or "",
            "UPLOAD_DIR": str(settings.upload_dir),
            "RATE_LIMITS": "off",
            "PYTHONUNBUFFERED": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.payments.crash_child"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def dies(self, till: Till, *, point: str, act: str, **what: Any) -> bool:
        """Whether doing this was ended by kill -9, at this point."""
        server = till.server
        order = {
            "point": point,
            "act": act,
            "now": clock.now().isoformat(),
            "gateway": {"url": server.url, "key": server.api_key, "secret": server.secret},
            **what,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._line()) == -signal.SIGKILL

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def victim(settings: Settings) -> Iterator[Victim]:
    """One warm process for all cases."""
    found = Victim(settings)
    yield found
    found.end()


def heal(till: Till) -> None:
    """The clock goes round for an hour; nobody does anything else."""
    for minutes in ROUNDS:
        till.wait(minutes=minutes)
        till.reconcile()


@dataclass
class Story:
    """What was going on, what is done in the process that dies, and how it has to end."""

    act: str
    before: Callable[[Till], tuple[Booking, dict[str, Any]]]
    after: Callable[[Till, Booking], None]


def held(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.booking()
    return booking, {"booking_id": booking.id}


def pays_again(till: Till, booking: Booking) -> None:
    """The guest, whose browser showed an error, tries again."""
    till.wait(minutes=3)
    till.reconcile()
    till.stage.pay(till.open(booking))
    is_booked(till, booking)


def told(till: Till) -> dict[str, Any]:
    """Every webhook that waits, for the process that dies."""
    return {
        "webhooks": [
            {"body": sent.body.decode(), "headers": sent.headers, "endpoint": sent.endpoint}
            for sent in till.stage.webhooks()
        ]
    }


def just_paid(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.booking()
    till.stage.pay(till.open(booking))
    return booking, told(till)


def is_booked(till: Till, booking: Booking) -> None:
    heal(till)
    assert till.status(booking) is Status.CONFIRMED
    assert till.received(booking) == (booking.total_minor, 0)
    assert till.facts(booking).count("PaymentCaptured") == 1
    assert till.facts(booking).count("BookingConfirmed") == 1


def called_off(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.paid()
    booking_id = booking.id
    in_transaction(lambda: cancel(booking_id, by="owner", now=clock.now()))
    return booking, {}


def is_given_back(till: Till, booking: Booking) -> None:
    heal(till)
    [refund] = till.refunds(booking)
    assert refund.state is RefundState.SUCCEEDED
    assert till.received(booking) == (booking.total_minor, booking.total_minor)
    assert till.facts(booking).count("RefundSucceeded") == 1


def given_up(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.booking()
    till.open(booking)
    booking_id = booking.id
    in_transaction(lambda: release(booking_id, now=clock.now()))
    return booking, {}


def can_not_be_paid(till: Till, booking: Booking) -> None:
    heal(till)
    charge = till.charge(booking)
    assert charge.state is ChargeState.CANCELLED
    assert till.server.provider.checkout(charge.checkout_ref or "")["status"] == "expired"


def given_back_there(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.paid()
    till.stage.refund_by_hand(till.charge(booking).payment_ref or "", 1000)
    return booking, told(till)


def knows_of_it(till: Till, booking: Booking) -> None:
    heal(till)
    [refund] = till.refunds(booking)
    assert (refund.state, refund.amount_minor) == (RefundState.SUCCEEDED, 1000)
    assert till.facts(booking).count("RefundAdopted") == 1


def disputed(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.paid()
    till.stage.dispute(till.charge(booking).payment_ref or "", booking.total_minor)
    return booking, told(till)


def knows_of_the_dispute(till: Till, booking: Booking) -> None:
    jobs.find_disputes()
    heal(till)
    found = db.session.scalars(select(Dispute)).all()
    assert [(one.charge.booking_id, one.status) for one in found] == [(booking.id, "open")]
    assert till.facts(booking).count("DisputeOpened") == 1


def cleared(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.paid()
    account = till.charge(booking).account
    till.stage.clear(account.external_ref)
    return booking, {"account_id": account.id, "currency": booking.currency}


def is_paid_out_once_or_given_up(till: Till, booking: Booking) -> None:
    """What never reached the provider moves no money behind the owner's back."""
    heal(till)
    jobs.mirror_payouts()
    there = made_there(till, booking)
    ours = [one for one in payouts() if one.state is not PayoutState.CANCELLED]
    assert [one.gateway_ref for one in ours] == [one.ref for one in there]
    for payout in there:
        till.stage.land(payout.ref)
    jobs.mirror_payouts()
    assert {one.state for one in payouts()} <= {PayoutState.PAID, PayoutState.CANCELLED}


def landed(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking, _what = cleared(till)
    till.stage.land(till.stage.pay_out(till.charge(booking).account.external_ref))
    till.stage.webhooks()
    return booking, {}


def knows_of_the_payout(till: Till, booking: Booking) -> None:
    jobs.mirror_payouts()
    assert [one.gateway_ref for one in payouts()] == [one.ref for one in made_there(till, booking)]
    assert [one.state for one in payouts()] == [PayoutState.PAID]


def made_there(till: Till, booking: Booking) -> Sequence[There]:
    account_ref = till.charge(booking).account.external_ref
    since = clock.now() - timedelta(days=1)
    return till.stage.gateway.list_payouts(account_ref, since=since)


def payouts() -> Sequence[Payout]:
    db.session.expire_all()
    return db.session.scalars(select(Payout).order_by(Payout.id)).all()


def without_an_account(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking = till.booking()
    return booking, {"company_id": booking.studio.company_id}


def has_connected(till: Till) -> tuple[Booking, dict[str, Any]]:
    booking, what = without_an_account(till)
    what["answer"] = dict(till.stage.finish_onboarding(start(till, what["company_id"])))
    till.stage.webhooks()
    return booking, what


def start(till: Till, company_id: int) -> ConnectPage:
    url = start_connection(
        company_id=company_id,
        gateway=till.stage.gateway.name,
        email="owner@example.org",
        addresses=Addresses(return_url=BACK, refresh_url=BACK, state="a-word"),
        gateways=gateways(),
        now=clock.now(),
        another=True,
    )
    db.session.expire_all()
    latest = select(PaymentAccount).order_by(PaymentAccount.id.desc()).limit(1)
    return ConnectPage(url=url, account_ref=db.session.scalars(latest).one().external_ref)


def connects_again(till: Till, booking: Booking) -> None:
    """The owner, whose browser showed an error, tries again."""
    page = start(till, booking.studio.company_id)
    till.stage.finish_onboarding(page)
    uses_it(till, booking)


def uses_it(till: Till, booking: Booking) -> None:
    for _ in range(3):
        till.wait(minutes=61)
        jobs.refresh_accounts()
    before, *rest = db.session.scalars(select(PaymentAccount).order_by(PaymentAccount.id)).all()
    used = [one for one in rest if one.activated_at and not one.closed_at]
    assert before.closed_at is not None
    assert [one.can_charge for one in used] == [True]
    assert booking.studio.company.can_charge
    booking_jobs.expire_holds()
    till.work()


PAYING = Story("open_page", held, pays_again)
PAID = Story("hear", just_paid, is_booked)
FOUND = Story("reconcile", just_paid, is_booked)
REFUNDING = Story("work", called_off, is_given_back)
CLOSING = Story("work", given_up, can_not_be_paid)
ADOPTING = Story("hear", given_back_there, knows_of_it)
DISPUTED = Story("hear", disputed, knows_of_the_dispute)
ASKING = Story("ask_for_payout", cleared, is_paid_out_once_or_given_up)
MIRRORING = Story("mirror", landed, knows_of_the_payout)
CONNECTING = Story("start_connecting", without_an_account, connects_again)
CONNECTED = Story("finish_connecting", has_connected, uses_it)

#: Every point in the code, and the stories in which it is passed.
CASES: dict[str, tuple[Story, ...]] = {
    "checkout.intended": (PAYING,),
    "checkout.opened": (PAYING,),
    "checkout.noting": (PAYING,),
    "checkout.noted": (PAYING,),
    "checkout.closed": (CLOSING,),
    "event.storing": (PAID,),
    "event.stored": (PAID,),
    "event.claimed": (PAID, ADOPTING),
    "event.applied": (PAID, ADOPTING),
    "charge.read": (PAID,),
    "charge.captured": (PAID,),
    "charge.settled": (PAID,),
    "refund.owed": (REFUNDING,),
    "refund.claimed": (REFUNDING,),
    "refund.sent": (REFUNDING,),
    "refund.settling": (REFUNDING, ADOPTING),
    "refund.settled": (REFUNDING,),
    "dispute.read": (DISPUTED,),
    "dispute.settling": (DISPUTED,),
    "payout.intended": (ASKING,),
    "payout.sent": (ASKING,),
    "payout.read": (ASKING, MIRRORING),
    "payout.settling": (ASKING, MIRRORING),
    "account.started": (CONNECTING,),
    "account.finished": (CONNECTED,),
    "account.read": (CONNECTED,),
    "account.applying": (CONNECTED,),
}


def test_every_point_in_the_code_has_its_cases_and_its_own_name() -> None:
    points = points_in_the_code()
    assert sorted(points) == sorted(set(points))
    assert set(points) == set(CASES)


@pytest.mark.committed
@pytest.mark.parametrize(
    ("point", "story"),
    [
        pytest.param(point, story, id=f"{point}-{story.before.__name__}")
        for point, stories in CASES.items()
        for story in stories
    ],
)
def test_killed_at_any_point_money_heals(
    till: Till, victim: Victim, point: str, story: Story
) -> None:
    booking, what = story.before(till)
    db.session.commit()
    assert victim.dies(till, point=point, act=story.act, **what)
    story.after(till, booking)
    assert findings(clock.now(), but=(PICTURES, DAYS)) == []


@pytest.mark.committed
def test_without_a_point_nobody_dies(till: Till, victim: Victim) -> None:
    booking, what = just_paid(till)
    assert not victim.dies(till, point="", act="hear", **what)
    db.session.expire_all()
    assert till.status(booking) is Status.CONFIRMED


@pytest.mark.committed
def test_outside_of_tests_no_point_kills(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIOBOOK_CRASH_AT", "checkout.intended")
    monkeypatch.setenv("STUDIOBOOK_ENV", "production")
    assert till.open(till.booking()).url
