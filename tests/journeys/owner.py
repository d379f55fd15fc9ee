"""A person who owns rooms: from the footer's link to a studio that guests find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import FilePayload, expect

from studiobook.rooms.jobs import develop_photos
from tests.journeys.guest import PASSWORD, Guest
from tests.journeys.picture import PICTURE
from tests.journeys.town import Town

STUDIO = "Blue Door Sound"
ROOMS = ("Blue Room", "Small Room")


@dataclass
class Owner(Guest):
    """Somebody with two rooms and a phone."""

    name: str = "Olga Owner"
    email: str = "olga@example.com"

    def sets_up(self, town: Town) -> Iterator[str]:
        """Every step of the first run, each page in turn; yields its name."""
        yield from self.signs_up(town)
        yield from self.names_company_and_studio()
        yield from self.opens()
        for room in ROOMS:
            yield from self.adds_a_room(room)
        yield from self.goes_live()

    def signs_up(self, town: Town) -> Iterator[str]:
        """The way to the form leads through an account, and back to the form."""
        page = self.page
        page.goto("/")
        self.follow("List your studio")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        self.follow("Open an account")
        page.get_by_label("I own a studio").check()
        self.fills_in_the_registration()
        page.goto(self.link_from(town, "confirm"))
        self.press("Yes, confirm it")
        page.get_by_label("E-mail address").fill(self.email)
        page.get_by_label("Password").fill(PASSWORD)
        with page.expect_navigation():
            self.press(re.compile("^Sign in$"))
        self.stands_at("Your company")
        yield "manage-company-new"

    def names_company_and_studio(self) -> Iterator[str]:
        """The company, then the studio's name and address."""
        page = self.page
        self.press("Go on to the studio")
        self.sees("Enter the company's name.")
        yield "manage-company-refused"
        page.get_by_label("Name of the company").fill("Olga's Rooms")
        page.get_by_label("Country").select_option("DE")
        self.press("Go on to the studio")
        self.stands_at("List your studio")
        yield "manage-studio-new"
        page.get_by_label("Name of the studio").fill(STUDIO)
        page.get_by_label("City").select_option("berlin")
        page.get_by_label("Street and number").fill("Blaue Straße 3")
        self.press("Save the draft")
        self.stands_at(STUDIO)
        self.sees("Still missing: opening hours, a room with a price, a photo")
        yield "manage-studio-draft"

    def opens(self) -> Iterator[str]:
        """Opening hours, with a slip that is told beside its day."""
        page = self.page
        self.follow("Next: Opening hours")
        self.stands_at("Opening hours")
        yield "manage-hours"
        page.get_by_label("Hours by weekday").check()
        page.get_by_label("Tuesday").fill("nine to five")
        page.get_by_label("Friday").fill("9-12, 18-2")
        page.get_by_label("Sunday").fill("closed")
        self.press("Save")
        self.sees("“nine to five” can't be read.")
        expect(page.get_by_label("Friday")).to_have_value("9-12, 18-2")
        yield "manage-hours-refused"
        page.get_by_label("Tuesday").fill("09:00–22:00")
        self.press("Save")
        self.stands_at(STUDIO)

    def adds_a_room(self, name: str) -> Iterator[str]:
        """What it is, what it costs, how it looks."""
        page = self.page
        self.follow("Add a room")
        self.stands_at("Add a room")
        slug = name.lower().replace(" ", "-")
        yield f"manage-{slug}-new"
        page.get_by_label("Name of the room").fill(name)
        page.get_by_label("What it is for").select_option("recording")
        self.press("Save")
        self.stands_at("Prices")
        for row, (hours, price) in enumerate((("1", "40"), ("4", "180"))):
            page.get_by_label("Hours", exact=False).nth(row).fill(hours)
            page.get_by_label("Price in EUR", exact=False).nth(row).fill(price)
        self.press("Save")
        self.sees("4 h for €180.00 will not be charged: 4 × 1 h covers it for €160.00")
        yield f"manage-{slug}-prices"
        page.get_by_label("Price in EUR", exact=False).nth(1).fill("120")
        self.press("Save")
        self.stands_at("Photos")
        yield f"manage-{slug}-photos-none"
        self.uploads("desk.webp", "window.webp", "notes.txt")
        self.sees("notes.txt: That file is not a photo.")
        self.sees("2 photos are being made ready.")
        yield f"manage-{slug}-photos-waiting"
        develop_photos()
        # With scripting on the page finds out by itself; this does for both.
        page.goto(page.url)
        page.get_by_role("button", name="Move photo 2: earlier").click()
        page.get_by_label("What it shows").first.fill("The window to the yard")
        page.get_by_role("button", name="Save the words of photo 1").click()
        self.sees("The words are saved.")
        yield f"manage-{slug}-photos"
        self.follow("Back to the checklist")
        self.stands_at(STUDIO)

    def uploads(self, *names: str) -> None:
        """Several files at once; one whose name ends in .txt is no picture."""
        files: list[FilePayload] = [
            {
                "name": name,
                "mimeType": "image/webp",
                "buffer": b"hello" if name.endswith(".txt") else PICTURE,
            }
            for name in names
        ]
        self.page.get_by_label("Choose photos").set_input_files(files)
        self.press("Upload")

    def goes_live(self) -> Iterator[str]:
        """Too early first; then payments, then live."""
        self.press("Publish")
        self.sees("Before it can go live the studio needs a payment account that can take money.")
        yield "manage-studio-refused"
        self.follow("Next: Payments")
        self.stands_at("Payments")
        yield "manage-payments"
        self.press("Connect Sandbox")
        self.stands_at("Take payments")
        self.press(re.compile("^Finish$"))
        self.stands_at("Payments")
        self.sees("Guests can pay now.")
        yield "manage-payments-connected"
        self.follow(f"Go on with {STUDIO}")
        self.stands_at(STUDIO)
        self.sees("Everything is there.")
        yield "manage-studio-complete"
        self.press("Publish")
        self.sees(f"{STUDIO} is live.")
        yield "manage-studio-live"
        self.page.locator(".menu > summary").click()
        self.follow("Your studios")
        self.stands_at("Today")
        self.press("More")
        self.page.get_by_role("link", name="Studios", exact=True).click()
        self.stands_at("Your studios")
        yield "manage-studios"
        for step in ("place", "position", "description", "questions", "terms", "preview"):
            self.page.goto(f"/manage/studios/blue-door-sound/{step}")
            yield f"manage-{step}"

    def stands_at(self, heading: str) -> None:
        """The page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
