"""What a studio says about itself, to everybody and to its guests."""

from studiobook.studios.models import Badge, Studio
from studiobook.studios.open import promise


def describe(
    *, studio: Studio, description: str, house_rules: str, entry_notes: str, badges: list[Badge]
) -> None:
    """Write the texts and the promises. Entry notes are read by confirmed guests only."""
    studio.description, studio.house_rules = description, house_rules
    studio.entry_notes = entry_notes
    promise(studio, badges)
