"""What a person holds already, read under the lock that lets them hold one thing at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from studiobook.db.base import db
from studiobook.db.columns import slot_of
from studiobook.rooms.add_on import Wanted
from studiobook.users.viewer import Viewer
from studiobook.values.timeslot import Timeslot

# ruff: noqa: S608  # our own fragments; values are always parameters
#: The person's holds, as parameters of `whose`, and `now`.
MINE = """(b.user_id = :user_id OR (b.visitor_hash = :visitor AND b.user_id IS NULL))
    AND b.status = 'held' AND b.lapses_at > :now AND b.link_sent_at IS NULL"""
#: Two tabs must not get past the cap together. What is read here may be older than the lock, so
#: that the hold compares it again.
_LOCK_AND_LIST = text(
    f"""WITH one_at_a_time AS MATERIALIZED (
        SELECT pg_advisory_xact_lock(hashtextextended(:person, 0))
    )
    SELECT b.id, b.room_id, b.during, b.people, b.engineer_id, b.add_ons_json
    FROM one_at_a_time LEFT JOIN booking b ON {MINE} ORDER BY b.id"""
)


@dataclass(frozen=True, slots=True)
class OwnHold:
    """A hold that the person has; `add_ons` are as frozen on it."""

    id: int
    room_id: int
    slot: Timeslot
    people: int
    engineer_id: int | None
    add_ons: list[Mapping[str, Any]]

    def is_for(self, slot: Timeslot, people: int, engineer_id: int | None, add_ons: Wanted) -> bool:
        """Whether it is the very one that is asked for."""
        if {chosen["id"]: chosen["quantity"] for chosen in self.add_ons} != dict(add_ons):
            return False
        return (self.slot, self.people, self.engineer_id) == (slot, people, engineer_id)


def lock_and_list(viewer: Viewer, *, now: datetime) -> list[OwnHold]:
    """The person's live holds; nobody else holds anything as them until the transaction ends."""
    person = viewer.visitor_hash if viewer.user_id is None else f"user:{viewer.user_id}"
    assert person is not None, "somebody who holds is known by an account or a browser"
    rows = db.session.execute(_LOCK_AND_LIST, {"person": person, **whose(viewer), "now": now})
    return [
        OwnHold(
            row.id, row.room_id, slot_of(row.during), row.people, row.engineer_id, row.add_ons_json
        )
        for row in rows
        if row.id is not None
    ]


def whose(viewer: Viewer) -> dict[str, Any]:
    """The parameters that say who it is."""
    return {"user_id": viewer.user_id, "visitor": viewer.visitor_hash}
