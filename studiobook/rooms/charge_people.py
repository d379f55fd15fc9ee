"""What people beyond the usual number cost."""

from studiobook.rooms.models import Room


def charge_people(*, room: Room, included: int, extra_minor: int) -> None:
    """Each person beyond the included ones costs so many minor units an hour.

    Where that is nothing, everybody whom the room holds is included. Bookings made keep theirs.
    """
    room.extra_person_minor = extra_minor
    room.included_people = min(included, room.capacity) if extra_minor else room.capacity
