"""The first run: somebody with two rooms signs up on a phone and is found in one sitting."""

import pytest
from playwright.sync_api import Browser

from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from tests.journeys import axe
from tests.journeys.guest import Guest
from tests.journeys.owner import ROOMS, Owner
from tests.journeys.town import Town
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PHONE, DESK = 360, 1280
#: The narrowest phone, or a desktop at four times its letters.
NARROWEST = 320
LONG = "The Donaudampfschifffahrtsgesellschaftskapitän's Room for Everything"


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_from_signing_up_to_a_studio_that_somebody_else_books(
    town: Town, browser: Browser, live_server: str, *, script: bool
):
    with open_page(browser, live_server, script=script, width=PHONE) as page:
        for _name in Owner(page).sets_up(town):
            pass
    with open_page(browser, live_server, script=script, width=PHONE) as page:
        guest = Guest(page)
        guest.search()
        guest.open_room(ROOMS[0])
        guest.sees("Blue Door Sound")
        guest.choose("16:00")
        # Two hours at the price of one each, and the service fee.
        guest.sees("€83.20")
        guest.hold()
        guest.introduce()
        guest.pay()
        guest.sees("Confirmed")


def test_every_page_of_it_is_for_everybody(town: Town, browser: Browser, live_server: str):
    complaints: list[str] = []
    with open_page(browser, live_server, script=True, width=PHONE) as page:
        for name in Owner(page).sets_up(town):
            found = axe.complaints(page)
            page.set_viewport_size({"width": PHONE, "height": 800})
            complaints += [f"{name}: {complaint}" for complaint in found[:9]]
    assert not complaints, "\n" + "\n".join(complaints)


def test_the_longest_names_fit_on_the_narrowest_phone(
    town: Town, browser: Browser, live_server: str
):
    complaints: list[str] = []
    with open_page(browser, live_server, script=False, width=NARROWEST) as page:
        owner = Owner(page)
        for _name in owner.sets_up(town):
            pass
        studio = db.session.query(Studio).filter_by(slug="blue-door-sound").one()
        studio.name = LONG
        for room in db.session.query(Room).filter_by(studio_id=studio.id):
            room.name = f"{LONG} {room.id}"
        db.session.commit()
        here = "/manage/studios/blue-door-sound"
        blue = f"{here}/rooms/blue-room"
        for path in ("/manage/studios", here, f"{here}/hours", blue, f"{blue}/photos"):
            page.goto(path)
            complaints += [f"{path}: {found}" for found in axe.sideways(page)]
    assert not complaints, "\n" + "\n".join(complaints)
