"""A browser that has signed in to an account before keeps its own allowance of tries.

So somebody who guesses at an account from elsewhere can't lock its owner out.
"""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from studiobook.auth.tokens import digest
from studiobook.values.email_address import BadEmail, normalise_email

YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 5


def account_key(email: str) -> str:
    """One key for every spelling under which the account would be found."""
    try:
        return digest(normalise_email(email))
    except BadEmail:
        return digest(email)


def allowance_key(email: str) -> str:
    """Whose allowance of tries this request uses: this browser's own, or everybody's."""
    account = account_key(email)
    device, accounts = _known()
    return f"{device}:{account}" if account in accounts else account


def remember_device(response: Response, email: str) -> None:
    """Let this browser try this account on its own allowance from now on."""
    account = account_key(email)
    device, accounts = _known()
    accounts = [account, *(other for other in accounts if other != account)][:MOST_ACCOUNTS]
    settings = current_app.config["SETTINGS"]
    response.set_cookie(
        _cookie(),
        _serializer().dumps([device or secrets.token_urlsafe(16), accounts]),
        max_age=YEAR,
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
    )


def _known() -> tuple[str, list[str]]:
    try:
        device, accounts = _serializer().loads(request.cookies.get(_cookie(), ""))
    except (BadSignature, ValueError, TypeError):
        return "", []
    return device, accounts


def _cookie() -> str:
    return "__Host-device" if current_app.config["SETTINGS"].secure else "device"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known-device")
