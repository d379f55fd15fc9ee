"""Sentences that a studio often answers with, and what stands for their placeholders."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from studiobook.db.base import db
from studiobook.messages.models import QuickReply, Thread
from studiobook.studios.models import Studio
from studiobook.values.wall_clock import to_local

MOST = 6
#: What a studio starts with that has written none of its own.
FIRST = (
    "Hello {guest}, thank you for asking. Yes, that works.",
    "Hello {guest}, {room} is ready for you at {time}. See you then.",
    "Hello {guest}, that is not possible in {room}, I am sorry. May I suggest something else?",
)


def set_replies(*, studio: Studio, bodies: Sequence[str]) -> None:
    """Replace the studio's list, in this order; empty ones are left out. At most `MOST`."""
    kept = [body for body in bodies if body][:MOST]
    db.session.execute(delete(QuickReply).where(QuickReply.studio_id == studio.id))
    db.session.add_all(
        QuickReply(studio_id=studio.id, position=position, body=body)
        for position, body in enumerate(kept, start=1)
    )
    db.session.flush()


def list_replies(studio_id: int) -> list[str]:
    """The studio's sentences as they were written, or the first ones."""
    bodies = db.session.scalars(
        select(QuickReply.body)
        .where(QuickReply.studio_id == studio_id)
        .order_by(QuickReply.position)
    ).all()
    return list(bodies or FIRST)


def filled(body: str, thread: Thread) -> str:
    """The sentence with the guest's name, and the room and time of the booking at hand.

    Only these three words in braces are replaced; what a name contains is not read again.
    """
    booking = thread.booking
    words = {"guest": thread.guest.name, "room": "the room", "time": "the time we agreed on"}
    if booking is not None:
        starts = to_local(booking.slot.starts_at, booking.zone)
        words["room"] = booking.room.name
        words["time"] = f"{starts:%H:%M} on {starts:%A} {starts.day} {starts:%B}"
    first, *rest = body.split("{")
    return first + "".join(_placed(part, words) for part in rest)


def _placed(part: str, words: dict[str, str]) -> str:
    name, brace, after = part.partition("}")
    return words[name] + after if brace and name in words else "{" + part
