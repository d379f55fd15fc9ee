"""What the stand-in remembers: Stripe's objects as Stripe shows them.

Fields whose name begins with an underscore are ours and never shown.
"""

from collections.abc import Callable, Iterable
from typing import Any

from studiobook.dev.sandbox.store import Doc, Store, new_id
from tests.standins.stripe.refusal import Refusal, missing

Clock = Callable[[], float]

#: Whose objects a name belongs to, by how it begins.
KINDS = {
    "acct": "account",
    "ch": "charge",
    "cs": "checkout.session",
    "du": "dispute",
    "fee": "application_fee",
    "pi": "payment_intent",
    "po": "payout",
    "py": "charge",
    "pyr": "refund",
    "re": "refund",
    "tr": "transfer",
    "txn": "balance_transaction",
}


class Keeping:
    """Finding and keeping objects; all of the provider's parts stand on it."""

    store: Store
    clock: Clock

    def new(self, prefix: str, kind: str, **fields: Any) -> Doc:
        """A fresh object, not kept yet."""
        made = {"id": new_id(prefix), "object": kind, "created": self.now(), "livemode": False}
        return made | fields

    def keep(self, doc: Doc, *, under: str | None = None) -> Doc:
        """Remember it; it is looked at again when its `_wakes_at` has come."""
        self.store.put(doc["object"], doc, filed_under=under, wakes_at=doc.get("_wakes_at"))
        return doc

    def get(self, kind: str, ref: str, *, param: str | None = None) -> Doc:
        """One object, or Stripe's refusal."""
        doc = self.store.get(kind, ref)
        if doc is None:
            raise missing(kind, ref, param=param)
        return doc

    def tick(self) -> None:
        """Let everything happen whose moment has come."""

    def now(self) -> int:
        """This moment, in whole seconds."""
        return int(self.clock())


def shown(value: Any) -> Any:
    """What the world may see of an object."""
    if isinstance(value, dict):
        return {name: shown(it) for name, it in value.items() if not name.startswith("_")}
    return [shown(it) for it in value] if isinstance(value, list) else value


def expanded(store: Store, doc: Doc, paths: Iterable[str]) -> Doc:
    """The object with the named references replaced by what they refer to."""
    copy = doc
    for path in paths:
        copy = _expand(store, copy, path.split("."), path)
    return copy


def _expand(store: Store, doc: Doc, path: list[str], whole: str) -> Doc:
    name, rest = path[0], path[1:]
    if name not in doc or len(path) > 4:
        raise Refusal(f"This property cannot be expanded ({whole}).", param="expand")
    inner = doc[name]
    if isinstance(inner, str):
        kind = KINDS.get(inner.partition("_")[0])
        inner = kind and store.get(kind, inner)
        if inner is None:
            raise Refusal(f"This property cannot be expanded ({whole}).", param="expand")
    if rest and isinstance(inner, dict):
        inner = _expand(store, inner, rest, whole)
    return {**doc, name: inner}
