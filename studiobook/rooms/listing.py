"""Going live: what a studio still lacks, publishing it, and which of its rooms the public sees."""

from datetime import datetime

from sqlalchemy import select

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.errors import DomainError
from studiobook.rooms.models import Room
from studiobook.rooms.queries import Standing, ids_with_photo, list_rooms_of, standings_of
from studiobook.studios.models import Studio, StudioState


class NotReady(DomainError):
    """The checklist is not complete; the message names what is missing."""


def missing(studio: Studio) -> list[str]:
    """What keeps the studio from going live, in the owner's words; empty when nothing does."""
    return lacking(studio, standings_of([studio.id])[studio.id])


def lacking(studio: Studio, rooms: Standing) -> list[str]:
    """The same where it is known how far its rooms are."""
    found = []
    if studio.hours is None or studio.hours.never_open:
        found.append("opening hours")
    if not rooms.is_priced:
        found.append("a room with a price")
    if not rooms.is_shown:
        found.append("a photo of a room with a price" if rooms.is_priced else "a photo")
    if not studio.company.can_charge:
        found.append("a payment account that can take money")
    return found


def publish(*, studio: Studio, now: datetime) -> None:
    """Show the studio to the public. Raises NotReady."""
    lacking = missing(studio)
    if lacking:
        raise NotReady(f"Before it can go live the studio needs {', '.join(lacking)}.")
    studio.state = StudioState.PUBLISHED
    studio.published_at = studio.published_at or now
    refresh_listing(studio)


def unpublish(*, studio: Studio) -> None:
    """Take the studio out of the public's sight. Bookings made stay."""
    studio.state = StudioState.DRAFT
    refresh_listing(studio)


def refresh_listing(studio: Studio) -> None:
    """Derive `listed` of each room: studio published and able to charge, room priced and shown."""
    live = studio.state is StudioState.PUBLISHED and studio.company.can_charge
    shown = ids_with_photo(studio.id)
    for room in list_rooms_of(studio.id):
        room.listed = live and room.enabled and is_priced(room) and room.id in shown
    db.session.flush()


def refresh_company(company: Company) -> None:
    """The same for all its studios, after its gateway's state changed."""
    for studio in db.session.scalars(select(Studio).where(Studio.company_id == company.id)):
        refresh_listing(studio)


def is_priced(room: Room) -> bool:
    """Whether some length of the room has a price."""
    return any(price is not None for price in room.price_list)
