"""The way back from blocking and unblocking: read from the address, so it survives every tab."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from studiobook.bookings.pages.agenda import hours_of
from studiobook.bookings.pages.day_calendar import Shown
from studiobook.bookings.pages.day_strip import take_fields
from studiobook.rooms.models import OccupancyKind, Room
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Act, Undo

#: Half hours that the form for a block takes.
LONGEST = 48


def blocked_query(room: Room, slot: Timeslot, block_id: int) -> str:
    """The calendar's query after blocking."""
    local = to_local(slot.starts_at, room.studio.zone)
    return urlencode({"date": f"{local:%Y-%m-%d}", "blocked": block_id})


def freed_query(room: Room, slot: Timeslot, note: str) -> str:
    """The calendar's query after unblocking; what was no block of the form's is only gone."""
    fields = take_fields(room, slot)
    if slot.duration % HALF_HOUR or slot.half_hours > LONGEST:
        return urlencode({"date": fields["date"]})
    return urlencode({**fields, "freed": room.code, "note": note})


def undo_of(shown: Shown, asked: Mapping[str, str], on_date: date) -> Undo | None:
    """What the address says was just done, as far as it is still so and theirs to undo."""
    rooms = {room.id: room for room in shown.rooms if room.studio_id in shown.desk.receives}
    if "blocked" in asked:
        return _of_block(shown, rooms, asked["blocked"], on_date)
    room = next((room for room in rooms.values() if room.code == asked.get("freed")), None)
    if room is None:
        return None
    names = ("date", "start", "hours", "fold", "note")
    fields = tuple((name, asked[name][:200]) for name in names if asked.get(name))
    sentence = f"{room.name} is no longer blocked from {asked.get('start', '')[:5]}."
    return Undo(sentence, Act("Block it again", f"/manage/rooms/{room.code}/blocks", fields))


def _of_block(shown: Shown, rooms: dict[int, Room], block: str, on_date: date) -> Undo | None:
    for item in shown.taken:
        if str(item.id) == block and item.kind is OccupancyKind.BLOCK and item.room_id in rooms:
            room = rooms[item.room_id]
            hours = hours_of(item.slot, room.studio.zone, on_date)
            action = f"/manage/rooms/{room.code}/blocks/{item.id}/removal"
            return Undo(f"{room.name} is blocked, {hours}.", Act("Undo", action, kind="quiet"))
    return None
