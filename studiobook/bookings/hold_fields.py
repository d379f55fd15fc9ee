"""The fields of a form that holds a slot: local text that any page can send."""

from collections.abc import Iterable

from studiobook.rooms.add_on import ChosenAddOn, fields_of
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local

Fields = tuple[tuple[str, str], ...]


def slot_fields(slot: Timeslot, zone: str) -> Fields:
    """Day, start, showing and length as bookings/forms/slots.py:SlotForm reads them."""
    local = to_local(slot.starts_at, zone)
    return (
        ("date", f"{local:%Y-%m-%d}"),
        ("start", f"{local:%H:%M}"),
        ("fold", str(local.fold)),
        ("hours", f"{slot.half_hours / 2:g}"),
    )


def hold_fields(
    slot: Timeslot,
    zone: str,
    *,
    people: int = 1,
    engineer_id: int | None = None,
    add_ons: Iterable[ChosenAddOn] = (),
    total_minor: int | None = None,
) -> Fields:
    """All fields of a hold, with the total (minor units) that the page shows beside its button."""
    fields = [*slot_fields(slot, zone), ("people", str(people))]
    if engineer_id is not None:
        fields.append(("engineer", str(engineer_id)))
    fields += fields_of(add_ons)
    if total_minor is not None:
        fields.append(("expected_total", str(total_minor)))
    return tuple(fields)
