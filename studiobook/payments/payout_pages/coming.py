"""What lands next at the owner's bank, as one line for the console's home."""

from studiobook.payments.payout_pages.overview import next_landing
from studiobook.payments.payout_queries import list_coming_of_owner
from studiobook.web.components import Link
from studiobook.web.viewer import current_viewer


def coming_payout() -> Link | None:
    """€312.00 lands on Fri 28 Nov 2026; None for whoever owns nothing, or when nothing comes."""
    return next_landing(list_coming_of_owner(current_viewer().user_id))
