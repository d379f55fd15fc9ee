"""What a browser remembers between its requests, in a signed cookie."""

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class BrowserSession(SecureCookieSessionInterface):
    """Flask's own, kept out of answers that a cache may hand to somebody else."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Neither put into what is public, nor said to decide it."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Sessions of this kind from now on."""
    app.session_interface = BrowserSession()
