"""What a room costs: stretches of hours, each with its total price; people; peak hours."""

from decimal import Decimal
from typing import Any

from wtforms import IntegerField
from wtforms.validators import Optional

from studiobook.rooms.forms.bands import (
    MOST_ROWS,
    BandRow,
    band_fields,
    name_rows,
    read_bands,
    rows_of,
)
from studiobook.rooms.forms.numbers import TypedDecimal
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_list import Tier
from studiobook.values.currency import exponent
from studiobook.web.forms import Form

ROWS = 6
#: Minor units; larger amounts fit no column, and no studio.
MOST_MINOR = 10**9
LONGEST = 24
LENGTH = "Enter full or half hours, up to 24."
TWICE = "This length has a price already, above."
NONE = "Give the room at least one price."
DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class PricesForm(Form):
    """Rows of hours and price, people, and hours that differ; empty rows do not count."""

    currency: str
    capacity: int
    size: int
    band_size: int
    tiers: list[Tier]
    bands: list[Band]
    #: Per person beyond the included ones and hour, in minor units.
    extra_minor: int

    included = IntegerField(
        "People included in the prices", validators=[Optional()], render_kw={"inputmode": "numeric"}
    )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The pairs of fields."""
        return [(self[f"hours_{n}"], self[f"price_{n}"]) for n in range(1, self.size + 1)]

    @property
    def band_rows(self) -> list[BandRow]:
        """The rows of hours that differ."""
        return rows_of(self, self.band_size)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the rows into `tiers` and `bands`; errors stand beside their field."""
        if not super().validate(extra_validators):
            name_rows(self.band_rows)
            return False
        self.tiers, self.extra_minor = [], 0
        for hours, price in self.rows:
            self._read(hours, price)
        if not self.errors and not self.tiers:
            _refuse(self.rows[0][1], NONE)
        self._read_people()
        self.bands = read_bands(self.band_rows)
        return not self.errors

    def _read_people(self) -> None:
        typed, extra = self.included.data, self.extra.data
        if typed is not None and not 1 <= typed <= self.capacity:
            _refuse(self.included, f"The room holds 1 to {self.capacity} people.")
        if not extra:
            return
        if typed is None:
            _refuse(self.included, "Say how many people the prices include.")
        self.extra_minor = self._minor(self.extra) or 0

    def _read(self, hours: Any, price: Any) -> None:
        if hours.data is None and price.data is None:
            return
        half_hours, minor = self._length(hours), self._minor(price)
        if half_hours is not None and minor is not None:
            self.tiers.append(Tier(half_hours, minor))

    def _length(self, hours: Any) -> int | None:
        typed = hours.data
        if typed is None or not 0 < typed <= LONGEST or typed * 2 % 1:
            _refuse(hours, LENGTH)
            return None
        half_hours = int(typed * 2)
        if any(known.half_hours == half_hours for known in self.tiers):
            _refuse(hours, TWICE)
            return None
        return half_hours

    def _minor(self, price: Any) -> int | None:
        if price.data is None:
            _refuse(price, "Enter the price of this length.")
            return None
        minor = price.data.scaleb(exponent(self.currency))
        # Whether it is whole is asked last: a number too large has no remainder.
        if not 0 < minor <= MOST_MINOR or minor % 1:
            _refuse(price, f"Enter a price above 0, in the coins that {self.currency} has.")
            return None
        return int(minor)


def _refuse(field: Any, sentence: str) -> None:
    field.errors = [*field.errors, sentence]


def prices_form(
    currency: str, *, capacity: int, rows: int = 0, band_rows: int = 0, **known: Any
) -> PricesForm:
    """The form for prices in a currency, with at least so many rows."""
    size, band_size = max(rows, ROWS), min(max(band_rows, 0), MOST_ROWS)
    fields: dict[str, Any] = {
        "currency": currency,
        "capacity": capacity,
        "size": size,
        "band_size": band_size,
        **band_fields(band_size),
        "extra": TypedDecimal(
            f"{currency} an hour for each person more",
            places=None,
            validators=[Optional()],
            render_kw=DECIMAL,
        ),
    }
    for n in range(1, size + 1):
        fields[f"hours_{n}"] = TypedDecimal(
            "Hours", places=None, validators=[Optional()], render_kw=DECIMAL
        )
        fields[f"price_{n}"] = TypedDecimal(
            f"Price in {currency}", places=None, validators=[Optional()], render_kw=DECIMAL
        )
    priced: type[PricesForm] = type("CurrencyPricesForm", (PricesForm,), fields)
    return priced(**known)


def as_typed(tiers: list[Tier], currency: str) -> dict[str, Decimal]:
    """Tiers as the fields would hold them."""
    typed: dict[str, Decimal] = {}
    for n, tier in enumerate(sorted(tiers), start=1):
        hours = Decimal(tier.half_hours) / 2
        typed[f"hours_{n}"] = hours.quantize(Decimal(1)) if hours % 1 == 0 else hours
        typed[f"price_{n}"] = Decimal(tier.price_minor).scaleb(-exponent(currency))
    return typed


def people_as_typed(included: int, extra_minor: int, currency: str) -> dict[str, Any]:
    """What extra people cost as the fields would hold it."""
    extra = Decimal(extra_minor).scaleb(-exponent(currency)) if extra_minor else None
    return {"included": included, "extra": extra}
