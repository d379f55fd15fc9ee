"""Add-ons of a booking: chosen with the time, frozen with it, kept when it moves."""

from datetime import timedelta

import pytest

from studiobook.bookings.calendar_file import calendar_file
from studiobook.bookings.expire import expire
from studiobook.bookings.mails import write_to_guest, write_to_owner
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import session_facts_of
from studiobook.bookings.queries import list_events
from studiobook.bookings.reschedule import reschedule
from studiobook.bookings.settle_move import settle_move
from studiobook.db.base import db
from studiobook.mail.message import as_email
from studiobook.rooms.add_on import AddOnRefused, Charged
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.models import Occupancy, Room
from studiobook.rooms.offer_add_ons import (
    AddOnTraits,
    edit_add_on,
    remove_add_on,
    switch_add_on,
)
from studiobook.values.timeslot import Timeslot
from tests.bookings.conftest import Hold, only_booking
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    FEE,
    NOW,
    make_add_on,
    make_booking,
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
from tests.support.statements import counted

pytestmark = pytest.mark.usefixtures("app", "stopped_clock")

HOUR = timedelta(hours=1)


@pytest.fixture
def room(app) -> Room:
    return make_room(studio=make_studio(owner=make_owner()))


@pytest.fixture
def drums(room) -> RoomAddOn:
    return make_add_on(room=room)


@pytest.fixture
def microphones(room) -> RoomAddOn:
    return make_add_on(room=room, name="Microphone", price_minor=300, charged=Charged.HOUR, most=4)


def lines(booking: Booking) -> list[tuple[str, str, int]]:
    return [(line.kind, line.label, line.amount_minor) for line in booking.lines]


def test_a_hold_freezes_them_as_lines_and_as_what_they_were(room, drums, microphones):
    booking = make_hold(room=room, people=2, add_ons={microphones.id: 3, drums.id: 1})
    assert lines(booking) == [
        ("time", "2 hours", 8000),
        ("add_on", "Drum kit", 1500),
        ("add_on", "3 × Microphone", 1800),
        ("fee", "Service fee", 452),
    ]
    assert booking.total_minor == 11_752
    db.session.refresh(booking)
    assert [(one.name, one.quantity, one.price_minor) for one in booking.add_ons] == [
        ("Drum kit", 1, 1500),
        ("Microphone", 3, 300),
    ]


def test_they_cost_a_hold_no_query(room):
    drums = make_add_on(room=room)
    make_hold(room=room, slot=slot_in(room, days=2))
    with counted() as plain:
        make_hold(room=room, slot=slot_in(room, days=3))
    with counted() as dressed:
        make_hold(room=room, slot=slot_in(room, days=4), add_ons={drums.id: 1})
    assert len(dressed) == len(plain)


@pytest.mark.parametrize("quantity", [5, 0, -1, 10**17])
def test_more_than_there_are_or_none_is_refused_and_holds_nothing(room, microphones, quantity):
    with pytest.raises(AddOnRefused):
        make_hold(room=room, add_ons={microphones.id: quantity})
    assert db.session.query(Occupancy).count() == 0


def test_what_is_not_this_rooms_or_off_or_gone_is_refused(room, drums, microphones):
    foreign = make_add_on(room=make_room(name="Elsewhere"))
    switch_add_on(room=room, add_on_id=drums.id, on=False)
    remove_add_on(room=room, add_on_id=microphones.id, now=NOW)
    for add_on in (foreign, drums, microphones):
        with pytest.raises(AddOnRefused) as refusal:
            make_hold(room=room, add_ons={add_on.id: 1})
        assert "Nothing was held." in refusal.value.message


def test_coming_back_with_others_is_another_wish(room, drums):
    viewer = make_visitor()
    first = make_hold(room=room, viewer=viewer)
    second = make_hold(room=room, viewer=viewer, add_ons={drums.id: 1})
    third = make_hold(room=room, viewer=viewer, add_ons={drums.id: 1})
    assert first.id != second.id
    assert second.id == third.id
    assert db.session.query(Occupancy).one().booking_id == second.id


def reprice(add_on: RoomAddOn, price_minor: int) -> None:
    traits = AddOnTraits(add_on.name, "", price_minor, add_on.charged, add_on.most)
    room = db.session.get_one(Room, add_on.room_id)
    edit_add_on(room=room, add_on_id=add_on.id, traits=traits)


def chosen(add_on: RoomAddOn, quantity: int = 1) -> dict[str, str]:
    return {f"add_on_{add_on.id}": str(quantity)}


def still_chosen(text: str, add_on: RoomAddOn, quantity: int = 1) -> bool:
    return f'name="add_on_{add_on.id}" value="{quantity}"' in text


class TestTheForm:
    def test_holds_with_what_is_chosen(
        self, client: PageClient, hold_by_form: Hold, room, microphones
    ):
        answer = hold_by_form(room, **chosen(microphones, 2))
        assert answer.status_code == 303
        page = client.get(answer.location).text
        assert "2 × Microphone" in page
        assert only_booking().total_minor == (8000 + 1200) * 104 // 100

    def test_refuses_a_new_price_and_keeps_the_choice(self, hold_by_form: Hold, room, drums):
        reprice(drums, 2000)
        answer = hold_by_form(room, expected_total="9880", **chosen(drums))
        assert answer.status_code == 409
        assert "The price has changed" in answer.text
        assert "€104.00" in answer.text
        assert "Room A, with Drum kit" in answer.text
        assert still_chosen(answer.text, drums)

    def test_refuses_what_was_switched_off_and_offers_the_rest(
        self, hold_by_form: Hold, room, drums, microphones
    ):
        switch_add_on(room=room, add_on_id=drums.id, on=False)
        answer = hold_by_form(room, **chosen(drums), **chosen(microphones))
        assert answer.status_code == 422
        assert "no longer offered with this room. Nothing was held." in answer.text
        assert "with Microphone" in answer.text
        assert "without add-ons" in answer.text
        assert still_chosen(answer.text, microphones)
        assert not still_chosen(answer.text, drums)
        assert db.session.query(Booking).count() == 0

    def test_refuses_more_than_there_are_and_offers_what_there_is(
        self, hold_by_form: Hold, room, microphones
    ):
        answer = hold_by_form(room, **chosen(microphones, 5))
        assert answer.status_code == 422
        assert "You can book up to 4 × Microphone." in answer.text
        assert still_chosen(answer.text, microphones, 4)

    def test_refuses_another_rooms(self, hold_by_form: Hold, room):
        foreign = make_add_on(room=make_room(studio=room.studio, name="Room B"))
        answer = hold_by_form(room, **chosen(foreign))
        assert answer.status_code == 422
        assert "no longer offered with this room" in answer.text
        assert db.session.query(Booking).count() == 0

    @pytest.mark.parametrize(
        "fields",
        [{"add_on_x": "1"}, {"add_on_": "1"}, {"add_on_1": "many"}, {"add_on_1": "-1"},
         {"add_on_1": "1.5"}, {"add_on_9" + "9" * 30: "1"}, {"add_on_1": "1" * 30}],
    )  # fmt: skip
    def test_refuses_what_cannot_be_read(self, hold_by_form: Hold, room, fields):
        answer = hold_by_form(room, **fields)
        assert answer.status_code == 422
        assert "no longer offered" in answer.text
        assert "Choose in the calendar" in answer.text
        assert db.session.query(Booking).count() == 0

    def test_passes_over_what_was_left_at_none(self, hold_by_form: Hold, room, microphones):
        assert hold_by_form(room, **chosen(microphones, 0)).status_code == 303
        assert only_booking().add_ons == ()

    def test_offers_them_at_the_nearest_times_of_their_own_room_only(
        self, hold_by_form: Hold, room, drums
    ):
        other = make_room(studio=room.studio, name="Room B")
        for hour in (0, 2, 4, 6, 8, 10, 12, 14, 18, 20, 22):
            make_hold(room=room, slot=slot_in(room, hour=hour))
        answer = hold_by_form(room, **chosen(drums))
        assert answer.status_code == 409
        _before, *forms = answer.text.split(f'action="/rooms/{room.code}/holds"')
        assert forms
        assert all(still_chosen(form.split("</form>")[0], drums) for form in forms)
        _before, *forms = answer.text.split(f'action="/rooms/{other.code}/holds"')
        assert forms
        assert not any(still_chosen(form.split("</form>")[0], drums) for form in forms)


class TestMoving:
    def test_a_longer_time_has_the_same_add_ons_for_longer(self, room, drums, microphones):
        booking = make_booking(room=room, add_ons={drums.id: 1, microphones.id: 2})
        longer = Timeslot(booking.slot.starts_at, booking.slot.ends_at + HOUR)
        move = reschedule(booking.id, slot=longer, by="guest", fee=FEE, now=NOW)
        assert move.difference_minor == (4000 + 600) * 104 // 100
        assert settle_move(move.id, now=NOW)
        assert lines(booking)[1:3] == [
            ("add_on", "Drum kit", 1500),
            ("add_on", "2 × Microphone", 1800),
        ]
        assert not [f for f in findings(NOW, but={MONEY, PICTURES, PROCESSES}) if "add" in f]

    def test_each_keeps_the_price_at_which_it_was_booked(self, room, drums):
        booking = make_booking(room=room, add_ons={drums.id: 1})
        reprice(drums, 9900)
        move = reschedule(
            booking.id, slot=booking.slot.shift(3 * HOUR), by="guest", fee=FEE, now=NOW
        )
        assert move.difference_minor == 0
        assert lines(booking)[1] == ("add_on", "Drum kit", 1500)

    def test_what_is_no_longer_offered_stays_with_the_booking(self, client, room, drums):
        booking = make_booking(room=room, add_ons={drums.id: 1})
        remove_add_on(room=room, add_on_id=drums.id, now=NOW)
        reschedule(booking.id, slot=booking.slot.shift(3 * HOUR), by="owner", fee=FEE, now=NOW)
        assert [add_on.name for add_on in booking.add_ons] == ["Drum kit"]
        db.session.commit()
        sign_in(client, room.studio.company.admins[0].user)
        assert "Drum kit" in client.get(f"/bookings/{booking.code}").text


class TestOnceMore:
    def test_a_lapsed_hold_is_held_again_with_what_is_still_offered(
        self, client, stopped_clock, drums, microphones
    ):
        room, viewer = db.session.get_one(Room, drums.room_id), make_visitor(guest := make_user())
        wanted = {drums.id: 1, microphones.id: 3}
        booking = make_hold(room=room, viewer=viewer, add_ons=wanted)
        late = NOW + timedelta(minutes=31)
        expire(booking.id, now=late)
        switch_add_on(room=room, add_on_id=drums.id, on=False)
        db.session.commit()
        stopped_clock.move_to(late)
        sign_in(client, guest)
        page = client.get(f"/bookings/{booking.code}").text
        assert "Hold it again" in page
        assert still_chosen(page, microphones, 3)
        assert not still_chosen(page, drums)
        assert f"&amp;add_on_{microphones.id}=3" in page

    def test_booking_again_from_the_list_keeps_them(self, client, stopped_clock, room, drums):
        viewer = make_visitor(guest := make_user())
        booking = make_booking(room=room, viewer=viewer, add_ons={drums.id: 1})
        stopped_clock.move_to(booking.slot.ends_at + HOUR)
        sign_in(client, guest)
        assert f"?add_on_{drums.id}=1" in client.get("/bookings").text


class TestWhoReadsOfThem:
    @pytest.fixture
    def booking(self, room, drums, microphones) -> Booking:
        coffee = make_add_on(room=room, name="Coffee", charged=Charged.PERSON, price_minor=250)
        wanted = {drums.id: 1, microphones.id: 2, coffee.id: 1}
        return make_booking(room=room, people=2, add_ons=wanted)

    def test_the_studio_in_a_line_of_the_day(self, booking):
        assert session_facts_of(booking) == (
            "Paid",
            "2 people",
            "Drum kit, 2 × Microphone, 1 more",
        )

    @pytest.mark.parametrize("path", ["/bookings/{}", "/manage/bookings/{}"])
    def test_the_studio_in_full_on_the_sessions_pages(self, client, room, booking, path):
        db.session.commit()
        sign_in(client, room.studio.company.admins[0].user)
        page = client.get(path.format(booking.code)).text
        assert "Drum kit, 2 × Microphone, Coffee" in page

    @pytest.mark.parametrize("write", [write_to_guest, write_to_owner])
    def test_guest_and_studio_in_the_mails(self, booking, sent, write):
        event = next(e for e in list_events(booking.id) if e.name == "BookingConfirmed")
        write(event)
        mail = as_email(sent.sent[-1], sender="a@example.com", domain="example.com")
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            assert "Drum kit, 2 × Microphone, Coffee" in body.get_content()

    def test_the_guest_in_the_calendar(self, booking):
        entry = calendar_file(booking, url="/", host="example.com", now=NOW)
        assert "Add-ons: Drum kit\\, 2 × Microphone\\, Coffee" in entry.replace("\r\n ", "")
