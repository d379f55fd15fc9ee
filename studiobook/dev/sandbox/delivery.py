"""Posting signed webhooks from a thread of its own, again and again until someone listens."""

import json
import logging
from dataclasses import dataclass
from threading import Event, Thread

import requests

from studiobook.dev.sandbox.provider import Provider
from studiobook.dev.sandbox.signing import HEADER, signature_header
from studiobook.dev.sandbox.store import Due

log = logging.getLogger(__name__)

#: Seconds until the next attempt, after the first, second … one failed; then it gives up.
RETRY_AFTER = (1, 5, 15, 60, 300, 1800, 7200)
TIMEOUT = 10
PAUSE = 0.2


@dataclass(frozen=True)
class Webhook:
    """One request as it goes over the wire."""

    headers: dict[str, str]
    body: bytes
    #: The word of the address it goes to; "" for the main one.
    endpoint: str = ""


def webhook(provider: Provider, event_id: str, *, secret: str) -> Webhook:
    """The signed request that tells of an event, stamped with this moment."""
    body = json.dumps(provider.store.get("event", event_id)).encode()
    signature = signature_header(secret, timestamp=int(provider.clock()), body=body)
    return Webhook({"Content-Type": "application/json", HEADER: signature}, body)


class Postman(Thread):
    """Delivers what is due until it is told to stop."""

    def __init__(self, provider: Provider, *, url: str, secret: str) -> None:
        super().__init__(name="sandbox-postman", daemon=True)
        self._provider = provider
        self._url = url
        self._secret = secret
        self._stopping = Event()

    def run(self) -> None:
        """Work until stopped."""
        while not self._stopping.wait(PAUSE):
            self.deliver_due()

    def deliver_due(self) -> None:
        """One round."""
        self._provider.tick()
        for due in self._provider.store.due(self._provider.clock()):
            self._deliver(due)

    def stop(self) -> None:
        """Finish the post in hand and end."""
        self._stopping.set()
        self.join()

    def _deliver(self, due: Due) -> None:
        sending = webhook(self._provider, due.event_id, secret=self._secret)
        heard = self._post(sending)
        now = self._provider.clock()
        if heard:
            self._provider.store.mark(due.id, state="done", due_at=now)
        elif due.attempts >= len(RETRY_AFTER):
            self._provider.store.mark(due.id, state="given_up", due_at=now)
        else:
            next_at = now + RETRY_AFTER[due.attempts]
            self._provider.store.mark(due.id, state="waiting", due_at=next_at)

    def _post(self, sending: Webhook) -> bool:
        try:
            answer = requests.post(
                self._url, data=sending.body, headers=sending.headers, timeout=TIMEOUT
            )
        except requests.RequestException as error:
            log.info("webhook not delivered: %s", type(error).__name__)
            return False
        return answer.ok
