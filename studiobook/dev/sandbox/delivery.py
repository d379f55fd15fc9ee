"""Posting signed webhooks from a thread of its own, again and again until someone listens."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from typing import Protocol

import requests

from studiobook.dev.sandbox.provider import Clock, Provider
from studiobook.dev.sandbox.signing import HEADER, signature_header
from studiobook.dev.sandbox.store import Due, Store

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


class Ringing(Protocol):
    """A provider that owes the world webhooks."""

    store: Store
    clock: Clock

    def tick(self) -> None:
        """Let everything happen whose moment has come."""


def webhook(provider: Provider, event_id: str, *, secret: str) -> Webhook:
    """The signed request that tells of an event, stamped with this moment."""
    body = json.dumps(provider.store.get("event", event_id)).encode()
    signature = signature_header(secret, timestamp=int(provider.clock()), body=body)
    return Webhook({"Content-Type": "application/json", HEADER: signature}, body)


class Postman(Thread):
    """Delivers what is due until it is told to stop.

    `sign` makes the request that tells of an event. Each goes to the word of its endpoint below
    `url`.
    """

    def __init__(self, provider: Ringing, *, url: str, sign: Callable[[str], Webhook]) -> None:
        super().__init__(name="sandbox-postman", daemon=True)
        self._provider = provider
        self._url = url
        self._sign = sign
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
        heard = self._post(self._sign(due.event_id))
        now = self._provider.clock()
        if heard:
            self._provider.store.mark(due.id, state="done", due_at=now)
        elif due.attempts >= len(RETRY_AFTER):
            self._provider.store.mark(due.id, state="given_up", due_at=now)
        else:
            next_at = now + RETRY_AFTER[due.attempts]
            self._provider.store.mark(due.id, state="waiting", due_at=next_at)

    def _post(self, sending: Webhook) -> bool:
        address = f"{self._url}/{sending.endpoint}".rstrip("/")
        try:
            answer = requests.post(
                address, data=sending.body, headers=sending.headers, timeout=TIMEOUT
            )
        except requests.RequestException as error:
            log.info("webhook not delivered: %s", type(error).__name__)
            return False
        return answer.ok
