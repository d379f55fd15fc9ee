"""The map: drawn only where it was asked for, moved by keys, and never needed."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from tests.factories.sign_in import let_in
from tests.factories.world import make_owner, make_room, make_studio
from tests.journeys import axe
from tests.journeys.picture import PICTURE
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

PHONE = 360


@pytest.fixture
def studio(app: Flask) -> Studio:
    studio = make_studio(owner=make_owner(), name="Open House")
    make_room(studio=studio, name="Big Room")
    db.session.commit()
    return studio


def listen(page: Page) -> list[str]:
    """Answer for the server of tiles, and note what it was asked."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PICTURE, content_type="image/webp")

    page.context.route("**/tiles/**", answer)
    return asked


def test_guests_fetch_it_only_by_opening_it(studio: Studio, browser: Browser, live_server: str):
    room = db.session.query(Room).one()
    with open_page(browser, live_server, script=True, width=PHONE) as page:
        asked = listen(page)
        page.goto(f"/studios/{studio.slug}/rooms/{room.slug}")
        page.goto(f"/studios/{studio.slug}")
        assert asked == []
        page.get_by_role("link", name="Show the map").click()
        expect(page.locator(".map-spot")).to_be_visible()
        expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
        assert asked
        assert axe.findings(page) + axe.sideways(page) + axe.small_targets(page) == []


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_an_owner_puts_the_door_where_it_is(
    app: Flask, studio: Studio, browser: Browser, live_server: str, *, script: bool
):
    with open_page(browser, live_server, script=script, width=PHONE) as page:
        let_in(page, app, studio.company.admins[0].user, live_server)
        listen(page)
        page.goto(f"/manage/studios/{studio.slug}/place")
        page.get_by_role("link", name="Put it on the map").click()
        field = page.get_by_label("Position")
        expect(field).to_have_value("52.52, 13.405")
        if script:
            found = axe.findings(page) + axe.sideways(page) + axe.small_targets(page)
            assert found == []
            page.get_by_role("application").focus()
            page.keyboard.press("ArrowUp")
            expect(field).not_to_have_value("52.52, 13.405")
        else:
            expect(page.locator("[data-map]")).to_be_hidden()
            field.fill("https://www.openstreetmap.org/#map=17/52.5231/13.4")
        page.get_by_role("button", name="Save the position").click()
        expect(page.get_by_text("The position is saved.")).to_be_visible()
    db.session.expire_all()
    assert 52.52 < studio.lat < 52.53
