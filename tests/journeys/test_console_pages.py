"""Every page of the console: for everybody, with long names, and with forty rooms."""

import pytest
from playwright.sync_api import Browser

from tests.journeys import axe
from tests.journeys.console import busy_house, let_in, pages
from tests.journeys.town import Town
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

NARROWEST = 320
ROOMS = 40


def test_every_page_is_for_everybody(town: Town, browser: Browser, live_server: str):
    house, complaints = busy_house(town), []
    with open_page(browser, live_server, script=True) as page:
        let_in(page, town, house, live_server)
        for name, path in pages(town.app, house):
            answer = page.goto(path)
            assert answer is not None
            found = [] if answer.status == 200 else [f"answers {answer.status}"]
            found += axe.complaints(page)
            complaints += [f"{name}: {complaint}" for complaint in found[:9]]
    assert not complaints, "\n" + "\n".join(complaints)


def test_forty_rooms_fit_on_the_narrowest_phone(town: Town, browser: Browser, live_server: str):
    house, complaints = busy_house(town, rooms=ROOMS), []
    with open_page(browser, live_server, script=False, width=NARROWEST) as page:
        # As people see it before the fonts have come, or where they never do.
        page.route("**/*.woff2", lambda route: route.abort())
        let_in(page, town, house, live_server)
        for name, path in pages(town.app, house):
            page.goto(path)
            complaints += [f"{name}: {found}" for found in axe.sideways(page)]
    assert not complaints, "\n" + "\n".join(complaints)
