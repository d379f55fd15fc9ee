"""The studio books for somebody who calls: the time is held, and they pay by a link."""

import re
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from studiobook.bookings.access_link import path_to
from studiobook.bookings.attach import attach
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.cancel import cancel
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.errors import (
    CannotBePaid,
    LinkEnded,
    NothingToPay,
    OfferTooLate,
    PriceChanged,
    ProlongedOften,
    SentJustNow,
    SentOften,
)
from studiobook.bookings.expire import expire
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import Caller, offer, withdraw_offer
from studiobook.bookings.pages.timeline import timeline_of
from studiobook.bookings.pages.wording import left
from studiobook.bookings.pay_link import lengthen, send_again
from studiobook.bookings.prolong import prolong
from studiobook.bookings.queries import list_active_holds, list_events, list_upcoming
from studiobook.bookings.release import release
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.rooms.price_list import Tier
from studiobook.teams.errors import EngineerTaken, NoSuchEngineer
from studiobook.teams.join import join
from studiobook.teams.models import EngineerTime, TeamRole
from studiobook.users.models import User
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.bookings.conftest import Clock
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_engineer,
    make_hold,
    make_owner,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)
from tests.support.client import PageClient
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings

pytestmark = pytest.mark.usefixtures("app", "stopped_clock")

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HALF_HOUR = 30 * MINUTE
ANNA = Caller("Anna\nArndt", "Anna@Example.com", "030 1234")


def offered(room: Room, **changed: Any) -> Booking:
    wish: dict[str, Any] = {
        "slot": slot_in(room, days=1),
        "people": 2,
        "engineer_id": None,
        "caller": ANNA,
        "lasts": HALF_HOUR,
        "fee": FEE,
        "actor_id": room.studio.company.admins[0].user_id,
        "now": NOW,
        **changed,
    }
    return offer(room=room, **wish)


def told(booking: Booking) -> list[str]:
    return [entry.title for entry in timeline_of(list_events(booking.id), booking.zone)]


def words(answer: TestResponse) -> str:
    """What is to be read on the page, in one line."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_an_offer_is_a_hold_of_the_callers_with_its_price_frozen(db_session):
    room = make_room(after_minutes=30)
    booking = offered(room)
    assert (booking.status, booking.instant) == (Status.HELD, True)
    assert booking.lapses_at == booking.link_ends_at == NOW + HALF_HOUR
    assert (booking.guest_name, booking.guest_email) == ("Anna Arndt", "anna@example.com")
    assert (booking.user_id, booking.visitor_hash) == (None, None)
    assert sum(line.amount_minor for line in booking.lines) == booking.total_minor == 8320
    taken = db_session.query(Occupancy).one()
    assert (taken.kind, taken.lapses_at) == (OccupancyKind.HOLD, NOW + HALF_HOUR)
    assert taken.during.upper == booking.slot.ends_at + HALF_HOUR
    event = list_events(booking.id)[0]
    assert (event.actor, event.actor_id) == ("owner", room.studio.company.admins[0].user_id)
    assert told(booking) == ["Held by the studio until Mon 23 Nov 2026, 10:30, and a link sent."]
    assert findings(NOW) == []


def test_a_request_studio_is_not_asked_about_what_it_offered_itself():
    booking = offered(make_room(studio=make_studio(instant=False)))
    assert confirm(booking.id, paid_at=NOW, now=NOW) is Outcome.CONFIRMED


def test_the_same_offer_sent_twice_is_one():
    room = make_room()
    assert offered(room) is offered(room)
    for other in ({"caller": Caller("Bob", "bob@example.com")}, {"people": 3}):
        with pytest.raises(SlotTaken), db.session.begin_nested():
            offered(room, **other)


def test_the_studio_may_book_outside_its_hours_and_notice_but_not_the_past():
    studio = make_studio(hours=WeeklyHours.daily(OpenInterval(9 * 60, 12 * 60)))
    room = make_room(studio=studio, lead_minutes=3000)
    assert offered(room).status is Status.HELD
    with pytest.raises(OfferTooLate):
        offered(room, slot=slot_in(room, days=0, hour=10))


def test_a_link_never_outlasts_the_start():
    room = make_room()
    slot = slot_in(room, days=0, hour=11)
    booking = offered(room, slot=slot, lasts=24 * HOUR)
    assert booking.lapses_at == slot.starts_at
    assert lengthen(booking.id, lasts=24 * HOUR, now=NOW).lapses_at == slot.starts_at


def test_what_cannot_be_paid_is_not_offered():
    poor = make_room(studio=make_studio(owner=make_owner(can_charge=False)), listed=False)
    with pytest.raises(CannotBePaid):
        offered(poor)
    with pytest.raises(NothingToPay):
        offered(make_room(tiers=[Tier(2, 0)]))
    with pytest.raises(PriceChanged):
        offered(make_room(), expected_total_minor=1)


def test_an_engineer_comes_along_if_free():
    studio = make_studio()
    room, other = make_room(studio=studio), make_room(studio=studio, name="Room B")
    edda = make_engineer(studio=studio)
    booking = offered(room, engineer_id=edda.id)
    assert booking.total_minor == (8000 + 6000) * 104 // 100
    promised = db.session.query(EngineerTime).one()
    assert (promised.user_id, promised.lapses_at) == (edda.user_id, booking.lapses_at)
    with pytest.raises(EngineerTaken), db.session.begin_nested():
        offered(other, engineer_id=edda.id)
    with pytest.raises(NoSuchEngineer), db.session.begin_nested():
        offered(other, engineer_id=make_engineer(studio=make_studio()).id)
    lengthen(booking.id, lasts=2 * HOUR, now=NOW)
    db.session.refresh(promised)
    assert promised.lapses_at == NOW + 2 * HOUR
    withdraw_offer(booking.id, now=NOW)
    assert db.session.query(EngineerTime).count() == 0


def test_offers_count_for_nothing_among_ones_own_holds():
    ada = make_user(email="anna@example.com")
    viewer, studio = make_visitor(ada), make_studio()
    rooms = [make_room(studio=studio, name=f"Room {n}") for n in range(5)]
    own = [make_hold(room=room, viewer=viewer) for room in rooms[:2]]
    offers = [offered(room) for room in rooms[2:]]
    assert {booking.user_id for booking in offers} == {ada.id}
    # The third hold of one's own goes into a room that one was offered another time of.
    own.append(make_hold(room=rooms[2], viewer=viewer))
    assert list_active_holds(viewer, now=NOW) == own
    assert [booking.status for booking in offers] == [Status.HELD] * 3
    assert {booking.id for booking in list_upcoming(viewer, [], now=NOW)} == {
        booking.id for booking in own + offers
    }


def test_a_visitor_with_three_holds_is_offered_a_fourth():
    viewer = make_visitor(make_user(email="anna@example.com"))
    for _ in range(3):
        make_hold(viewer=viewer)
    assert offered(make_room()).user_id == viewer.user_id


def test_an_unverified_account_gets_the_offer_once_its_address_is_proved():
    stranger = make_user(email="anna@example.com", verified=False)
    booking = offered(make_room())
    assert booking.user_id is None
    stranger.email_verified_at = NOW
    assert attach(stranger, now=NOW) == 1
    assert booking.user_id == stranger.id


def test_sending_again_takes_its_time_and_ends_after_five():
    booking = offered(make_room(), lasts=2 * HOUR)
    with pytest.raises(SentJustNow):
        send_again(booking.id, now=NOW + MINUTE)
    for n in range(1, 5):
        send_again(booking.id, now=NOW + n * 2 * MINUTE)
    with pytest.raises(SentOften):
        send_again(booking.id, now=NOW + HOUR)


def test_a_link_lasts_longer_up_to_a_day_and_never_shorter():
    booking = offered(make_room(), slot=slot_in(make_room(), days=4))
    lengthen(booking.id, lasts=2 * HOUR, now=NOW + MINUTE)
    assert booking.lapses_at == booking.link_ends_at == NOW + 2 * HOUR
    lengthen(booking.id, lasts=HOUR, now=NOW + MINUTE)
    assert booking.link_ends_at == NOW + 2 * HOUR
    lengthen(booking.id, lasts=timedelta(days=9), now=NOW + 90 * MINUTE)
    assert booking.lapses_at == NOW + 24 * HOUR
    assert told(booking)[1:] == [
        "The studio gave more time: until Mon 23 Nov 2026, 12:00.",
        "The studio gave more time: until Tue 24 Nov 2026, 10:00.",
    ]
    assert findings(NOW + 2 * HOUR) == []


def test_nobody_is_told_minute_by_minute_that_their_link_lasts_longer():
    booking = offered(make_room(), slot=slot_in(make_room(), days=4))
    for n in range(1, 9):
        lengthen(booking.id, lasts=HALF_HOUR + n * MINUTE, now=NOW)
    with pytest.raises(ProlongedOften):
        lengthen(booking.id, lasts=HALF_HOUR + 9 * MINUTE, now=NOW)
    assert booking.link_ends_at == NOW + HALF_HOUR + 8 * MINUTE


def test_a_hold_that_a_payment_page_has_made_longer_is_not_made_shorter():
    booking = offered(make_room())
    prolong(booking.id, until=NOW + 63 * MINUTE, now=NOW + HALF_HOUR - MINUTE)
    lengthen(booking.id, lasts=HOUR, now=NOW + HALF_HOUR)
    assert booking.link_ends_at == NOW + HOUR
    assert booking.lapses_at == NOW + 63 * MINUTE


def test_a_link_that_has_ended_is_neither_sent_nor_prolonged():
    booking = offered(make_room())
    after = NOW + HALF_HOUR
    for verb in (send_again, lambda id_, now: lengthen(id_, lasts=HOUR, now=now)):
        with pytest.raises(LinkEnded):
            verb(booking.id, now=after)
    expire(booking.id, now=after)
    with pytest.raises(LinkEnded):
        send_again(booking.id, now=after)
    assert findings(after + 6 * MINUTE) == []


def test_only_what_was_offered_has_a_link():
    held = make_hold()
    for verb in (withdraw_offer, send_again, lambda id_, now: lengthen(id_, lasts=HOUR, now=now)):
        with pytest.raises(NotInThatState):
            verb(held.id, now=NOW)


def test_taking_back_frees_the_time_at_once_and_twice_changes_nothing(db_session):
    room = make_room()
    booking = offered(room)
    for _ in range(2):
        assert withdraw_offer(booking.id, now=NOW).status is Status.RELEASED
    assert db_session.query(Occupancy).count() == 0
    assert told(booking)[1:] == ["The studio took its offer back."]
    assert offered(room, caller=Caller("Bob", "bob@example.com")).status is Status.HELD
    assert findings(NOW) == []


def test_what_is_paid_cannot_be_taken_back():
    booking = offered(make_room())
    confirm(booking.id, paid_at=NOW, now=NOW)
    with pytest.raises(NotInThatState):
        withdraw_offer(booking.id, now=NOW)


def test_money_after_the_offer_was_taken_back_goes_back_though_the_time_is_free():
    booking = offered(make_room())
    withdraw_offer(booking.id, now=NOW)
    assert confirm(booking.id, paid_at=NOW, now=NOW) is Outcome.REFUSED
    assert booking.refund_due_minor == booking.total_minor
    # The control: what the caller let go themselves is theirs again by late money.
    other = offered(make_room())
    release(other.id, now=NOW)
    assert confirm(other.id, paid_at=NOW, now=NOW) is Outcome.CONFIRMED


def test_an_offer_without_money_in_time_follows_the_rules_of_late_money():
    room = make_room()
    booking = offered(room)
    late = NOW + HALF_HOUR
    assert expire(booking.id, now=late)
    assert confirm(booking.id, paid_at=late, now=late) is Outcome.CONFIRMED
    lost = offered(room, slot=slot_in(room, days=2))
    expire(lost.id, now=late)
    make_hold(room=room, slot=lost.slot, now=late)
    assert confirm(lost.id, paid_at=late, now=late) is Outcome.REFUSED


def test_the_link_opens_the_checkout_for_whoever_has_it(client: PageClient):
    make_user(email="anna@example.com")
    booking = offered(make_room())
    assert booking.user_id is not None
    db.session.commit()
    secret = client.application.config["SECRET_KEY"]
    link = path_to(booking, secret=secret)
    page = client.get(link, follow_redirects=True)
    assert "Almost yours" in page.text
    assert 'value="anna@example.com"' in page.text
    assert "Pay €83.20" in page.text
    confirm(booking.id, paid_at=NOW, now=NOW)
    db.session.commit()
    assert "Confirmed" in client.get(link, follow_redirects=True).text


def test_the_caller_reads_that_the_offer_was_taken_back(client: PageClient, stopped_clock: Clock):
    ada = make_user(email="anna@example.com")
    booking = offered(make_room())
    withdraw_offer(booking.id, now=NOW)
    sign_in(client, ada)
    page = words(client.get(f"/bookings/{booking.code}"))
    assert "The studio took this offer back" in page
    assert "Hold it again" in page


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (25 * MINUTE, "in 25 min"),
        (24 * MINUTE + timedelta(seconds=1), "in 25 min"),
        (200 * MINUTE, "in 3 h 20 min"),
        (2 * HOUR, "in 2 h"),
        (timedelta(), "in a moment"),
    ],
)
def test_time_that_is_left_is_said_in_whole_minutes(ahead: timedelta, said: str):
    assert left(NOW + ahead, now=NOW) == said


# -- walk-ins with an engineer ------------------------------------------------------------------


def walked_in(room: Room, engineer_id: int | None, slot: Timeslot | None = None) -> Booking:
    return book_walk_in(
        room=room,
        slot=slot or slot_in(room, days=1),
        guest=WalkIn("Wanda Walk"),
        reason="Pays at the desk",
        actor_id=room.studio.company.admins[0].user_id,
        engineer_id=engineer_id,
        now=NOW,
    )


def test_a_walk_in_engages_its_engineer_for_good_and_gives_them_back():
    studio = make_studio()
    room, other = make_room(studio=studio), make_room(studio=studio, name="Room B")
    edda = make_engineer(studio=studio)
    booking = walked_in(room, edda.id)
    promised = db.session.query(EngineerTime).one()
    assert (promised.user_id, promised.lapses_at) == (edda.user_id, None)
    assert (booking.engineer, booking.total_minor) == (edda, 0)
    with pytest.raises(EngineerTaken), db.session.begin_nested():
        walked_in(other, edda.id)
    with pytest.raises(NoSuchEngineer), db.session.begin_nested():
        walked_in(other, edda.id + 1, slot_in(other, days=3))
    cancel(booking.id, by="owner", now=NOW)
    assert db.session.query(EngineerTime).count() == 0
    assert findings(NOW) == []


# -- the console ----------------------------------------------------------------------------------


@pytest.fixture
def owner(client: PageClient, stopped_clock: Clock) -> User:
    owner = make_owner()
    sign_in(client, owner)
    return owner


@pytest.fixture
def room(owner: User) -> Room:
    return make_room(studio=make_studio(owner=owner))


TIMES = "date=2026-11-24&start=14:00&hours=2"
CALL = {
    "date": "2026-11-24", "start": "14:00", "hours": "2", "people": "1", "name": "Anna Arndt",
    "email": "anna@example.com", "lasts": "30", "expected_total": "8320",
}  # fmt: skip


def call(client: PageClient, room: Room, **changed: str) -> TestResponse:
    path = f"/manage/rooms/{room.code}/phone-bookings"
    return client.submit(path, {**CALL, **changed}, page="/manage")


def only() -> Booking:
    return db.session.query(Booking).one()


def test_the_form_shows_the_price_before_the_press(client: PageClient, room: Room):
    db.session.commit()
    path = f"/manage/rooms/{room.code}/phone-bookings/new"
    page = client.get(f"{path}?{TIMES}")
    assert "Total €83.20" in words(page)
    assert 'name="expected_total" value="8320"' in " ".join(page.text.split())
    changed = client.get(f"{path}?date=2026-11-24&start=14:00&hours=4", fragment="price")
    assert "€124.80" in changed.text
    assert "<form" not in changed.text
    assert "The price stands here" in words(client.get(path))
    assert "in steps of" in words(client.get(f"{path}?{TIMES}.5"))
    for odd in ("hours=NaN", "hours=99", "fold=7&hours=2", "engineer=x&hours=2"):
        assert client.get(f"{path}?date=2026-11-24&start=14:00&{odd}").status_code == 200


def test_only_engineers_who_are_free_are_shown(client: PageClient, room: Room):
    make_engineer(studio=room.studio)
    busy = make_engineer(studio=room.studio, name="Bodo Busy")
    other = make_room(studio=room.studio, name="Room B")
    make_booking(room=other, slot=slot_in(other, days=1), engineer=busy)
    db.session.commit()
    for kind in ("phone-bookings", "walk-ins"):
        page = client.get(f"/manage/rooms/{room.code}/{kind}/new?{TIMES}").text
        assert "Edda Engel" in page
        assert "Bodo Busy" not in page


def test_a_phone_booking_is_seen_everywhere_with_its_clock(
    client: PageClient, room: Room, stopped_clock: Clock
):
    front_desk = make_user()
    join(studio=room.studio, user=front_desk, role=TeamRole.FRONT_DESK, now=NOW)
    sign_in(client, front_desk)
    done = call(client, room)
    stopped_clock.move_to(NOW + 5 * MINUTE)
    clock = "Link sent to anna@example.com, ends 10:30 (in 25 min)"
    session = client.get(done.headers["Location"])
    assert clock in words(session)
    assert f"/bookings/{only().code}/access/" in session.text
    today = client.get("/manage")
    assert f"Anna Arndt: Room A, Tue 24 Nov, 14:00–16:00 {clock}" in words(today)
    assert f'href="/manage/bookings/{only().code}"' in today.text
    day = client.get("/manage/calendar?date=2026-11-24")
    assert clock in words(day)
    assert "Anna Arndt, 14:00–16:00, link sent" in day.text
    sign_in(client, room.studio.company.admins[0].user)
    assert "Coming up 1 Past 0" in words(client.get("/manage/bookings?q=anna"))
    stopped_clock.move_to(NOW + HALF_HOUR)
    assert "Anna Arndt" not in words(client.get("/manage"))
    assert "Coming up 0 Past 1" in words(client.get("/manage/bookings?q=anna"))


def test_an_engineer_sees_the_own_one_without_its_link(client: PageClient, room: Room):
    edda = make_engineer(studio=room.studio)
    booking = offered(room, engineer_id=edda.id)
    sign_in(client, edda.user)
    page = client.get(f"/manage/bookings/{booking.code}")
    assert page.status_code == 200
    assert "/access/" not in page.text
    for path in (f"/manage/bookings/{booking.code}", "/manage", "/manage/calendar?date=2026-11-24"):
        assert "anna@example.com" not in client.get(path).text
    other = offered(room, slot=slot_in(room, days=2))
    db.session.commit()
    assert client.get(f"/manage/bookings/{other.code}").status_code == 404


def test_a_guests_own_hold_is_no_session(client: PageClient, room: Room):
    held = make_booking(room=room, paid=False)
    db.session.commit()
    assert client.get(f"/manage/bookings/{held.code}").status_code == 404


def test_faults_are_shown_and_what_was_typed_is_kept(client: PageClient, room: Room):
    db.session.commit()
    refused = call(client, room, name="", email="no address", phone="030 1234", lasts="7")
    assert refused.status_code == 422
    for kept in ("Enter a name.", "no address", "Enter an e-mail address like", "030 1234"):
        assert kept in refused.text
    assert db.session.query(Booking).count() == 0


def test_another_price_than_was_shown_is_asked_about(client: PageClient, room: Room):
    edda = make_engineer(studio=room.studio)
    db.session.commit()
    refused = call(client, room, engineer=str(edda.id))
    assert refused.status_code == 409
    assert "It costs €145.60. If that is right, press once more." in words(refused)
    assert 'name="expected_total" value="14560"' in " ".join(refused.text.split())
    assert 'value="anna@example.com"' in refused.text
    assert call(client, room, engineer=str(edda.id), expected_total="14560").status_code == 303


def test_a_time_that_was_taken_meanwhile_leads_to_the_nearest_with_one_press(
    client: PageClient, room: Room
):
    make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    refused = call(client, room)
    assert refused.status_code == 409
    assert "Gwen Guest has Room A then" in words(refused)
    assert "Hold: Room A, Tue 24 Nov 2026, 16:00–18:00, €83.20" in refused.text
    moved = call(client, room, start="16:00")
    assert moved.status_code == 303


def test_the_buttons_of_free_times_carry_all_that_was_typed(client: PageClient, room: Room):
    make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    forms = re.findall(r'<form class="act".*?</form>', call(client, room).text, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', " ".join(forms[0].split())))
    assert fields.items() >= {"name": "Anna Arndt", "email": "anna@example.com"}.items()
    path = re.findall(r'action="([^"]*)"', forms[0])[0]
    assert client.submit(path, {**fields}, page="/manage").status_code == 303
    held = db.session.query(Booking).filter(Booking.link_sent_at.is_not(None)).one()
    assert (held.guest_email, held.total_minor) == ("anna@example.com", 8320)


def test_a_walk_in_is_shown_what_is_free_instead(client: PageClient, room: Room):
    make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    fields = {**CALL, "reason": "Pays at the desk"}
    path = f"/manage/rooms/{room.code}/walk-ins"
    refused = client.submit(path, fields, page="/manage")
    assert refused.status_code == 409
    assert "Book: Room A, Tue 24 Nov 2026, 16:00–18:00" in refused.text


def test_an_engineer_who_was_taken_meanwhile_is_said_beside_the_field(
    client: PageClient, room: Room
):
    edda = make_engineer(studio=room.studio)
    other = make_room(studio=room.studio, name="Room B")
    make_booking(room=other, slot=slot_in(other, days=1), engineer=edda)
    db.session.commit()
    for kind, total in (("phone-bookings", "14560"), ("walk-ins", "")):
        path = f"/manage/rooms/{room.code}/{kind}"
        fields = {
            **CALL, "engineer": str(edda.id), "expected_total": total, "reason": "At the desk",
        }  # fmt: skip
        refused = client.submit(path, fields, page="/manage")
        assert (kind, refused.status_code) == (kind, 409)
        assert "That engineer is busy at this time." in words(refused)
        assert 'value="Anna Arndt"' in refused.text


def test_a_studio_that_cannot_be_paid_is_told_so(client: PageClient, room: Room):
    room.studio.company.can_charge = False
    db.session.commit()
    refused = call(client, room)
    assert (refused.status_code, "payments yet" in words(refused)) == (409, True)


def test_the_link_is_sent_again_prolonged_and_taken_back_from_its_page(
    client: PageClient, room: Room, stopped_clock: Clock
):
    path = call(client, room).headers["Location"]
    assert "sent again in two minutes" in words(client.get(path))
    stopped_clock.move_to(NOW + 3 * MINUTE)
    assert "Send it again" in words(client.get(path))
    client.submit(f"{path}/link", {}, page=path)
    assert "The link is on its way again." in client.get(path).text
    client.submit(f"{path}/link", {}, page=path)
    assert "sent a moment ago" in client.get(path).text
    offers = re.findall(r'aria-label="(Give until [^"]*)"', client.get(path).text)
    assert offers == [
        "Give until 11:00 to pay",
        "Give until 12:30 to pay",
        "Give until Tue 24 Nov 2026, 10:00 to pay",
    ]
    for _ in range(2):
        client.submit(f"{path}/link/prolongation", {"lasts": "60"}, page=path)
    assert "ends 11:00" in words(client.get(path))
    client.submit(f"{path}/link/prolongation", {"lasts": "9999"}, page=path)
    assert "up to 24 hours" in client.get(path).text
    client.submit(f"{path}/link/withdrawal", {}, page=path)
    page = client.get(path)
    assert "You took the offer back: Mon 23 Nov 2026, 10:03." in words(page)
    assert "/access/" not in page.text
    assert "hx-trigger" not in page.text
    assert only().status is Status.RELEASED


def test_what_was_taken_back_is_offered_again_with_one_press(
    client: PageClient, room: Room, stopped_clock: Clock
):
    path = call(client, room).headers["Location"]
    client.submit(f"{path}/link/withdrawal", {}, page=path)
    form = re.search(r'<form class="act".*?</form>', client.get(path).text, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', " ".join(form[0].split())))
    again = client.submit(f"/manage/rooms/{room.code}/phone-bookings", fields, page="/manage")
    assert again.status_code == 303
    assert again.headers["Location"] != path


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (lambda b: expire(b.id, now=NOW + HALF_HOUR), "Anna Arndt did not pay in time."),
        (lambda b: release(b.id, now=NOW), "Anna Arndt let the time go"),
    ],
)
def test_the_studio_reads_how_the_offer_ended(client: PageClient, room: Room, end: Any, said: str):
    booking = offered(room)
    end(booking)
    db.session.commit()
    page = words(client.get(f"/manage/bookings/{booking.code}"))
    assert said in page
    assert "Offer it again" in page


def test_a_paid_offer_is_a_session_like_any_other(client: PageClient, room: Room):
    booking = offered(room)
    confirm(booking.id, paid_at=NOW, now=NOW)
    db.session.commit()
    page = client.get(f"/manage/bookings/{booking.code}")
    assert "Link to pay" not in page.text
    assert "14:00–16:00 : paid." in words(page)
    assert "Cancel and refund" in words(page)
    assert findings(NOW, but=(MONEY, PICTURES, PROCESSES)) == []


def test_who_is_in_the_way_with_a_link_is_named(client: PageClient, room: Room):
    offered(room)
    db.session.commit()
    refused = call(client, room, email="bob@example.com")
    assert "Anna Arndt was sent a link to pay for Tue 24 Nov 2026, 14:00–16:00" in words(refused)


def test_the_page_asks_for_news_only_while_somebody_may_pay(
    client: PageClient, room: Room, stopped_clock: Clock
):
    path = call(client, room).headers["Location"]
    assert 'hx-trigger="every 20s"' in client.get(path).text
    news = client.get(path, fragment="session")
    assert news.text.count('id="session"') == 1
    stopped_clock.move_to(NOW + HALF_HOUR)
    assert "every 20s" not in client.get(path).text


def test_an_offer_that_is_under_way_stands_on_today(
    client: PageClient, room: Room, stopped_clock: Clock
):
    offered(room, slot=slot_in(room, days=0, hour=12), lasts=2 * HOUR)
    db.session.commit()
    read = words(client.get("/manage"))
    assert "Next 12:00–14:00 Anna Arndt Link sent, ends 12:00 (in 2 h)" in read
