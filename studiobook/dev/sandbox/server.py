"""The provider as a running server: in a process of its own, or in a thread of a test."""

import time
from functools import partial

from flask import Flask

from studiobook.dev.sandbox.connecting import api, pages
from studiobook.dev.sandbox.delivery import webhook
from studiobook.dev.sandbox.desk import furnish
from studiobook.dev.sandbox.payouts import payouts
from studiobook.dev.sandbox.provider import Clock, Provider
from studiobook.dev.sandbox.serving import ProviderServer
from studiobook.dev.sandbox.store import Store

#: Keys for everyone to know: there is no real money behind them.
API_KEY = "sk_sandbox_studiobook"
SECRET = "whsec_sandbox_studiobook"  # it guards nothing


def create_app(provider: Provider, *, api_key: str = API_KEY, public_url: str = "") -> Flask:
    """The provider's site: API, payment page, control page."""
    app = Flask("studiobook.dev.sandbox", static_folder=None)
    app.config.update(API_KEY=api_key, PUBLIC_URL=public_url.rstrip("/"))
    app.extensions["provider"] = provider
    app.add_template_filter(_price, "price")
    furnish(app, provider, name="Sandbox payments", warning="no real money moves here.")
    app.register_blueprint(api)
    app.register_blueprint(payouts)
    app.register_blueprint(pages, url_prefix="/")
    return app


class SandboxServer(ProviderServer):
    """A running sandbox provider; as a context manager it serves from a thread."""

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
        super().__init__(
            create_app(self.provider, api_key=api_key, public_url=public_url),
            self.provider,
            sign=partial(webhook, self.provider, secret=secret),
            webhook_url=webhook_url,
            host=host,
            port=port,
        )


def _price(minor: int, currency: str) -> str:
    digits = 0 if currency in ("JPY", "KRW", "CLP", "ISK", "VND") else 2
    return f"{minor / 10**digits:,.{digits}f} {currency}"
