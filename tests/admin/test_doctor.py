"""Each check finds the bad row that is sown for it, and nothing in a healthy world."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from studiobook.admin.checks.check import Check
from studiobook.admin.doctor import CHECKS, examine
from studiobook.bookings.cancel import cancel
from studiobook.bookings.extend import extend
from studiobook.bookings.models import Booking
from studiobook.bookings.overtime import claim_overtime
from studiobook.companies.appoint import appoint_owner, dismiss_owner
from studiobook.db.base import db
from studiobook.files.local import LocalStorage
from studiobook.files.opening import current_storage
from studiobook.files.storage import RAW_TYPE, raw_key
from studiobook.messages.models import Message, Thread
from studiobook.payments import ledger, states
from studiobook.payments.connect import connect
from studiobook.payments.gateways.accounts import DisputeStatus, LineKind
from studiobook.payments.models import AccountGrant, Charge, Dispute, Payout, PayoutLine, Refund
from studiobook.payments.seal import seal
from studiobook.payments.states import ChargeState, PayoutState, RefundState
from studiobook.rooms.add_on import Charged
from studiobook.rooms.let import refresh_days
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.receive_photo import receive_photo
from studiobook.rooms.uploads import PhotoUpload
from studiobook.teams.join import join, leave
from studiobook.teams.models import TeamRole
from studiobook.users.models import User
from tests.factories.world import (
    FEE,
    NOW,
    company_of,
    make_add_on,
    make_booking,
    make_city,
    make_city_picture,
    make_hold,
    make_invitation,
    make_message,
    make_owner,
    make_room,
    make_user,
    make_visitor,
    slot_in,
)

LATER = NOW + timedelta(minutes=20)
Sower = Callable[[], object]
ADD_ONS_CHARGED = "add-ons are charged as they were frozen, for the booking's length and people"
PICTURES_MATCH = "photo rows and stored pictures match"
ADDS_UP = "every posting adds up to zero, in the currency of its charge, and so does the ledger"
UNDECIDED = (
    "no charge, refund or payout is undecided without a next check, or for more than 72 hours"
)
BOOKED = "each capture, refund, dispute and payout line is booked as it stands, and nothing else"
OWED = "what guests are owed is what was promised them and has not gone back"
TOO_MUCH = "no charge gives back or loses more than it took, in one currency"
UNPROCESSED = "no gateway event is unprocessed beyond an hour, but while its provider is away"
SEALED = "keys to owners' accounts are sealed, under keys that we still have"
NEVER_REWRITTEN = "history and the ledger cannot be rewritten"
BYTES_WHILE_NEEDED = "uploads have their bytes until they are settled, and nobody after"


@pytest.fixture(autouse=True)
def storage(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A storage of its own: other tests leave pictures behind whose rows are rolled back."""
    monkeypatch.setitem(app.extensions, "studiobook_storage", LocalStorage(tmp_path))


def sql(statement: str, **values: object) -> None:
    db.session.flush()
    db.session.execute(text(statement), values)
    db.session.expire_all()


def paid(*, captured: bool = True) -> Booking:
    """A confirmed booking with the charge that paid for it; its photo's files are stored."""
    booking = make_booking()
    account = connect(
        company=booking.studio.company,
        gateway="sandbox",
        external_ref=f"acct-{booking.id}",
        can_charge=True,
        now=NOW,
    )
    charge = Charge(
        booking_id=booking.id,
        account=account,
        gateway="sandbox",
        idempotency_key=f"key-{booking.id}",
        amount_minor=booking.total_minor,
        fee_minor=booking.fee_minor,
        currency=booking.currency,
        order_json={},
        state=ChargeState.CAPTURED if captured else ChargeState.SUBMITTED,
        checkout_ref=f"chk-{booking.id}",
        payment_ref=f"pay-{booking.id}" if captured else None,
        captured_minor=booking.total_minor if captured else None,
        captured_at=NOW if captured else None,
        created_at=NOW,
        expires_at=LATER,
        next_check_at=None if captured else LATER,
    )
    db.session.add(charge)
    db.session.flush()
    if captured:
        ledger.post_capture(charge, now=NOW)
    for photo in booking.room.photos:
        for width in photo.widths:
            current_storage().put(f"{photo.key}/{width}.webp", b"picture", "image/webp")
    return booking


def refund(booking: Booking, minor: int, state: RefundState) -> Refund:
    charge = db.session.query(Charge).filter_by(booking_id=booking.id).one()
    made = Refund(
        charge=charge,
        idempotency_key=f"refund-{booking.id}-{minor}",
        cause="event-0",
        amount_minor=minor,
        state=state,
        reason="cancelled",
        actor="guest",
        requested_at=NOW,
        next_check_at=NOW if state in states.UNDECIDED else None,
    )
    db.session.add(made)
    db.session.flush()
    ledger.post_refund_owed(made, now=NOW)
    if state is RefundState.SUCCEEDED:
        ledger.post_refund_paid(made, now=NOW)
    return made


def dispute(booking: Booking, minor: int) -> Dispute:
    charge = db.session.query(Charge).filter_by(booking_id=booking.id).one()
    made = Dispute(
        charge=charge,
        gateway="sandbox",
        gateway_ref=f"dp-{booking.id}",
        amount_minor=minor,
        status=DisputeStatus.OPEN,
        reason="fraudulent",
        opened_at=NOW,
        next_check_at=LATER,
    )
    db.session.add(made)
    db.session.flush()
    ledger.post_dispute_opened(made, now=NOW)
    return made


def overlap() -> None:
    booking = paid()
    sql("ALTER TABLE occupancy DROP CONSTRAINT occupancy_never_overlaps")
    sql(
        "INSERT INTO occupancy (room_id, during, kind, note)"
        " SELECT room_id, during, 'block', '' FROM occupancy WHERE booking_id = :id",
        id=booking.id,
    )


def engineer_in_two_places() -> None:
    booking, user = paid(), make_user()
    sql("ALTER TABLE engineer_time DROP CONSTRAINT engineer_in_one_place")
    for _ in range(2):
        sql(
            "INSERT INTO engineer_time (user_id, booking_id, during)"
            " SELECT :user, id, during FROM booking WHERE id = :id",
            user=user.id,
            id=booking.id,
        )


def no_constraint() -> None:
    sql("ALTER TABLE occupancy DROP CONSTRAINT occupancy_never_overlaps")


def old_hold() -> None:
    hold = make_hold(now=NOW - timedelta(hours=2))
    assert hold.lapses_at is not None
    assert hold.lapses_at < NOW


def link_without_end() -> None:
    booking = make_booking(paid=False)
    sql(
        "UPDATE booking SET link_sent_at = held_at, link_ends_at = held_at + interval '25 hours'"
        " WHERE id = :id",
        id=booking.id,
    )


def hold_of_nobody() -> None:
    hold = make_hold()
    sql("UPDATE booking SET status = 'released' WHERE id = :id", id=hold.id)


def confirmed_without_room() -> None:
    sql("DELETE FROM occupancy WHERE booking_id = :id", id=paid().id)


def ended_with_room() -> None:
    sql("UPDATE booking SET status = 'expired' WHERE id = :id", id=paid().id)


def confirmed_without_money() -> None:
    paid()
    sql("UPDATE charge SET state = 'failed', captured_minor = NULL, captured_at = NULL")


def cancelled_without_refund() -> None:
    cancel(paid().id, by="owner", now=NOW)
    sql("UPDATE charge SET captured_at = :old", old=NOW - timedelta(hours=2))
    sql("UPDATE booking SET ended_at = :old", old=NOW - timedelta(hours=1))


def forgotten_charge() -> None:
    booking = paid(captured=False)
    sql("UPDATE charge SET next_check_at = :old", old=NOW - timedelta(days=4))
    assert booking.id


def two_payable_charges() -> None:
    booking = paid(captured=False)
    sql("DROP INDEX uq_charge_payable")
    sql("ALTER TABLE charge DROP CONSTRAINT uq_charge_gateway_checkout_ref")
    sql("ALTER TABLE charge DROP CONSTRAINT uq_charge_idempotency_key")
    columns = (
        "booking_id, account_id, gateway, idempotency_key, amount_minor, fee_minor, currency,"
        " order_json, state, checkout_ref, created_at, expires_at, next_check_at"
    )
    sql(f"INSERT INTO charge ({columns}) SELECT {columns} FROM charge")
    assert booking.id


def refunded_twice() -> None:
    booking = paid()
    refund(booking, booking.total_minor, RefundState.SUCCEEDED)
    sql("ALTER TABLE refund DROP CONSTRAINT uq_refund_charge_id_cause")
    refund(booking, booking.total_minor - 1, RefundState.SUCCEEDED)


def disputed_after_it_went_back() -> None:
    booking = paid()
    refund(booking, booking.total_minor, RefundState.SUCCEEDED)
    dispute(booking, 1)


def gave_back_more_fee_than_it_took() -> None:
    booking = paid()
    refund(booking, booking.total_minor, RefundState.SUCCEEDED).fee_minor = booking.fee_minor + 1


def forgotten_dispute() -> None:
    dispute(paid(), 100).next_check_at = NOW - timedelta(minutes=16)


def unbalanced_posting() -> None:
    paid()
    sql(
        "INSERT INTO ledger_entry (posting_id, account, amount_minor, currency)"
        " SELECT min(id), 'owner', 1, 'EUR' FROM ledger_posting"
    )


def posting_in_another_currency() -> None:
    paid()
    sql("UPDATE charge SET currency = 'GBP'")


def capture_without_posting() -> None:
    paid(captured=False)
    sql(
        "UPDATE charge SET state = 'captured', captured_minor = amount_minor,"
        " captured_at = created_at, payment_ref = 'p', next_check_at = NULL"
    )


def posting_without_capture() -> None:
    paid()
    sql("UPDATE charge SET state = 'failed', captured_minor = NULL, captured_at = NULL")


def posting_of_another_amount() -> None:
    paid()
    sql("UPDATE charge SET fee_minor = fee_minor - 1")


def refund_that_went_unposted() -> None:
    refund(paid(), 100, RefundState.PENDING).state = RefundState.SUCCEEDED


def refund_that_came_back_unposted() -> None:
    refund(paid(), 100, RefundState.SUCCEEDED).state = RefundState.FAILED


def refund_by_hand_unposted() -> None:
    refund(paid(), 100, RefundState.FAILED).state = RefundState.BY_HAND


def dispute_lost_unposted() -> None:
    lost = dispute(paid(), 100)
    lost.status, lost.closed_at = DisputeStatus.LOST, NOW


def dispute_won_unposted() -> None:
    won = dispute(paid(), 100)
    won.status, won.closed_at = DisputeStatus.WON, NOW


def payout(booking: Booking, *, posted: bool) -> Payout:
    """A sale that has reached the owner's bank."""
    charge = db.session.query(Charge).filter_by(booking_id=booking.id).one()
    kept = booking.total_minor - booking.fee_minor
    made = Payout(
        account=charge.account,
        gateway="sandbox",
        gateway_ref=f"po-{booking.id}",
        amount_minor=kept - 30,
        currency=booking.currency,
        state=PayoutState.PAID,
        created_at=NOW,
    )
    line = PayoutLine(
        ref="line",
        kind=LineKind.SALE,
        charge=charge,
        gross_minor=booking.total_minor,
        fee_minor=booking.fee_minor,
        provider_fee_minor=30,
        net_minor=kept - 30,
        at=NOW,
    )
    made.lines = [line]
    db.session.add(made)
    db.session.flush()
    if posted:
        ledger.post_payout(made, now=NOW)
    return made


def payout_unposted() -> None:
    payout(paid(), posted=False)


def forgotten_payout() -> None:
    waiting = payout(paid(), posted=False)
    waiting.state, waiting.next_check_at = PayoutState.PENDING, NOW - timedelta(hours=1)


def payout_of_other_lines() -> None:
    payout(paid(), posted=True).amount_minor += 1


def payout_that_came_back_unposted() -> None:
    payout(paid(), posted=True).state = PayoutState.FAILED


def rewritable_ledger() -> None:
    sql("ALTER TABLE ledger_entry DISABLE TRIGGER append_only")


def ledger_that_can_be_emptied() -> None:
    sql("DROP TRIGGER never_emptied ON ledger_posting")


def grant(*, access_token: str) -> None:
    charge = db.session.query(Charge).filter_by(booking_id=paid().id).one()
    db.session.add(
        AccountGrant(
            account=charge.account,
            access_token=access_token,
            refresh_token=seal("EQAA"),
            expires_at=LATER,
            refreshed_at=NOW,
        )
    )


def old_keys() -> None:
    booking = paid()
    account = db.session.query(Charge).filter_by(booking_id=booking.id).one().account
    db.session.add(
        AccountGrant(
            account=account,
            access_token=seal("EAAA"),
            refresh_token=seal("EQAA"),
            expires_at=LATER,
            refreshed_at=NOW - timedelta(days=8, minutes=1),
        )
    )


def readable_keys() -> None:
    grant(access_token="EAAA-in-clear")


def keys_under_a_lost_key() -> None:
    grant(access_token=Fernet(Fernet.generate_key()).encrypt(b"EAAA").decode())


def wrong_refund() -> None:
    booking = paid()
    cancel(booking.id, by="owner", now=NOW)
    sql("UPDATE booking SET refund_due_minor = refund_due_minor - 1 WHERE id = :id", id=booking.id)


def unseen_arrival() -> None:
    sql("UPDATE booking SET arrived_at = :now WHERE id = :id", now=NOW, id=paid().id)


def failed_refund() -> None:
    booking = paid()
    refund(booking, 100, RefundState.FAILED).requested_at = NOW - timedelta(days=2)


def stuck_event() -> None:
    sql(
        "INSERT INTO gateway_event (gateway, account_ref, event_id, type, subject, object_ref,"
        " body, received_at, attempts)"
        " VALUES ('sandbox', 'a', 'e', 't', 'other', 'o', '', :old, 1)",
        old=NOW - timedelta(hours=2),
    )


def event_that_is_not_tried_again() -> None:
    stuck_event()
    late = NOW - timedelta(minutes=16)
    sql("UPDATE gateway_event SET error = 'unavailable', next_try_at = :late", late=late)


def promised_twice() -> None:
    booking = paid()
    refund(booking, booking.total_minor, RefundState.PENDING)
    sql("ALTER TABLE refund DROP CONSTRAINT uq_refund_charge_id_cause")
    refund(booking, 1, RefundState.REQUESTED)


def undelivered() -> None:
    paid()
    sql("ALTER TABLE event DISABLE TRIGGER event_is_append_only")
    sql("UPDATE event SET happened_at = :old", old=NOW - timedelta(days=4))
    sql(
        "INSERT INTO delivery (event_id, subscriber, state, attempts, next_try_at)"
        " SELECT min(id), 'nobody', 'waiting', 0, now() FROM event"
    )


def silence() -> None:
    sql(
        "INSERT INTO heartbeat (name, beat_at) VALUES ('worker', :old)",
        old=NOW - timedelta(minutes=3),
    )


def rewritable_history() -> None:
    sql("DROP TRIGGER event_is_append_only ON event")


def unexplained_status() -> None:
    sql("UPDATE booking SET status = 'no_show' WHERE id = :id", id=paid().id)


def claim_without_its_move() -> None:
    booking = paid()
    claim = claim_overtime(
        booking.id, half_hours=1, fee=FEE, now=booking.slot.ends_at + timedelta(hours=1)
    )
    sql("UPDATE booking_move SET ended_at = :now WHERE id = :id", now=NOW, id=claim.move_id)


def gift_that_is_charged() -> None:
    booking = paid()
    extend(
        booking.id,
        half_hours=2,
        present=4,
        by="owner",
        fee=FEE,
        waive_because="A regular",
        now=NOW,
    )
    sql("UPDATE booking_move SET difference_minor = 1")


def lines_that_do_not_add_up() -> None:
    paid()
    sql("UPDATE booking_line SET amount_minor = amount_minor + 1 WHERE position = 0")


def asked_and_forgotten() -> None:
    long_ago = NOW - timedelta(minutes=16)
    sql("UPDATE booking SET choose_by = :long_ago WHERE id = :id", long_ago=long_ago, id=paid().id)


def other_amount() -> None:
    paid()
    sql("UPDATE charge SET captured_minor = captured_minor + 1")


def plain_token() -> None:
    user = make_user()
    sql('UPDATE "user" SET password_hash = :secret WHERE id = :id', secret="hunter2", id=user.id)


def lost_picture() -> None:
    make_room()


def sent(*, now: datetime = NOW) -> PhotoUpload:
    """A file that waits to become a photo of the room that was paid for."""
    room = paid().room
    key = raw_key(now)
    current_storage().put(key, b"raw", RAW_TYPE)
    return receive_photo(room=room, name="a.jpg", raw_key=key, key="photos/one", now=now)


def lost_bytes() -> None:
    current_storage().delete([sent().raw_key or ""])


def forgotten_upload() -> None:
    sent(now=NOW - timedelta(hours=7))


def misdrawn_day() -> None:
    booking = paid()
    sql("UPDATE room_day SET free = free | 1 | (free << 1) WHERE room_id = :id", id=booking.room_id)
    sql("UPDATE room_day SET free = free - (free & 2) WHERE room_id = :id", id=booking.room_id)


def misread_peaks() -> None:
    sunday = Band("Sunday", (6,), 0, 48, 2500)
    healthy = make_room(bands=[sunday])
    assert findings("what search reads of peak hours is what their bands say") == []
    sql("UPDATE room SET peaks[288 + 1] = 0 WHERE id = :id", id=healthy.id)


def other_revision() -> None:
    sql("UPDATE alembic_version SET version_num = '0000'")


def invalid_index() -> None:
    sql(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_charge_booking_id'::regclass"
    )


def address_of_two() -> None:
    studio = paid().studio
    sql(
        "INSERT INTO former_slug (kind, within_id, slug, object_id, left_at)"
        " VALUES ('studio', 0, :slug, :id, now())",
        slug=studio.slug,
        id=studio.id,
    )


def written(booking: Booking | None = None) -> Message:
    """A message of a guest about a booking, and the answer."""
    guest = make_user()
    booking = booking or make_booking(viewer=make_visitor(guest))
    owner = booking.studio.company.admins[0].user
    make_message(studio=booking.studio, guest=guest, booking=booking)
    return make_message(studio=booking.studio, guest=guest, sender=owner)


def stranger_in_a_thread() -> None:
    sql("UPDATE message SET sender_id = :id WHERE id = :m", id=make_user().id, m=written().id)


def thread_about_a_foreign_booking() -> None:
    message, foreign = written(), make_booking()
    sql("UPDATE thread SET booking_id = :b WHERE id = :t", b=foreign.id, t=message.thread_id)


def studio_of_nobody() -> None:
    sql("DELETE FROM company_admin WHERE company_id = :c", c=paid().studio.company_id)


def twice_an_owner() -> None:
    sql(
        "INSERT INTO former_company_admin (company_id, user_id, ended_at)"
        " SELECT company_id, user_id, :now FROM company_admin WHERE company_id = :c",
        c=paid().studio.company_id,
        now=NOW,
    )


def invitation_to_nothing() -> None:
    offer = make_invitation()
    offer.accepted_at, offer.accepted_by_id = NOW, make_user().id


def miscounted_thread() -> None:
    sql("DELETE FROM message WHERE id = :id", id=written().id)


def lost_line_of_an_add_on() -> None:
    room = make_room()
    add_on = make_add_on(room=room, price_minor=333, charged=Charged.HOUR)
    booking = make_booking(room=room, add_ons={add_on.id: 1})
    sql("UPDATE booking_line SET amount_minor = 667 WHERE kind = 'add_on'")
    assert booking.id


SOWERS: dict[str, Sower] = {
    "no two occupancies of a room overlap": overlap,
    "no engineer is in two places": engineer_in_two_places,
    "the constraints that forbid overlaps exist and are valid": no_constraint,
    "no hold outlives its deadline by more than 5 minutes": old_hold,
    "no link to pay by lasts longer than a day, and its hold only as long as a page needs": (
        link_without_end
    ),
    "no hold without a held booking or an open move": hold_of_nobody,
    "every confirmed booking that is still to come occupies its room": confirmed_without_room,
    "no ended booking occupies a room": ended_with_room,
    "confirmed bookings keep exactly their price, or say why they cost nothing": (
        confirmed_without_money
    ),
    "money of ended bookings is on its way back, as far as it is owed": cancelled_without_refund,
    UNDECIDED: forgotten_charge,
    "the lines of a payout that has landed add up to it": payout_of_other_lines,
    "at most one payable charge per booking, and every key and gateway id once": (
        two_payable_charges
    ),
    "no dispute is open without a next check": forgotten_dispute,
    "no charge gives back or loses more than it took, in one currency": refunded_twice,
    "each cancellation gives back what its frozen terms say": wrong_refund,
    "no refund has failed for more than 24 hours without anybody seeing to it": failed_refund,
    UNPROCESSED: stuck_event,
    "no delivery is undone for more than 15 minutes (mail: 72 hours) unless buried": undelivered,
    "the worker and the clock have lived within two minutes": silence,
    "history and the ledger cannot be rewritten": rewritable_history,
    ADDS_UP: unbalanced_posting,
    BOOKED: capture_without_posting,
    OWED: refund_that_went_unposted,
    SEALED: readable_keys,
    "no account that can charge has keys that nobody renewed for 8 days": old_keys,
    "every status is explained by its events": unexplained_status,
    "who has arrived is who was seen to arrive": unseen_arrival,
    "a claim for overtime stands where its move does": claim_without_its_move,
    "a difference is paid or left out, never both": gift_that_is_charged,
    "nobody who was asked for another time is left without an answer": asked_and_forgotten,
    "price lines add up to the booking's total": lines_that_do_not_add_up,
    ADD_ONS_CHARGED: lost_line_of_an_add_on,
    "what the gateway was first asked for is the booking's price at that time": other_amount,
    "only the guest and the studio's team write in a thread": stranger_in_a_thread,
    "a thread is about a booking at its own studio": thread_about_a_foreign_booking,
    "each studio has an owner who can answer": studio_of_nobody,
    "nobody owns a company and is among its former owners": twice_an_owner,
    "whoever accepted an invitation has, or had, the place that it offered": (
        invitation_to_nothing
    ),
    "a thread counts its messages, and each side has read no further": miscounted_thread,
    "tokens are kept as hashes only": plain_token,
    PICTURES_MATCH: lost_picture,
    BYTES_WHILE_NEEDED: lost_bytes,
    "no upload waits for more than 6 hours": forgotten_upload,
    "every room day is what hours, closures and occupancy make it": misdrawn_day,
    "what search reads of peak hours is what their bands say": misread_peaks,
    "the database is at this code's revision": other_revision,
    "no index or constraint is invalid": invalid_index,
    "an address that was given up is nobody's present one, and leads to something": (
        address_of_two
    ),
}


#: More ways in which one check's rows can be bad.
MORE = [
    (TOO_MUCH, disputed_after_it_went_back),
    (TOO_MUCH, promised_twice),
    (SEALED, keys_under_a_lost_key),
    (UNPROCESSED, event_that_is_not_tried_again),
    (TOO_MUCH, gave_back_more_fee_than_it_took),
    (ADDS_UP, posting_in_another_currency),
    (BOOKED, posting_without_capture),
    (BOOKED, posting_of_another_amount),
    (BOOKED, refund_that_went_unposted),
    (BOOKED, refund_that_came_back_unposted),
    (BOOKED, refund_by_hand_unposted),
    (BOOKED, dispute_lost_unposted),
    (BOOKED, dispute_won_unposted),
    (UNDECIDED, forgotten_payout),
    (BOOKED, payout_unposted),
    (BOOKED, payout_that_came_back_unposted),
    (OWED, refund_that_came_back_unposted),
    (OWED, refund_by_hand_unposted),
    (NEVER_REWRITTEN, rewritable_ledger),
    (NEVER_REWRITTEN, ledger_that_can_be_emptied),
]


def findings(holds: str) -> list[str]:
    db.session.flush()
    return [finding for check in CHECKS if check.holds == holds for finding in check.find(NOW)]


def test_every_check_has_its_bad_row(app: Flask) -> None:
    assert {check.holds for check in CHECKS} == set(SOWERS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.holds)
def test_a_check_finds_the_bad_row_that_is_sown_for_it(app: Flask, check: Check) -> None:
    SOWERS[check.holds]()
    db.session.flush()
    assert list(check.find(NOW))


@pytest.mark.parametrize(("holds", "sow"), MORE)
def test_every_way_in_which_money_goes_astray_is_found(app: Flask, holds: str, sow: Sower) -> None:
    sow()
    assert findings(holds)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.holds)
def test_a_check_finds_nothing_in_a_healthy_world(app: Flask, check: Check) -> None:
    sql("DELETE FROM heartbeat")
    booking = paid()
    written(booking)
    dispute(booking, 100)
    payout(booking, posted=True)
    grant(access_token=seal("EAAA"))
    # Half of what it becomes is stored already.
    current_storage().put(f"{sent().key}/480.webp", b"picture", "image/webp")
    refresh_days(room=booking.room, now=NOW)
    assert not list(check.find(NOW))


WRITERS = "only the guest and the studio's team write in a thread"


def test_who_owned_the_company_once_belongs_to_its_threads(app: Flask) -> None:
    message = written()
    first = db.session.get_one(User, message.sender_id)
    company = db.session.get_one(Thread, message.thread_id).studio.company
    appoint_owner(company_id=company.id, user=make_user(), now=NOW)
    dismiss_owner(company_id=company.id, user_id=first.id, by=first, now=NOW)
    assert findings(WRITERS) == []
    sql("DELETE FROM former_company_admin")
    assert findings(WRITERS) == [f"message {message.id}"]


@pytest.mark.parametrize("place", ["owner", "engineer"])
def test_an_accepted_invitation_stays_explained_when_its_person_goes(
    app: Flask, place: str
) -> None:
    offer, person = make_invitation(as_owner=place == "owner"), make_user()
    offer.accepted_at, offer.accepted_by_id = NOW, person.id
    if place == "owner":
        appoint_owner(company_id=offer.company_id, user=person, now=NOW)
        dismiss_owner(company_id=offer.company_id, user_id=person.id, by=person, now=NOW)
    else:
        assert offer.studio is not None
        member = join(studio=offer.studio, user=person, role=TeamRole.ENGINEER, now=NOW)
        leave(member.id, by=person, now=NOW)
    assert findings("whoever accepted an invitation has, or had, the place that it offered") == []


def test_the_secret_of_an_invitation_is_kept_as_its_hash_only(app: Flask) -> None:
    make_invitation().token_hash = "readable"
    assert len(findings("tokens are kept as hashes only")) == 1


def test_add_ons_of_every_kind_are_charged_as_the_doctor_counts(app: Flask) -> None:
    room = make_room(minimum=1, step=1)
    kinds = {
        make_add_on(room=room, name=kind, price_minor=333, charged=kind, most=3).id: 3
        for kind in Charged
    }
    make_booking(room=room, slot=slot_in(room, hours=1.5), people=5, add_ons=kinds)
    holds = (
        "the lines of add-ons charge what is frozen of them, for the booking's length and people"
    )
    assert findings(holds) == []


def test_pictures_of_cities_are_looked_for_like_those_of_rooms(app: Flask) -> None:
    picture = make_city_picture(make_city())
    assert findings(PICTURES_MATCH) == [f"picture of city {picture.city_id} is not stored"]
    current_storage().put(f"{picture.key}/480.webp", b"picture", "image/webp")
    assert findings(PICTURES_MATCH) == []
    db.session.delete(picture)
    assert findings(PICTURES_MATCH) == [
        f"stored picture {picture.key}/480.webp belongs to no photo"
    ]


def test_bytes_of_an_upload_that_nobody_deleted_are_found_after_two_days(app: Flask) -> None:
    for days in (1, 3):
        current_storage().put(raw_key(NOW - timedelta(days=days)), b"raw", RAW_TYPE)
    (found,) = findings(BYTES_WHILE_NEEDED)
    assert found.startswith("raw upload raw/2026-11-20/")


def test_a_removed_photo_is_not_missed_while_it_goes(app: Flask) -> None:
    room = make_room()
    (photo,) = room.photos
    photo.removed_at = NOW
    assert findings(PICTURES_MATCH) == []
    current_storage().put(f"{photo.key}/480.webp", b"picture", "image/webp")
    assert findings(PICTURES_MATCH) == []


def test_faces_and_logos_are_looked_for(app: Flask) -> None:
    user = make_user()
    user.photo_key = "people/a/480.webp"
    owner = make_owner()
    company_of(owner).logo_key = "logos/a/480.webp"
    assert findings(PICTURES_MATCH) == [
        f"photo of user {user.id} is not stored",
        f"logo of company {company_of(owner).id} is not stored",
    ]
    for key in (user.photo_key, "logos/a/480.webp"):
        current_storage().put(key, b"picture", "image/webp")
    assert findings(PICTURES_MATCH) == []


@pytest.mark.committed
def test_the_doctor_runs_every_check_and_writes_nothing(app: Flask) -> None:
    reports = list(examine(now=NOW))
    assert [report.check for report in reports] == list(CHECKS)
    assert not [report.findings for report in reports if report.findings]


@pytest.mark.committed
def test_the_command_says_that_all_is_well_or_fails(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["doctor"]).exit_code == 0
    sql("INSERT INTO heartbeat (name, beat_at) VALUES ('worker', '2000-01-01T00:00Z')")
    db.session.commit()
    answer = runner.invoke(args=["doctor"])
    assert answer.exit_code == 1
    assert "silent worker" in answer.output
