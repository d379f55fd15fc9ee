"""What owners say about their company."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from studiobook.web.forms import Form
from studiobook.web.slug_field import SlugField

NAME = {"autocomplete": "organization"}


class CompanyForm(Form):
    """Name, country and a few words; the choices of `country` are given by the page."""

    name = StringField(
        "Name of the company",
        validators=[DataRequired("Enter the company's name."), Length(max=120)],
        render_kw=NAME,
    )
    slug = SlugField(validators=[Optional()])
    country = SelectField("Country", validators=[DataRequired("Choose a country.")])
    about = TextAreaField("About the company", validators=[Length(max=2000)])


class LogoForm(Form):
    """One picture; what it is, is told by its content."""

    logo = FileField(
        "Your logo",
        validators=[FileRequired("Choose a picture first.")],
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,.heic"},
    )
