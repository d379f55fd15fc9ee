"""Whatever goes wrong, the page offers the next best act, and it works: the list of product §5."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from studiobook.bookings.answer import decline
from studiobook.db.base import db
from studiobook.payments.gateways.registry import EXTENSION, Registry
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from studiobook.rooms.listing import unpublish
from tests.factories.world import make_hold, slot_in
from tests.journeys.guest import A_DAY, Guest
from tests.journeys.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.committed]

INSTAGRAM = "Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile/15E148 Instagram 300.0"


def headline(guest: Guest, words: str | re.Pattern[str]) -> None:
    expect(guest.page.get_by_role("heading", level=1)).to_have_text(words)


def at_the_room(guest: Guest, start: str = "16:00") -> None:
    guest.page.goto(f"/studios/tape-house/rooms/room-a?date={A_DAY}")
    guest.choose(start)


def somebody_takes(town: Town, hour: int) -> None:
    make_hold(room=town.room, slot=slot_in(town.room, hour=hour), now=town.clock.now())
    db.session.commit()


def test_a_declined_request_leads_to_another_time(town: Town, scriptless_page: Page):
    guest = Guest(scriptless_page)
    request = town.has_a_request()
    decline(request.booking_id, now=town.clock.now())
    db.session.commit()
    guest.page.goto(guest.link_from(town, "could not take you"))
    headline(guest, "The studio could not take you")
    guest.sees("All the money goes back.")
    guest.follow("Choose another time")
    guest.choose("15:00")
    guest.press("Hold it and ask the studio")
    headline(guest, "Almost yours")


@pytest.mark.parametrize("script", [False, True])
def test_times_that_are_gone_lead_to_times_that_are_not(
    town: Town, page: Page, scriptless_page: Page, *, script: bool
):
    guest = Guest(page if script else scriptless_page)

    # A lost slot: the alternatives can be taken with one press.
    at_the_room(guest)
    somebody_takes(town, 16)
    guest.press(re.compile("^Hold it"))
    headline(guest, "Somebody was faster")
    guest.page.get_by_role("button", name=re.compile("^Hold: Room A")).first.click()
    headline(guest, "Almost yours")

    # A lapsed hold: held again in one press.
    town.clock.wait(minutes=31)
    guest.page.reload()
    headline(guest, "The hold has lapsed")
    guest.press(re.compile("^Hold it again"))
    headline(guest, "Almost yours")

    # It lapses while the form is being filled in: said, and held again.
    town.clock.wait(minutes=31)
    guest.page.get_by_label("Your name").fill(guest.name)
    guest.page.get_by_label("E-mail", exact=True).fill(guest.email)
    guest.press(re.compile("^Pay "))
    headline(guest, "The hold has lapsed")
    guest.press(re.compile("^Hold it again"))
    headline(guest, "Almost yours")

    # Let go by oneself: the way to other times.
    guest.press("Let it go")
    headline(guest, "You let this time go")
    guest.follow("Choose another time")
    headline(guest, re.compile("Room A"))

    # A time at which the studio is closed, for people that the room can't hold: told, and others.
    guest.page.goto(f"/studios/across-the-river/rooms/loft?date={A_DAY}&start=23:00&people=99")
    guest.sees("The studio is closed for a part of that time.")
    guest.sees("This room is for 1 to 12 people.")
    guest.choose("15:00")
    guest.press("Hold it and ask the studio")
    headline(guest, "Almost yours")

    # A room that is no longer there, a booking of somebody else: a page with ways on.
    for path in ("/studios/tape-house/rooms/no-such-room", "/bookings/NOSUCHCODE", "/nowhere"):
        guest.page.goto(path)
        headline(guest, "Nothing here")
        guest.page.locator("main").get_by_role("link", name="Find a studio").click()
        expect(guest.page.get_by_role("search")).to_be_visible()


def test_money_that_does_not_flow_leads_to_another_try(town: Town, scriptless_page: Page):
    guest = Guest(scriptless_page)
    at_the_room(guest)
    code = guest.hold()

    # The provider is away: said as such, the time stays held, and later it works.
    gateways = town.app.extensions[EXTENSION]
    town.app.extensions[EXTENSION] = Registry(
        SandboxGateway(url="http://127.0.0.1:9", key="", secret=None)
    )
    guest.page.get_by_label("Your name").fill(guest.name)
    guest.page.get_by_label("E-mail", exact=True).fill(guest.email)
    guest.press(re.compile("^Pay "))
    guest.sees("The payment service isn’t answering. Your time is still held")
    town.app.extensions[EXTENSION] = gateways
    guest.follow("Back to where you were")
    guest.go_to_pay()

    # A declined card: another try on the same page; giving up leads back to the held booking.
    guest.press("Decline the card")
    guest.sees("The card was declined.")
    guest.follow("Cancel and go back")
    headline(guest, re.compile("^Held until"))
    guest.follow("Go on to pay")
    guest.go_to_pay()

    # A payment that takes long and fails: said on the booking's page, with another try.
    guest.press(re.compile("then failed$"))
    guest.sees("Your payment is on its way.")
    town.clock.wait(seconds=30)
    town.work()
    guest.page.reload()
    guest.sees("The payment did not go through.")
    guest.follow("Go on to pay")
    guest.go_to_pay()
    guest.pay()
    headline(guest, "Confirmed")
    assert guest.code() == code


def test_a_connection_that_breaks_is_said_and_nothing_typed_is_lost(town: Town, page: Page):
    guest = Guest(page)
    at_the_room(guest)
    code = guest.hold()
    announcer = page.locator("#announcer")
    page.get_by_label("Your name").fill(guest.name)
    page.get_by_label("E-mail", exact=True).fill(guest.email)
    page.context.set_offline(True)
    guest.press(re.compile("^Pay "))
    expect(announcer).to_have_text("No answer came. Check your connection and try again.")
    expect(announcer).to_be_in_viewport()
    page.context.set_offline(False)
    guest.go_to_pay()
    guest.pay()
    headline(guest, "Confirmed")
    assert guest.code() == code


def test_a_hold_that_lapses_before_ones_eyes_is_said(town: Town, page: Page):
    guest = Guest(page)
    at_the_room(guest)
    guest.hold()
    town.clock.wait(minutes=29, seconds=57)
    page.reload()
    expect(page.locator("#announcer")).to_have_text("Your hold has lapsed.")
    expect(page.locator("#announcer")).to_be_in_viewport()
    town.clock.wait(seconds=5)
    guest.press(re.compile("^Pay "))
    headline(guest, "The hold has lapsed")


def test_a_search_that_finds_nothing_offers_searches_that_do(town: Town, page: Page):
    guest = Guest(page)
    guest.search()
    page.get_by_label("People").fill("11")
    page.get_by_label("Kind of room").select_option(label="Recording")
    guest.press("Show free rooms")
    expect(page.locator("#result-count")).to_contain_text(re.compile("^No room"))
    ways = page.locator("#results .ends a")
    expect(ways.first).to_be_visible()
    for way in [link.get_attribute("href") or "" for link in ways.all()]:
        page.goto(way)
        expect(page.locator(".result").first).to_be_visible()

    page.goto("/search")
    guest.press("Show free rooms")
    guest.sees("Or begin with a city")
    page.locator("#results").get_by_role("link", name="Berlin").click()
    expect(page.locator(".result").first).to_be_visible()


def test_google_that_refuses_an_in_app_browser_leads_to_the_mailed_link(
    town: Town, browser: Browser, live_server: str, monkeypatch: pytest.MonkeyPatch
):
    context = browser.new_context(base_url=live_server, user_agent=INSTAGRAM)
    guest = Guest(context.new_page(), email="ada@example.com")
    guest.registers(town)
    monkeypatch.setitem(town.app.extensions, "studiobook_google", object())
    guest.page.goto("/auth/login")
    expect(guest.page.get_by_role("button", name="Continue with Google")).to_have_count(0)
    guest.sees("Google signs nobody in inside another app's browser.")
    guest.follow("Sign in by a mailed link")
    guest.page.get_by_label("E-mail address").fill(guest.email)
    guest.press("Send the link")
    guest.page.goto(guest.link_from(town, "sign in"))
    with guest.page.expect_navigation():
        guest.press("Sign in")
    guest.page.goto("/account")
    guest.sees(guest.email)
    context.close()


def test_a_studio_that_is_closed_for_good_leads_to_others(town: Town, scriptless_page: Page):
    guest = Guest(scriptless_page)
    at_the_room(guest)
    unpublish(studio=town.room.studio)
    db.session.commit()
    guest.press(re.compile("^Hold it"))
    headline(guest, "Nothing here")
    guest.page.locator("main").get_by_role("link", name="Find a studio").click()
    expect(guest.page.get_by_role("search")).to_be_visible()


def test_doors_that_stay_shut_have_another_beside_them(town: Town, scriptless_page: Page):
    page = scriptless_page
    guest = Guest(page, email="ada@example.com")
    guest.registers(town)

    # A wrong password: the mailed link is one press away, and signs in.
    guest.signs_in("not the password")
    guest.sees("One thing to put right")
    guest.follow("Sign in by a mailed link")
    page.get_by_label("E-mail address").fill(guest.email)
    guest.press("Send the link")
    way_in = guest.link_from(town, "sign in")
    page.goto(way_in)
    with page.expect_navigation():
        guest.press("Sign in")
    page.goto("/account")
    guest.sees(guest.email)

    # The same link again is dead: it says so, and where to get another.
    page.goto("/auth/login")
    page.goto(way_in)
    guest.sees("This link no longer works")
    guest.follow("Send a new one")
    expect(page.get_by_label("E-mail address")).to_be_visible()

    # A form that was open while its session ended: nothing is lost but the token.
    at_the_room(guest)
    page.context.clear_cookies()
    guest.press(re.compile("^Hold it"))
    headline(guest, "This page was open for a long time")
    guest.follow("Back to where you were")
    guest.sees("Monday 30 November, 16:00–18:00")
    code = guest.hold()

    # A booking of one's own, but from a browser that nobody knows: the door is beside it.
    page.context.clear_cookies()
    page.goto(f"/bookings/{code}")
    headline(guest, "Nothing here")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    headline(guest, "Sign in")
