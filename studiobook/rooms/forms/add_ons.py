"""What an owner says about an add-on."""

from decimal import Decimal
from typing import Any

from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from studiobook.rooms.add_on import MOST_OF_ONE, Charged
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.forms.numbers import TypedDecimal
from studiobook.rooms.offer_add_ons import AddOnTraits
from studiobook.values.currency import exponent
from studiobook.values.one_line import one_line
from studiobook.web.forms import Form, options

#: Minor units, as the table allows.
MOST_MINOR = 10**8
CHARGES = [
    ("booking", "Once, however long they stay"),
    ("hour", "For every hour"),
    ("person", "For every person who comes"),
]
QUANTITY = f"Enter 1 to {MOST_OF_ONE}."


class AddOnForm(Form):
    """Prices are in the room's currency, which `add_on_form` says."""

    currency: str

    name = StringField(
        "Name", validators=[DataRequired("Say what it is, such as Drum kit."), Length(max=60)]
    )
    description = StringField("One line about it", validators=[Length(max=140)])
    price = TypedDecimal(
        "Price of one",
        places=None,
        validators=[InputRequired("Enter a price, or 0 if it is free.")],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    charged = RadioField(
        "Charged",
        choices=options(CHARGES),
        default="booking",
        validators=[DataRequired("Choose how it is charged.")],
    )
    most = IntegerField(
        "How many one booking can have",
        default=1,
        validators=[
            InputRequired(QUANTITY),
            NumberRange(min=1, max=MOST_OF_ONE, message=QUANTITY),
        ],
    )

    @property
    def traits(self) -> AddOnTraits:
        """What a faultless form says."""
        assert self.price.data is not None
        return AddOnTraits(
            name=one_line(self.name.data or ""),
            description=one_line(self.description.data or ""),
            price_minor=int(self.price.data.scaleb(exponent(self.currency))),
            charged=Charged(self.charged.data),
            most=self.most.data or 1,
        )

    def validate_price(self, field: Any) -> None:
        """Nothing that the currency has no coin for."""
        if field.data is None:
            return
        minor = field.data.scaleb(exponent(self.currency))
        # Whether it is whole is asked last: a number too large has no remainder.
        if not 0 <= minor <= MOST_MINOR or minor % 1:
            raise ValidationError(
                f"Enter a price from 0 on, in the coins that {self.currency} has."
            )


def add_on_form(currency: str, **known: Any) -> AddOnForm:
    """The form for an add-on of a room that is priced in this currency."""
    form = AddOnForm(**known)
    form.currency = currency
    form.price.label.text = f"Price of one in {currency}"
    return form


def as_typed(add_on: RoomAddOn, currency: str) -> dict[str, Any]:
    """An add-on as the fields would hold it."""
    return {
        "name": add_on.name,
        "description": add_on.description,
        "price": Decimal(add_on.price_minor).scaleb(-exponent(currency)),
        "charged": add_on.charged.value,
        "most": add_on.most,
    }
