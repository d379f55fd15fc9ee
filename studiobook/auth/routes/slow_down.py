"""The answer to too many tries."""

from flask import Response, url_for
from flask_limiter import RateLimitExceeded

from studiobook.auth.pages import WayOnPage
from studiobook.web.components import Link
from studiobook.web.htmx import swap_whole_page
from studiobook.web.respond import respond


def show_slow_down(error: RateLimitExceeded) -> Response:
    """When to come back, and what works meanwhile."""
    seconds = error.limit.limit.get_expiry()
    page = WayOnPage(
        title="Too many tries",
        lede="To keep accounts safe we let nobody try without end."
        f" Please wait {_words(seconds)} and try again.",
        links=(
            Link("Sign in by a mailed link", url_for("auth.show_link_request")),
            Link("Back to signing in", url_for("auth.show_login")),
        ),
        hint="Did you ask for a mail? The latest one works; look into the spam folder too.",
    )
    answer = respond("auth/way_on.html", page, 429, Retry_After=str(seconds))
    return swap_whole_page(answer)


def _words(seconds: int) -> str:
    minutes = max(1, seconds // 60)
    if minutes == 1:
        return "a minute"
    return f"{minutes} minutes" if minutes < 60 else "an hour"
