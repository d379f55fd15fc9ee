"""The first run: somebody with two rooms signs up on a phone and is found in one sitting."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.guest import Guest
from tests.journeys.owner import ROOMS, Owner
from tests.journeys.town import Town
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PHONE = 360


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_from_signing_up_to_a_studio_that_somebody_else_holds(
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
