"""What can be booked with a room: added, changed, switched off and on, removed and brought back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.errors import DomainError, NotFound
from studiobook.rooms.add_on import MOST_OFFERED, AddOn, Charged
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.models import Room

MOST_ID = 2**63 - 1


class TooManyAddOns(DomainError):
    """A list that no guest reads through."""

    message = f"A room has {MOST_OFFERED} add-ons at most. Remove one first."


class SameAddOn(DomainError):
    """Guests could not tell two add-ons of a room apart."""

    message = "Another add-on of this room has this name. Choose another one."


@dataclass(frozen=True)
class AddOnTraits:
    """All that an owner says about an add-on."""

    name: str
    description: str
    price_minor: int
    charged: Charged
    most: int


def list_add_ons(room_id: int) -> list[RoomAddOn]:
    """The room's add-ons, switched off ones too, the oldest first."""
    mine = select(RoomAddOn).where(RoomAddOn.room_id == room_id, RoomAddOn.removed_at.is_(None))
    return list(db.session.scalars(mine.order_by(RoomAddOn.id)))


def list_offered(room_id: int) -> list[AddOn]:
    """What guests can choose from."""
    return [add_on.offer for add_on in list_add_ons(room_id) if add_on.enabled]


def get_add_on(room_id: int, add_on_id: int, *, removed: bool = False) -> RoomAddOn:
    """One of the room's own. Raises NotFound for another room's, and for what is removed or not."""
    # An address may hold a number that no column does.
    add_on = db.session.get(RoomAddOn, add_on_id) if 0 < add_on_id <= MOST_ID else None
    if add_on is None or add_on.room_id != room_id or (add_on.removed_at is not None) != removed:
        raise NotFound
    return add_on


def add_add_on(*, room: Room, traits: AddOnTraits) -> RoomAddOn:
    """Offer it from now on. Raises TooManyAddOns, SameAddOn. The room is locked."""
    _refuse_more(room)
    _refuse_twin(room, traits.name, None)
    add_on = RoomAddOn(room_id=room.id, enabled=True)
    _write(add_on, traits)
    db.session.add(add_on)
    db.session.flush()
    return add_on


def edit_add_on(*, room: Room, add_on_id: int, traits: AddOnTraits) -> None:
    """Change it for bookings to come. Raises NotFound, SameAddOn. The room is locked."""
    add_on = get_add_on(room.id, add_on_id)
    _refuse_twin(room, traits.name, add_on.id)
    _write(add_on, traits)
    db.session.flush()


def switch_add_on(*, room: Room, add_on_id: int, on: bool) -> RoomAddOn:
    """Offer it, or keep it for later. Raises NotFound."""
    add_on = get_add_on(room.id, add_on_id)
    add_on.enabled = on
    db.session.flush()
    return add_on


def remove_add_on(*, room: Room, add_on_id: int, now: datetime) -> bool:
    """Take it off the list; False when it had gone already. Bookings made keep it."""
    try:
        add_on = get_add_on(room.id, add_on_id)
    except NotFound:
        return False
    add_on.removed_at = now
    db.session.flush()
    return True


def restore_add_on(*, room: Room, add_on_id: int) -> RoomAddOn:
    """Put it back as it was. Raises NotFound, TooManyAddOns, SameAddOn. The room is locked."""
    add_on = get_add_on(room.id, add_on_id, removed=True)
    _refuse_more(room)
    _refuse_twin(room, add_on.name, add_on.id)
    add_on.removed_at = None
    db.session.flush()
    return add_on


def _write(add_on: RoomAddOn, traits: AddOnTraits) -> None:
    add_on.name, add_on.description = traits.name, traits.description
    add_on.price_minor, add_on.charged = traits.price_minor, traits.charged
    add_on.most = traits.most


def _refuse_more(room: Room) -> None:
    if len(list_add_ons(room.id)) >= MOST_OFFERED:
        raise TooManyAddOns


def _refuse_twin(room: Room, name: str, own_id: int | None) -> None:
    others = (add_on for add_on in list_add_ons(room.id) if add_on.id != own_id)
    if any(other.name.lower() == name.lower() for other in others):
        raise SameAddOn
