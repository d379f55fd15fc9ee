"""The main way: from the home page to a confirmed booking, to a cancelled and refunded one."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.guest import Guest
from tests.journeys.network import Log
from tests.journeys.town import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.committed,
    pytest.mark.usefixtures("sound"),
]

TOTAL = "€83.20"


def cancels_for_the_refund_that_the_page_showed(guest: Guest, town: Town) -> None:
    guest.follow("Cancel it")
    guest.sees(f"If you cancel now you get back {TOTAL} of {TOTAL}.")
    guest.press(f"Cancel, {TOTAL} back")
    guest.sees(f"Cancelled. {TOTAL} goes back.")
    town.work()
    guest.page.reload()
    guest.sees(f"{TOTAL} was paid back.")
    assert f"You get back {TOTAL} of {TOTAL}" in town.mail_to(guest.email, "cancelled").text


def test_a_guest_books_pays_and_cancels_without_script(town: Town, scriptless_page: Page):
    guest = Guest(scriptless_page)
    guest.search()
    guest.sees(re.compile("3 rooms free on Monday 30 November at 14:00 for 2 h"))
    guest.open_room()
    guest.choose("16:00")
    guest.sees(TOTAL)
    code = guest.hold()
    guest.sees("Held for you until 10:30")
    guest.introduce()
    guest.sees("Room A at Tape House: Mon 30 Nov 2026, 16:00–18:00")
    # The tab is closed before the provider sends it back: only the webhook tells of the money.
    guest.pays_and_closes_the_tab()
    town.work()
    guest.page.goto(f"/bookings/{code}")
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Confirmed")
    guest.sees("Ring at the green door.")
    mail = town.mail_to(guest.email, "confirmed")
    assert mail.calendar is not None
    assert "DTSTART;TZID=Europe/Berlin:20261130T160000" in mail.calendar
    cancels_for_the_refund_that_the_page_showed(guest, town)


def test_somebody_with_an_account_books_in_three_taps_without_script(
    town: Town, scriptless_page: Page
):
    guest = Guest(scriptless_page, name="Ada Lovelace", email="ada@example.com")
    guest.registers(town)
    guest.signs_in()
    guest.search()
    guest.open_room()
    # From here: three taps, no field.
    guest.choose("16:00")
    code = guest.hold()
    guest.go_to_pay()
    guest.pay()
    town.work()
    guest.page.goto("/bookings")
    guest.follow("Room A")
    assert guest.code() == code
    guest.sees("Confirmed")
    cancels_for_the_refund_that_the_page_showed(guest, town)


def test_with_script_only_what_changes_is_fetched(town: Town, page: Page):
    guest, log = Guest(page), Log(page)
    guest.search()
    guest.open_room()

    with log.only_fragments("calendar week"):
        guest.follow("Later")
        guest.sees("7 – 13 December")
    with log.only_fragments("calendar week"):
        guest.follow("Earlier")
        guest.sees("30 November – 6 December")
    with log.only_fragments("quote"):
        guest.choose("16:00")
        guest.sees(TOTAL)
    with log.only_fragments("quote for longer"):
        page.get_by_label("For", exact=True).select_option("4")
        guest.sees("€124.80")
    page.go_back()
    guest.sees(TOTAL)
    assert "hours=2" in page.url

    guest.hold()
    with log.only_fragments("checkout error"):
        guest.press(re.compile("^Pay "))
        expect(page.locator("[data-error-summary]")).to_be_focused()
    guest.sees("Enter your e-mail address.")
    page.get_by_role("link", name="Enter your name.").click()
    expect(page.get_by_label("Your name")).to_be_focused()
    guest.introduce()
    guest.pay()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirmed")

    # The way back after paying leads to no second payment.
    page.go_back()
    page.go_back()
    guest.sees("Confirmed")
    cancels_for_the_refund_that_the_page_showed(guest, town)


def test_the_tab_says_what_the_page_says_whatever_was_swapped(town: Town, page: Page):
    guest, log = Guest(page), Log(page)

    def is_named(words: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        expect(page).to_have_title(f"{words} · Studiobook")

    page.goto("/search")
    is_named("Find a studio")
    page.get_by_label("Where", exact=True).select_option("berlin")
    with log.only_fragments("results"):
        guest.press("Show free rooms")
        expect(page.locator("#result-count")).to_contain_text("free")
    is_named("Studios in Berlin")
    page.go_back()
    is_named("Find a studio")
