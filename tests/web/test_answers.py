"""What every answer has: headers, compression, one template for page and fragment, no dead ends."""

import gzip
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studiobook.settings import Settings
from studiobook.web.security import content_security_policy
from tests.support.client import PageClient

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)


@pytest.mark.parametrize("path", ["/", "/search", "/no-such-page", "/auth/login", "/healthz"])
def test_every_answer_carries_the_strict_policy(client: PageClient, path: str) -> None:
    headers = client.get(path).headers
    assert all(part in headers["Content-Security-Policy"] for part in POLICY)
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Request-Id"]


def test_nothing_that_does_not_exist_says_more_than_that(client: PageClient) -> None:
    answer = client.get("/studios/none-of-that-name")
    assert answer.status_code == 404
    assert "Find a studio" in answer.text


def test_what_the_console_has_not_leads_back_into_it(client: PageClient) -> None:
    missing = client.get("/manage/none-of-that-name").text
    assert missing.index('href="/manage"') < missing.index("Find a studio")
    assert "Back to today" not in client.get("/studios/none-of-that-name").text


def test_pages_are_squeezed_for_those_who_can_read_it(app: Flask) -> None:
    client = FlaskClient(app, app.response_class)
    answer = client.get("/search", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"<html" in gzip.decompress(answer.data)


def test_an_answer_says_which_headers_it_depends_on(client: PageClient) -> None:
    vary = client.get("/search").headers["Vary"]
    assert "HX-Request" in vary
    assert "HX-Target" in vary


def test_a_fragment_that_no_block_answers_is_the_whole_page(client: PageClient) -> None:
    answer = client.get("/search", fragment="no-such-block")
    assert answer.text.lstrip().lower().startswith("<!doctype")


def test_a_fragment_is_the_title_and_its_block_of_the_page(client: PageClient) -> None:
    page = client.get("/search").text
    fragment = client.get("/search", fragment="results").text
    title, block = (" ".join(part.split()) for part in fragment.split("\n", 1))
    assert title.startswith("<title>")
    assert block.startswith('<section id="results"')
    assert title in page
    assert block in " ".join(page.split())


def test_an_error_replaces_the_page_and_not_the_fragment(client: PageClient) -> None:
    answer = client.get("/rooms/NOSUCH/calendar", fragment="calendar")
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "body"


@pytest.mark.parametrize(
    ("page", "leads_back"), [("/search?city=berlin", True), ("/bookings/NOSUCH/release", False)]
)
def test_a_stale_form_leads_back_only_to_what_can_be_opened(
    client: PageClient, page: str, *, leads_back: bool
) -> None:
    referrer = f"http://localhost{page}"
    answer = client.post("/bookings/NOSUCH/release", headers={"Referer": referrer})
    assert answer.status_code == 400
    assert "Find a studio" in answer.text
    assert ("Back to where you were" in answer.text) is leads_back


def test_static_files_are_kept_for_ever_under_their_content(app: Flask, client: PageClient) -> None:
    version = app.extensions["studiobook_assets"]["studiobook.css"].version
    answer = client.get(f"/assets/{version}/studiobook.css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/assets/000000000000/studiobook.css").status_code == 404


def test_what_everybody_may_keep_carries_nobodys_session(app: Flask, client: PageClient) -> None:
    with client.session_transaction() as session:
        session["visitor"], session.permanent = "somebody", True
    version = app.extensions["studiobook_assets"]["studiobook.css"].version
    asset, page = client.get(f"/assets/{version}/studiobook.css"), client.get("/search")
    assert "Set-Cookie" not in asset.headers
    assert "Cookie" not in asset.headers["Vary"]
    assert "Set-Cookie" in page.headers
    assert "Cookie" in page.headers["Vary"]


def test_the_site_is_alive_and_ready(client: PageClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 20_000])
def test_text_that_no_database_can_hold_is_bad_input(client: PageClient, text: str) -> None:
    answer = client.get("/search", query_string={"city": text.encode("utf-8", "surrogatepass")})
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ["/studios/a%00b", "/studios/a%00b/rooms/c", "/files/a%00b"])
def test_an_address_that_no_database_can_hold_breaks_nothing(client: PageClient, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


def test_a_request_that_is_too_large_is_told_so(client: PageClient) -> None:
    answer = client.post("/auth/login", data={"email": "x" * 2_000_000})
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    ("bucket", "wanted"),
    [
        ({}, "img-src 'self'"),
        ({"s3_bucket": "p", "s3_endpoint": "https://s3.example/x"}, "https://s3.example"),
        ({"s3_bucket": "p", "s3_public_url": "https://cdn.example/p"}, "https://cdn.example"),
        ({"s3_bucket": "p"}, "https://*.amazonaws.com"),
    ],
    ids=["a folder", "an endpoint", "a public address", "neither"],
)
def test_pictures_may_come_from_where_the_bucket_is_read_and_from_nowhere_else(
    settings: Settings, bucket: dict[str, str], wanted: str
) -> None:
    policy = content_security_policy(replace(settings, **bucket))  # type: ignore[arg-type]
    (images,) = [part for part in policy.split("; ") if part.startswith("img-src")]
    assert images in (wanted, f"img-src 'self' {wanted}")
