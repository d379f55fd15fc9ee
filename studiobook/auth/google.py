"""Google through OpenID Connect: state, nonce and PKCE; the only importer of Authlib."""

import time
from collections.abc import Mapping
from typing import Any

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuth
from flask import Flask, current_app, session, url_for
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from studiobook.auth.errors import GoogleRefused
from studiobook.auth.google_offer import CLIENT
from studiobook.auth.link_google import Claims
from studiobook.settings import Settings
from studiobook.values.email_address import BadEmail, normalise_email
from studiobook.web.htmx import go_to

log = structlog.get_logger()
STATE_SECONDS = 600
SECONDS = 10
LONGEST_NAME = 120
LONGEST_SUBJECT = 255

FAILURES = (requests.RequestException, AuthlibBaseError, ValueError)


class ShortLived(FlaskIntegration):  # type: ignore[misc]  # authlib ships no types
    """Keeps a started sign-in in the browser's session for ten minutes, and refuses it after."""

    expires_in = STATE_SECONDS

    def get_state_data(self, session: Mapping[str, Any], state: str) -> Any:
        """What was kept at the start; None when it has lapsed or belongs to another browser."""
        kept = session.get(f"_state_{self.name}_{state}") or {}
        return kept.get("data") if kept.get("exp", 0) > time.time() else None


def init_app(app: Flask) -> None:
    """Get ready to talk to the configured provider."""
    settings: Settings = app.config["SETTINGS"]
    oauth = OAuth(app)
    oauth.framework_integration_cls = ShortLived
    app.extensions[CLIENT] = oauth.register(
        "google",
        client_id=settings.google_client_id,
        client_secret=settings.google_client_secret,
        server_metadata_url=f"{settings.google_issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def to_google() -> Response:
    """Off to Google, remembering in this browser's session what was asked. Raises GoogleRefused."""
    client = _client()
    if client is None:
        raise GoogleRefused
    for key in [key for key in session if key.startswith("_state_google_")]:
        del session[key]
    try:
        answer = client.authorize_redirect(_callback_address())
    except FAILURES as error:
        raise _refusal(error) from error
    return go_to(answer.location)


def from_google() -> Claims:
    """What Google vouches for, checked against what this browser started. Raises GoogleRefused."""
    client = _client()
    if client is None:
        raise GoogleRefused
    issuer = current_app.config["SETTINGS"].google_issuer
    try:
        token = client.authorize_access_token(
            claims_options={
                "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
                "aud": {"essential": True, "value": client.client_id},
            }
        )
        return _claims(token["userinfo"], issuer)
    except (
        requests.RequestException,
        AuthlibBaseError,
        JoseError,
        LookupError,
        ValueError,
    ) as error:
        raise _refusal(error) from error


def _claims(told: Mapping[str, Any], issuer: str) -> Claims:
    subject = str(told["sub"])
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("a subject that no provider gives")
    try:
        email = normalise_email(str(told.get("email") or ""))
    except BadEmail:
        email = ""
    printable = "".join(c if c.isprintable() else " " for c in str(told.get("name") or ""))
    name = " ".join(printable.split())[:LONGEST_NAME].strip()
    return Claims(
        issuer=issuer,
        subject=subject,
        email=email,
        email_verified=bool(email) and told.get("email_verified") is True,
        name=name or email.partition("@")[0] or "You",
    )


def _refusal(error: Exception) -> GoogleRefused:
    # The kind only: the text may hold a code or an address.
    log.warning("google_refused", reason=getattr(error, "error", None) or type(error).__name__)
    return GoogleRefused()


def _client() -> FlaskOAuth2App | None:
    return current_app.extensions.get(CLIENT)


def _callback_address() -> str:
    # From the settings: a forged Host header must not choose where the code is sent.
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url + url_for("auth.show_google_callback")
