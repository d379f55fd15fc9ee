"""The stand-in as a running server: in a process of its own, or in a thread of a test."""

import time
from functools import partial

from flask import Flask, Response, request

from studiobook.dev.sandbox.desk import furnish
from studiobook.dev.sandbox.serving import ProviderServer
from studiobook.dev.sandbox.store import Store
from tests.standins.stripe.answering import hang_up
from tests.standins.stripe.answering import provider as provider_at_hand
from tests.standins.stripe.delivery import webhook
from tests.standins.stripe.memory import Clock
from tests.standins.stripe.pages import pages
from tests.standins.stripe.provider import Provider
from tests.standins.stripe.v1 import v1
from tests.standins.stripe.v2 import v2

#: Keys for everyone to know: there is no real money behind them.
API_KEY = "sk_test_stripe_stand_in"
SECRETS = {"": "whsec_main", "connect": "whsec_connect", "events": "whsec_events"}


def create_app(provider: Provider, *, api_key: str = API_KEY, public_url: str = "") -> Flask:
    """The provider's site: both APIs, payment page, onboarding page, control page."""
    app = Flask("tests.standins.stripe", static_folder=None)
    app.config.update(API_KEY=api_key, PUBLIC_URL=public_url.rstrip("/"))
    app.extensions["provider"] = provider
    app.add_template_filter(_price, "price")
    app.before_request(_be_away)
    furnish(
        app,
        provider,
        name="This is not Stripe",
        warning="it stands in for it here, and no money moves.",
    )
    app.register_blueprint(v1)
    app.register_blueprint(v2)
    app.register_blueprint(pages, url_prefix="/")
    return app


class StripeServer(ProviderServer):
    """A running stand-in; as a context manager it serves from a thread.

    `webhook_url` is the main address; the others lie below it.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        state: str = ":memory:",
        webhook_url: str | None = None,
        secrets: dict[str, str] | None = None,
        api_key: str = API_KEY,
        public_url: str = "",
        clock: Clock = time.time,
    ) -> None:
        self.provider = Provider(Store(state), clock)
        self.secrets = secrets or SECRETS
        self.api_key = api_key
        super().__init__(
            create_app(self.provider, api_key=api_key, public_url=public_url),
            self.provider,
            sign=partial(webhook, self.provider, secrets=self.secrets),
            webhook_url=webhook_url,
            host=host,
            port=port,
        )


def _be_away() -> Response | None:
    """Nobody answers, while the switch says so; it can still be turned back."""
    is_control = request.path in ("/", "/_switches") or request.path.startswith("/static/")
    if provider_at_hand().store.switches()["away"] and not is_control:
        hang_up()
        return Response(status=503)
    return None


def _price(minor: int, currency: str) -> str:
    digits = 0 if currency in ("jpy", "krw", "clp", "vnd", "mga") else 2
    return f"{minor / 10**digits:,.{digits}f} {currency.upper()}"
