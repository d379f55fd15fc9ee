"""What owners say about their company."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from studiobook.web.forms import Form
from studiobook.web.slug_field import SlugField

NAME = {"autocomplete": "organization"}
#: The fields that only invoices show.
ON_INVOICES = ("legal_name", "tax_number", "invoice_footer")


class CompanyForm(Form):
    """Name, country and a few words; the choices of `country` are given by the page.

    What only invoices need is asked once the company is there.
    """

    name = StringField(
        "Name of the company",
        validators=[DataRequired("Enter the company's name."), Length(max=120)],
        render_kw=NAME,
    )
    slug = SlugField(validators=[Optional()])
    country = SelectField("Country", validators=[DataRequired("Choose a country.")])
    about = TextAreaField("About the company", validators=[Length(max=2000)])
    legal_name = StringField("Registered name", validators=[Length(max=160)])
    tax_number = StringField("Tax number", validators=[Length(max=40)])
    invoice_footer = TextAreaField(
        "Note at the end of invoices", validators=[Length(max=600)], render_kw={"rows": "3"}
    )


class LogoForm(Form):
    """One picture; what it is, is told by its content."""

    logo = FileField(
        "Your logo",
        validators=[FileRequired("Choose a picture first.")],
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,.heic"},
    )
