"""The stand-in as a running server: in a process of its own, or in a thread of a test."""

import time
from functools import partial

from flask import Flask

from studiobook.dev.sandbox.desk import furnish
from studiobook.dev.sandbox.provider import Clock
from studiobook.dev.sandbox.serving import ProviderServer
from studiobook.dev.sandbox.store import Store
from tests.standins.square.answering import install
from tests.standins.square.books import Books
from tests.standins.square.oauth import consent, oauth
from tests.standins.square.pages import pages
from tests.standins.square.signing import webhook
from tests.standins.square.v2 import v2

#: Words for everyone to know: there is no real money behind them.
APPLICATION_ID = "sandbox-sq0idb-studiobook"
APPLICATION_SECRET = "sandbox-sq0csb-studiobook"  # it guards nothing
WEBHOOK_KEY = "a-webhook-key-for-everyone"
NOTIFICATION_URL = "https://studiobook.example/webhooks/square"


class SquareServer(ProviderServer):
    """A running stand-in; as a context manager it serves from a thread.

    `notification_url` is what webhooks are signed for, `webhook_url` where they are posted to:
    behind a proxy they may differ.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        state: str = ":memory:",
        webhook_url: str | None = None,
        notification_url: str | None = None,
        webhook_key: str = WEBHOOK_KEY,
        public_url: str = "",
        clock: Clock = time.time,
    ) -> None:
        self.books = Books(Store(state), clock)
        self.webhook_key = webhook_key
        self.notification_url = notification_url or webhook_url or NOTIFICATION_URL
        super().__init__(
            create_app(self.books, public_url=public_url),
            self.books,
            sign=partial(webhook, self.books, key=webhook_key, url=self.notification_url),
            webhook_url=webhook_url,
            host=host,
            port=port,
        )


def create_app(books: Books, *, public_url: str = "") -> Flask:
    """The stand-in's site: API, consent page, page to pay on, control page."""
    app = Flask("tests.standins.square", static_folder=None)
    app.config.update(
        APPLICATION_ID=APPLICATION_ID,
        APPLICATION_SECRET=APPLICATION_SECRET,
        PUBLIC_URL=public_url.rstrip("/"),
    )
    app.extensions["books"] = books
    app.add_template_filter(_price, "price")
    install(app)
    furnish(
        app,
        books,
        name="This is not Square",
        warning="it stands in for it here, and no money moves.",
    )
    for blueprint in (v2, oauth, consent, pages):
        app.register_blueprint(blueprint)
    return app


def _price(amount: dict[str, int | str]) -> str:
    return f"{int(amount['amount']) / 100:,.2f} {amount['currency']}"
