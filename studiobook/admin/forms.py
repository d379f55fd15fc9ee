"""What admins write down."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from studiobook.web.forms import Form


class NoteForm(Form):
    """How, when and to whom something was paid."""

    note = TextAreaField("How, when and to whom", validators=[DataRequired(), Length(max=300)])
