"""One's own data: handed over whole, erased for good, and only when nobody needs the account."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from studiobook.auth.models import LoginSession
from studiobook.auth.passwords import hash_password
from studiobook.bookings.models import Booking, ClientNote
from studiobook.bookings.note_client import note_client
from studiobook.bookings.overtime import claim_overtime, contest_overtime
from studiobook.db.base import db
from studiobook.files.opening import current_storage
from studiobook.messages.models import Message
from studiobook.payments.gateways.protocol import Subject
from studiobook.payments.models import Charge, GatewayEvent, PaymentAccount
from studiobook.payments.states import ChargeState
from studiobook.privacy.erase import NOBODY, SILENCE, erase
from studiobook.rooms.favour import favour
from studiobook.teams.join import join, leave
from studiobook.teams.models import TeamRole
from studiobook.users.models import User
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_company,
    make_invitation,
    make_message,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)
from tests.support.client import PageClient
from tests.support.doctor import DAYS, MONEY, PICTURES, PROCESSES, findings

PASSWORD = "correct horse battery staple"
LATER = NOW + timedelta(days=30)
SECRETS = (
    "Maya Okafor",
    "maya@example.com",
    "+49 30 1234",
    "Needs the ramp",
    "see you on Friday",
    "left at four",
)


@pytest.fixture
def maya(app) -> User:
    user = make_user(name="Maya Okafor", email="maya@example.com")
    user.password_hash, user.phone = hash_password(PASSWORD), "+49 30 1234"
    user.photo_key = "people/maya/480.webp"
    current_storage().put(user.photo_key, b"a picture", "image/webp")
    return user


@pytest.fixture
def past(maya: User) -> Booking:
    """A visit that is long over, a talk about it, and a note that the studio took."""
    room = make_room()
    booking = make_booking(
        room=room,
        slot=slot_in(room, days=2),
        viewer=make_visitor(maya),
        guest_name=maya.name,
        guest_email=maya.email,
    )
    booking.note, booking.guest_phone = "Needs the ramp", "+49 30 1234"
    owner = room.studio.company.admins[0].user
    note_client(booking=booking, author_id=owner.id, body="Maya Okafor is kind.", now=NOW)
    make_message(studio=room.studio, guest=maya, body="see you on Friday", booking=booking)
    make_message(studio=room.studio, guest=maya, sender=owner, body="We look forward to it")
    over = booking.slot.ends_at
    claim_overtime(booking.id, half_hours=1, fee=FEE, now=over)
    contest_overtime(booking.id, objection="I left at four", now=over)
    favour(user_id=maya.id, room_id=room.id, now=NOW)
    offer = make_invitation(studio=room.studio, email=maya.email)
    offer.accepted_at, offer.accepted_by_id = NOW, maya.id
    member = join(studio=room.studio, user=maya, role=TeamRole.MANAGER, now=NOW)
    leave(member.id, by=maya, now=NOW)
    db.session.flush()
    return booking


@pytest.fixture
def browser(client: PageClient, maya: User, monkeypatch: pytest.MonkeyPatch) -> PageClient:
    monkeypatch.setattr("studiobook.clock.now", lambda: LATER)
    sign_in(client, maya)
    return client


def test_the_file_has_everything_and_no_secret(browser: PageClient, past: Booking):
    answer = browser.get("/account/data.json")
    found = json.loads(answer.text)
    assert found["profile"][0]["email"] == "maya@example.com"
    assert found["bookings"][0]["code"] == past.code
    assert found["bookings"][0]["price_lines"][-1]["label"] == "Service fee"
    said = [(message["body"], message["is_yours"]) for message in found["messages"]]
    assert said == [("see you on Friday", True), ("We look forward to it", False)]
    assert found["overtime"][0]["objection"] == "I left at four"
    assert len(found["favourites"]) == len(found["teams"]) == 1
    assert [offer["role"] for offer in found["invitations"]] == ["manager"]
    for secret in ("password_hash", "token", "is kind"):
        assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_of_another_person_is_in_the_file(browser: PageClient, past: Booking):
    stranger = make_user(name="Somebody Else")
    make_booking(viewer=make_visitor(stranger), guest_name="Somebody Else")
    assert "Somebody Else" not in browser.get("/account/data.json").text


def test_an_erased_person_is_in_no_row_of_the_database(
    browser: PageClient, maya: User, past: Booking
):
    photo, user_id = maya.photo_key, maya.id
    assert photo is not None
    form = {"email": "Maya@example.com", "password": PASSWORD}
    answer = browser.submit("/account/erasure", form, page="/account/data")
    assert answer.status_code == 303
    db.session.expire_all()
    everything = _every_text()
    for secret in SECRETS:
        assert secret not in everything
    assert past.guest_name == NOBODY
    assert past.total_minor > 0
    assert db.session.scalar(select(Message.body).where(Message.sender_id == user_id)) == SILENCE
    assert db.session.scalar(select(ClientNote.id)) is None
    assert not current_storage().exists(photo)
    assert findings(LATER, but=(DAYS, MONEY, PICTURES, PROCESSES)) == []


def test_the_papers_of_a_payment_keep_the_money_and_not_the_person(maya: User, past: Booking):
    account = PaymentAccount(
        company_id=past.studio.company_id, gateway="stripe", external_ref="acct_1", created_at=NOW
    )
    charge = Charge(
        booking_id=past.id,
        account=account,
        gateway="stripe",
        idempotency_key="c-1",
        amount_minor=past.total_minor,
        fee_minor=0,
        currency=past.currency,
        order_json={"buyer_email": maya.email, "description": "Room A"},
        state=ChargeState.CAPTURED,
        checkout_ref="cs_1",
        payment_ref="pi_1",
        created_at=NOW,
        expires_at=NOW,
        captured_minor=past.total_minor,
        captured_at=NOW,
    )
    heard = [
        GatewayEvent(
            gateway="stripe",
            account_ref="acct_1",
            event_id=f"evt_{ref}",
            type="paid",
            subject=Subject.CHECKOUT,
            object_ref=ref,
            body=maya.email,
            received_at=NOW,
        )
        for ref in ("cs_1", "pi_1", "cs_of_another")
    ]
    db.session.add_all([charge, *heard])
    db.session.flush()
    erase(maya, now=LATER)
    db.session.expire_all()
    assert charge.order_json == {"buyer_email": "", "description": "Room A"}
    assert charge.captured_minor == past.total_minor
    assert [event.body for event in heard] == ["", "", "maya@example.com"]


def test_nobody_is_signed_in_as_the_erased_any_more(browser: PageClient, maya: User, past: Booking):
    form = {"email": maya.email, "password": PASSWORD}
    browser.submit("/account/erasure", form, page="/account/data")
    assert db.session.scalar(select(LoginSession.id)) is None
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"email": "", "password": PASSWORD}, "Enter your e-mail address."),
        ({"email": "other@example.com", "password": PASSWORD}, "not the address of this account"),
        ({"email": "maya@example.com", "password": "guess"}, "not your password"),
        ({"email": "maya@example.com"}, "not your password"),
    ],
)
def test_whoever_only_finds_an_open_browser_erases_nothing(
    browser: PageClient, maya: User, form: dict[str, str], why: str
):
    answer = browser.submit("/account/erasure", form, page="/account/data")
    assert answer.status_code == 422
    assert why in answer.text
    assert maya.name == "Maya Okafor"


def test_an_account_without_a_password_is_erased_by_its_address(browser: PageClient, maya: User):
    maya.password_hash = None
    answer = browser.submit("/account/erasure", {"email": maya.email}, page="/account/data")
    assert answer.status_code == 303
    assert maya.name == NOBODY


def test_what_still_needs_the_account_is_named_and_stops_it(
    browser: PageClient, maya: User, past: Booking
):
    room = past.room
    coming = make_booking(
        room=room, slot=slot_in(room, days=40), viewer=make_visitor(maya), now=LATER
    )
    membership = join(studio=room.studio, user=maya, role=TeamRole.ENGINEER, now=NOW)
    company = make_company(owner=maya)
    make_studio(owner=maya)
    page = browser.get("/account/data").text
    for word in (coming.code, f"team of {room.studio.name}", f"{company.name} belongs to you"):
        assert word in page
    assert "Erase my account" not in page
    form = {"email": maya.email, "password": PASSWORD}
    answer = browser.submit("/account/erasure", form, page="/account")
    assert answer.status_code == 409
    assert maya.name == "Maya Okafor"
    assert membership.ended_at is None


def _every_text() -> str:
    """Every row of every table as text."""
    tables = [table.name for table in db.metadata.sorted_tables]
    rows = [
        str(row[0])
        for table in tables
        for row in db.session.execute(db.text(f'SELECT t::text FROM "{table}" t'))
    ]
    return "\n".join(rows)


def test_erasing_twice_is_refused_nowhere_and_changes_nothing(maya: User, past: Booking):
    erase(maya, now=LATER)
    address = maya.email
    erase(maya, now=LATER + timedelta(days=1))
    assert maya.email == address
