"""What owners send about money."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import DecimalField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError
from wtforms.widgets import TextInput

from studiobook.values.currency import exponent
from studiobook.values.money import Money
from studiobook.web.forms import Form, options
from studiobook.web.templating import money

SHARED, STUDIO = "shared", "studio"


class _Amount(DecimalField):
    """Takes the comma that half of the world writes for the decimal point."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it; what is no finite number is refused in a sentence."""
        typed = str(valuelist[0] if valuelist else "").strip().replace(",", ".")
        self.data = None
        try:
            number = Decimal(typed[:24]) if typed else None
        except InvalidOperation:
            number = None
        if number is not None and number.is_finite():
            self.data = number
        elif typed:
            raise ValueError("Enter a plain amount, such as 25.00.")


class RefundForm(Form):
    """How much goes back, who bears the fee, and why. Set `left` before validating."""

    amount = _Amount(
        "Amount that the guest gets",
        places=None,
        validators=[InputRequired()],
        # A number field would refuse the comma.
        widget=TextInput(),
    )
    fee = RadioField(
        "Our fee",
        choices=options(
            [(SHARED, "We give back our part"), (STUDIO, "You give all of it, and we keep our fee")]
        ),
        default=SHARED,
    )
    note = TextAreaField(
        "Why, for you and your team",
        validators=[Length(max=300)],
    )
    left: Money

    def validate_amount(self, field: Any) -> None:
        """Whole cents, something, and no more than is left."""
        if field.data is None:
            return
        minor = field.data.scaleb(exponent(self.left.currency))
        if minor != minor.to_integral_value():
            raise ValidationError(f"{self.left.currency} has no smaller coin than that.")
        if not 0 < minor <= self.left.minor:
            raise ValidationError(f"Between nothing and {money(self.left)}, which is what is left.")

    @property
    def money(self) -> Money:
        """The amount, once it is valid."""
        assert self.amount.data is not None
        minor = self.amount.data.scaleb(exponent(self.left.currency))
        return Money(int(minor), self.left.currency)

    @property
    def studio_bears_fee(self) -> bool:
        """Whether all of it is taken from the studio."""
        return bool(self.fee.data == STUDIO)


class RefundOnceForm(RefundForm):
    """The same as a button that works once: what the page had shown, and its own word."""

    token = HiddenField(validators=[Regexp(r"^[0-9a-f]{32}$")])
    expected_left = IntegerField(validators=[InputRequired()])
