"""Run the stand-in for Square: `python -m tests.standins.square --port 5007 --state FILE …`."""

import argparse
import signal
from threading import Event

from tests.standins.square.server import WEBHOOK_KEY, SquareServer


def main() -> None:
    """Serve until interrupted or terminated."""
    parser = argparse.ArgumentParser(prog="python -m tests.standins.square")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", default=":memory:", help="SQLite file; memory if left out")
    parser.add_argument("--webhook-url", help="where signed webhooks are posted to")
    parser.add_argument("--notification-url", help="what they are signed for, if not the same")
    parser.add_argument("--webhook-key", default=WEBHOOK_KEY, help="signs the webhooks")
    parser.add_argument("--public-url", default="", help="how browsers reach this server")
    given = parser.parse_args()

    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    server = SquareServer(**vars(given))
    with server:
        print(f"Square stand-in at {server.url} (no real money)", flush=True)
        stopping.wait()


if __name__ == "__main__":
    main()
