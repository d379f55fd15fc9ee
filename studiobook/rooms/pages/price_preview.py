"""The answer to "what would that cost?" while an owner writes prices."""

from datetime import datetime

from studiobook.errors import DomainError
from studiobook.rooms.forms.preview import DAYS, PreviewForm
from studiobook.rooms.forms.prices import PricesForm
from studiobook.rooms.models import Room
from studiobook.rooms.pages.prices import PriceAnswer, typed_pricing
from studiobook.rooms.trial import Bill, try_price
from studiobook.values.local_week import week_half_hours
from studiobook.values.timeslot import Timeslot
from studiobook.web.templating import clock, money

WHEN = "Choose a day, a start at a full or half hour, and full or half hours up to 24."
CLOSED = "The studio is closed at that time, so nobody can book this."


def answer_of(room: Room, form: PricesForm, preview: PreviewForm, *, now: datetime) -> PriceAnswer:
    """By the one function that also freezes prices; the prices' first fault where there is one."""
    if not form.validate_on_submit():
        return PriceAnswer(refusal=_first_fault(form))
    slot = preview.slot(room.studio.zone, now)
    if slot is None:
        return PriceAnswer(refusal=WHEN)
    try:
        people = preview.preview_people.data or 0
        bill = try_price(room.studio, typed_pricing(room, form), slot, people)
    except DomainError as refusal:
        return PriceAnswer(refusal=refusal.message)
    return PriceAnswer(_heading(room, preview, slot), bill, _notes(room, slot, bill))


def _heading(room: Room, preview: PreviewForm, slot: Timeslot) -> str:
    day = DAYS[int(preview.preview_day.data)]
    people = preview.preview_people.data
    zone = room.studio.zone
    who = "1 person" if people == 1 else f"{people} people"
    return f"{day} {clock(slot.starts_at, zone)}–{clock(slot.ends_at, zone)}, {who}"


def _notes(room: Room, slot: Timeslot, bill: Bill) -> tuple[str, ...]:
    notes = []
    if bill.fee:
        notes.append(f"{money(bill.fee)} of it is the service fee.")
    if room.studio.tax_basis_points:
        notes.append(f"{room.studio.tax_name} comes on top of your prices.")
    hours = room.studio.hours
    if hours and not hours.half_hours().issuperset(week_half_hours(slot, room.studio.zone)):
        notes.append(CLOSED)
    return tuple(notes)


def _first_fault(form: PricesForm) -> str:
    faults = [str(fault) for faults in form.errors.values() for fault in faults]
    return f"First put this right: {faults[0]}" if faults else "Send the prices once more."
