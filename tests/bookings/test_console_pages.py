"""What the console's pages say and do, as those who run rooms read them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from studiobook.bookings.arrive import arrive
from studiobook.bookings.cancel import cancel
from studiobook.bookings.confirm import Outcome, confirm
from studiobook.bookings.models import Booking
from studiobook.bookings.queries import list_events
from studiobook.bookings.states import Status
from studiobook.db.base import db
from studiobook.rooms.block import block
from studiobook.rooms.errors import SlotTaken
from studiobook.rooms.models import Occupancy, OccupancyKind, Room
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from studiobook.users.models import User
from studiobook.values.wall_hours import OpenInterval, WeeklyHours
from tests.bookings.conftest import Clock
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_city,
    make_engineer,
    make_hold,
    make_owner,
    make_room,
    make_studio,
    make_user,
    slot_in,
)
from tests.support.client import PageClient
from tests.support.doctor import MONEY, PICTURES, PROCESSES, findings
from tests.support.statements import counted

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
#: 14:10 in Berlin, on the day of NOW.
AFTERNOON = NOW + 4 * HOUR + 10 * MINUTE


def words(answer: TestResponse) -> str:
    """What is to be read on the page, in one line."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def owner(client: PageClient, stopped_clock: Clock) -> User:
    stopped_clock.move_to(AFTERNOON)
    owner = make_owner()
    sign_in(client, owner)
    return owner


@pytest.fixture
def room(owner: User) -> Room:
    return make_room(studio=make_studio(owner=owner))


def colleague(client: PageClient, room: Room, role: TeamRole) -> None:
    person = make_user()
    join(studio=room.studio, user=person, role=role, now=NOW)
    sign_in(client, person)


def test_it_says_who_is_there_now_and_next_and_whether_it_is_paid(client: PageClient, room: Room):
    engineer = make_engineer(studio=room.studio)
    present = make_booking(room=room, slot=slot_in(room, days=0), people=2, engineer=engineer)
    make_booking(room=room, slot=slot_in(room, days=0, hour=18), guest_name="Hal Second")
    arrive(present.id, now=AFTERNOON - 5 * MINUTE)
    db.session.commit()
    read = words(client.get("/manage"))
    assert "Now until 16:00 Gwen Guest Paid · 2 people · with Edda Engel · arrived 14:05" in read
    assert "Next 18:00–20:00 Hal Second Paid · 1 person" in read
    earned = sum(b.total_minor - b.fee_minor for b in db.session.query(Booking)) / 100
    assert f"sessions earn €{earned:.2f}" in read


def test_a_room_without_anybody_says_until_when(client: PageClient, room: Room):
    make_room(studio=room.studio, name="Room B")
    block(room=room, slot=slot_in(room, days=0, hour=17), note="Tuner", now=NOW)
    db.session.commit()
    read = words(client.get("/manage"))
    assert "Now Nobody until 17:00 Next 17:00–19:00 Blocked" in read
    assert "Room B Now Nobody for the rest of the day" in read


def test_a_night_belongs_to_the_day_on_which_it_began(
    client: PageClient, room: Room, stopped_clock: Clock
):
    make_booking(room=room, slot=slot_in(room, days=0, hour=22, hours=4))
    db.session.commit()
    stopped_clock.move_to(NOW + 15 * HOUR + 30 * MINUTE)
    read = words(client.get("/manage"))
    assert "Tue 24 Nov 2026, 01:30" in read
    assert "Now until 02:00 Gwen Guest" in read


def test_each_studio_has_its_own_day(client: PageClient, room: Room, owner: User):
    west = make_city(zone="America/Los_Angeles")
    make_room(studio=make_studio(owner=owner, city=west, name="West"))
    db.session.commit()
    read = words(client.get("/manage"))
    assert "Mon 23 Nov 2026, 14:10, Berlin time (CET)" in read
    assert "Mon 23 Nov 2026, 05:10, Los Angeles time (PST)" in read


def test_of_many_rooms_the_idle_ones_stand_in_one_list(
    client: PageClient, room: Room, stopped_clock: Clock
):
    for number in range(5):
        make_room(studio=room.studio, name=f"Cell {number}")
    make_booking(room=room, slot=slot_in(room, days=0, hour=20), guest_name="Hal")
    db.session.commit()
    assert words(client.get("/manage")).count("Nobody for the rest of the day") == 5
    make_room(studio=room.studio, name="Cell 5")
    db.session.commit()
    read = words(client.get("/manage"))
    assert "Nobody for the rest of the day" not in read
    assert read.index("Hal") < read.index("Nobody today or tomorrow") < read.index("Cell 0")


def test_many_rooms_of_a_day_can_be_jumped_to(client: PageClient, room: Room):
    for number in range(5):
        make_room(studio=room.studio, name=f"Cell {number}")
    db.session.commit()
    assert "Go to a room" not in client.get("/manage/calendar").text
    last = make_room(studio=room.studio, name="Cell 5")
    db.session.commit()
    page = client.get("/manage/calendar").text
    assert "Go to a room" in page
    (jump,) = re.findall(rf'href="#(day-{last.code}-[^"]+)"', page)
    assert f'id="{jump}"' in page


def test_without_a_studio_the_calendar_only_says_what_to_do(client: PageClient, owner: User):
    page = client.get("/manage/calendar").text
    assert "No studio yet" in page
    assert "Day before" not in page


def test_requests_stand_above_all_with_their_deadline(client: PageClient, owner: User, room: Room):
    asked = make_room(studio=make_studio(owner=owner, instant=False, name="Loft"))
    booking = make_booking(room=asked, slot=slot_in(asked, days=2), now=AFTERNOON)
    db.session.commit()
    answer = client.get("/manage")
    assert "Answer until Tue 24 Nov 2026, 14:10" in words(answer)
    assert f'href="/bookings/{booking.code}/answer"' in answer.text
    assert "Requests 1" in words(answer)


def test_the_front_desk_sees_guests_but_no_money(client: PageClient, room: Room):
    make_booking(room=room, slot=slot_in(room, days=0))
    colleague(client, room, TeamRole.FRONT_DESK)
    read = words(client.get("/manage"))
    assert "Gwen Guest" in read
    assert "€" not in read


def test_an_engineer_sees_the_own_sessions_and_nothing_else(client: PageClient, room: Room):
    engineer = make_engineer(studio=room.studio)
    other = make_room(studio=room.studio, name="Room B")
    make_booking(room=other, slot=slot_in(room, days=0), guest_name="Hal Second")
    make_booking(room=room, slot=slot_in(room, days=0, hour=17), engineer=engineer)
    sign_in(client, engineer.user)
    read = words(client.get("/manage"))
    assert "Today, Mon 23 Nov 2026 Berlin time (CET) 17:00–19:00 Gwen Room A · 1 person" in read
    for kept_back in ("Guest", "Hal", "Room B", "€", "aid"):
        assert kept_back not in read


def test_an_engineers_sessions_stand_day_by_day_with_what_guests_wrote(
    client: PageClient, room: Room
):
    engineer = make_engineer(studio=room.studio)
    present = make_booking(room=room, slot=slot_in(room, days=0), people=3, engineer=engineer)
    present.note = "Two vocals and a keyboard."
    ahead = make_booking(
        room=room, slot=slot_in(room, days=2), guest_name="Hal Second", engineer=engineer
    )
    gone = make_booking(room=room, slot=slot_in(room, days=3), guest_name="Off", engineer=engineer)
    cancel(gone.id, by="owner", now=AFTERNOON)
    make_booking(
        room=room, slot=slot_in(room, days=0, hour=11), guest_name="Past", engineer=engineer
    )
    sign_in(client, engineer.user)
    read = words(client.get("/manage"))
    assert "Now 14:00–16:00 Gwen Room A · 3 people Two vocals and a keyboard." in read
    assert "Wed 25 Nov 2026 Berlin time (CET) 14:00–16:00 Hal Room A · 1 person" in read
    assert "Off" not in read
    assert "Past" not in read
    assert f'href="/manage/bookings/{ahead.code}"' in client.get("/manage").text
    shown = words(client.get(f"/manage/bookings/{present.code}"))
    assert "Two vocals and a keyboard." in shown


def test_an_engineer_without_sessions_is_told_when_some_will_come(client: PageClient, room: Room):
    sign_in(client, make_engineer(studio=room.studio).user)
    assert "No sessions ahead" in words(client.get("/manage"))


def test_an_owner_who_records_too_finds_their_own_sessions(
    client: PageClient, room: Room, owner: User
):
    assert "/manage/sessions" not in client.get("/manage").text
    own = join(
        studio=room.studio,
        user=owner,
        role=TeamRole.ENGINEER,
        rate_per_hour_minor=3000,
        now=NOW,
    )
    make_booking(room=room, slot=slot_in(room, days=1), engineer=own)
    make_booking(room=room, slot=slot_in(room, days=2), guest_name="Hal Second")
    db.session.commit()
    assert 'href="/manage/sessions"' in client.get("/manage").text
    read = words(client.get("/manage/sessions"))
    assert "Gwen" in read
    assert "Hal" not in read


def test_the_front_desk_reads_no_amounts_in_a_sessions_history(client: PageClient, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=3))
    cancel(booking.id, by="guest", now=AFTERNOON)
    colleague(client, room, TeamRole.FRONT_DESK)
    read = words(client.get(f"/manage/bookings/{booking.code}"))
    assert "The guest cancelled." in read
    assert "€" not in read


def test_who_has_no_studio_is_led_to_set_one_up(client: PageClient, stopped_clock: Clock):
    sign_in(client, make_user())
    assert 'href="/manage/studios"' in client.get("/manage").text
    for path in ("/manage/calendar", "/manage/requests", "/manage/bookings"):
        assert client.get(path).status_code == 200


def test_sessions_lead_to_their_page_and_free_time_to_the_form(client: PageClient, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    page = client.get("/manage/calendar?date=2026-11-24").text
    assert f'href="/manage/bookings/{booking.code}"' in page
    wanted = f"/manage/rooms/{room.code}/blocks/new?date=2026-11-24&amp;start=16:00&amp;hours=2"
    assert wanted in page.replace("%3A", ":")
    assert "Gwen Guest, 14:00–16:00, paid" in page


def test_a_night_is_on_both_of_its_days(client: PageClient, room: Room):
    make_booking(room=room, slot=slot_in(room, days=1, hour=22, hours=4))
    db.session.commit()
    first = words(client.get("/manage/calendar?date=2026-11-24"))
    second = words(client.get("/manage/calendar?date=2026-11-25"))
    assert "22:00–02:00 (Wed) Gwen Guest" in first
    assert "22:00 (Tue)–02:00 Gwen Guest" in second


def test_a_ribbon_goes_on_into_the_night_as_long_as_the_studio_is_open(
    client: PageClient, owner: User
):
    nightly = WeeklyHours.daily(OpenInterval(14 * 60, 26 * 60))
    make_room(studio=make_studio(owner=owner, hours=nightly))
    db.session.commit()
    page = client.get("/manage/calendar?date=2026-11-24").text
    assert "Free, 14:00–02:00 (Wed): block it or book a walk-in" in page


def test_a_week_of_a_room_has_seven_ribbons(client: PageClient, room: Room):
    db.session.commit()
    answer = client.get(f"/manage/calendar/{room.code}?week=2026-W48")
    assert answer.text.count('class="ribbon"') == 7
    assert "week=2026-W47" in answer.text
    assert "week=2026-W49" in answer.text


@pytest.mark.parametrize(
    "query",
    ["?date=nonsense", "?date=0001-01-01", "?date=9999-12-31", "?blocked=x", "?freed=x"],
)
def test_an_odd_address_shows_today(client: PageClient, room: Room, query: str):
    db.session.commit()
    assert "Mon 23 Nov 2026" in words(client.get(f"/manage/calendar{query}"))


def test_the_night_of_the_clock_change_asks_which_showing(
    client: PageClient, room: Room, stopped_clock: Clock
):
    stopped_clock.move_to(datetime(2026, 10, 24, 9, tzinfo=UTC))
    path = f"/manage/rooms/{room.code}/blocks"
    fields = {"date": "2026-10-25", "start": "02:30", "hours": "1"}
    refused = client.submit(path, fields, page="/manage")
    assert refused.status_code == 422
    assert "The clock shows this time twice" in refused.text
    assert client.submit(path, {**fields, "fold": "1"}, page="/manage").status_code == 303
    taken = db.session.query(Occupancy).one()
    assert taken.during.lower == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert "02:30" in words(client.get("/manage/calendar?date=2026-10-25"))


BLOCK = {"date": "2026-11-24", "start": "14:00", "hours": "2", "note": "Piano tuner"}


def blocks() -> list[Occupancy]:
    return db.session.query(Occupancy).filter(Occupancy.kind == OccupancyKind.BLOCK).all()


def test_blocking_can_be_undone_and_the_undoing_too(client: PageClient, room: Room):
    db.session.commit()
    form = f"/manage/rooms/{room.code}/blocks/new?date=2026-11-24&start=14:00&hours=2"
    done = client.submit(f"/manage/rooms/{room.code}/blocks", BLOCK, page=form)
    page = client.get(done.headers["Location"])
    assert "Room A is blocked, 14:00–16:00" in words(page)
    assert "Piano tuner" in words(page)
    removal = f"/manage/rooms/{room.code}/blocks/{blocks()[0].id}/removal"
    assert removal in page.text
    gone = client.submit(removal, {}, page="/manage")
    assert blocks() == []
    page = client.get(gone.headers["Location"])
    assert "Block it again" in page.text
    assert 'value="Piano tuner"' in page.text
    client.submit(f"/manage/rooms/{room.code}/blocks", BLOCK, page="/manage")
    assert len(blocks()) == 1
    assert findings(AFTERNOON) == []


def test_a_double_post_blocks_once_and_takes_off_once(client: PageClient, room: Room):
    path = f"/manage/rooms/{room.code}/blocks"
    db.session.commit()
    for _ in range(2):
        assert client.submit(path, BLOCK, page="/manage").status_code == 303
    removal = f"{path}/{blocks()[0].id}/removal"
    for _ in range(2):
        assert client.submit(removal, {}, page="/manage").status_code == 303
    assert blocks() == []


def test_a_booking_in_the_way_is_named_and_stays(client: PageClient, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=1, hour=15))
    db.session.commit()
    refused = client.submit(f"/manage/rooms/{room.code}/blocks", BLOCK, page="/manage")
    assert refused.status_code == 409
    assert "Gwen Guest has Room A then: Tue 24 Nov 2026, 15:00–17:00" in words(refused)
    assert f'href="/manage/bookings/{booking.code}"' in refused.text
    assert 'value="Piano tuner"' in refused.text
    assert blocks() == []


def test_somebody_who_is_paying_is_not_pushed_out(client: PageClient, room: Room):
    make_hold(room=room, slot=slot_in(room, days=1), now=AFTERNOON)
    db.session.commit()
    refused = client.submit(f"/manage/rooms/{room.code}/blocks", BLOCK, page="/manage")
    assert "Somebody is paying for Tue 24 Nov 2026, 14:00–16:00" in words(refused)
    assert "until 14:40" in words(refused)


def test_what_is_over_or_faulty_is_refused_beside_its_field(client: PageClient, room: Room):
    path = f"/manage/rooms/{room.code}/blocks"
    db.session.commit()
    over = client.submit(path, {**BLOCK, "date": "2026-11-22"}, page="/manage")
    assert (over.status_code, "has passed" in over.text) == (422, True)
    faulty = client.submit(path, {**BLOCK, "hours": "1.25"}, page="/manage")
    assert faulty.status_code == 422
    assert "full or half hours" in faulty.text


WALK_IN = {
    "date": "2026-11-23", "start": "14:00", "hours": "2", "name": "Wanda Walk",
    "people": "3", "reason": "Pays at the desk",
}  # fmt: skip


def test_a_walk_in_stands_on_today_and_in_the_calendar(client: PageClient, room: Room):
    colleague(client, room, TeamRole.FRONT_DESK)
    form = f"/manage/rooms/{room.code}/walk-ins/new?date=2026-11-23&start=14:00&hours=2"
    done = client.submit(f"/manage/rooms/{room.code}/walk-ins", WALK_IN, page=form)
    session = client.get(done.headers["Location"])
    assert "Room A, Mon 23 Nov 2026, 14:00–16:00 : not paid here." in words(session)
    assert "until 16:00 Wanda Walk Not paid here · 3 people" in words(client.get("/manage"))
    assert "14:00–16:00 Wanda Walk" in words(client.get("/manage/calendar"))


def test_the_front_desk_cancels_its_walk_in_and_no_money_is_spoken_of(
    client: PageClient, room: Room
):
    colleague(client, room, TeamRole.FRONT_DESK)
    client.submit(f"/manage/rooms/{room.code}/walk-ins", WALK_IN, page="/manage")
    path = f"/bookings/{db.session.query(Booking).one().code}/cancellation"
    asked = client.get(path)
    assert "Nothing was paid here, so nothing goes back." in words(asked)
    assert "€" not in words(asked)
    done = client.submit(path, {"expected_refund": "0"})
    assert db.session.query(Booking).one().status is Status.CANCELLED
    assert "Nothing had been paid here." in words(client.get(done.headers["Location"]))


def test_of_a_walk_in_that_did_not_come_no_money_stays(
    client: PageClient, room: Room, stopped_clock: Clock
):
    colleague(client, room, TeamRole.FRONT_DESK)
    made = client.submit(f"/manage/rooms/{room.code}/walk-ins", WALK_IN, page="/manage")
    assert "Booked for Wanda Walk." in client.get(made.headers["Location"]).text
    stopped_clock.move_to(AFTERNOON + 15 * MINUTE)
    path = made.headers["Location"]
    client.submit(f"{path}/no-show", {}, page=path)
    read = client.get(path).text
    assert "Noted: nobody came." in read
    assert "The money stays" not in read


def test_the_front_desk_cancels_no_booking_with_money(client: PageClient, room: Room):
    booking = make_booking(room=room)
    colleague(client, room, TeamRole.FRONT_DESK)
    assert client.get(f"/bookings/{booking.code}/cancellation").status_code == 404


def test_faults_are_shown_and_what_was_typed_is_kept(client: PageClient, room: Room):
    db.session.commit()
    wrong = {**WALK_IN, "name": "", "email": "no address", "note": "Two amps"}
    refused = client.submit(f"/manage/rooms/{room.code}/walk-ins", wrong, page="/manage")
    assert refused.status_code == 422
    for kept in ("Enter a name.", "no address", "Two amps", "Enter an e-mail address like"):
        assert kept in refused.text


def test_who_came_is_written_down_and_taken_back(client: PageClient, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=0))
    colleague(client, room, TeamRole.FRONT_DESK)
    path = f"/manage/bookings/{booking.code}"
    client.submit(f"{path}/arrival", {}, page=path)
    assert "Arrived at 14:10." in words(client.get(path))
    client.submit(f"{path}/arrival/removal", {}, page=path)
    assert "Arrived at" not in words(client.get(path))
    assert "The arrival was taken back." in words(client.get(path))


def test_what_changes_a_session_stands_apart_from_what_only_leads_elsewhere(
    client: PageClient, room: Room
):
    booking = make_booking(room=room, slot=slot_in(room, days=1))
    db.session.commit()
    page = client.get(f"/manage/bookings/{booking.code}").text
    head, changes = page.split('id="changes"')
    section, rest = changes.split("</section>", 1)
    assert "/move" in section
    assert f"/bookings/{booking.code}/cancellation" in section
    assert "/manage/calendar?date=" in rest
    assert "/manage/calendar?date=" not in section
    assert "/cancellation" not in head


def test_the_next_thing_of_a_request_is_its_answer(client: PageClient, owner: User):
    loft = make_room(studio=make_studio(owner=owner, instant=False, name="Loft"))
    asked = make_booking(room=loft, slot=slot_in(loft, days=1))
    db.session.commit()
    page = client.get(f"/manage/bookings/{asked.code}").text
    main = page[page.index("<main") :]
    assert main.count("button-primary") == 1
    assert re.search(rf'button-primary"\s+href="/bookings/{asked.code}/answer"', main)


def test_nobody_came_can_be_said_after_a_quarter_of_an_hour(
    client: PageClient, room: Room, stopped_clock: Clock
):
    booking = make_booking(room=room, slot=slot_in(room, days=0))
    db.session.commit()
    path = f"/manage/bookings/{booking.code}"
    assert "/no-show" not in client.get(path).text
    early = client.submit(f"{path}/no-show", {}, page=path, follow_redirects=True)
    assert "15 minutes after the start" in early.text
    stopped_clock.move_to(AFTERNOON + 5 * MINUTE)
    client.submit(f"{path}/no-show", {}, page=path)
    page = client.get(path)
    assert "Noted: nobody came. The money stays with the studio." in page.text
    assert "Nobody came." in words(page)
    assert db.session.get_one(Booking, booking.id).status is Status.NO_SHOW
    assert findings(AFTERNOON, but=(MONEY, PICTURES, PROCESSES)) == []


def test_the_owner_is_led_to_a_cancellation_that_gives_all_back(client: PageClient, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=0))
    db.session.commit()
    assert "/cancellation" in client.get(f"/manage/bookings/{booking.code}").text
    asked = words(client.get(f"/bookings/{booking.code}/cancellation"))
    assert "Cancel the booking of Gwen Guest?" in asked
    assert "Calendar" in asked
    assert "the guest gets back €83.20 of €83.20" in asked
    assert "That is all of it, our fee of €3.20 included. You give up €80.00." in asked


def test_requests_stand_in_the_order_of_their_deadlines(
    client: PageClient, owner: User, stopped_clock: Clock
):
    asked = make_room(studio=make_studio(owner=owner, instant=False))
    for days, hour, name, paid_at in ((4, 12, "Later", AFTERNOON), (4, 16, "Sooner", NOW)):
        make_booking(
            room=asked, slot=slot_in(asked, days=days, hour=hour), guest_name=name, now=paid_at
        )
    db.session.commit()
    read = words(client.get("/manage/requests"))
    assert read.index("Sooner") < read.index("Later")
    assert "You earn €80.00" in read
    assert "Later asks for 12:00–14:00 that day" in read


def test_two_requests_never_want_the_same_hours(client: PageClient, owner: User):
    """Whoever is too late with the money is refunded and told; the page has one to answer."""
    asked = make_room(studio=make_studio(owner=owner, instant=False))
    slot = slot_in(asked, days=2)
    slow = make_booking(room=asked, slot=slot, guest_name="Slow", paid=False)
    quick = make_booking(room=asked, slot=slot, guest_name="Quick", now=AFTERNOON)
    with pytest.raises(SlotTaken):
        make_hold(room=asked, slot=slot.shift(HOUR), now=AFTERNOON)
    assert confirm(slow.id, paid_at=AFTERNOON, now=AFTERNOON) is Outcome.REFUSED
    db.session.commit()
    read = words(client.get("/manage/requests"))
    assert "Quick" in read
    assert "Slow" not in read
    assert list_events(slow.id)[-1].name == "LateMoneyRefused"
    answer = client.submit(f"/bookings/{quick.code}/answer", {"answer": "accept"})
    assert answer.status_code == 303
    assert db.session.get_one(Booking, quick.id).status is Status.CONFIRMED


def test_bookings_are_found_by_code_and_by_a_part_of_the_name(client: PageClient, room: Room):
    booking = make_booking(room=room, slot=slot_in(room, days=1))
    make_booking(room=room, slot=slot_in(room, days=2), guest_name="100% Hal_Second")
    make_booking(guest_name="Gwen of another house")
    db.session.commit()
    everything = words(client.get("/manage/bookings"))
    assert "Gwen Guest" in everything
    assert "another house" not in everything
    for query, found in (("gwen", 1), (booking.code.lower(), 1), ("%25", 1), ("l_s", 1),
                         ("nobody", 0), ("%00", 2)):  # fmt: skip
        assert f"Coming up {found} Past 0" in words(client.get(f"/manage/bookings?q={query}"))


def test_past_bookings_are_paged(client: PageClient, owner: User, room: Room, stopped_clock: Clock):
    for n in range(21):
        make_booking(room=room, slot=slot_in(room, days=1 + n))
    stopped_clock.move_to(NOW + timedelta(days=30))
    sign_in(client, owner)
    first = client.get("/manage/bookings?list=past&q=gwen")
    assert "1–20 of 21" in words(first)
    assert "q=gwen&amp;list=past&amp;page=2" in first.text
    assert "21–21 of 21" in words(client.get("/manage/bookings?list=past&q=gwen&page=2"))


#: Each is asked in the same two houses: making a house takes longer than asking.
ASKED = (
    "/manage", "/manage/calendar", "/manage/calendar/{room}", "/manage/requests",
    "/manage/bookings", "/manage/bookings/{booking}", "/manage/rooms/{room}/blocks/new",
)  # fmt: skip


def asked_by(client: PageClient, url: str) -> int:
    with counted() as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_a_page_asks_as_often_for_two_rooms_as_for_twelve(client: PageClient, owner: User):
    studio = make_studio(owner=owner)
    asking = make_studio(owner=owner, instant=False, name="Loft")
    engineer = make_engineer(studio=studio)
    counts, codes = [], {}
    for more in (2, 10):
        for n in range(more):
            room = make_room(studio=studio, name=f"Room {more}-{n}")
            slot = slot_in(room, days=0, hour=14 + n % 4 * 2)
            with_engineer = engineer if n == 0 and more == 2 else None
            booking = make_booking(room=room, slot=slot, engineer=with_engineer)
            block(room=room, slot=slot_in(room, days=0, hour=22, hours=1), now=NOW)
            asked = make_room(studio=asking, name=f"Loft {more}-{n}")
            make_booking(room=asked, slot=slot_in(asked, days=1), now=AFTERNOON)
            codes = {"room": room.code, "booking": booking.code}
        db.session.commit()
        counts.append({path: asked_by(client, path.format(**codes)) for path in ASKED})
    assert counts[0] == counts[1]
    # The session asks most: for its own time, its money, what is free after it and around it.
    assert max(counts[0].values()) <= 17, counts


@pytest.mark.parametrize(
    ("path", "region"), [("/manage/calendar", "calendar"), ("/manage/bookings", "run-bookings")]
)
def test_leafing_asks_for_its_region_only(client: PageClient, room: Room, path: str, region: str):
    db.session.commit()
    answer = client.get(path, fragment=region)
    assert f'id="{region}"' in answer.text
    assert "console-nav" not in answer.text


def test_a_day_is_a_day_wherever_midnight_is(client: PageClient, owner: User):
    """Lord Howe's clocks move by half an hour; nothing is drawn longer than a ribbon can be."""
    far = make_city(zone="Australia/Lord_Howe")
    make_room(studio=make_studio(owner=owner, city=far))
    db.session.commit()
    for on_date in ("2026-04-05", "2026-10-04"):
        assert client.get(f"/manage/calendar?date={on_date}").status_code == 200
