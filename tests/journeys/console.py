"""Every page of the console, from the list of routes: a new one is walked as soon as it exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from studiobook.bookings.models import Booking
from studiobook.bookings.note_client import note_client
from studiobook.bookings.offer_by_link import Caller, offer
from studiobook.companies.appoint import appoint_owner
from studiobook.db.base import db
from studiobook.messages.models import Thread
from studiobook.payments.models import PaymentAccount
from studiobook.payments.queries import find_account
from studiobook.payments.states import PayoutState
from studiobook.rooms.block import block
from studiobook.studios.models import Studio
from studiobook.teams.join import join
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import User
from tests.factories import sign_in
from tests.factories.payouts import make_charge, make_payout
from tests.factories.world import (
    FEE,
    make_add_on,
    make_booking,
    make_invitation,
    make_message,
    make_room,
    make_user,
    make_visitor,
    slot_in,
)
from tests.journeys.town import Town, hang_pictures

#: Files, and what only answers a script.
NO_PAGES = {
    "bookings.show_clients_file",
    "payments.show_payout_file",
    "payments.show_ledger_file",
    # Only where the provider says that something is available; else it leads to the overview.
    "payments.new_payout",
    # Ways back from a provider.
    "payments.finish_return",
    "payments.show_spent_link",
}
#: What a page is asked for beside its address.
ASKED = {
    "bookings.new_block": "?date=2026-11-23&start=16:30&hours=1.5",
    "bookings.show_affected": "?first=2026-11-23",
    "bookings.new_walk_in": "?date=2026-11-23&start=16:30&hours=1.5",
    "bookings.show_session_extension": "?more=2",
    "bookings.show_move": "?date=2026-11-23&start=20:00&hours=3",
    "bookings.new_phone_booking": "?date=2026-11-23&start=16:00&hours=2",
}
LONG = "Wilhelmina Konstantinopolitanskaja-Überschlag de la Fuente y Montoya"


@dataclass
class House:
    """A studio in full swing, and what its pages' addresses are made of."""

    owner_id: int
    slug: str
    room_slug: str
    room: str
    booking: str
    coming: str
    over: str
    request: str
    thread: str
    offered: str
    company: str
    #: The owner's own place in the team, and another owner.
    member_id: int
    user_id: int
    add_on: str
    #: One that failed, with lines of ours and of others.
    payout: str
    account_id: int

    def address(self, rule: Rule) -> str:
        """A page's address; KeyError for a part that nobody has thought of."""
        parts = {
            "slug": self._slug(rule),
            "room_slug": self.room_slug,
            "code": self._code(rule),
            "member_id": str(self.member_id),
            "user_id": str(self.user_id),
            "add_on_id": self.add_on,
            "payout_id": self.payout,
            "account_id": str(self.account_id),
        }
        path = rule.rule.replace("<int:", "<")
        for name in rule.arguments:
            path = path.replace(f"<{name}>", parts[name]).replace(f"<int:{name}>", parts[name])
        if rule.endpoint == "messages.new_studio_thread":
            return f"{path}?booking={self.offered}"
        return path + ASKED.get(rule.endpoint, "")

    def _slug(self, rule: Rule) -> str:
        return self.company if "/companies/<slug>" in rule.rule else self.slug

    def _code(self, rule: Rule) -> str:
        if rule.rule.startswith("/manage/messages"):
            return self.thread
        if rule.rule.endswith("/move"):
            return self.coming
        if rule.rule.endswith("/overtime"):
            return self.over
        if rule.rule.startswith(("/manage/bookings", "/manage/clients")):
            return self.booking
        return self.room


def busy_house(town: Town, *, rooms: int = 2, name: str = LONG) -> House:
    """Somebody is there, somebody comes, somebody asks, something is blocked; long names."""
    now, room = town.clock.now(), town.room
    studio, guest = room.studio, make_user(name=name)
    owner = studio.company.admins[0].user
    for number in range(2, rooms):
        make_room(studio=studio, name=f"Room {number:02}: {name}"[:120])
    there = make_booking(
        room=room,
        slot=slot_in(room, days=0, hour=9, hours=3, now=now),
        viewer=make_visitor(guest),
        guest_name=name,
        people=4,
        now=now - timedelta(hours=3),
    )
    coming = make_booking(
        room=room, slot=slot_in(room, days=0, hour=18, now=now), guest_name="Hal", now=now
    )
    yesterday = now - timedelta(days=1)
    over = make_booking(
        room=room, slot=slot_in(room, days=0, hour=18, now=yesterday), now=yesterday
    )
    block(room=room, slot=slot_in(room, days=0, hour=15, now=now), note="Tuner", now=now)
    note_client(booking=there, author_id=owner.id, body=f"{name}\nLikes it warm.", now=now)
    message = make_message(studio=studio, guest=guest, booking=there, now=now)
    asked = town.has_a_request(hour=16)
    hang_pictures()
    thread = db.session.get_one(Thread, message.thread_id).code
    own, second = staff(studio, owner, name=name, now=now)
    add_on = str(make_add_on(room=room, name=name[:60], description=name, most=4).id)
    caller = make_user(name=name, email=f"{'long' * 15}@example.com")
    offered = offer(
        room=room,
        slot=slot_in(room, days=0, hour=20, now=now),
        people=2,
        engineer_id=None,
        caller=Caller(name, caller.email),
        lasts=timedelta(hours=2),
        fee=FEE,
        actor_id=owner.id,
        now=now,
    ).code
    found = House(
        owner.id,
        studio.slug,
        room.slug,
        room.code,
        there.code,
        coming.code,
        over.code,
        asked.code,
        thread,
        offered,
        studio.company.slug,
        own.id,
        second.id,
        add_on,
        paid_out(there, now=now),
        account_of(studio).id,
    )
    # While the browser works, no transaction of ours may stay open.
    db.session.commit()
    return found


def paid_out(booking: Booking, *, now: datetime) -> str:
    """A payout that came, one that comes, and one that the bank sent back."""
    account = find_account(booking.studio.company_id)
    assert account is not None
    charge = make_charge(booking, account, now=now)
    before = now - timedelta(days=8)
    make_payout(account, elsewhere=123_456, state=PayoutState.PAID, now=before)
    make_payout(account, elsewhere=31_225, now=now)
    bad = PayoutState.FAILED
    failed = make_payout(
        account, charge, elsewhere=9_900, state=bad, failure="account_closed", now=now
    )
    return str(failed.id)


def account_of(studio: Studio) -> PaymentAccount:
    """How its company is paid."""
    account = find_account(studio.company_id)
    assert account is not None
    return account


def staff(studio: Studio, owner: User, *, name: str, now: datetime) -> tuple[Membership, User]:
    """The owner records, too; there is another owner, a manager and somebody who is invited."""
    second = make_user(name=name)
    appoint_owner(company_id=studio.company_id, user=second, now=now)
    own = join(studio=studio, user=owner, role=TeamRole.ENGINEER, now=now)
    join(studio=studio, user=make_user(name=name), role=TeamRole.MANAGER, now=now)
    make_invitation(studio=studio, email=f"{'long-' * 9}name@example.com", now=now)
    return own, second


def pages(app: Flask, house: House) -> Iterator[tuple[str, str]]:
    """Name and address of every page of the console."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_page = rule.rule.startswith("/manage") and "GET" in (rule.methods or set())
        if is_page and rule.endpoint not in NO_PAGES:
            yield rule.endpoint.replace("_", "-").replace(".", "-"), house.address(rule)
    yield "bookings-show-session-offered", f"/manage/bookings/{house.offered}"
    yield "bookings-answer", f"/bookings/{house.request}/answer"


def let_in(page: Page, town: Town, house: House, address: str) -> None:
    """Sign the owner's browser in without the form."""
    sign_in.let_in(page, town.app, db.session.get_one(User, house.owner_id), address)
