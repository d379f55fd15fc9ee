"""`python -m tests.journeys.screens`: a picture of every page, in two widths, by day and by night.

They are laid into test-results/screens, to be looked at.
"""

import shutil
from pathlib import Path

from playwright.sync_api import Page

from studiobook.db.base import db
from studiobook.dev import scenes
from studiobook.files.images import prepare
from studiobook.files.opening import current_storage, keep
from studiobook.rooms.models import Photo, Room
from studiobook.rooms.photograph import add_photo
from tests.journeys.console import busy_house, let_in, pages
from tests.journeys.guest import Guest
from tests.journeys.money import empty_board, money
from tests.journeys.standalone import visiting
from tests.journeys.walk import walk
from tests.support.browser import open_page

FOLDER = Path(__file__).resolve().parents[2] / "test-results" / "screens"
WIDTHS = (360, 1280)
#: The tallest picture that is still good to look at.
TALLEST = 6000
PHOTOS = 3


def photograph_rooms() -> None:
    """The demo world's pictures in place of the tests' grey ones."""
    storage = current_storage()
    for room in db.session.query(Room).order_by(Room.id):
        db.session.query(Photo).filter(Photo.room_id == room.id).delete()
        for variant in range(PHOTOS):
            picture = prepare(scenes.draw(room.kind.value, room.id, variant))
            add_photo(
                room=room,
                key=keep(storage, picture),
                sizes=[(size.width, size.height) for size in picture.sizes],
                placeholder=picture.placeholder,
                alt=f"{room.name}, seen from the door",
            )
    db.session.commit()


def take(page: Page, name: str) -> None:
    """Four pictures of the page as it stands."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}-{width}-{theme}.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    print(name, flush=True)


def main() -> None:
    """Walk through the town and take pictures."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with visiting() as visit:
        photograph_rooms()
        with open_page(visit.browser, visit.address, script=True) as page:
            for name in walk(visit.town, Guest(page)):
                take(page, name)
        with open_page(visit.browser, visit.address, script=True) as page:
            for name in empty_board(visit.town, page, visit.address):
                take(page, name)
        house = busy_house(visit.town)
        with open_page(visit.browser, visit.address, script=True) as page:
            let_in(page, visit.town, house, visit.address)
            for name, path in pages(visit.town.app, house):
                page.goto(path)
                take(page, f"console-{name}")
        with open_page(visit.browser, visit.address, script=True) as page:
            for name in money(visit.town, house, page, visit.address):
                take(page, f"money-{name}")


if __name__ == "__main__":
    main()
