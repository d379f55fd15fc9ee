"""The tests' own stage: isolation, the page-checking client, the live server."""

import pytest
import requests
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.outbox.models import Heartbeat
from tests.support.client import PageClient
from tests.support.markup import Markup

PAGE = (
    '<!doctype html><html lang="en"><head><title>Rooms · Studiobook</title></head>'
    "<body><h1>Rooms</h1>{}</body></html>"
)


def note_a_beat() -> None:
    with transaction() as session:
        session.execute(text("INSERT INTO heartbeat (name, beat_at) VALUES ('test', now())"))


def beats() -> int:
    return db.session.scalar(select(func.count()).select_from(Heartbeat)) or 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_in_the_next(app: Flask, turn: str):
    assert beats() == 0
    note_a_beat()
    db.session.rollback()
    assert beats() == 1


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.committed
def test_what_a_committed_test_leaves_is_gone_in_the_next(app: Flask, turn: str):
    assert beats() == 0
    note_a_beat()
    with db.engine.connect() as another:
        assert another.scalar(text("SELECT count(*) FROM heartbeat")) == 1


def test_a_refused_transaction_keeps_what_was_committed_before(app: Flask):
    note_a_beat()
    with pytest.raises(IntegrityError):
        note_a_beat()
    assert beats() == 1


def test_a_request_sees_what_the_test_committed_but_not_its_session(client: PageClient):
    note_a_beat()
    assert client.get("/readyz").json == {"status": "ready"}
    assert beats() == 1


@pytest.mark.committed
def test_the_live_server_answers_over_http(live_server: str):
    assert requests.get(f"{live_server}/healthz", timeout=5).json() == {"status": "ok"}


def test_a_good_page_has_no_complaints():
    form = (
        '<form action="/search" method="get"><label for="q">City</label>'
        '<input id="q" name="q"><button>Search</button></form>'
    )
    assert Markup(PAGE.format(form)).complaints() == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('<p id="a"></p><p id="a"></p>', "id 'a' is used 2 times"),
        ("<h1>Another</h1>", "one h1"),
        ('<form method="get"></form>', "without action"),
        ('<form action="/x"></form>', "no method"),
        ('<form action="/x" method="post"></form>', "no CSRF field"),
        ('<input name="q">', "no label"),
        ("<button></button>", "a button says nothing"),
        ('<img src="/x.webp">', "no alt"),
        ("<a>There</a>", "leads nowhere"),
        ("<p><div></div></p>", "the parser says"),
        ('<p style="color: red">x</p>', "has style="),
        ('<p onclick="x()">x</p>', "has onclick="),
        ("<script>x()</script>", "inline <script>"),
        ('<label for="gone">City</label>', "names nothing"),
    ],
)
def test_bad_markup_is_named(body: str, complaint: str):
    assert any(complaint in found for found in Markup(PAGE.format(body)).complaints())


def test_a_title_that_differs_from_the_heading_is_named():
    page = PAGE.format("").replace("<h1>Rooms", "<h1>Studios")
    assert any("does not begin with the h1" in found for found in Markup(page).complaints())


def test_a_fragment_without_its_title_or_with_two_regions_is_refused():
    region = '<p id="a">One</p>'
    assert not Markup(f"<title>A · B</title>{region}").complaints()
    for part in (region, f"<title></title>{region}", f"<title>A</title>{region}<p id='b'>Two</p>"):
        assert Markup(part).complaints()


@pytest.mark.browser
@pytest.mark.committed
def test_a_browser_reaches_the_live_server(page: Page):
    page.goto("/healthz")
    assert page.get_by_text("ok").is_visible()


@pytest.mark.browser
@pytest.mark.committed
def test_a_browser_may_have_scripting_off(scriptless_page: Page):
    scriptless_page.goto("/healthz")
    assert "ok" in scriptless_page.content()
