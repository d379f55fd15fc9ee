"""Whom an invoice is made out to."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from studiobook.payments.models import InvoiceBuyer
from studiobook.web.forms import Form


class BuyerForm(Form):
    """All of it may stay empty: then the invoice is made out to the guest by name."""

    company_name = StringField(
        "Company",
        validators=[Length(max=160)],
        render_kw={"autocomplete": "organization"},
    )
    address = TextAreaField(
        "Address",
        validators=[Length(max=400)],
        render_kw={"autocomplete": "street-address", "rows": "4"},
    )
    tax_number = StringField(
        "Tax number", validators=[Length(max=40)], render_kw={"autocomplete": "off"}
    )

    @classmethod
    def filled(cls, buyer: InvoiceBuyer | None) -> "BuyerForm":
        """With what is known."""
        return cls(formdata=None, obj=buyer)

    def said(self) -> dict[str, str]:
        """What make_out_to wants to know."""
        return {
            "company_name": self.company_name.data or "",
            "address": self.address.data or "",
            "tax_number": self.tax_number.data or "",
        }
