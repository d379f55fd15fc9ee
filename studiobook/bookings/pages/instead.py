"""What a caller can have when the wished time is gone: other times, each with one button."""

from datetime import datetime

from studiobook.bookings.forms.slots import SlotForm
from studiobook.bookings.forms.studios import OfferForm, WalkInForm
from studiobook.bookings.hold_fields import Fields, slot_fields
from studiobook.bookings.pages.occupation import Asking, Instead
from studiobook.bookings.quote_for import quote_for
from studiobook.errors import DomainError
from studiobook.rooms.models import Room
from studiobook.rooms.queries import FreeTime, nearest_free
from studiobook.teams.queries import find_engineer
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.web.components import Act
from studiobook.web.templating import money, span

#: What an `Instead` says for itself.
_OF_THE_SLOT = {"date", "start", "fold", "hours", "expected_total", "csrf_token"}


def asking_for(room: Room, form: OfferForm, slot: Timeslot | None, *, fee: Rate) -> Asking:
    """The price of what stands in the form."""
    if slot is None:
        return Asking(None, "The price stands here as soon as day, start and length do.")
    engineer = find_engineer(form.engineer.data, studio_id=room.studio_id)
    people = form.people.data or 1
    try:
        return Asking(
            quote_for(room, slot=slot, people=people, add_ons=(), engineer=engineer, fee=fee)
        )
    except DomainError as refusal:
        return Asking(None, str(refusal.message))


def walk_in_instead(
    room: Room, form: WalkInForm, slot: Timeslot, *, now: datetime
) -> tuple[Instead, ...]:
    """The nearest free times for who stands there, without a price."""
    free = nearest_free(room=room, slot=slot, people=form.people.data or 1, now=now)
    return tuple(_instead(found, form, "Book", "walk-ins") for found in free)


def offer_instead(
    room: Room, form: OfferForm, slot: Timeslot, *, fee: Rate, now: datetime
) -> tuple[Instead, ...]:
    """The nearest free times for the caller, each with its price; nothing is typed again."""
    engineer = find_engineer(form.engineer.data, studio_id=room.studio_id)
    people = form.people.data or 1
    found = []
    for free in nearest_free(room=room, slot=slot, people=people, now=now):
        try:
            price = quote_for(
                free.room, slot=free.slot, people=people, add_ons=(), engineer=engineer, fee=fee
            )
        except DomainError:
            continue
        asked = (("expected_total", str(price.total.minor)),)
        found.append(_instead(free, form, "Hold", "phone-bookings", asked, cost=money(price.total)))
    return tuple(found)


def _instead(
    free: FreeTime, form: SlotForm, verb: str, kind: str, more: Fields = (), *, cost: str = ""
) -> Instead:
    zone = free.room.studio.zone
    when = span(free.slot, zone)
    act = Act(
        label=verb,
        action=f"/manage/rooms/{free.room.code}/{kind}",
        fields=(*slot_fields(free.slot, zone), *typed_fields(form), *more),
        kind="quiet",
        words=f"{verb}: {free.room.name}, {when}" + (f", {cost}" if cost else ""),
    )
    place = f"{free.room.name}, {cost}" if cost else free.room.name
    return Instead(when, place, act)


def typed_fields(form: SlotForm) -> Fields:
    """Everything else that was typed, so that it need not be typed again."""
    return tuple(
        (field.name, str(field.data))
        for field in form
        if field.name not in _OF_THE_SLOT and field.data not in (None, "")
    )
