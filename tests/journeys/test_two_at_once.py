"""Two people at one slot, one person in two tabs, and people with very much to say."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.db.base import db
from tests.journeys import axe
from tests.journeys.guest import A_DAY, Guest
from tests.journeys.town import Town
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

LONG = "Wilhelmina Konstantinopolitanskaja-Überschlag de la Fuente y Montoya " + "x" * 40
SLOT = f"/studios/tape-house/rooms/room-a?date={A_DAY}&start=16:00&hours=2"


@contextmanager
def two_people(browser: Browser, address: str) -> Iterator[tuple[Guest, Guest]]:
    with (
        open_page(browser, address, script=True) as first,
        open_page(browser, address, script=True) as second,
    ):
        yield Guest(first), Guest(second, name="Hal Second", email="hal@example.com")


def headline(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def press_both(first: Page, second: Page) -> list[str]:
    """Both forms are sent before either is answered; the headlines that come back."""
    for page in (first, second):
        page.evaluate("document.querySelector('#quote form[method=post]').requestSubmit()")
    for page in (first, second):
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("Tape House")
    return [headline(first), headline(second)]


def test_of_two_people_one_gets_the_slot_and_the_other_something_near(
    town: Town, browser: Browser, live_server: str
):
    with two_people(browser, live_server) as (first, second):
        first.page.goto(SLOT)
        second.page.goto(SLOT)
        headlines = press_both(first.page, second.page)
        assert sorted(headlines) == ["Almost yours", "Somebody was faster"]
        winner, loser = (first, second) if headlines[0] == "Almost yours" else (second, first)
        loser.page.get_by_role("button", name=re.compile("^Hold: Room")).first.click()
        for guest in (winner, loser):
            expect(guest.page.get_by_role("heading", level=1)).to_have_text("Almost yours")
            guest.introduce()
            guest.pay()
            assert headline(guest.page) == "Confirmed"
        town.work()
        assert "16:00" in town.mail_to(winner.email, "confirmed").subject
    booked = db.session.scalars(select(Booking).where(Booking.status == Status.CONFIRMED)).all()
    db.session.rollback()
    assert len(booked) == 2


def test_one_person_in_two_tabs_is_told_of_their_own_hold(town: Town, page: Page):
    guest = Guest(page)
    page.goto(SLOT)
    other = page.context.new_page()
    other.goto(SLOT)
    code = guest.hold()
    Guest(other).press(re.compile("^Hold it"))
    # One's own hold is found, not fought: the same booking, or the way to it.
    if headline(other) != "Almost yours":
        other.get_by_role("link", name="Bookings").click()
        other.get_by_role("link", name="Room A").click()
    assert Guest(other).code() == code
    other.goto(f"/bookings/{code}/checkout")

    # Paid in one tab, the other tab leads to the same confirmed booking and takes no second cent.
    guest.introduce()
    guest.pay()
    other.get_by_label("Your name").fill("Somebody else")
    other.get_by_label("E-mail", exact=True).fill("else@example.com")
    other.get_by_role("button", name=re.compile("^Pay ")).click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Confirmed")
    assert len(town.provider.provider.store.latest("payment", 9)) == 1


def test_very_long_names_break_no_page(town: Town, browser: Browser, live_server: str):
    room = town.room
    room.name, room.studio.name = LONG[:80], LONG[-80:]
    db.session.commit()
    with open_page(browser, live_server, script=True, width=360) as page:
        guest = Guest(page, name=LONG[:110], email=f"{'a' * 60}@{'b' * 60}.example.com")
        page.goto(SLOT)
        assert not axe.sideways(page)
        code = guest.hold()
        assert not axe.sideways(page)
        guest.introduce()
        guest.pay()
        booking = f"/bookings/{code}"
        search = f"/search?city=berlin&date={A_DAY}&from=10:00"
        for path in (booking, f"{booking}/cancellation", f"{booking}/receipt", "/bookings"):
            page.goto(path)
            assert not axe.sideways(page), path
        for path in ("/", search, "/cities/berlin", "/studios/tape-house", SLOT):
            page.goto(path)
            assert not axe.sideways(page), path
