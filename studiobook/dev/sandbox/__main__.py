"""Run the sandbox provider: `python -m studiobook.dev.sandbox --port 5005 --state FILE …`."""

import argparse
import signal
from threading import Event

from studiobook.dev.sandbox.server import SECRET, SandboxServer


def main() -> None:
    """Serve until interrupted or terminated."""
    parser = argparse.ArgumentParser(prog="python -m studiobook.dev.sandbox")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", default=":memory:", help="SQLite file; memory if left out")
    parser.add_argument("--webhook-url", help="where signed webhooks are posted to")
    parser.add_argument("--public-url", default="", help="how browsers reach this server")
    parser.add_argument("--secret", default=SECRET, help="signs the webhooks")
    parser.add_argument("--api-key", help="what callers must present; the secret if left out")
    given = parser.parse_args()

    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    server = SandboxServer(
        host=given.host,
        port=given.port,
        state=given.state,
        webhook_url=given.webhook_url,
        secret=given.secret,
        api_key=given.api_key or given.secret,
        public_url=given.public_url,
    )
    with server:
        print(f"Sandbox payments at {server.url} (no real money)", flush=True)
        stopping.wait()


if __name__ == "__main__":
    main()
