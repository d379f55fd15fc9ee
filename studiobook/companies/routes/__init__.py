"""The HTTP edge of companies: what they say about themselves, and their logo."""

from flask import Blueprint

blueprint = Blueprint("companies", __name__)

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.companies.routes import company, logo  # noqa: E402

__all__ = ["blueprint", "company", "logo"]
