"""A person at a browser: the steps of a booking, found by what the page says."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.factories.world import NOW
from tests.journeys.town import Town

#: A day on which every room of the town is free.
A_DAY = NOW.date() + timedelta(days=7)
PASSWORD = "seven green tape machines"


@dataclass
class Guest:
    """Somebody with a name, a mail address and a browser."""

    page: Page
    name: str = "Gwen Guest"
    email: str = "gwen@example.com"

    def search(self, *, city: str = "berlin", on_date: date = A_DAY, start: str = "14:00") -> None:
        """From the home page to the results."""
        self.page.goto("/")
        self.page.get_by_label("Where").select_option(city)
        self.page.get_by_label("Day", exact=True).fill(on_date.isoformat())
        self.page.get_by_label("From", exact=True).select_option(start)
        self.press("Show free rooms")
        expect(self.page.locator("#result-count")).to_contain_text("free")

    def open_room(self, name: str = "Room A") -> None:
        """From the results to a room."""
        self.page.locator("#results").get_by_role("link", name=name).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def choose(self, start: str, on_date: date = A_DAY) -> None:
        """Pick a start in the calendar of the room's page."""
        day = f"{on_date:%A} {on_date.day} {on_date:%B}"
        name = re.compile(rf"^{day}[^,]*, {start} to ")
        self.page.locator("#calendar").get_by_role("link", name=name).click()
        # With the dash: another time may end when this one starts.
        expect(self.page.locator("#quote")).to_contain_text(f"{start}–")

    def hold(self) -> str:
        """Hold the chosen time; the booking's code."""
        self.press(re.compile("^Hold it"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Almost yours")
        return self.code()

    def introduce(self) -> None:
        """Say who comes, and go on to the provider's page."""
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("E-mail", exact=True).fill(self.email)
        self.go_to_pay()

    def go_to_pay(self) -> None:
        """From the checkout to the provider's page."""
        self.press(re.compile("^Pay "))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Pay ")
        assert "/pay/" in self.page.url

    def pay(self) -> None:
        """Pay on the provider's page, and come back."""
        self.press(re.compile(r"^Pay \D?\d"))
        self.page.wait_for_url("**/bookings/*")

    def pays_and_closes_the_tab(self) -> None:
        """Pay, and never come back from the provider's page."""
        paid = self.page.request.post(self.page.url, form={"action": "pay"}, max_redirects=0)
        assert paid.status == 303

    def registers(self, town: Town) -> None:
        """Open an account and confirm the address by the mailed link."""
        self.page.goto("/auth/register")
        self.fills_in_the_registration()
        self.page.goto(self.link_from(town, "confirm"))
        self.press("Yes, confirm it")
        self.sees("Your e-mail address is confirmed.")

    def fills_in_the_registration(self) -> None:
        """Name, address, password."""
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Open my account")
        self.sees("Check your mail")

    def signs_in(self, password: str = PASSWORD) -> None:
        """By password, from wherever one is."""
        self.page.goto("/auth/login")
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.get_by_label("Password").fill(password)
        with self.page.expect_navigation():
            self.press(re.compile("^Sign in$"))

    def signs_out(self) -> None:
        """By the menu."""
        self.page.locator(".menu > summary").click()
        self.press("Sign out")
        self.sees("You are signed out.")

    def link_from(self, town: Town, subject: str) -> str:
        """The address in the latest mail about something, once the page that asked has come."""
        self.page.wait_for_load_state("networkidle")
        text = town.mail_to(self.email, subject).text
        found = re.search(r"https?://\S+", text)
        assert found, text
        return found[0]

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button, once the page stands still: pictures and typefaces have come."""
        self.page.wait_for_load_state("load")
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name).first.click()

    def code(self) -> str:
        """The booking that the address names."""
        found = re.search(r"/bookings/([^/?#]+)", self.page.url)
        assert found, self.page.url
        return found[1]

    def sees(self, words: str | re.Pattern[str]) -> None:
        """The page says so."""
        expect(self.page.locator("body")).to_contain_text(words)
