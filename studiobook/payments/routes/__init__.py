"""The HTTP edge of payments: a guest's way to the provider, a company's account there."""

from flask import Blueprint

from studiobook.payments.pages import payment_state

blueprint = Blueprint("payments", __name__)
# Bookings may not import payments; their page asks for this by name.
blueprint.add_app_template_global(payment_state, "payment_state")

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.payments.routes import account, invoices, papers, payment  # noqa: E402

__all__ = ["account", "blueprint", "invoices", "papers", "payment"]
