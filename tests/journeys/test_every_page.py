"""Every page, in two widths by day and by night: for everybody, and nothing from anywhere else."""

import pytest
from playwright.sync_api import Browser

from studiobook.db.base import db
from tests.journeys import axe
from tests.journeys.guest import Guest
from tests.journeys.network import Log
from tests.journeys.town import Town
from tests.journeys.walk import PUBLIC, of_the_room, walk
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

#: The narrowest phone, or a desktop at four times its letters.
NARROWEST = 320
LONG = "The Donaudampfschifffahrtsgesellschaftskapitän's Room for Everything"


def test_every_page_is_for_everybody(town: Town, browser: Browser, live_server: str):
    complaints: list[str] = []
    # The page's policy is listened to by open_page.
    with open_page(browser, live_server, script=True) as page:
        log = Log(page)
        for name in walk(town, Guest(page)):
            complaints += [f"{name}: {complaint}" for complaint in axe.complaints(page)[:9]]
    assert log.hosts <= {live_server.split("://")[1], town.provider.url.split("://")[1]}
    assert not complaints, "\n" + "\n".join(complaints)


def test_the_longest_names_fit_on_the_narrowest_phone(
    town: Town, browser: Browser, live_server: str
):
    room = town.room
    room.name = room.studio.name = LONG
    db.session.commit()
    complaints: list[str] = []
    with open_page(browser, live_server, script=True, width=NARROWEST) as page:
        guest = Guest(page, name=LONG)
        for path in (*PUBLIC.values(), *of_the_room(town).values()):
            page.goto(path)
            complaints += [f"{path}: {found}" for found in axe.sideways(page)]
        page.goto(PUBLIC["room-chosen"])
        code = guest.hold()
        for path in (f"/bookings/{code}", "/bookings", f"/bookings/{code}/checkout"):
            page.goto(path)
            complaints += [f"{path}: {found}" for found in axe.sideways(page)]
    assert not complaints, "\n" + "\n".join(complaints)
