"""A pretended provider as a running server, whichever it is."""

from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Any, Self

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from studiobook.dev.sandbox.delivery import Postman, Ringing, Webhook

#: Seconds within which a stopped server ends.
POLL = 0.02


class ProviderServer:
    """Serves an app from a thread while it is entered.

    Without a `webhook_url` nothing is posted: `webhooks()` hands the requests to the caller, who
    may lose, double and reorder them at will. `sign` makes the request that tells of an event.
    """

    def __init__(
        self,
        app: Flask,
        ringing: Ringing,
        *,
        sign: Callable[[str], Webhook],
        webhook_url: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.app = app
        self._ringing = ringing
        self._sign = sign
        self._server = make_server(host, port, app, threaded=True, request_handler=_QuietHandler)
        self.url = f"http://{host}:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(POLL,), daemon=True)
        self._postman = webhook_url and Postman(ringing, url=webhook_url, sign=sign)

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
        self._ringing.store.close()

    def switch(self, **values: Any) -> None:
        """Make the provider misbehave: see switches.py."""
        self._ringing.store.switch(values)

    def webhooks(self) -> list[Webhook]:
        """Every webhook that waits, in order, signed now; each is handed out once."""
        self._ringing.tick()
        now = self._ringing.clock()
        waiting = self._ringing.store.due(now)
        for due in waiting:
            self._ringing.store.mark(due.id, state="done", due_at=now)
        return [self._sign(due.event_id) for due in waiting]


class _QuietHandler(WSGIRequestHandler):
    """Requests are not worth a line each."""

    def log(self, *args: Any) -> None:
        """Say nothing."""
