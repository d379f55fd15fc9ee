"""A phone's photo over a bad network: interrupted, seen going up, then there, upright and clean."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, FilePayload, Page, expect

from studiobook.db.base import db
from studiobook.rooms.jobs import develop_photos
from studiobook.rooms.models import Photo
from tests.factories.sign_in import let_in
from tests.factories.world import make_owner, make_room, make_studio
from tests.journeys import axe
from tests.support.browser import open_page
from tests.support.pictures import BLUE, RED, from_a_phone, near, opened

pytestmark = [pytest.mark.browser, pytest.mark.committed]

WIDTH = 360
#: Bytes a second that a phone sends where the network is poor.
SLOW = 1_200_000


@pytest.fixture
def phone(app: Flask, browser: Browser, live_server: str) -> Iterator[Page]:
    """At the photos of a room that has none."""
    owner = make_owner()
    room = make_room(studio=make_studio(owner=owner))
    db.session.query(Photo).delete()
    with open_page(browser, live_server, script=True, width=WIDTH) as page:
        let_in(page, app, owner, live_server)
        page.goto(f"/manage/studios/{room.studio.slug}/rooms/{room.slug}/photos")
        db.session.rollback()
        yield page


def test_a_large_photo_with_its_place_in_it_goes_up_slowly_and_comes_out_clean(phone: Page):
    data = from_a_phone(noise=30)
    assert 1.5e6 < len(data) < 4e6
    photo: FilePayload = {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": data}
    phone.get_by_label("Choose photos").set_input_files([photo])
    network = phone.context.new_cdp_session(phone)
    bar = phone.get_by_role("progressbar")

    poor(network, offline=True)
    phone.get_by_role("button", name="Upload").click()
    expect(phone.get_by_text("Your files are still chosen: try again.")).to_be_visible()
    expect(bar).to_be_hidden()

    poor(network, upload=SLOW)
    phone.get_by_role("button", name="Upload").click()
    expect(bar).to_be_visible()
    expect(phone.get_by_text(re.compile(r"^[1-9]\d? % sent$"))).to_be_visible()
    assert 0 < bar.evaluate("it => it.value") < 100
    assert not axe.sideways(phone)
    expect(phone.get_by_text("One photo is being made ready.")).to_be_visible(timeout=20_000)
    poor(network)
    assert not axe.findings(phone) + axe.small_targets(phone) + axe.sideways(phone)

    develop_photos()
    # Nobody reloads anything.
    shown = phone.locator(".photo-rows img")
    expect(shown).to_be_visible()
    answer = phone.request.get(shown.get_attribute("src") or "")
    picture = opened(answer.body())
    assert picture.width < picture.height
    assert near(picture.getpixel((600, 60)), RED, within=60)
    assert near(picture.getpixel((600, picture.height - 60)), BLUE, within=60)
    assert not picture.getexif()
    assert b"Camera" not in answer.body()


def poor(network: CDPSession, *, upload: int = -1, offline: bool = False) -> None:
    """The network of the page from now on; without words as good as it gets."""
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload},
    )
