"""Notes of a studio's team about a guest: written, removed, taken back."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from studiobook.bookings.models import Booking, ClientNote
from studiobook.db.base import db

#: How long a removed note can be taken back.
KEPT = timedelta(days=1)


def note_client(*, booking: Booking, author_id: int, body: str, now: datetime) -> ClientNote:
    """Remember this about the booking's guest."""
    note = ClientNote(booking_id=booking.id, author_id=author_id, body=body, written_at=now)
    db.session.add(note)
    db.session.flush()
    return note


def remove_note(note: ClientNote, *, now: datetime) -> None:
    """Take it off the page, and forget those that were taken off long ago. Twice is once."""
    note.removed_at = note.removed_at or now
    db.session.execute(delete(ClientNote).where(ClientNote.removed_at < now - KEPT))


def restore_note(note: ClientNote) -> None:
    """Put it back."""
    note.removed_at = None
