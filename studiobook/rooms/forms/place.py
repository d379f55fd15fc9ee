"""Where a studio stands."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from studiobook.geographic.queries import Place
from studiobook.values.coordinates import Coordinates
from studiobook.values.map_position import BadPosition, read_position
from studiobook.values.wall_clock import UnknownZone, zone_of
from studiobook.web.forms import Form, options
from studiobook.web.slug_field import SlugField

#: Kilometres; further away it is another city, or two numbers were exchanged.
FURTHEST = 150
#: Characters of a typed position or pasted link.
LONGEST = 2000
TYPED = {"autocomplete": "off"}


class PositionField(StringField):
    """Two numbers or the link of a map; `at` is the place after validation."""

    at: Coordinates | None = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  # WTForms passes it
        """Read it, unless it is longer than any link: what reads it would take minutes."""
        if len(self.data or "") > LONGEST:
            raise ValidationError(f"A position or link has up to {LONGEST} characters.")
        try:
            self.at = read_position(self.data) if self.data else None
        except BadPosition as slip:
            raise ValidationError(str(slip)) from None

    def refuse_far_from(self, name: str, middle: Coordinates) -> None:
        """A place in another country is a slip. Raises ValidationError."""
        away = self.at.distance_km(middle) if self.at else 0
        if away > FURTHEST:
            raise ValidationError(f"That is {away:,.0f} km from {name}. Check both numbers.")


def _position(**known: Any) -> PositionField:
    return PositionField("Position", render_kw=TYPED, **known)


class PlaceForm(Form):
    """Name and address. Position and zone may stay empty: then they are the city's."""

    company = SelectField("Company", validators=[DataRequired("Choose a company.")])
    name = StringField(
        "Name of the studio", validators=[DataRequired("Enter the studio's name."), Length(max=120)]
    )
    slug = SlugField(validators=[Optional()])
    city = SelectField("City", validators=[DataRequired("Choose a city.")])
    street = StringField(
        "Street and number",
        validators=[DataRequired("Enter the street."), Length(max=200)],
        render_kw={"autocomplete": "street-address"},
    )
    postcode = StringField(
        "Postcode", validators=[Length(max=20)], render_kw={"autocomplete": "postal-code"}
    )
    position = _position(validators=[Optional()])
    zone = StringField("Time zone", validators=[Optional(), Length(max=64)])

    def offer(self, places: tuple[Place, ...]) -> None:
        """Let one of these cities be chosen."""
        self.places = {place.slug: place for place in places}
        named = [(place.slug, f"{place.name}, {place.country}") for place in places]
        self.city.choices = options([("", "Choose a city"), *named])

    def forget(self, *names: str) -> None:
        """As if nothing had been typed into these fields."""
        for name in names:
            self[name].data, self[name].raw_data = None, []

    def validate_zone(self, field: Any) -> None:
        """A name of the time zone database."""
        try:
            zone_of(field.data)
        except UnknownZone:
            raise ValidationError(
                "There is no such time zone. Enter one such as Europe/Berlin."
            ) from None

    def validate_position(self, field: PositionField) -> None:
        """Not in another country."""
        place = self.places.get(self.city.data or "")
        if place is not None:
            field.refuse_far_from(place.name, place.at)

    @property
    def is_exact(self) -> bool:
        """Whether position or zone were typed, rightly or wrongly."""
        return any(field.data or field.errors for field in self.exact)

    @property
    def plain(self) -> tuple[Any, ...]:
        """The fields that stand in sight."""
        names = ("company", "name", "city", "street", "postcode", "slug")
        return tuple(self[name] for name in names if name in self)

    @property
    def exact(self) -> tuple[Any, ...]:
        """The fields that may stay empty."""
        return (self.position, self.zone)

    @property
    def place(self) -> Place:
        """The chosen city; after validation."""
        return self.places[self.city.data]

    @property
    def at(self) -> Coordinates:
        """The position, the city's own where none was typed; after validation."""
        return self.position.at or self.place.at


class PositionForm(Form):
    """Only where the door is."""

    position = _position(validators=[DataRequired("Enter the position, or move the map.")])

    def place_in(self, city: str, middle: Coordinates) -> None:
        """The city that the door is in."""
        self._city = (city, middle)

    def validate_position(self, field: PositionField) -> None:
        """Not in another country."""
        field.refuse_far_from(*self._city)
