"""What owners say about their company."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from studiobook.web.forms import Form

NAME = {"autocomplete": "organization"}


class CompanyForm(Form):
    """Name, country and a few words; the choices of `country` are given by the page."""

    name = StringField(
        "Name of the company",
        validators=[DataRequired("Enter the company's name."), Length(max=120)],
        render_kw=NAME,
    )
    country = SelectField("Country", validators=[DataRequired("Choose a country.")])
    about = TextAreaField("About the company", validators=[Length(max=2000)])
