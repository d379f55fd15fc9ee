"""The test client: a browser without script that refuses pages with bad markup."""

import contextvars
from typing import Any

from flask import Flask, has_app_context
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studiobook.db.base import db
from tests.support.markup import Markup


class PageClient(FlaskClient):
    """Sends requests as a browser would and checks each HTML answer.

    `client.get(path, fragment="calendar")` asks as htmx does, for the block behind #calendar.
    """

    def open(
        self, *args: Any, fragment: str | None = None, check: bool = True, **kwargs: Any
    ) -> TestResponse:
        """Send one request (or follow redirects); AssertionError when a page is badly made.

        `check=False` is for HTML that is no page of ours, such as a caught mail.
        """
        if fragment is not None:
            kwargs["headers"] = {**kwargs.get("headers", {}), **htmx_headers(fragment)}
        # In an empty context the app makes a context of its own, as it does for a real visitor;
        # inside the test's it would share the session and the signed-in user with the test.
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():  # not while a redirect is followed, inside the empty context
            db.session.expire_all()
        if check:
            require_good_markup(answer)
        return answer

    def submit(self, path: str, data: dict[str, Any], **kwargs: Any) -> TestResponse:
        """POST a form with the CSRF token of the page that stands at `page` (default: `path`).

        A token is the session's: another page than the form's own is not asked for it twice.
        """
        page = kwargs.pop("page", path)
        token = self._known_token() if page != path else None
        if token is None:
            token = csrf_token(self.get(page).text)
            self._token = (self._secret(), token)
        return self.post(path, data={"csrf_token": token, **data}, **kwargs)

    def _known_token(self) -> str | None:
        secret, token = getattr(self, "_token", (None, None))
        return token if secret is not None and secret == self._secret() else None

    def _secret(self) -> str | None:
        """What the session's tokens are made from."""
        app: Flask = self.application
        cookie = self.get_cookie(app.config["SESSION_COOKIE_NAME"])
        serializer = SecureCookieSessionInterface().get_signing_serializer(app)
        if cookie is None or serializer is None:
            return None
        secret: str | None = serializer.loads(cookie.decoded_value).get("csrf_token")
        return secret


def htmx_headers(block: str) -> dict[str, str]:
    """What htmx 4 sends for a swap into the element with this id."""
    return {
        "HX-Request": "true",
        "HX-Request-Type": "partial",
        "HX-Target": f"div#{block}",
        "Sec-Fetch-Site": "same-origin",
    }


def require_good_markup(answer: TestResponse) -> None:
    """Refuse an HTML answer with bad markup."""
    if answer.mimetype != "text/html" or not answer.data:
        return
    if 300 <= answer.status_code < 400:  # Werkzeug's own body, which nobody sees
        return
    complaints = Markup(answer.text).complaints()
    assert not complaints, f"{answer.request.path}: " + "; ".join(complaints)


def csrf_token(html: str) -> str:
    """The token of the first form of a page; AssertionError when there is none."""
    for field in Markup(html).all("input"):
        if field.get("name") == "csrf_token":
            return field.get("value") or ""
    raise AssertionError("the page has no form with a CSRF token")
