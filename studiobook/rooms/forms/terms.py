"""On which terms a studio is booked."""

from typing import Any

from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from studiobook.rooms.forms.numbers import TypedDecimal
from studiobook.web.forms import Form, options

#: The presets of bookings/terms.py, which stands above rooms, in an owner's words.
PRESETS = [
    ("easy", "Easy: everything back up to 24 hours before, then nothing"),
    ("standard", "Standard: everything back up to 72 hours before, half up to 24 hours"),
    ("firm", "Firm: everything back up to 7 days before, half up to 48 hours"),
    ("long_session", "Long sessions: everything back up to 30 days before, half up to 7 days"),
]
ANSWERS = [
    ("instant", "At once: whoever pays has the room"),
    ("request", "On request: you accept or decline each one, within 24 hours"),
]


#: Percent; the column takes no more.
MOST_TAX = 50
TAX_HINT = (
    "On top of your prices and the service fee: at 19 %, what came to 100 costs the guest 119."
    " Leave it empty if your prices include all taxes."
)
TAX_NAME_HINT = "Guests read it on their bill: VAT, Sales tax."


class TermsForm(Form):
    """Cancellation terms, whether the owner answers each request, and the tax."""

    terms = RadioField(
        "When a guest cancels",
        choices=options(PRESETS),
        validators=[DataRequired("Choose the terms.")],
    )
    answer = RadioField(
        "How it is booked",
        choices=options(ANSWERS),
        validators=[DataRequired("Choose how it is booked.")],
    )
    tax_percent = TypedDecimal(
        "Tax in percent",
        places=None,
        validators=[Optional()],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    tax_name = StringField(
        "What the tax is called",
        validators=[Optional(), Length(max=40)],
        render_kw={"autocomplete": "off"},
    )

    def validate_tax_percent(self, field: Any) -> None:
        """Two decimals, and no more than anybody charges."""
        if field.data is None:  # told already
            return
        if not 0 <= field.data <= MOST_TAX or field.data * 100 % 1:
            raise ValidationError(f"Enter a percentage up to {MOST_TAX}, as in 19 or 7.5.")

    @property
    def tax_basis_points(self) -> int:
        """After validation; 0 for none."""
        return int((self.tax_percent.data or 0) * 100)
