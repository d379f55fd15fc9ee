"""Numbers as people type them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import DecimalField


class TypedDecimal(DecimalField):
    """Takes the comma that half of the world writes for the decimal point."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it; what is no finite number is refused in a sentence."""
        if not valuelist or not str(valuelist[0]).strip():
            return
        typed = str(valuelist[0]).strip().replace(",", ".")
        try:
            self.data = Decimal(typed[:30])
        except InvalidOperation:
            self.data = None
        if self.data is None or not self.data.is_finite():
            self.data = None
            raise ValueError("Enter a plain number.")
