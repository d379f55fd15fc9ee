"""What stands on an invoice: read once when it is issued, never again."""

from typing import Any

from studiobook.bookings.models import Booking
from studiobook.payments.models import InvoiceBuyer

TAX = "tax"
#: If none of this changes, the issued invoice still says what is true.
_SAYS = ("buyer", "lines", "starts_at", "ends_at")


def content_of(booking: Booking, buyer: InvoiceBuyer | None) -> dict[str, Any]:
    """As JSON: who sells, who buys, which session, and the lines in minor units."""
    return {
        "seller": _seller(booking),
        "buyer": _buyer(booking, buyer),
        "footer": booking.studio.company.invoice_footer,
        "code": booking.code,
        "starts_at": booking.slot.starts_at.isoformat(),
        "ends_at": booking.slot.ends_at.isoformat(),
        "zone": booking.zone,
        "room": booking.room.name,
        "studio": booking.studio.name,
        "country": booking.studio.city.country_code,
        "lines": [
            {
                "kind": line.kind,
                "label": line.label,
                "detail": line.detail,
                "amount_minor": line.amount_minor,
            }
            for line in booking.lines
        ],
    }


def says_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a guest would need no other invoice; what the studio is called now is no reason."""
    return all(one[part] == other[part] for part in _SAYS)


def tax_in(content: dict[str, Any]) -> int:
    """The tax among the lines, in minor units."""
    return sum(line["amount_minor"] for line in content["lines"] if line["kind"] == TAX)


def _seller(booking: Booking) -> list[str]:
    studio, company = booking.studio, booking.studio.company
    names = [company.legal_name, company.name, studio.name]
    lines = [name for at, name in enumerate(names) if name and name not in names[:at]]
    lines += [studio.street, f"{studio.postcode} {studio.city.name}".strip()]
    lines.append(studio.city.country.name)
    if company.tax_number:
        lines.append(f"Tax number: {company.tax_number}")
    return [line for line in lines if line]


def _buyer(booking: Booking, buyer: InvoiceBuyer | None) -> list[str]:
    if buyer is None:
        return [booking.guest_name]
    lines = [buyer.company_name, booking.guest_name, *buyer.address.splitlines()]
    if buyer.tax_number:
        lines.append(f"Tax number: {buyer.tax_number}")
    return [line.strip() for line in lines if line.strip()]
