"""The HTTP edge of bookings, one file per journey."""

from flask import Blueprint

from studiobook import clock
from studiobook.bookings.console_queries import count_requests
from studiobook.web.console import WAITING

blueprint = Blueprint("bookings", __name__)
WAITING["requests"] = lambda viewer: count_requests(viewer, now=clock.now())

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.bookings.routes import (  # noqa: E402
    answer,
    cancellation,
    checkout,
    clients,
    closures,
    day_calendar,
    extend,
    hold,
    off_market,
    offer_by_link,
    overtime,
    papers,
    parting,
    pay_link,
    price_trial,
    reports,
    reschedule,
    run,
    session,
    show,
    take,
    today,
)

__all__ = [
    "answer",
    "blueprint",
    "cancellation",
    "checkout",
    "clients",
    "closures",
    "day_calendar",
    "extend",
    "hold",
    "off_market",
    "offer_by_link",
    "overtime",
    "papers",
    "parting",
    "pay_link",
    "price_trial",
    "reports",
    "reschedule",
    "run",
    "session",
    "show",
    "take",
    "today",
]
