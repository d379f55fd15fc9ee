"""The HTTP edge of setting up: studios and their rooms, one file per step."""

from flask import Blueprint

blueprint = Blueprint("rooms", __name__)

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.rooms.routes import (  # noqa: E402
    add_ons,
    hours,
    photos,
    place,
    position,
    prices,
    publication,
    questions,
    room,
    studios,
    terms,
    uploads,
    words,
)

__all__ = [
    "add_ons",
    "blueprint",
    "hours",
    "photos",
    "place",
    "position",
    "prices",
    "publication",
    "questions",
    "room",
    "studios",
    "terms",
    "uploads",
    "words",
]
