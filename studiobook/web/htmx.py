"""What htmx tells us and what we tell it; the only importer of htmx-flask.

htmx-flask 0.1.0 knows the headers of htmx 2. What htmx 4 changed (targets as `tag#id`, the
request type) is read here.
"""

from flask import Flask, Response, redirect, request
from htmx_flask import Htmx, make_response
from werkzeug.wrappers import Response as BaseResponse

#: Every request header that changes what is answered.
VARY = ("HX-Request", "HX-Request-Type", "HX-Target")


def init_app(app: Flask) -> None:
    """Let requests know whether htmx sent them."""
    Htmx(app)


def is_htmx() -> bool:
    """Whether htmx sent this request; never used to decide what somebody may do."""
    return bool(getattr(request, "htmx", False))


def wanted_block() -> str | None:
    """The template block that the request's target names, or None for the whole page."""
    if not is_htmx() or request.headers.get("HX-Request-Type") != "partial":
        return None
    target = request.headers.get("HX-Target", "")
    _tag, _hash, identity = target.rpartition("#")
    return identity.replace("-", "_") or None


def go_to(url: str) -> BaseResponse:
    """Send the browser to `url` after a success: 303, or htmx's own way of saying so."""
    if is_htmx():
        response: Response = make_response("", redirect=url)
        return response
    return redirect(url, 303)


def swap_whole_page(response: Response) -> Response:
    """Make htmx put this answer in place of the page instead of into its target."""
    if is_htmx():
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response
