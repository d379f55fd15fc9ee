"""Every state in which owners, guests and admins meet money, made of rows; each is stood before."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Page

from studiobook.bookings.access_link import path_to
from studiobook.bookings.models import Booking
from studiobook.companies.models import Company
from studiobook.companies.open import open_another_company
from studiobook.db.base import db
from studiobook.payments.gateways.accounts import DisputeStatus, LineKind
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.gateways.square.gateway import SquareGateway
from studiobook.payments.gateways.stripe.gateway import StripeGateway
from studiobook.payments.models import (
    AccountLocation,
    Charge,
    Dispute,
    PaymentAccount,
    Payout,
    PayoutLine,
    Refund,
)
from studiobook.payments.queries import find_account
from studiobook.payments.states import ChargeState, PayoutState, RefundState
from studiobook.users.models import Role, User
from tests.factories import sign_in
from tests.factories.payouts import make_charge, make_payout
from tests.factories.world import make_booking, make_user, slot_in
from tests.journeys.console import LONG, House
from tests.journeys.town import Town

#: Nobody listens there: a provider that does not answer.
NOWHERE = "http://127.0.0.1:9"
NEEDS = ("onboarding", "identity", "bank_account", "review", "location", "access", "other")
PAYMENTS, PAYOUTS, BOARD = "/manage/payments", "/manage/payouts", "/admin/money"


@dataclass
class Till:
    """The town's money, before the browser of one of its people."""

    town: Town
    house: House
    page: Page
    address: str

    @property
    def now(self) -> datetime:
        return self.town.clock.now()

    @property
    def account(self) -> PaymentAccount:
        found = find_account(self.town.room.studio.company_id)
        assert found is not None
        return found

    @property
    def company(self) -> Company:
        return self.account.company

    def stands(self, path: str) -> None:
        """Before a page; nothing of ours stays open meanwhile."""
        db.session.commit()
        self.page.goto(path)

    def let_in(self, user: User) -> None:
        """Somebody else sits down."""
        sign_in.let_in(self.page, self.town.app, user, self.address)

    def paid(self, days: int, name: str = LONG) -> tuple[Booking, Charge]:
        """A booking to come, and what it was paid with."""
        slot = slot_in(self.town.room, days=days, now=self.now)
        booking = make_booking(room=self.town.room, slot=slot, guest_name=name, now=self.now)
        return booking, make_charge(booking, self.account, now=self.now)

    def refund(self, charge: Charge, share: int, state: RefundState, **more: Any) -> Refund:
        """A part of a payment on its way back, or back."""
        is_open = state in (RefundState.REQUESTED, RefundState.PENDING, RefundState.UNKNOWN)
        row = Refund(
            charge=charge,
            idempotency_key=secrets.token_hex(8),
            cause=secrets.token_hex(8),
            amount_minor=charge.amount_minor // share,
            fee_minor=charge.fee_minor // share,
            state=state,
            reason="goodwill",
            actor="owner",
            requested_at=self.now - timedelta(hours=30),
            next_check_at=self.now + timedelta(minutes=7) if is_open else None,
            settled_at=None if is_open else self.now,
            **more,
        )
        db.session.add(row)
        return row

    def dispute(self, charge: Charge, status: DisputeStatus) -> Dispute:
        """A bank that asks, takes, or has decided."""
        is_open = status in (DisputeStatus.OPEN, DisputeStatus.INQUIRY)
        row = Dispute(
            charge_id=charge.id,
            gateway=charge.gateway,
            gateway_ref=secrets.token_hex(8),
            amount_minor=charge.amount_minor,
            status=status,
            reason="product_not_received",
            opened_at=self.now - timedelta(days=3),
            evidence_due_at=self.now + timedelta(days=9),
            closed_at=None if is_open else self.now,
            next_check_at=self.now + timedelta(hours=2) if is_open else None,
        )
        db.session.add(row)
        return row


def money(town: Town, house: House, page: Page, address: str) -> Iterator[str]:
    """All of it; yields each state's name."""
    till = Till(town, house, page, address)
    till.let_in(db.session.get_one(User, house.owner_id))
    yield from payouts(till)
    yield from sessions(till)
    yield from guests(till)
    yield from board(till)
    yield from connecting(till)


def connecting(till: Till) -> Iterator[str]:
    """Accounts in every state, with every fix."""
    account = till.account
    yield from refused_and_in_need(till, account)
    account.needs, account.can_charge, account.can_be_paid_out = [], True, True
    others = (
        StripeGateway(key="sk_test_none", secrets={}, api_base=NOWHERE),
        SquareGateway(
            application_id="sq0idp-none",
            application_secret="none",
            access_token_of=lambda ref: ref,
            webhook_url=NOWHERE,
            webhook_key=None,
            is_sandbox=True,
            api_base=NOWHERE,
        ),
    )
    usual = till.town.app.extensions[EXTENSION]
    till.town.app.extensions[EXTENSION] = Registry(usual.named("sandbox"), *others)
    till.stands(PAYMENTS)
    yield "payments-others-offered"
    account.name = LONG
    making = PaymentAccount(
        company_id=account.company_id,
        gateway="square",
        external_ref="merchant-none",
        name=LONG,
        needs=["location"],
        created_at=till.now,
        checked_at=till.now,
    )
    making.locations = [
        AccountLocation(ref=f"L{number}", name=name, currency="EUR", can_charge=True)
        for number, name in enumerate(("By the river", LONG, "Upstairs"))
    ]
    db.session.add(making)
    till.stands(PAYMENTS)
    yield "payments-location"
    till.stands(f"{PAYMENTS}/accounts/{making.id}/disconnection")
    yield "payments-give-up"
    till.stands(f"{PAYMENTS}/accounts/{account.id}/disconnection")
    yield "payments-disconnection"
    owner = db.session.get_one(User, till.house.owner_id)
    second = open_another_company(name=LONG, country_code="DE", owner=owner, now=till.now)
    till.stands(PAYMENTS)
    yield "payments-companies"
    till.stands(f"/manage/companies/{second.slug}/payments")
    yield "payments-none"
    till.stands(f"{PAYOUTS}?company={second.slug}")
    yield "payouts-none"
    till.town.app.extensions[EXTENSION] = Registry()
    till.stands(f"/manage/companies/{second.slug}/payments")
    yield "payments-no-provider"
    till.town.app.extensions[EXTENSION] = usual


def refused_and_in_need(till: Till, account: PaymentAccount) -> Iterator[str]:
    """Each thing that an account may lack."""
    account.can_charge = False
    for need in NEEDS:
        account.needs = [need]
        till.stands(PAYMENTS)
        yield f"payments-needs-{need}"
        if need == "access":
            till.stands(PAYOUTS)
            yield "payouts-revoked"
    account.needs = ["identity", "bank_account"]
    account.can_charge, account.can_be_paid_out = False, False
    till.stands(PAYMENTS)
    yield "payments-restricted"


def payouts(till: Till) -> Iterator[str]:
    """What lies, comes and came; and lines of every kind."""
    account = till.account
    lies(till, available=[[481_220, "EUR"], [9_900, "USD"]], pending=[[120_000, "EUR"]])
    till.stands(PAYOUTS)
    yield "payouts-currencies"
    till.stands(f"{PAYOUTS}/request?account={account.id}&currency=EUR")
    yield "payouts-request"
    till.stands("/manage")
    yield "home-landing"
    _booking, charge = till.paid(2)
    many = made_of_everything(till, charge)
    till.stands(f"{PAYOUTS}/{many.id}")
    yield "payout-lines"
    asked = make_payout(account, asked_for=True, now=till.now)
    asked.amount_minor = 12_345
    till.stands(f"{PAYOUTS}/{asked.id}")
    yield "payout-asked"
    for number in range(40):
        make_payout(
            account,
            elsewhere=10_000 * (number + 1) + 37,
            state=PayoutState.PAID,
            now=till.now - timedelta(days=number),
        )
    till.stands(f"{PAYOUTS}?page=2")
    yield "payouts-forty"
    account.balance_at = till.now - timedelta(hours=3)
    usual = till.town.app.extensions[EXTENSION]
    till.town.app.extensions[EXTENSION] = Registry()
    till.stands(PAYOUTS)
    yield "payouts-away"
    till.town.app.extensions[EXTENSION] = usual


def lies(till: Till, **amounts: list[list[Any]]) -> None:
    """What the provider has said of the balance, a moment ago."""
    till.account.balance_json = amounts
    till.account.balance_at = till.now + timedelta(hours=1)


def made_of_everything(till: Till, charge: Charge) -> Payout:
    """Sale, refund, dispute, fee, adjustment, and a sale of elsewhere."""
    payout = make_payout(till.account, charge, elsewhere=55_000, now=till.now)
    for kind, of, gross in (
        (LineKind.REFUND, charge, -2_000),
        (LineKind.DISPUTE, charge, -4_000),
        (LineKind.FEE, None, -1_500),
        (LineKind.OTHER, None, 310),
    ):
        line = PayoutLine(
            ref=secrets.token_hex(8),
            kind=kind,
            charge=of,
            gross_minor=gross,
            fee_minor=0,
            provider_fee_minor=0,
            net_minor=gross,
            at=till.now,
        )
        payout.lines.append(line)
    payout.amount_minor = sum(line.net_minor for line in payout.lines)
    return payout


def sessions(till: Till) -> Iterator[str]:
    """A studio's side of a booking: giving back, and banks that take."""
    booking, charge = till.paid(3)
    here = f"/manage/bookings/{booking.code}"
    till.stands(f"{here}/refund")
    yield "refund-form"
    till.stands(f"{here}/refund?amount=nonsense&fee=shared")
    yield "refund-refused"
    till.stands(f"{here}/refund?amount=20&fee=shared&note=The+heating+was+off")
    yield "refund-sums"
    till.refund(charge, 4, RefundState.PENDING)
    till.refund(charge, 8, RefundState.SUCCEEDED)
    till.refund(charge, 8, RefundState.FAILED)
    till.stands(here)
    yield "session-refunds"
    yield from disputed(till)


def disputed(till: Till) -> Iterator[str]:
    """What a bank does."""
    for days, status in enumerate(DisputeStatus, start=4):
        booking, charge = till.paid(days)
        till.dispute(charge, status)
        if status is DisputeStatus.OPEN:
            till.refund(charge, 2, RefundState.REQUESTED)
        till.stands(f"/manage/bookings/{booking.code}")
        yield f"session-dispute-{status}"
        if status is DisputeStatus.OPEN:
            till.stands(f"/manage/bookings/{booking.code}/refund")
            yield "refund-blocked"


def guests(till: Till) -> Iterator[str]:
    """What a guest reads of money that comes back; the papers."""
    secret = till.town.app.config["SECRET_KEY"]
    for days, state in enumerate((RefundState.PENDING, RefundState.SUCCEEDED, RefundState.FAILED)):
        booking, charge = till.paid(10 + days)
        till.refund(charge, 2, state)
        db.session.commit()
        till.page.goto(path_to(booking, secret=secret))
        yield f"booking-refund-{state}"
        if state is RefundState.SUCCEEDED:
            till.stands(f"/bookings/{booking.code}/receipt")
            yield "receipt-refunded"


def board(till: Till) -> Iterator[str]:
    """What an admin has to see to."""
    _booking, charge = till.paid(20)
    charge.quarantine = "amount"
    charge.state, charge.captured_minor, charge.captured_at = ChargeState.PROCESSING, None, None
    charge.next_check_at = till.now + timedelta(hours=5)
    _booking, other = till.paid(21)
    failed = till.refund(other, 2, RefundState.FAILED, refusal="account_revoked")
    till.refund(other, 4, RefundState.UNKNOWN)
    db.session.commit()
    till.let_in(_admin())
    till.stands(BOARD)
    yield "admin-money"
    for kind, number, act in (
        ("charge", charge.id, "return"),
        ("charge", charge.id, "acceptance"),
        ("charge", charge.id, "check"),
        ("refund", failed.id, "retry"),
        ("refund", failed.id, "settlement"),
    ):
        till.stands(f"{BOARD}/{kind}/{number}/{act}")
        yield f"admin-{kind}-{act}"
    till.let_in(db.session.get_one(User, till.house.owner_id))


def empty_board(town: Town, page: Page, address: str) -> Iterator[str]:
    """Before anything has gone wrong."""
    sign_in.let_in(page, town.app, _admin(), address)
    page.goto(BOARD)
    yield "admin-money-empty"


def _admin() -> User:
    somebody = make_user(name="Ada Admin")
    somebody.role = Role.ADMIN
    db.session.commit()
    return somebody
