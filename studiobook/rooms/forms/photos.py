"""Pictures to upload, and words for them."""

from wtforms import MultipleFileField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from studiobook.web.forms import Form

NONE = "Choose one or more photos."
ACCEPTED = {"accept": "image/jpeg,image/png,image/webp,image/heic,.heic"}


class UploadForm(Form):
    """One or more files."""

    photos = MultipleFileField(
        "Choose photos", validators=[InputRequired(NONE)], render_kw=ACCEPTED
    )


class AltForm(Form):
    """What a picture shows."""

    alt = StringField(
        "What it shows", validators=[DataRequired("Say what the photo shows."), Length(max=200)]
    )
