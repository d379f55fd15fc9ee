"""The HTTP edge of accounts, one file per journey; every address begins with /auth or /account."""

from flask import Blueprint, Response
from flask_limiter import RateLimitExceeded

blueprint = Blueprint("auth", __name__)

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.auth.routes import google, link, log_in, password, register, security  # noqa: E402
from studiobook.auth.routes.slow_down import show_slow_down  # noqa: E402

__all__ = ["blueprint", "google", "link", "log_in", "password", "register", "security"]


@blueprint.errorhandler(RateLimitExceeded)
def slow_down(error: RateLimitExceeded) -> Response:
    """Too many tries: when to come back, and what works meanwhile."""
    return show_slow_down(error)
