"""What guest, provider and clock can do in a test of payments."""

from datetime import timedelta

from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.dev.sandbox.delivery import Webhook
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.outbox.jobs import sweep
from studiobook.outbox.models import Delivery, DeliveryState, Event
from studiobook.payments import jobs
from studiobook.payments.connect import connect
from studiobook.payments.gateways.protocol import CheckoutPage
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.models import Charge, PaymentAccount, Refund
from studiobook.payments.open_checkout import open_checkout
from studiobook.payments.process_event import list_due_events
from studiobook.payments.queries import charge_for_booking, refunds_for_booking
from studiobook.rooms.models import Room
from studiobook.values.timeslot import Timeslot
from tests.contracts.sandbox_stage import SandboxStage
from tests.contracts.stage import Stage
from tests.factories.world import make_booking, make_room
from tests.support.client import PageClient

BACK = "https://studiobook.example/back"
#: Enough rounds for facts that lead to facts.
ROUNDS = 10


class Till:
    """One app, one provider, one clock."""

    def __init__(self, stage: Stage, client: PageClient) -> None:
        self.stage = stage
        self.client = client

    @property
    def server(self) -> SandboxServer:
        """The sandbox provider itself, for tests that only it can have."""
        assert isinstance(self.stage, SandboxStage)
        return self.stage.server

    def room(self) -> Room:
        """A room whose owner is connected to the provider."""
        room = make_room(now=clock.now())
        self.connect(room.studio.company)
        db.session.commit()
        return room

    def connect(self, company: Company) -> PaymentAccount:
        """A new account at the provider for a company, and a location of it, if it has any."""
        account_ref = self.stage.new_account()
        account = connect(
            company=company,
            gateway=self.stage.gateway.name,
            external_ref=account_ref,
            can_charge=True,
            now=clock.now(),
        )
        account.location_ref = self.stage.location_of(account_ref)
        return account

    def booking(self, room: Room | None = None, slot: Timeslot | None = None) -> Booking:
        """A hold whose guest is known and has yet to pay."""
        booking = make_booking(room=room or self.room(), slot=slot, paid=False, now=clock.now())
        db.session.commit()
        return booking

    def open(self, booking: Booking) -> CheckoutPage:
        """The page that the guest is sent to."""
        url = open_checkout(
            booking_id=booking.id,
            success_url=BACK,
            cancel_url=BACK,
            gateways=gateways(),
            now=clock.now(),
        )
        db.session.rollback()
        ref = self.charge(booking).checkout_ref
        assert ref is not None
        return CheckoutPage(ref=ref, url=url, expires_at=None)

    def paid(self, room: Room | None = None) -> Booking:
        """A booking that was paid, and whose webhook arrived."""
        booking = self.booking(room)
        self.stage.pay(self.open(booking))
        self.hear()
        return booking

    def hear(self, webhooks: list[Webhook] | None = None) -> None:
        """Receive these webhooks, or all that wait, and do the work that follows."""
        for sent in self.stage.webhooks() if webhooks is None else webhooks:
            assert self.post(sent) == 200
        self.work()

    def post(self, sent: Webhook) -> int:
        """Deliver one webhook; the answer's status."""
        address = f"/webhooks/{self.stage.gateway.name}/{sent.endpoint}".rstrip("/")
        answer = self.client.post(address, data=sent.body, headers=sent.headers)
        return answer.status_code

    def work(self) -> None:
        """Let the worker come to rest."""
        for _ in range(ROUNDS):
            if not self._is_work_left():
                return
            jobs.process_inbox()
            sweep()
        raise AssertionError("the worker does not come to rest")

    def wait(self, *, minutes: float = 0, hours: float = 0) -> None:
        """Time passes, and nothing happens by itself."""
        self.stage.wait(timedelta(minutes=minutes, hours=hours))

    def reconcile(self) -> None:
        """The clock's round, and the work that follows."""
        jobs.reconcile_due()
        self.work()

    def status(self, booking: Booking) -> Status:
        """Where a booking stands in the database."""
        return db.session.scalars(select(Booking.status).where(Booking.id == booking.id)).one()

    def charge(self, booking: Booking) -> Charge:
        """The charge of a booking that says most."""
        charge = charge_for_booking(booking.id)
        assert charge is not None
        db.session.refresh(charge)
        return charge

    def refunds(self, booking: Booking) -> list[Refund]:
        """All refunds of a booking, fresh from the database."""
        db.session.expire_all()
        return list(refunds_for_booking(booking.id))

    def facts(self, booking: Booking) -> list[str]:
        """Names of what happened to a booking, in order."""
        rows = select(Event.name).where(Event.booking_id == booking.id).order_by(Event.id)
        return list(db.session.scalars(rows))

    def received(self, booking: Booking) -> tuple[int, int]:
        """What the provider took and gave back for a booking, in minor units: the real truth."""
        pages = db.session.scalars(
            select(Charge.checkout_ref).where(Charge.booking_id == booking.id)
        ).all()
        sums = [self.stage.received(ref) for ref in pages if ref]
        return sum(taken for taken, _ in sums), sum(given for _, given in sums)

    def _is_work_left(self) -> bool:
        now = clock.now()
        due = select(Delivery.id).where(
            Delivery.state == DeliveryState.WAITING, Delivery.next_try_at <= now
        )
        return bool(list_due_events(now=now)) or db.session.scalar(due.limit(1)) is not None


def end(booking_id: int, verb: object) -> None:
    """Run a verb of bookings in a transaction of its own."""
    assert callable(verb)
    with transaction():
        verb(booking_id, now=clock.now())
