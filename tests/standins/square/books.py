"""Square's books: documents under one clock, and the events that tell of their changes."""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from studiobook.dev.sandbox.provider import OUT_OF_ORDER, Clock
from studiobook.dev.sandbox.store import Doc, Store
from tests.standins.square.refusal import not_found

#: More than anybody makes in one rehearsal.
ALL = 100_000


class Books:
    """Keeps documents and owes webhooks about them.

    Names that begin with an underscore are ours and never shown.
    """

    def __init__(self, store: Store, clock: Clock = time.time) -> None:
        self.store = store
        self.clock = clock

    def tick(self) -> None:
        """Let every payment and refund end whose moment has come."""
        now = self.clock()
        with self.store.changing():
            for kind in ("payment", "refund"):
                for doc in self.store.waking(kind, now):
                    doc["status"] = doc.pop("_ends_as")
                    self.change(kind, doc)

    def stamp(self, ahead: float = 0) -> str:
        """This moment, or some seconds later, as Square writes it."""
        moment = datetime.fromtimestamp(self.clock() + ahead, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def keep(self, kind: str, doc: Doc, *, under: str | None = None) -> Doc:
        """Store a document without a word to anybody."""
        wakes_at = doc.get("_ends_at") if "_ends_as" in doc else None
        self.store.put(kind, doc, filed_under=under, wakes_at=wakes_at)
        return doc

    def open(self, kind: str, doc: Doc, *, under: str) -> Doc:
        """Store a new document and tell of it."""
        self.keep(kind, doc, under=under)
        self.ring(f"{kind}.created", kind, doc)
        return doc

    def change(self, kind: str, doc: Doc, event: str = "updated") -> Doc:
        """Store a changed document and tell of it."""
        doc["updated_at"] = self.stamp()
        doc["version"] = doc.get("version", 1) + 1
        self.keep(kind, doc)
        self.ring(f"{kind}.{event}", kind, doc)
        return doc

    def find(self, kind: str, ref: str, merchant_id: str | None = None) -> Doc:
        """One document as it stands now, of this seller if one is named. Refuses with a 404."""
        self.tick()
        doc = self.store.get(kind, ref)
        if doc is None or merchant_id not in (None, doc["_merchant_id"]):
            raise not_found(kind, ref)
        return doc

    def all(self, kind: str, merchant_id: str) -> list[Doc]:
        """Every document of a seller, oldest first."""
        self.tick()
        found = reversed(self.store.latest(kind, ALL))
        return [doc for doc in found if doc["_merchant_id"] == merchant_id]

    def ring(self, type_: str, kind: str, doc: Doc) -> None:
        """Owe the world a webhook, as the switches have it."""
        event_id = new_id(16)
        event = {
            "id": event_id,
            "merchant_id": doc["_merchant_id"],
            "type": type_,
            "event_id": event_id,
            "created_at": self.stamp(),
            "data": {"type": kind, "id": doc["id"], "object": {kind: public(doc)}},
        }
        self.store.put("event", event)
        switches = self.store.switches()
        if self.store.use("lose_events"):
            self.store.schedule(event_id, due_at=self.clock(), state="lost")
            return
        is_odd = self.store.count("event") % 2 == 1
        held_back = OUT_OF_ORDER if switches["reorder_events"] and is_odd else 0
        due_at = self.clock() + switches["delay_events"] + held_back
        for _ in range(2 if switches["double_events"] else 1):
            self.store.schedule(event_id, due_at=due_at)


def public(doc: Doc) -> dict[str, Any]:
    """A document as the API shows it."""
    return {name: value for name, value in doc.items() if not name.startswith("_")}


def new_id(size: int = 12) -> str:
    """A name that nothing else has."""
    return secrets.token_hex(size)


def money(amount: int, currency: str) -> dict[str, Any]:
    """Money as Square writes it."""
    return {"amount": amount, "currency": currency}
