"""A day on which everything happens and everything goes wrong, by dice that can be thrown again.

`python -m tests.payments.random_day --bookings 2000 --seed 7` lives a long one on a database of
its own and says what the doctor found. Tests live short ones.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import func, select

from studiobook import clock
from studiobook.admin.doctor import CHECKS
from studiobook.app import create_app
from studiobook.bookings import jobs as booking_jobs
from studiobook.bookings.cancel import cancel
from studiobook.bookings.extend import extend
from studiobook.bookings.models import Booking
from studiobook.bookings.release import release
from studiobook.bookings.states import Status
from studiobook.bookings.terms import Canceller
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.dev.sandbox.delivery import Webhook, webhook
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.errors import DomainError
from studiobook.outbox.jobs import sweep
from studiobook.payments import crash, jobs
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.gateways.protocol import CheckoutPage, GatewayError
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.models import Charge, Dispute, PaymentAccount, Refund
from studiobook.payments.request_refund import request_refund
from studiobook.payments.states import ChargeState, Reason, RefundState
from studiobook.rooms.models import Room
from studiobook.settings import Settings
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from tests.contracts.hand_clock import HandClock
from tests.contracts.sandbox_stage import SandboxStage
from tests.factories.world import FEE, NOW, make_booking
from tests.payments.points import points_in_the_code
from tests.payments.till import Till
from tests.support.client import PageClient
from tests.support.databases import Databases
from tests.support.doctor import DAYS, PICTURES, PROCESSES, findings
from tests.support.stage import stage

Dice = random.Random

#: Checks of the doctor that hold at every moment, whatever has just been interrupted. Not 7: while
#: the news of a refund that a bank sent back is late, what went in its place is one too many.
ALWAYS = (6, 12, 14)
#: A human has to see to what failed; here there is none.
HUMANS = 9
ROOMS = 4
POINTS = points_in_the_code()
#: For how many steps a point waits for its victim.
SOON = 30


class Killed(BaseException):
    """The process died here; no handler of ours may catch it."""


class Day:
    """What guests, owners, banks, the network and the clock do to one app and one provider."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.rooms = [till.room().id for _ in range(ROOMS)]
        self.bookings: list[int] = []
        self.pages: dict[int, CheckoutPage] = {}
        self.post: list[Webhook] = []
        self.disputes: list[str] = []
        self.payouts: list[str] = []
        self.happened: Counter[str] = Counter()
        self.lately: deque[str] = deque(maxlen=300)
        self.causes = 0
        self.dies_within = 0

    def step(self, act: Callable[[Dice], None], dice: Dice) -> None:
        """One thing happens; refusals, outages and sudden deaths are a part of it."""
        self.happened[act.__name__] += 1
        self.lately.append(act.__name__)
        try:
            act(dice)
        except Killed:
            self.happened["died"] += 1
            self.dies_within = 0
        except (DomainError, GatewayError, requests.RequestException) as refusal:
            self.happened[type(refusal).__name__] += 1
        finally:
            db.session.remove()
            self.dies_within -= 1
            if self.dies_within < 0:
                os.environ.pop(crash.VARIABLE, None)

    # Guests

    def hold(self, dice: Dice) -> None:
        """Somebody holds an hour or two some days ahead."""
        room = db.session.get_one(Room, dice.choice(self.rooms))
        first = self.till.stage.now.replace(minute=0, second=0, microsecond=0)
        starts_at = first + timedelta(days=dice.randrange(4, 60), hours=dice.randrange(24))
        slot = Timeslot(starts_at, starts_at + timedelta(hours=dice.choice((1, 2, 3))))
        booking = make_booking(room=room, slot=slot, paid=False, now=clock.now())
        db.session.commit()
        self.bookings.append(booking.id)

    def open(self, dice: Dice) -> None:
        """Somebody goes to pay."""
        booking = self._some(dice, Status.HELD, Status.CONFIRMED)
        if booking is not None:
            self.pages[booking.id] = self.till.open(booking)

    def pay(self, dice: Dice) -> None:
        """Somebody pays on a page, in one of the ways there are; closed ones refuse."""
        if not self.pages:
            return
        page = self.pages[dice.choice([*self.pages])]
        stage = self.till.stage
        way = dice.choices(("pay", "decline", "slow", "fail", "other"), (20, 2, 4, 2, 0.2))[0]
        try:
            if way == "pay":
                stage.pay(page)
            elif way == "decline":
                stage.decline(page)
            elif way == "other":
                stage.pay_another_amount(page, 100)
            else:
                stage.pay_slowly(page, fails=way == "fail")
        except AssertionError:
            self.happened["page_was_closed"] += 1

    def give_up(self, dice: Dice) -> None:
        """Somebody lets a hold go, whatever their other tab is doing."""
        if (booking := self._some(dice, Status.HELD)) is not None:
            booking_id = booking.id
            in_transaction(lambda: release(booking_id, now=clock.now()))

    # Owners

    def call_off(self, dice: Dice) -> None:
        """One of the two cancels."""
        if (booking := self._some(dice, Status.CONFIRMED)) is not None:
            booking_id = booking.id
            by: Canceller = "owner" if dice.random() < 0.5 else "guest"
            in_transaction(lambda: cancel(booking_id, by=by, now=clock.now()))

    def stay_longer(self, dice: Dice) -> None:
        """A session gets longer, for a difference that is to be paid."""
        if (booking := self._some(dice, Status.CONFIRMED)) is not None:
            booking_id = booking.id
            in_transaction(
                lambda: extend(
                    booking_id, half_hours=2, present=4, by="owner", fee=FEE, now=clock.now()
                )
            )

    def give_back(self, dice: Dice) -> None:
        """An owner gives a part back."""
        if (booking := self._some(dice, Status.CONFIRMED, Status.COMPLETED)) is None:
            return
        self.causes += 1
        booking_id, cause = booking.id, f"kindness-{self.causes}"
        amount = Money(dice.randrange(1, booking.total_minor + 1), booking.currency)
        in_transaction(
            lambda: request_refund(
                booking_id=booking_id,
                amount=amount,
                reason=Reason.GOODWILL,
                actor="owner",
                cause=cause,
                now=clock.now(),
            )
        )

    # Banks, and hands at the provider's dashboard

    def refund_by_hand(self, dice: Dice) -> None:
        """Somebody gives money back in the dashboard."""
        if (charge := self._some_charge(dice)) is not None and charge.payment_ref:
            minor = dice.randrange(1, charge.amount_minor + 1)
            self.till.stage.refund_by_hand(charge.payment_ref, minor)

    def send_back(self, dice: Dice) -> None:
        """A bank sends a refund back that had gone."""
        gone = db.session.scalars(
            select(Refund.gateway_ref).where(Refund.state == RefundState.SUCCEEDED)
        ).all()
        if gone:
            self.till.stage.fail_refund(str(dice.choice(gone)))

    def refunds_wait(self, dice: Dice) -> None:
        """From now on refunds take their time, and some come to nothing."""
        self.till.stage.refunds_wait(then_fail=dice.random() < 0.2)

    def dispute(self, dice: Dice) -> None:
        """A bank takes a payment back."""
        charge = self._some_charge(dice)
        if charge is None or not charge.payment_ref:
            return
        taken, given = self.till.stage.received(charge.checkout_ref or "")
        waits = db.session.scalar(
            select(func.count()).select_from(Refund).where(Refund.charge_id == charge.id)
        )
        if taken > given and not waits and not self._is_disputed(charge):
            self.disputes.append(self.till.stage.dispute(charge.payment_ref, taken - given))

    def decide(self, dice: Dice) -> None:
        """A bank decides."""
        if self.disputes:
            ref = self.disputes.pop(dice.randrange(len(self.disputes)))
            self.till.stage.decide(ref, won=dice.random() < 0.5)

    def clear(self, dice: Dice) -> None:
        """What was paid can leave for the bank."""
        self.till.stage.clear(self._some_account(dice))

    def pay_out(self, dice: Dice) -> None:
        """It leaves, if there is any."""
        with suppress(IndexError):
            self.payouts.append(self.till.stage.pay_out(self._some_account(dice)))

    def arrive(self, dice: Dice) -> None:
        """It arrives, or is sent back."""
        if self.payouts:
            ref = self.payouts.pop(dice.randrange(len(self.payouts)))
            self.till.stage.land(ref)
            if dice.random() < 0.2:
                self.till.stage.bounce(ref)

    # The network

    def hear(self, dice: Dice) -> None:
        """Some webhooks come: shuffled, some twice, some later, some never.

        Providers try for days; of what the clock can't find by itself none is lost for good.
        """
        self.post += self.till.stage.webhooks()
        dice.shuffle(self.post)
        heard, self.post = self.post, []
        db.session.remove()
        try:
            while heard:
                self._hear_of(heard[-1], dice.random())
                heard.pop()
        finally:
            # Whoever dies has not answered: the provider tries again.
            self.post += heard

    def _hear_of(self, sent: Webhook, fate: float) -> None:
        if fate < 0.1 and not self._is_told_once(sent):
            return
        if fate < 0.25:
            self.post.append(sent)
            return
        for _ in range(2 if fate < 0.5 else 1):
            assert self.till.post(self._signed_anew(sent)) == 200

    def hang_up(self, _dice: Dice) -> None:
        """The next answer is lost."""
        self.till.stage.hang_up_after_acting()

    def answer_with_an_error(self, dice: Dice) -> None:
        """The next answer is none."""
        self.till.stage.answer_once_with(dice.choice((409, 429, 500)))

    def go_away(self, _dice: Dice) -> None:
        """The provider is gone."""
        self.till.stage.go_away()

    def come_back(self, _dice: Dice) -> None:
        """The provider is back."""
        self.till.stage.come_back()

    # The machine

    def work(self, _dice: Dice) -> None:
        """The worker's round."""
        jobs.process_inbox()
        sweep()

    def tick(self, _dice: Dice) -> None:
        """The clock's round."""
        for job in (
            booking_jobs.expire_holds,
            booking_jobs.complete_past,
            jobs.process_inbox,
            jobs.reconcile_due,
            jobs.find_disputes,
            jobs.mirror_payouts,
            sweep,
        ):
            job()

    def wait(self, dice: Dice) -> None:
        """Time goes by, and the clock goes round."""
        self.till.wait(minutes=dice.choice((1, 1, 3, 3, 10, 10, 31)))
        self.tick(dice)

    def be_about_to_die(self, dice: Dice) -> None:
        """Whatever passes this point within the next steps is killed there."""
        self.dies_within = SOON
        os.environ[crash.VARIABLE] = dice.choice(POINTS)

    def flush(self, _dice: Dice) -> None:
        """Redis forgets everything."""
        redis = self.till.client.application.extensions["studiobook_redis"]
        redis.flushdb()

    # What must hold

    def require_order(self) -> None:
        """What holds at every moment."""
        with in_reading():
            found = [
                f"{check.number} {check.holds}: {finding}"
                for check in CHECKS
                if check.number in ALWAYS
                for finding in check.find(clock.now())
            ]
        assert found == [], (found, [*self.lately])

    def come_to_rest(self) -> None:
        """The network behaves, and the clock goes round until everything is decided."""
        self.till.stage.come_back()
        dice = Dice(0)
        for minutes in (3, 3, 8, 31, 61, 61, 61, 61):
            self.till.wait(minutes=minutes)
            for _ in range(3):
                self.step(self.tick, dice)
                self.step(self.work, dice)
            late, self.post = self.post, []
            for sent in [*late, *self.till.stage.webhooks()]:
                assert self.till.post(self._signed_anew(sent)) == 200
            self.step(self.work, dice)

    def require_truth(self) -> None:
        """The doctor finds nothing, and the provider's money is what our rows say."""
        assert findings(clock.now(), but=(PICTURES, PROCESSES, DAYS, HUMANS)) == []
        for charge in db.session.scalars(select(Charge).where(Charge.checkout_ref.is_not(None))):
            given = sum(
                refund.amount_minor
                for refund in charge.refunds
                if refund.state is RefundState.SUCCEEDED
            )
            if charge.quarantine is None:
                ours = (charge.captured_minor or 0, given)
                assert self.till.stage.received(charge.checkout_ref or "") == ours, charge.id
        db.session.remove()

    def _is_told_once(self, sent: Webhook) -> bool:
        return str(json.loads(sent.body)["type"]).startswith(("refund.", "payout."))

    def _signed_anew(self, sent: Webhook) -> Webhook:
        """As providers do when they try again."""
        server = self.till.server
        return webhook(server.provider, json.loads(sent.body)["id"], secret=server.secret)

    # Choosing

    def _some(self, dice: Dice, *states: Status) -> Booking | None:
        found = db.session.scalars(
            select(Booking.id)
            .where(Booking.id.in_(self.bookings), Booking.status.in_(states))
            .order_by(Booking.id.desc())
            .limit(40)
        ).all()
        booking_id = dice.choice(found) if found else None
        return None if booking_id is None else db.session.get_one(Booking, booking_id)

    def _some_charge(self, dice: Dice) -> Charge | None:
        found = db.session.scalars(
            select(Charge)
            .where(Charge.booking_id.in_(self.bookings), Charge.state == ChargeState.CAPTURED)
            .order_by(Charge.id.desc())
            .limit(40)
        ).all()
        return dice.choice(found) if found else None

    def _some_account(self, dice: Dice) -> str:
        found = db.session.scalars(select(PaymentAccount.external_ref).order_by("id")).all()
        return dice.choice(found[-ROOMS:])

    def _is_disputed(self, charge: Charge) -> bool:
        lost = (DisputeStatus.OPEN, DisputeStatus.LOST, DisputeStatus.INQUIRY)
        found = select(Dispute.id).where(Dispute.charge_id == charge.id, Dispute.status.in_(lost))
        return db.session.scalar(found.limit(1)) is not None


#: How often each thing happens.
LIKELY: dict[str, float] = {
    "hold": 12, "open": 16, "pay": 14, "give_up": 1, "call_off": 2, "stay_longer": 1,
    "give_back": 1.5, "refund_by_hand": 0.7, "send_back": 0.4, "refunds_wait": 0.3,
    "dispute": 0.7, "decide": 0.7, "clear": 0.7, "pay_out": 0.7, "arrive": 0.7,
    "hear": 8, "hang_up": 1, "answer_with_an_error": 1,
    "go_away": 0.25, "come_back": 1.2, "work": 8, "tick": 2, "wait": 3,
    "be_about_to_die": 3, "flush": 0.3,
}  # fmt: skip


def live(day: Day, dice: Dice, *, bookings: int, look_every: int) -> None:
    """Things happen until there are so many bookings; then everything comes to rest."""
    names, weights = [*LIKELY], [*LIKELY.values()]
    steps = 0
    while len(day.bookings) < bookings:
        day.step(getattr(day, dice.choices(names, weights)[0]), dice)
        steps += 1
        if steps % look_every == 0:
            day.require_order()
    day.come_to_rest()
    day.require_order()
    day.require_truth()


@contextmanager
def in_reading() -> Iterator[None]:
    """A look at the database that leaves nothing open."""
    db.session.remove()
    try:
        yield
    finally:
        db.session.remove()


@contextmanager
def deadly_points() -> Iterator[None]:
    """A point that is named kills what is going on, and leaves the process alive."""

    def die() -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crash, "die", die)
        patch.setenv("STUDIOBOOK_ENV", "test")
        yield
    os.environ.pop(crash.VARIABLE, None)


def main() -> None:
    """A long day on services of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.payments.random_day")
    parser.add_argument("--bookings", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with stage() as found, tempfile.TemporaryDirectory() as uploads:
        databases = Databases(found.services.database_url, run=found.run, worker="day")
        databases.ensure_template()
        databases.make_own()
        try:
            happened = _live_there(databases, found.services.redis_url, Path(uploads), given)
        finally:
            databases.drop_own()
    for name, times in sorted(happened.items()):
        print(f"{times:>7}  {name}")


def _live_there(
    databases: Databases, redis_url: str, uploads: Path, given: argparse.Namespace
) -> Counter[str]:
    settings = Settings(
        environment="test",
        secret_key="a-secret-for-a-random-day-0123456789",
        database_url=databases.url,
        base_url="http://localhost",
        redis_url=redis_url,
        upload_dir=uploads,
        argon2_memory=64,
        rate_limits=False,
    )
    app = create_app(settings)
    app.test_client_class = PageClient
    hand, began = HandClock(NOW), time.perf_counter()
    with SandboxServer(clock=hand) as server, deadly_points(), app.app_context():
        there = SandboxStage(server, hand)
        app.extensions[EXTENSION] = Registry(there.gateway)
        clock.now = lambda: there.now
        client = app.test_client()
        assert isinstance(client, PageClient)
        day = Day(Till(there, client))
        live(day, Dice(given.seed), bookings=given.bookings, look_every=200)
        db.session.remove()
        db.engine.dispose()
    took = time.perf_counter() - began
    print(f"{given.bookings} bookings, seed {given.seed}: the doctor finds nothing ({took:.0f} s)")
    return day.happened


if __name__ == "__main__":
    main()
