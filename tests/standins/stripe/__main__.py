"""Run the stand-in: `python -m tests.standins.stripe --port 5080 --state FILE …`."""

import argparse
import os
import signal
from threading import Event

from tests.standins.stripe.server import API_KEY, SECRETS, StripeServer


def main() -> None:
    """Serve until interrupted or terminated."""
    parser = argparse.ArgumentParser(prog="python -m tests.standins.stripe")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", default=":memory:", help="SQLite file; memory if left out")
    parser.add_argument("--webhook-url", help="the main address; the others lie below it")
    parser.add_argument("--public-url", default="", help="how browsers reach this server")
    parser.add_argument("--api-key", default=API_KEY, help="what callers must present")
    for name in SECRETS:
        option = f"--{name or 'main'}-secret"
        parser.add_argument(option, default=SECRETS[name], help="signs that address's webhooks")
    given = parser.parse_args()
    if os.environ.get("STUDIOBOOK_ENV") == "production":
        parser.error("this moves no real money and is refused in production")

    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    server = StripeServer(
        host=given.host,
        port=given.port,
        state=given.state,
        webhook_url=given.webhook_url,
        secrets={name: getattr(given, f"{name or 'main'}_secret") for name in SECRETS},
        api_key=given.api_key,
        public_url=given.public_url,
    )
    with server:
        print(f"A stand-in for Stripe at {server.url} (no real money)", flush=True)
        stopping.wait()


if __name__ == "__main__":
    main()
