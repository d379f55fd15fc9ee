"""Every refusal as a page that offers the next best act; nothing ends in a dead page."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from psycopg import DataError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError

from studiobook.db.base import db
from studiobook.errors import DomainError, Moved
from studiobook.web.htmx import swap_whole_page
from studiobook.web.moved import lead_on

log = structlog.get_logger()

#: Where those who run rooms begin; its pages' refusals lead back there.
CONSOLE = "/manage"


@dataclass(frozen=True)
class ErrorPage:
    """What went wrong in a sentence, and where to go: (label, address) pairs."""

    status: int
    title: str
    message: str
    actions: list[tuple[str, str]] = field(default_factory=list)
    reference: str = ""


TITLES = {
    400: ("That did not arrive whole", "Please go back and try again."),
    403: ("Not for you to open", "You are not allowed to do this."),
    404: ("Nothing here", "The page may have moved, or the link is incomplete."),
    405: ("That can't be done this way", "Please use the buttons of the page."),
    409: ("That did not work out", "This has changed since you opened the page."),
    410: ("This link has been used", "Links like this one work once, and for a limited time."),
    413: ("Too large", "What you sent is larger than we accept."),
    422: ("Something is missing", "Please check what you typed."),
    429: ("A little too fast", "Please wait a minute and try again."),
    500: ("Our mistake", "Something broke on our side. Nothing was charged by this page."),
    503: ("Back in a moment", "A part of Studiobook is not answering. Please try again shortly."),
}

SIGNED_OUT = "If it belongs to your account, sign in and you see it."


def init_app(app: Flask) -> None:
    """Answer refusals, HTTP errors, stale forms and our own faults as pages."""
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(Moved, lead_on)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DBAPIError, database_error)
    app.register_error_handler(Exception, fault)


def refuse(error: DomainError) -> Response:
    """A named refusal with its own sentence."""
    db.session.rollback()
    title, _message = TITLES.get(error.status, TITLES[422])
    if error.status == 404 and _may_be_theirs():
        here = request.full_path.rstrip("?")
        sign_in = ("Sign in", url_for("auth.show_login", next=here))
        return error_page(404, title, f"{error.message} {SIGNED_OUT}", [sign_in])
    return error_page(error.status, title, error.message, _way_back())


def stale_form(_error: CSRFError) -> Response:
    """The session behind a form ended: a way on, never a dead page."""
    return error_page(
        400,
        "This page was open for a long time",
        "For your safety the form was not sent. Open it again, everything else is as it was.",
        _way_back() or _back_to(request.path),
    )


def http_error(error: HTTPException) -> Response:
    """404, 413, 429 and their like."""
    status = error.code or 500
    title, message = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    response = error_page(status, title, message)
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("retry-after", "allow"):
            response.headers[name] = value
    return response


def database_error(error: DBAPIError) -> Response:
    """Text that PostgreSQL can't hold (NUL, half a character) is bad input; else it's our fault."""
    db.session.rollback()
    state = getattr(error.orig, "sqlstate", None)
    # The driver refuses NUL itself, before any server could give it a state.
    unsendable = state is None and isinstance(error.orig, DataError)
    if unsendable or state in ("22021", "22P05", "22003", "22001"):
        return error_page(422, *TITLES[422])
    return fault(error)


def fault(error: Exception) -> Response:
    """Our own mistake: logged with the request's id, told without details."""
    db.session.rollback()
    original = getattr(error, "original_exception", error)
    if isinstance(error, InternalServerError) and error.original_exception is None:
        original = error
    log.error("request_failed", exc_info=original)
    return error_page(500, *TITLES[500])


def _may_be_theirs() -> bool:
    """Whether somebody who is not signed in asked for a thing that belongs to people.

    The answer is the same whether the thing exists or not.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    rule = getattr(view, "access_rule", None)
    is_object = rule is not None and rule.policy is not None
    return is_object and request.method == "GET" and not current_user.is_authenticated


def _way_back() -> list[tuple[str, str]]:
    """To the page of ours whose form was refused; a page that was only opened has none."""
    page = request.referrer or ""
    if request.method == "GET" or not page.startswith(request.host_url):
        return []
    return _back_to(page)


def _back_to(page: str) -> list[tuple[str, str]]:
    """A page that was the answer to a form has an address that only a form can ask for."""
    try:
        current_app.url_map.bind("").match(urlsplit(page).path, method="GET")
    except HTTPException:
        return []
    return [("Back to where you were", page)]


def error_page(
    status: int, title: str, message: str, actions: list[tuple[str, str]] | None = None
) -> Response:
    """Render error.html; there is always at least a way home and to search.

    Whoever runs rooms came from the console and is led back into it.
    """
    console = [("Back to today", CONSOLE)] if request.path.startswith(f"{CONSOLE}/") else []
    ways = [*(actions or []), *console, ("Find a studio", url_for("discovery.show_search"))]
    page = ErrorPage(status, title, message, ways)
    return swap_whole_page(make_response(render_template("error.html", page=page), status))
