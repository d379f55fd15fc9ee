"""The HTTP edge of payments: a guest's way to the provider, a company's account there."""

from flask import Blueprint

from studiobook.payments.pages.booking import gone_before, money_state, payment_state
from studiobook.payments.payout_pages.coming import coming_payout

blueprint = Blueprint("payments", __name__)
# Bookings may not import payments; their pages ask for these by name.
blueprint.add_app_template_global(payment_state, "payment_state")
blueprint.add_app_template_global(money_state, "money_state")
blueprint.add_app_template_global(gone_before, "gone_before")
blueprint.add_app_template_global(coming_payout, "coming_payout")

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.payments.routes import (  # noqa: E402
    account,
    books,
    connection,
    invoices,
    papers,
    payment,
    payouts,
    refund,
)

__all__ = [
    "account",
    "blueprint",
    "books",
    "connection",
    "invoices",
    "papers",
    "payment",
    "payouts",
    "refund",
]
