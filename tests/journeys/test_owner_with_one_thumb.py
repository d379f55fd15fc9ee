"""The owner's jobs on a phone without scripting, each within its taps; the pages for everybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from studiobook import clock
from studiobook.bookings.book_walk_in import WalkIn, book_walk_in
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.messages.models import Message, Thread
from studiobook.messages.quick_replies import set_replies
from studiobook.rooms.block import block
from studiobook.rooms.models import Room
from studiobook.users.models import User
from tests.factories.sign_in import let_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_engineer,
    make_message,
    make_owner,
    make_room,
    make_studio,
    make_user,
    slot_in,
)
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

#: A small phone.
WIDTH, HEIGHT = 360, 740
#: 14:20 in Berlin: a session has run for twenty minutes.
AFTERNOON = NOW + timedelta(hours=4, minutes=20)
LONG = "Wilhelmina Konstantinopolitanskaja-Überschlag de la Fuente y Montoya"


@dataclass
class House:
    """Two rooms with guests, and one who asks."""

    owner: User
    room: str
    present: str
    asked: str
    tuned: str


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(clock, "now", lambda: AFTERNOON)
    owner = make_owner()
    studio = make_studio(owner=owner)
    room, other = (
        make_room(studio=studio, after_minutes=30),
        make_room(studio=studio, name="Room B"),
    )
    engineer = make_engineer(studio=studio)
    present = make_booking(room=room, slot=slot_in(room, days=0), people=2, engineer=engineer)
    make_booking(room=room, slot=slot_in(room, days=0, hour=18), guest_name="Hal Second")
    make_booking(room=other, slot=slot_in(other, days=0, hour=22, hours=4), guest_name=LONG)
    book_walk_in(
        room=other,
        slot=slot_in(other, days=0, hour=13),
        guest=WalkIn("Wanda Walk"),
        reason="Pays at the desk",
        actor_id=owner.id,
        now=AFTERNOON,
    )
    tuned = block(room=other, slot=slot_in(other, days=0, hour=17), note="Tuner", now=AFTERNOON)
    loft = make_room(studio=studio, name="Loft")
    studio.instant = False
    db.session.flush()
    asked = make_booking(
        room=loft, slot=slot_in(loft, days=3), guest_name="Ida Third", now=AFTERNOON
    )
    loft.enabled = False  # out of the picture: two rooms must fit on one screen
    return House(owner, room.code, present.code, asked.code, str(tuned))


class Thumb:
    """Counts what it presses and fills."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.fields = page, 0, 0

    def starts_at(self, path: str) -> None:
        self.page.goto(path)
        self.taps = 0

    def taps_link(self, name: str | re.Pattern[str]) -> None:
        self._tap(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def taps_button(self, name: str | re.Pattern[str]) -> None:
        self._tap(self.page.get_by_role("main").get_by_role("button", name=name).first)

    def taps_choice(self, name: str) -> None:
        self._tap(self.page.locator("label").filter(has_text=name).first)

    def fills(self, **fields: str) -> None:
        for label, text in fields.items():
            self.page.get_by_label(label.replace("_", "-")).fill(text)
            self.fields += 1

    def reads(self, words: str) -> None:
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def _tap(self, what: Locator) -> None:
        box = what.bounding_box()
        assert box is not None
        assert round(box["height"]) >= 44, f"{what} is {box['height']} high"
        what.click()
        self.taps += 1


@pytest.fixture
def thumb(app: Flask, house: House, browser: Browser, live_server: str) -> Iterator[Thumb]:
    with open_page(browser, live_server, script=False, width=WIDTH) as page:
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        let_in(page, app, house.owner, live_server)
        yield Thumb(page)


def test_job_1_who_is_where_now_and_next_takes_no_tap_and_one_screen(thumb: Thumb, house: House):
    # The request has been answered: only the rooms are left to be read.
    db.session.query(Booking).filter_by(code=house.asked).one().lapses_at = AFTERNOON
    db.session.commit()
    thumb.starts_at("/manage")
    for words in ("Gwen Guest", "Hal Second", "Wanda Walk"):
        last = thumb.page.get_by_text(words).first.bounding_box()
        assert last is not None
        assert last["y"] + last["height"] < HEIGHT - 56, f"{words} is below the first screen"
    thumb.reads("Paid · 2 people · with Edda Engel")
    assert thumb.taps == 0


@pytest.mark.parametrize(
    ("answer", "word"), [("Accept", "Accepted"), ("Decline and refund", "Declined")]
)
def test_job_2_a_request_is_answered_by_a_tap_and_a_confirmation(
    thumb: Thumb, answer: str, word: str
):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("^Ida Third: Loft"))
    thumb.reads("Paid already: you earn €80.00.")
    thumb.taps_button(answer)
    expect(thumb.page.get_by_role("heading", level=1)).to_have_text("Requests")
    thumb.reads(f"{word}: Ida Third.")
    assert thumb.taps == 2


def test_job_4_a_room_is_blocked_by_two_taps_on_the_day_and_freed_again(thumb: Thumb):
    thumb.starts_at("/manage/calendar")
    thumb.taps_link(re.compile("^Free, 16:30–18:00"))
    thumb.taps_button("Block it")
    thumb.reads("Room A is blocked, 16:30–17:30.")
    assert thumb.taps == 2
    thumb.taps_button("Undo")
    thumb.reads("Room A is no longer blocked from 16:30.")
    thumb.taps_button("Block it again")
    thumb.reads("Room A is blocked, 16:30–17:30.")


def test_job_4_a_walk_in_gets_the_same_time(thumb: Thumb):
    thumb.starts_at("/manage/calendar")
    thumb.taps_link(re.compile("^Free, 16:30–18:00"))
    thumb.taps_link("Book a walk-in instead")
    thumb.page.get_by_label("Name").fill("Wim Walk")
    thumb.taps_button("Book without payment")
    expect(thumb.page.get_by_role("heading", level=1)).to_have_text("Wim Walk")
    thumb.reads("not paid here")
    assert thumb.taps == 3


def test_job_6_the_running_session_is_extended_by_two_taps_and_a_confirmation(thumb: Thumb):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("Gwen Guest"))
    thumb.taps_link("+ 1 h")
    thumb.reads("This costs €72.80 more; €70.00 of that is yours.")
    thumb.taps_button("Ask the guest for €72.80")
    thumb.reads("The time to 17:00 is kept until 14:50.")
    assert thumb.taps == 3


def test_job_6_a_coming_session_is_moved_by_two_taps_and_a_confirmation(thumb: Thumb):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("Hal Second"))
    thumb.taps_link("Move to 19:00")
    thumb.reads("This costs the same.")
    thumb.taps_button("Move it")
    thumb.reads("Moved to Mon 23 Nov 2026, 19:00–21:00.")
    assert thumb.taps == 3


def test_job_3_a_message_is_answered_with_a_quick_reply_by_two_taps(thumb: Thumb, house: House):
    studio = db.session.query(Room).filter_by(code=house.room).one().studio
    thread_id = make_message(studio=studio, guest=make_user(), now=AFTERNOON).thread_id
    set_replies(studio=studio, bodies=["Yes, the piano was tuned this week."])
    db.session.commit()
    # Where the mail about it leads.
    thumb.starts_at(f"/manage/messages/{db.session.get_one(Thread, thread_id).code}")
    thumb.taps_link("Yes, the piano was tuned this week.")
    thumb.taps_button("Send")
    expect(thumb.page).to_have_url(re.compile("#latest$"))
    assert thumb.taps == 2
    assert db.session.query(Message).count() == 2


def test_job_5_a_phone_booking_takes_three_taps_and_two_fields(thumb: Thumb):
    thumb.starts_at("/manage/calendar")
    thumb.taps_link(re.compile("^Free, 16:30–18:00"))
    thumb.taps_link("Book by phone instead")
    thumb.reads("€41.60")
    thumb.fills(Name="Anna Arndt", E_mail="anna@example.com")
    thumb.taps_button("Hold it and send the link")
    thumb.reads("Link sent to anna@example.com, ends 14:50 (in 30 min).")
    assert (thumb.taps, thumb.fields) == (3, 2)
    thumb.starts_at("/manage")
    thumb.reads("Link sent to anna@example.com, ends 14:50 (in 30 min)")
    thumb.taps_link(re.compile("^Anna Arndt: Room A"))
    thumb.taps_button("Take it back")
    thumb.reads("You took the offer back")
    assert thumb.taps == 2


def test_job_7_arrived_takes_two_taps_and_can_be_taken_back(thumb: Thumb):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("Gwen Guest"))
    thumb.taps_button("Arrived")
    thumb.reads("Arrived at 14:20.")
    assert thumb.taps == 2
    thumb.taps_button("Not arrived after all")
    thumb.reads("Taken back: not arrived.")


def test_job_7_nobody_came_takes_two_taps(thumb: Thumb):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("Gwen Guest"))
    thumb.taps_button("Nobody came")
    thumb.reads("The money stays with the studio.")
    assert thumb.taps == 2
    thumb.taps_button("The guest came after all")
    thumb.reads("Taken back: the booking stands as before.")


def test_job_8_cancelling_takes_two_taps_and_a_confirmation(thumb: Thumb):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("Gwen Guest"))
    thumb.taps_link("Cancel and refund")
    thumb.reads("If you cancel now the guest gets back €145.60 of €145.60.")
    thumb.reads("You give up €140.00.")
    thumb.taps_button(re.compile("^Cancel, "))
    expect(thumb.page.get_by_role("heading", level=1)).to_have_text("Cancelled")
    assert thumb.taps == 3


@pytest.mark.parametrize(
    ("choice", "done"),
    [
        ("Cancel and refund all", "4 bookings cancelled: whatever was paid goes back."),
        ("Offer all new times", "2 guests have been asked to choose another time."),
    ],
)
def test_job_9_closing_today_takes_three_taps(thumb: Thumb, choice: str, done: str):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("^Close today"))
    thumb.reads("4 bookings are affected.")
    thumb.reads("Paid €145.60, has begun or arrived.")
    thumb.taps_choice(choice)
    thumb.taps_button("Close it")
    thumb.reads(done)
    assert thumb.taps == 3
    thumb.page.goto("/manage")
    thumb.reads("Tape House is closed")


def test_job_10_what_was_earned_and_whether_guests_can_pay_takes_one_tap(thumb: Thumb):
    thumb.starts_at("/manage")
    thumb.taps_link(re.compile("^Today’s sessions earn"))
    for words in ("Earned in November", "Paid already, to come", "Payments", "Working"):
        thumb.reads(words)
    assert thumb.taps == 1


def test_the_back_button_after_blocking_does_no_harm(thumb: Thumb):
    thumb.starts_at("/manage/calendar")
    thumb.taps_link(re.compile("^Free, 16:30–18:00"))
    thumb.taps_button("Block it")
    thumb.page.go_back()
    thumb.taps_button("Block it")
    thumb.reads("Room A is blocked, 16:30–17:30.")
