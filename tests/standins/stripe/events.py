"""Telling the world: snapshots to two addresses, thin events to a third."""

from datetime import UTC, datetime

from studiobook.dev.sandbox.store import Doc, new_id
from tests.standins.stripe.memory import Keeping, shown

MAIN, CONNECT, EVENTS = "", "connect", "events"
API_VERSION = "2026-10-28.endive"
#: How far behind its successor a reordered webhook falls, in seconds.
OUT_OF_ORDER = 3


class Events(Keeping):
    """Every change that somebody listens for becomes an event, and the event a debt."""

    def tell(self, kind: str, doc: Doc, *, account: str | None = None) -> None:
        """A snapshot of the object, of our own account's or of an owner's."""
        event = self.new(
            "evt",
            "event",
            type=kind,
            api_version=API_VERSION,
            data={"object": shown(doc)},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
        )
        if account is not None:
            event["account"] = account
        self._owe(event | {"_endpoint": CONNECT if account else MAIN})

    def tell_thinly(self, kind: str, account: str) -> None:
        """Only that something about an account changed."""
        event = {
            "id": new_id("evt"),
            "object": "v2.core.event",
            "type": f"v2.core.account{kind}",
            "created": rfc3339(self.now()),
            "livemode": False,
            "context": None,
            "reason": None,
            "related_object": {
                "id": account,
                "type": "v2.core.account",
                "url": f"/v2/core/accounts/{account}",
            },
        }
        self._owe(event | {"_endpoint": EVENTS})

    def _owe(self, event: Doc) -> None:
        self.store.put("event", event)
        switches = self.store.switches()
        if self.store.use("lose_events"):
            self.store.schedule(event["id"], due_at=self.clock(), state="lost")
            return
        is_odd = self.store.count("event") % 2 == 1
        held_back = OUT_OF_ORDER if switches["reorder_events"] and is_odd else 0
        due_at = self.clock() + switches["delay_events"] + held_back
        for _ in range(2 if switches["double_events"] else 1):
            self.store.schedule(event["id"], due_at=due_at)


def rfc3339(moment: int) -> str:
    """A moment as Stripe's newer API writes it."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
