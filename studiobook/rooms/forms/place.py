"""Where a studio stands."""

from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from studiobook.geographic.queries import Place
from studiobook.rooms.forms.numbers import TypedDecimal
from studiobook.values.coordinates import Coordinates
from studiobook.values.wall_clock import UnknownZone, zone_of
from studiobook.web.forms import Form, options

#: Kilometres; further away it is another city, or two numbers were exchanged.
FURTHEST = 150
BOTH = "Enter both numbers of the position, or neither."


class PlaceForm(Form):
    """Name and address. Position and zone may stay empty: then they are the city's."""

    name = StringField(
        "Name of the studio", validators=[DataRequired("Enter the studio's name."), Length(max=120)]
    )
    city = SelectField("City", validators=[DataRequired("Choose a city.")])
    street = StringField(
        "Street and number",
        validators=[DataRequired("Enter the street."), Length(max=200)],
        render_kw={"autocomplete": "street-address"},
    )
    postcode = StringField(
        "Postcode", validators=[Length(max=20)], render_kw={"autocomplete": "postal-code"}
    )
    lat = TypedDecimal(
        "Degrees north",
        places=None,
        validators=[Optional(), NumberRange(-90, 90, "Latitude is -90 to 90.")],
        render_kw={"inputmode": "decimal"},
    )
    lng = TypedDecimal(
        "Degrees east",
        places=None,
        validators=[Optional(), NumberRange(-180, 180, "Longitude is -180 to 180.")],
        render_kw={"inputmode": "decimal"},
    )
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

    def validate_lat(self, _field: Any) -> None:
        """Both numbers or none."""
        if self.lng.data is None:
            raise ValidationError(BOTH)

    def validate_lng(self, _field: Any) -> None:
        """Both numbers or none; a position in another country is a slip."""
        if self.lat.data is None or self.lng.data is None:
            raise ValidationError(BOTH)
        place = self.places.get(self.city.data or "")
        if place is None:
            return
        if not (-90 <= self.lat.data <= 90 and -180 <= self.lng.data <= 180):
            return
        away = self.at.distance_km(place.at)
        if away > FURTHEST:
            raise ValidationError(f"That is {away:,.0f} km from {place.name}. Check both numbers.")

    @property
    def is_exact(self) -> bool:
        """Whether position or zone were typed, rightly or wrongly."""
        return any(field.data or field.errors for field in self.exact)

    @property
    def exact(self) -> tuple[Any, ...]:
        """The fields that may stay empty."""
        return (self.lat, self.lng, self.zone)

    @property
    def place(self) -> Place:
        """The chosen city; after validation."""
        return self.places[self.city.data]

    @property
    def at(self) -> Coordinates:
        """The position, the city's own where none was typed; after validation."""
        if self.lat.data is None or self.lng.data is None:
            return self.place.at
        return Coordinates(float(self.lat.data), float(self.lng.data))
