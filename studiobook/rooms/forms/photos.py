"""Pictures to upload, and words for them."""

from wtforms import MultipleFileField, StringField
from wtforms.validators import DataRequired, Length

from studiobook.web.forms import Form

ACCEPTED = {"accept": "image/jpeg,image/png,image/webp"}


class UploadForm(Form):
    """One or more files."""

    photos = MultipleFileField("Choose photos", render_kw=ACCEPTED)


class AltForm(Form):
    """What a picture shows."""

    alt = StringField(
        "What it shows", validators=[DataRequired("Say what the photo shows."), Length(max=200)]
    )
