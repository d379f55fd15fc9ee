"""On which terms a studio is booked."""

from studiobook.studios.models import Studio


def set_terms(*, studio: Studio, terms_preset: str, instant: bool) -> None:
    """Set them for bookings to come; those that were made keep theirs.

    `terms_preset` is one of bookings/terms.py.
    """
    studio.terms_preset, studio.instant = terms_preset, instant


def set_tax(*, studio: Studio, name: str, basis_points: int) -> None:
    """Put a tax on top of prices to come; 0 for none. Without a name it is called "Tax"."""
    studio.tax_name, studio.tax_basis_points = name or "Tax", basis_points
