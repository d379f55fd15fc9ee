"""What the forms that take a room's time share: who sent which about which room, and when."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from studiobook import clock
from studiobook.bookings.forms.slots import LONGEST, SlotForm
from studiobook.bookings.pages.occupation import Kind
from studiobook.bookings.policies import get_room_for
from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.teams.models import Membership
from studiobook.teams.policies import Power
from studiobook.teams.queries import list_engineers
from studiobook.users.viewer import Viewer
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import AmbiguousTime, BadTime
from studiobook.web.viewer import current_viewer


@dataclass(frozen=True)
class Asked:
    """A form as it was sent, or begun."""

    room: Room
    form: SlotForm
    kind: Kind
    viewer: Viewer
    now: datetime


def asked_for(code: str, form: SlotForm, kind: Kind) -> Asked:
    """A form about a room whose guests the viewer receives. Raises NotFound."""
    viewer = current_viewer()
    room = get_room_for(code, viewer=viewer, power=Power.RECEIVE)
    return Asked(room, form, kind, viewer, clock.now())


def room_again(room_id: int) -> Room:
    """The room in the present transaction."""
    return db.session.get_one(Room, room_id)


def slot_of(asked: Asked) -> Timeslot | None:
    """The slot of a faultless form; otherwise the faults are written beside its fields."""
    form = asked.form
    if not form.validate_on_submit():
        return None
    try:
        return form.slot_in(asked.room.studio.zone)
    except AmbiguousTime:
        form.fold.errors = ["The clock shows this time twice: 0 is the first, 1 the second."]
    except BadTime as error:
        form.start.errors = [f"{str(error).capitalize()}. Choose another."]
    return None


def slot_begun(asked: Asked) -> Timeslot | None:
    """The slot as far as the form has one yet; nobody is told what is wrong with it."""
    form = asked.form
    hours: Decimal | None = form.hours.data
    if form.date.data is None or form.start.data is None or hours is None:
        return None
    if not hours.is_finite() or not 0 < hours <= LONGEST or hours * 2 % 1:
        return None
    if form.fold.data not in ("", "0", "1", None):
        return None
    try:
        return form.slot_in(asked.room.studio.zone)
    except BadTime:
        return None


def free_engineers(asked: Asked) -> list[Membership]:
    """Who can come: those who are free in the slot, all while there is none."""
    slot = slot_begun(asked)
    return list_engineers(asked.room.studio_id, slot=slot, now=asked.now)


def times_of(form: SlotForm) -> str:
    """The times as a query, for the other forms."""
    on_date, at, hours = form.date.data, form.start.data, form.hours.data
    fields = {
        "date": on_date.isoformat() if on_date else "",
        "start": f"{at:%H:%M}" if at else "",
        "hours": f"{hours:f}" if hours is not None else "",
        "fold": form.fold.data or "",
    }
    return urlencode({name: value for name, value in fields.items() if value})
