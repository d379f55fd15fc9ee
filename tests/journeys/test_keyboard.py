"""From the results to the payment page without a mouse, within the budget of product §4."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.guest import Guest
from tests.journeys.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.committed]

BUDGET = 25
#: Nobody presses Tab for ever.
PATIENCE = 60


class Keyboard:
    """Counts its strokes. Text that is typed into a field counts as one: it is no navigation."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes: list[str] = []

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.strokes.append(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.strokes.append("text")

    def tab_to(self, name: str) -> None:
        """Tab until what has the focus is called so, and can be seen to have it."""
        for _ in range(PATIENCE):
            self.press("Tab")
            found = self.page.locator(":focus")
            if found.count() and re.search(name, str(found.evaluate(NAME))):
                assert found.evaluate(SHOWS_FOCUS), f"{name}: nothing shows the focus"
                return
        raise AssertionError(f"Tab does not lead to {name}: {self.strokes}")


NAME = """(it) => it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText"""
SHOWS_FOCUS = """(it) => {
  const style = getComputedStyle(it);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


def test_a_room_is_booked_by_keyboard_within_the_budget(town: Town, page: Page):
    guest = Guest(page)
    guest.search()
    page.get_by_role("button", name="Show free rooms").focus()
    keys = Keyboard(page)
    page.keyboard.press("Enter")
    expect(page.locator("#result-count")).to_contain_text("free")

    keys.tab_to("^Room")
    keys.press("Enter")
    expect(page.locator("#quote")).to_contain_text("14:00")
    keys.tab_to("^Hold it")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Almost yours")
    keys.tab_to("^Your name")
    keys.type(guest.name)
    keys.tab_to("^E-mail")
    keys.type(guest.email)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("^Pay \\d"))
    print(f"\n{len(keys.strokes)} keystrokes from the results to the payment page: {keys.strokes}")
    assert len(keys.strokes) <= BUDGET


def test_the_calendar_is_walked_by_keyboard(town: Town, page: Page):
    page.goto("/studios/tape-house/rooms/room-a")
    keys = Keyboard(page)
    keys.tab_to("^Skip to the content")
    keys.press("Enter")
    keys.tab_to("^Later")
    keys.press("Enter")
    expect(page.locator("#calendar")).to_contain_text("30 November – 6 December")
    # A region that was swapped keeps the focus where it was.
    expect(page.get_by_role("link", name="Later")).to_be_focused()
    keys.tab_to("^Monday 30 November, 00:00 to")
    keys.press("Enter")
    expect(page.locator("#quote")).to_contain_text("Monday 30 November")
    # Choosing leads to the price, past the rest of the calendar: its add-ons, then the button.
    keys.tab_to("^Hold it")
    add_ons = page.locator(".extra").count()
    assert add_ons == 3
    assert keys.strokes[-2 - add_ons :] == ["Enter", *["Tab"] * (add_ons + 1)]
