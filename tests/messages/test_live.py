"""Two people at two browsers: with scripting they see each other write, without it they reload."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.messages.models import Side, Thread, ThreadReading
from studiobook.studios.models import Studio
from studiobook.users.models import User
from tests.factories.sign_in import let_in
from tests.factories.world import make_message, make_owner, make_studio, make_user
from tests.support.browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.committed]

#: A little more than the five seconds between two questions.
SOON = 6_500


@contextmanager
def signed_in(app: Flask, browser: Browser, address: str, user: User, **how: Any) -> Iterator[Page]:
    with open_page(browser, address, **how) as page:
        let_in(page, app, user, address)
        yield page


@pytest.fixture
def two(app: Flask) -> tuple[User, User, str]:
    owner, guest = make_owner(), make_user(name="Gwen Guest")
    message = make_message(studio=make_studio(owner=owner), guest=guest, body="Is it free?")
    code = db.session.get_one(Thread, message.thread_id).code
    db.session.commit()
    return guest, owner, code


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".talk-mine").last).to_contain_text(text)
    expect(page.get_by_label("Your message")).to_have_value("")


def test_with_scripting_both_see_each_other_write(
    app: Flask, browser: Browser, live_server: str, two: tuple[User, User, str]
):
    guest, owner, code = two
    with (
        signed_in(app, browser, live_server, guest, script=True) as hers,
        signed_in(app, browser, live_server, owner, script=True) as his,
    ):
        hers.goto(f"/messages/{code}")
        his.goto(f"/manage/messages/{code}")
        expect(his.locator(".talk-lines").first).to_contain_text("Is it free?")
        hers.get_by_label("Your message").fill("typed and not sent")
        for text in ("It is.", "From noon on."):
            write(his, text)
            expect(hers.locator("#news")).to_contain_text(text, timeout=SOON)
        expect(hers.locator("#news")).to_contain_text("It is.")
        expect(hers.get_by_label("Your message")).to_have_value("typed and not sent")
        write(hers, "Thank you!")
        expect(his.locator("#news")).to_contain_text("Thank you!", timeout=SOON)
        # What was shown has been read, on both sides, without anybody pressing anything.
        expect(his.locator("form[action$=reading]")).to_have_count(1)
        his.wait_for_timeout(1_000)
        marks = db.session.scalars(select(ThreadReading.read_number)).all()
        db.session.rollback()
        assert marks == [4, 4]


def test_without_scripting_a_reload_shows_what_came(
    app: Flask, browser: Browser, live_server: str, two: tuple[User, User, str]
):
    guest, owner, code = two
    with (
        signed_in(app, browser, live_server, guest, script=False, width=360) as hers,
        signed_in(app, browser, live_server, owner, script=False, width=360) as his,
    ):
        his.goto("/manage/messages")
        his.get_by_role("link", name="Gwen Guest").click()
        his.get_by_role("button", name="Mark as read").click()
        expect(his.get_by_role("button", name="Mark as read")).to_have_count(0)
        his.get_by_role("link", name="Hello Gwen Guest, thank you").click()
        his.get_by_role("button", name="Send").click()
        expect(his.locator(".talk-mine")).to_contain_text("Yes, that works.")
        hers.goto(f"/messages/{code}")
        expect(hers.locator(".talk")).to_contain_text("Yes, that works.")
        write(hers, "Thank you!")
        his.reload()
        expect(his.locator(".talk")).to_contain_text("Thank you!")


def test_a_quick_reply_fills_the_form_without_a_reload(
    app: Flask, browser: Browser, live_server: str, two: tuple[User, User, str]
):
    _guest, owner, code = two
    with signed_in(app, browser, live_server, owner, script=True, width=360) as his:
        his.goto(f"/manage/messages/{code}")
        his.evaluate("window.same = true")
        his.get_by_label("Your message").fill("Something else")
        his.get_by_role("link", name="Hello Gwen Guest, thank you").click()
        expect(his.get_by_label("Your message")).to_have_value(
            "Hello Gwen Guest, thank you for asking. Yes, that works."
        )
        assert his.evaluate("window.same")
        his.get_by_role("button", name="Send").click()
        expect(his.locator(".talk-mine")).to_contain_text("Yes, that works.")


def test_a_session_that_ends_leaves_the_typed_text_where_it_is(
    app: Flask, browser: Browser, live_server: str, two: tuple[User, User, str]
):
    guest, _owner, code = two
    with signed_in(app, browser, live_server, guest, script=True) as hers:
        hers.goto(f"/messages/{code}")
        hers.get_by_label("Your message").fill("typed with care")
        hers.context.clear_cookies()
        hers.wait_for_timeout(SOON)
        expect(hers.get_by_label("Your message")).to_have_value("typed with care")
        hers.get_by_role("button", name="Send").click()
        expect(hers.get_by_role("heading", level=1)).to_have_text("Sign in to send it")
        expect(hers.get_by_label("Your message")).to_have_value("typed with care")


def test_what_is_out_of_sight_is_not_read(
    app: Flask, browser: Browser, live_server: str, two: tuple[User, User, str]
):
    guest, owner, code = two
    for n in range(20):
        make_message(studio=studio_of(code), guest=db.session.merge(guest), body=f"Number {n}")
    db.session.commit()
    with signed_in(app, browser, live_server, owner, script=True, width=360) as his:
        his.goto(f"/manage/messages/{code}")
        his.wait_for_timeout(1_000)
        assert read_by_studio() == 0
        with his.expect_response("**/reading"):
            his.locator("#write").scroll_into_view_if_needed()
        his.wait_for_timeout(500)
        assert read_by_studio() == 21


def studio_of(code: str) -> Studio:
    return db.session.scalars(select(Thread).where(Thread.code == code)).one().studio


def read_by_studio() -> int:
    mark = select(ThreadReading.read_number).where(ThreadReading.side == Side.STUDIO)
    read = db.session.scalars(mark).one()
    db.session.rollback()
    return read
