"""Add-ons change the price while one looks at it, and without script by a button."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.guest import Guest
from tests.journeys.town import Town
from tests.journeys.walk import PUBLIC
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_each_choice_shows_its_price_at_once_and_is_held(
    town: Town, browser: Browser, live_server: str
):
    with open_page(browser, live_server, script=True, width=360) as page:
        page.goto(PUBLIC["room-chosen"])
        total = page.locator("#quote tfoot")
        expect(total).to_contain_text("€83.20")
        page.get_by_label("Drum kit").check()
        expect(total).to_contain_text("€98.80")
        expect(page.get_by_label("Drum kit")).to_be_focused()
        page.get_by_label("Large microphone").select_option("2")
        expect(total).to_contain_text("€111.28")
        page.locator("#desk-people").fill("3")
        page.locator("#desk-people").blur()
        expect(page).to_have_url(re.compile("people=3"))
        expect(total).to_contain_text("€111.28")
        page.go_back()
        expect(page.get_by_label("Large microphone")).to_have_value("2")
        guest = Guest(page)
        guest.hold()
        expect(page.get_by_role("main")).to_contain_text("Drum kit, 2 × Large microphone")


def test_without_script_a_button_shows_the_price(town: Town, browser: Browser, live_server: str):
    with open_page(browser, live_server, script=False, width=360) as page:
        page.goto(PUBLIC["room-chosen"])
        page.get_by_label("Drum kit").check()
        page.get_by_role("button", name="Show the price").click()
        expect(page.locator("#quote tfoot")).to_contain_text("€98.80")
        expect(page.get_by_label("Drum kit")).to_be_checked()
