"""A room: what it is, how long and how early it is booked, what stands in it."""

from typing import Any

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from studiobook.rooms.edit_room import RoomTraits
from studiobook.rooms.models import Room, RoomKind
from studiobook.studios.queries import Filter
from studiobook.web.forms import Form, options
from studiobook.web.slug_field import SlugField

KINDS = [(kind.value, kind.value.capitalize()) for kind in RoomKind]
STEPS = [(1, "Half hours"), (2, "Hours"), (4, "2 hours"), (8, "4 hours")]
GEAR = "gear_"
CHOSEN = [InputRequired("Choose one.")]


def _length(half_hours: int) -> str:
    hours, half = divmod(half_hours, 2)
    return " ".join([*([f"{hours} h"] if hours else []), *(["30 min"] if half else [])])


LENGTHS = [(n, _length(n)) for n in (*range(1, 17), *range(18, 49, 2))]


def _number(label: str, least: int, most: int, what: str) -> IntegerField:
    sentence = f"Enter {least} to {most} {what}."
    return IntegerField(
        label,
        validators=[InputRequired(sentence), NumberRange(least, most, sentence)],
        render_kw={"inputmode": "numeric", "min": least, "max": most},
    )


class RoomForm(Form):
    """Everything about a room but prices and photos."""

    name = StringField(
        "Name of the room", validators=[DataRequired("Enter the room's name."), Length(max=120)]
    )
    slug = SlugField(validators=[Optional()])
    kind = SelectField("What it is for", choices=options(KINDS), validators=CHOSEN)
    capacity = _number("People at most", 1, 1000, "people")
    description = TextAreaField("Description", validators=[Length(max=5000)])
    minimum = SelectField(
        "Shortest session", coerce=int, validators=CHOSEN, choices=options(LENGTHS)
    )
    maximum = SelectField(
        "Longest session", coerce=int, validators=CHOSEN, choices=options(LENGTHS)
    )
    step = SelectField("Longer in steps of", coerce=int, validators=CHOSEN, choices=options(STEPS))
    before = _number("Minutes kept free before", 0, 480, "minutes")
    after = _number("Minutes kept free after", 0, 480, "minutes")
    lead = _number("Hours of notice", 0, 720, "hours")
    horizon = _number("Days ahead it can be booked", 1, 365, "days")

    def validate_maximum(self, field: Any) -> None:
        """The longest is not shorter than the shortest."""
        if self.minimum.data and field.data and field.data < self.minimum.data:
            raise ValidationError("The longest session can't be shorter than the shortest.")

    @property
    def traits(self) -> RoomTraits:
        """What was typed; after validation."""
        return RoomTraits(
            name=self.name.data or "",
            kind=RoomKind(self.kind.data),
            capacity=self.capacity.data or 1,
            description=self.description.data or "",
            minimum=self.minimum.data,
            maximum=self.maximum.data,
            step=self.step.data,
            before_minutes=self.before.data or 0,
            after_minutes=self.after.data or 0,
            lead_minutes=(self.lead.data or 0) * 60,
            horizon_days=self.horizon.data or 1,
        )

    @property
    def quantities(self) -> dict[int, int]:
        """How many of which kind of gear, by its id; after validation."""
        return {
            int(field.name.removeprefix(GEAR)): field.data
            for field in self
            if field.name.startswith(GEAR) and field.data
        }


def room_form(gear: tuple[Filter, ...], **known: Any) -> RoomForm:
    """The form with a number for every kind of gear."""
    quantities = {
        f"{GEAR}{kind.id}": IntegerField(
            kind.name,
            validators=[Optional(), NumberRange(0, 99, "Enter 0 to 99.")],
            render_kw={"inputmode": "numeric", "min": 0, "max": 99},
        )
        for kind in gear
    }
    offering: type[RoomForm] = type("OfferingRoomForm", (RoomForm,), quantities)
    return offering(**known)


USUAL = {
    "capacity": 4,
    "minimum": 2,
    "maximum": 16,
    "step": 2,
    "before": 0,
    "after": 0,
    "lead": 0,
    "horizon": 90,
}


def as_typed(room: Room) -> dict[str, Any]:
    """The room as the fields would hold it; notice in whole hours, rounded up."""
    return {
        "name": room.name,
        "slug": room.slug,
        "kind": room.kind.value,
        "capacity": room.capacity,
        "description": room.description,
        "minimum": room.minimum,
        "maximum": room.maximum,
        "step": room.step,
        "before": room.buffer_before_minutes,
        "after": room.buffer_after_minutes,
        "lead": -(-room.lead_minutes // 60),
        "horizon": room.horizon_days,
        **{f"{GEAR}{piece.type_id}": piece.quantity for piece in room.equipment},
    }
