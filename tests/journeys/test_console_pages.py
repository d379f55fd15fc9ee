"""Every page of the console: for everybody, with long names, and with forty rooms."""

import pytest
from playwright.sync_api import Browser

from tests.journeys import axe
from tests.journeys.console import busy_house, let_in, pages
from tests.journeys.town import Town
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PHONE, DESK, NARROWEST = 360, 1280, 320
ROOMS = 40


def test_every_page_is_for_everybody(town: Town, browser: Browser, live_server: str):
    house, complaints = busy_house(town), []
    with open_page(browser, live_server, script=True, width=PHONE) as page:
        let_in(page, town, house, live_server)
        for name, path in pages(town.app, house):
            page.set_viewport_size({"width": PHONE, "height": 800})
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            answer = page.goto(path)
            assert answer is not None
            found = [] if answer.status == 200 else [f"answers {answer.status}"]
            # As high as the page, so that the navigation at its foot lies on nothing.
            whole = int(page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size({"width": PHONE, "height": whole})
            found += axe.findings(page) + axe.sideways(page) + axe.small_targets(page)
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            found += axe.findings(page, rules=axe.COLOURS)
            page.set_viewport_size({"width": DESK, "height": 800})
            found += axe.findings(page)
            complaints += [f"{name}: {complaint}" for complaint in found[:9]]
    assert not complaints, "\n" + "\n".join(complaints)


def test_forty_rooms_fit_on_the_narrowest_phone(town: Town, browser: Browser, live_server: str):
    house, complaints = busy_house(town, rooms=ROOMS), []
    with open_page(browser, live_server, script=False, width=NARROWEST) as page:
        let_in(page, town, house, live_server)
        for name, path in pages(town.app, house):
            page.goto(path)
            complaints += [f"{name}: {found}" for found in axe.sideways(page)]
    assert not complaints, "\n" + "\n".join(complaints)
