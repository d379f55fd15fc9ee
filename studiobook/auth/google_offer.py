"""Whether signing in with Google is on offer; Authlib is loaded only where it is."""

from typing import Literal

from flask import Flask, current_app, request

from studiobook.auth.in_app_browser import is_in_app_browser
from studiobook.settings import Settings

#: Under this name the app keeps the client that talks to the provider.
CLIENT = "studiobook_google"

Offer = Literal["no", "button", "in_app"]


def init_app(app: Flask) -> None:
    """Without keys there is no button, and eleven megabytes less in every process."""
    settings: Settings = app.config["SETTINGS"]
    if settings.google_client_id and settings.google_client_secret:
        from studiobook.auth import google

        google.init_app(app)


def google_offer() -> Offer:
    """Whether to show the button here, or to say that this browser can't."""
    if CLIENT not in current_app.extensions:
        return "no"
    return "in_app" if is_in_app_browser(request.user_agent.string) else "button"
