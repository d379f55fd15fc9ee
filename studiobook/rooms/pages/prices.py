"""A room's prices, what guests are charged by them, and which of them nobody will pay."""

from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from studiobook.rooms.forms.bands import MOST_ROWS, bands_as_typed, typed_rows
from studiobook.rooms.forms.preview import PreviewForm
from studiobook.rooms.forms.prices import PricesForm, as_typed, people_as_typed, prices_form
from studiobook.rooms.let_by import pricing_of, tiers_of
from studiobook.rooms.models import Room
from studiobook.rooms.overpriced import Overpriced, overpriced
from studiobook.rooms.price_by_time import bands_of
from studiobook.rooms.price_list import RoomPricing
from studiobook.rooms.trial import Bill
from studiobook.values.money import Money
from studiobook.web.components import Fact, Link
from studiobook.web.console import FormPage
from studiobook.web.templating import money

#: As many lengths as a glance takes in.
SHOWN = 12


@dataclass(frozen=True)
class PriceAnswer:
    """What a session would cost by the prices that were typed, or why that can't be said yet.

    `bill` has lines and a total, as `ui.price_lines` takes them.
    """

    heading: str = ""
    bill: Bill | None = None
    notes: tuple[str, ...] = ()
    refusal: str | None = None


@dataclass(frozen=True)
class PricesPage(FormPage):
    """The form, what follows from the prices that are saved, and a session to try them on."""

    charged: tuple[Fact, ...] = ()
    more: tuple[Link, ...] = ()
    #: Where the rows of peak hours are added and taken out, and where the price is asked for.
    rows_action: str = ""
    preview_action: str = ""
    preview: PreviewForm | None = None
    answer: PriceAnswer | None = None
    may_add: bool = True


def prices_page(
    room: Room,
    form: PricesForm,
    preview: PreviewForm,
    *,
    way: tuple[Link, ...],
    answer: PriceAnswer | None = None,
) -> PricesPage:
    """The page as it stands; `way` leads to the room."""
    slugs: dict[str, Any] = {"slug": room.studio.slug, "room_slug": room.slug}
    return PricesPage(
        title="Prices",
        lede="So many hours, and what they cost in total. Guests pay the cheapest combination"
        " that covers their time.",
        form=form,
        action=url_for("rooms.update_prices", **slugs),
        way=way,
        body="rooms/prices_fields.html",
        after="rooms/prices_after.html",
        warnings=warnings_of(room),
        charged=charged_of(room),
        more=(
            Link("Photos", url_for("rooms.show_photos", **slugs)),
            Link("Back to the checklist", url_for("rooms.show_studio", slug=room.studio.slug)),
        ),
        rows_action=url_for("rooms.edit_peak_hours", **slugs),
        preview_action=url_for("rooms.show_price_preview", **slugs),
        preview=preview,
        answer=answer,
        may_add=form.band_size < MOST_ROWS,
    )


def form_of(room: Room, *, bands: int | None = None, **known: Any) -> PricesForm:
    """The form of a room's prices, as sent or with what is known."""
    sent = typed_rows(request.form) if bands is None else bands
    return prices_form(
        room.currency, capacity=room.capacity, rows=len(room.tiers) + 1, band_rows=sent, **known
    )


def saved_form(room: Room) -> PricesForm:
    """The form with what is saved."""
    bands = bands_of(room)
    known = as_typed(tiers_of(room), room.currency) | bands_as_typed(bands)
    known |= people_as_typed(room.included_people, room.extra_person_minor, room.currency)
    return form_of(room, bands=len(bands), formdata=None, data=known)


def typed_pricing(room: Room, form: PricesForm) -> RoomPricing:
    """What the price of the room would be worked out from, after validation."""
    included = form.included.data or room.capacity
    return replace(
        pricing_of(room),
        tiers=tuple(sorted(form.tiers)),
        included_people=included if form.extra_minor else room.capacity,
        extra_person_minor=form.extra_minor,
        bands=tuple(form.bands),
    )


def warnings_of(room: Room) -> tuple[str, ...]:
    """One sentence for each price that is never charged."""
    return tuple(_sentence(found, room.currency) for found in overpriced(tiers_of(room)))


def charged_of(room: Room) -> tuple[Fact, ...]:
    """The first lengths on offer, and what each costs."""
    offered = [
        Fact(_hours(n), money(Money(price, room.currency)))
        for n, price in enumerate(room.price_list)
        if price is not None
    ]
    return tuple(offered[:SHOWN])


def _sentence(found: Overpriced, currency: str) -> str:
    parts = " and ".join(f"{times} × {_hours(tier.half_hours)}" for tier, times in found.instead)
    asked = money(Money(found.tier.price_minor, currency))
    charged = money(Money(found.charged_minor, currency))
    return (
        f"{_hours(found.tier.half_hours)} for {asked} will not be charged: {parts} covers it for"
        f" {charged}, and guests always pay the cheapest combination."
    )


def _hours(half_hours: int) -> str:
    return f"{half_hours / 2:g} h"
