"""A room's pictures: what is kept about those that files/ has stored."""

from sqlalchemy import func, select

from studiobook.db.base import db
from studiobook.rooms.models import Photo, Room


def add_photo(
    *, room: Room, key: str, sizes: list[tuple[int, int]], placeholder: str, alt: str
) -> Photo:
    """Append a stored picture. `sizes` are its renditions' (width, height), narrowest first."""
    last = db.session.scalar(select(func.max(Photo.position)).where(Photo.room_id == room.id))
    width, height = sizes[-1]
    photo = Photo(
        room_id=room.id,
        position=0 if last is None else last + 1,
        key=key,
        widths=[size[0] for size in sizes],
        width=width,
        height=height,
        placeholder=placeholder,
        alt=alt,
    )
    db.session.add(photo)
    db.session.flush()
    return photo
