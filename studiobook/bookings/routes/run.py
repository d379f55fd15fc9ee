"""What those who run studios go through: requests to answer, and all bookings."""

from flask import Response, request

from studiobook import clock
from studiobook.bookings.console_queries import (
    count_bookings,
    desk_of,
    list_requests,
    search_bookings,
)
from studiobook.bookings.pages.requests import requests_page
from studiobook.bookings.pages.run_bookings import run_bookings_page
from studiobook.bookings.routes import blueprint
from studiobook.web.access import access, staff
from studiobook.web.forms import words_asked
from studiobook.web.pagination import page_asked
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/requests")
@access(staff)
def list_open_requests() -> Response:
    """What waits for an answer, the soonest deadline first."""
    now = clock.now()
    requests = list_requests(desk_of(current_viewer()), now=now)
    return respond("bookings/requests.html", requests_page(requests, now=now))


@blueprint.get("/manage/bookings")
@access(staff)
def list_run_bookings() -> Response:
    """Coming and past bookings, found by code or by a part of the guest's name."""
    desk, now = desk_of(current_viewer()), clock.now()
    words = words_asked()
    past = request.args.get("list") == "past"
    number = page_asked()
    rows, count = search_bookings(desk, words=words, past=past, page=number, now=now)
    other = count_bookings(desk, words=words, past=not past, now=now)
    page = run_bookings_page(
        rows,
        words=words,
        past=past,
        number=number,
        counts=(other, count) if past else (count, other),
        now=now,
    )
    return respond("bookings/run_bookings.html", page)
