"""On which terms a studio is booked."""

from wtforms import RadioField
from wtforms.validators import DataRequired

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


class TermsForm(Form):
    """Cancellation terms, and whether the owner answers each request."""

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
