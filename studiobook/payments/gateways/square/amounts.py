"""Money and moments as Square writes them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from studiobook.values.money import Money

if TYPE_CHECKING:
    from square.requests.money import MoneyParams


def to_square(money: Money) -> "MoneyParams":
    """In the currency's smallest unit, as a whole number."""
    return {"amount": money.minor, "currency": money.currency}


def to_money(doc: dict[str, Any]) -> Money:
    """The same the other way."""
    return Money(int(doc["amount"]), str(doc["currency"]))


def to_moment(text: str) -> datetime:
    """An aware instant; Square writes RFC 3339, with or without fractions."""
    return datetime.fromisoformat(text).astimezone(UTC)


def to_text(moment: datetime) -> str:
    """RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
