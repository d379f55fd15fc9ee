"""The provider as a running server: in a process of its own, or in a thread of a test."""

import time
from threading import Thread
from types import TracebackType
from typing import Any, Self

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from studiobook.dev.sandbox.connecting import api, pages
from studiobook.dev.sandbox.delivery import Postman, Webhook, webhook
from studiobook.dev.sandbox.payouts import payouts
from studiobook.dev.sandbox.provider import Clock, Provider
from studiobook.dev.sandbox.store import Store

#: Keys for everyone to know: there is no real money behind them.
API_KEY = "sk_sandbox_studiobook"
SECRET = "whsec_sandbox_studiobook"  # it guards nothing

#: Seconds within which a stopped server ends.
POLL = 0.02


def create_app(provider: Provider, *, api_key: str = API_KEY, public_url: str = "") -> Flask:
    """The provider's site: API, payment page, control page."""
    app = Flask("studiobook.dev.sandbox", static_folder=None)
    app.config.update(API_KEY=api_key, PUBLIC_URL=public_url.rstrip("/"))
    app.extensions["provider"] = provider
    app.add_template_filter(_price, "price")
    app.add_template_filter(_moment, "moment")
    app.register_blueprint(api)
    app.register_blueprint(payouts)
    app.register_blueprint(pages, url_prefix="/")
    return app


class SandboxServer:
    """A running provider; as a context manager it serves from a thread.

    Without a `webhook_url` nothing is posted: `webhooks()` hands the requests to the caller, who
    may lose, double and reorder them at will.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        state: str = ":memory:",
        webhook_url: str | None = None,
        secret: str = SECRET,
        api_key: str = API_KEY,
        public_url: str = "",
        clock: Clock = time.time,
    ) -> None:
        self.provider = Provider(Store(state), clock)
        self.secret = secret
        self.api_key = api_key
        self.app = create_app(self.provider, api_key=api_key, public_url=public_url)
        self._server = make_server(
            host, port, self.app, threaded=True, request_handler=_QuietHandler
        )
        self.url = f"http://{host}:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(POLL,), daemon=True)
        self._postman = webhook_url and Postman(self.provider, url=webhook_url, secret=secret)

    def __enter__(self) -> Self:
        self._thread.start()
        if self._postman:
            self._postman.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._postman:
            self._postman.stop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.provider.store.close()

    def switch(self, **values: Any) -> None:
        """Make the provider misbehave: see switches.py."""
        self.provider.store.switch(values)

    def webhooks(self) -> list[Webhook]:
        """Every webhook that waits, in order, signed now; each is handed out once."""
        self.provider.tick()
        now = self.provider.clock()
        waiting = self.provider.store.due(now)
        for due in waiting:
            self.provider.store.mark(due.id, state="done", due_at=now)
        return [webhook(self.provider, due.event_id, secret=self.secret) for due in waiting]


class _QuietHandler(WSGIRequestHandler):
    """Requests are not worth a line each."""

    def log(self, *args: Any) -> None:
        """Say nothing."""


def _price(minor: int, currency: str) -> str:
    digits = 0 if currency in ("JPY", "KRW", "CLP", "ISK", "VND") else 2
    return f"{minor / 10**digits:,.{digits}f} {currency}"


def _moment(unix: float) -> str:
    return time.strftime("%H:%M UTC, %d %b", time.gmtime(unix))
