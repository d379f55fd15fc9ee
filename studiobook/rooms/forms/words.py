"""What a studio says about itself."""

from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from studiobook.web.forms import Form


class WordsForm(Form):
    """Texts and promises; the choices of `badges` are given by the page."""

    description = TextAreaField("Description", validators=[Length(max=5000)])
    house_rules = TextAreaField("House rules", validators=[Length(max=5000)])
    entry_notes = TextAreaField("How to get in", validators=[Length(max=2000)])
    badges = SelectMultipleField(
        "What you promise", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
