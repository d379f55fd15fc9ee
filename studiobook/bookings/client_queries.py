"""Reading who books at somebody's studios: how often, for how much, when last, and what to know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import joinedload

from studiobook.bookings.models import Booking, ClientNote
from studiobook.bookings.queries import get_booking
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.teams.policies import Power, list_studios_for
from studiobook.users.viewer import Viewer
from studiobook.values.code import normalise
from studiobook.values.money import Money

PAGE = 50
#: Rows of an export: more than a spreadsheet is read for.
MOST = 20_000
#: Bookings on a client's own page.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Client:
    """A guest by account, or by address as long as they have none; one row for each currency.

    `code` is that of one of their bookings, by which they are found again. `visits` are sessions
    that took place or are still to come; `paid` is what they cost and what was kept of cancelled
    ones; `zone` is that of the studio where they were last.
    """

    code: str
    name: str
    email: str
    phone: str
    visits: int
    cancelled: int
    missed: int
    paid: Money
    last_at: datetime
    zone: str


#: Walk-ins without an address are told apart by name.
_WHO = "COALESCE('account ' || b.user_id, NULLIF(lower(b.guest_email), ''), lower(b.guest_name))"
_COUNTED = """b.studio_id = ANY(:studios) AND b.guest_name <> ''
        AND b.status IN ('confirmed', 'completed', 'no_show', 'cancelled')"""
_CLIENTS = f"""
    SELECT (array_agg(b.code ORDER BY b.id DESC))[1] AS code,
        (array_agg(b.guest_name ORDER BY b.id DESC))[1] AS name,
        (array_agg(b.guest_email ORDER BY b.id DESC))[1] AS email,
        (array_agg(b.guest_phone ORDER BY b.guest_phone = '', b.id DESC))[1] AS phone,
        b.currency,
        count(*) FILTER (WHERE b.status IN ('confirmed', 'completed')) AS visits,
        count(*) FILTER (WHERE b.status = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE b.status = 'no_show') AS missed,
        sum(CASE WHEN b.status = 'cancelled' THEN b.total_minor - COALESCE(b.refund_due_minor, 0)
            ELSE b.total_minor END) AS paid_minor,
        max(lower(b.during)) AS last_at,
        (array_agg(b.zone ORDER BY lower(b.during) DESC))[1] AS zone,
        count(*) OVER () AS found
    FROM booking b
    WHERE {_COUNTED}{{those}}
    GROUP BY {_WHO}, b.currency
    HAVING :words = '' OR bool_or(
        strpos(lower(b.guest_name), :words) > 0 OR strpos(lower(b.guest_email), :words) > 0)
    ORDER BY last_at DESC, email LIMIT :limit OFFSET :offset"""  # noqa: S608  # our own fragments
_ASKED = text(_CLIENTS.format(those=""))
_ONE = text(_CLIENTS.format(those=" AND b.id = ANY(:bookings)"))
_THEIRS = text(
    f"""WITH one AS (SELECT {_WHO} AS who FROM booking b WHERE b.code = :code AND {_COUNTED})
    SELECT b.id FROM booking b JOIN one ON one.who = {_WHO} WHERE {_COUNTED}"""  # noqa: S608  # our own fragments
)


def list_clients(
    viewer: Viewer, *, words: str = "", page: int = 1, limit: int = PAGE
) -> tuple[list[Client], int]:
    """Clients of all studios that the viewer runs, the latest first, and how many there are."""
    studios = _studios_run_by(viewer)
    if not studios:
        return [], 0
    asked = {
        "studios": studios,
        "words": words.lower(),
        "limit": limit,
        "offset": (page - 1) * limit,
    }
    rows = db.session.execute(_ASKED, asked).all()
    return [_client(row) for row in rows], rows[0].found if rows else 0


@dataclass(frozen=True)
class Acquaintance:
    """One guest: a row for each currency, their latest bookings and the team's notes, newest first.

    `bookings` are at most `MOST_SHOWN`; `booking` is the one that was asked for.
    """

    booking: Booking
    rows: list[Client]
    bookings: list[Booking]
    notes: list[ClientNote]


def get_client(viewer: Viewer, code: str) -> Acquaintance:
    """Whose booking this is, at the studios that the viewer runs. Raises NotFound."""
    studios = _studios_run_by(viewer)
    ids = _bookings_of(studios, code)
    asked = {"studios": studios, "bookings": ids, "words": "", "limit": MOST_SHOWN, "offset": 0}
    bookings = list(
        db.session.scalars(
            select(Booking)
            .where(Booking.id.in_(ids))
            .options(joinedload(Booking.room), joinedload(Booking.studio))
            .order_by(func.lower(Booking.during).desc())
            .limit(MOST_SHOWN)
        )
    )
    return Acquaintance(
        booking=get_booking(code),
        rows=[_client(row) for row in db.session.execute(_ONE, asked)],
        bookings=bookings,
        notes=_notes(ids),
    )


def get_clients_booking(viewer: Viewer, code: str) -> Booking:
    """One booking of a guest of the studios that the viewer runs. Raises NotFound."""
    _bookings_of(_studios_run_by(viewer), code)
    return get_booking(code)


def get_note(viewer: Viewer, code: str, note_id: int) -> ClientNote:
    """A note about the guest of a booking, also one just removed. Raises NotFound."""
    ids = _bookings_of(_studios_run_by(viewer), code)
    note = db.session.get(ClientNote, note_id)
    if note is None or note.booking_id not in ids:
        raise NotFound
    return note


def _studios_run_by(viewer: Viewer) -> list[int]:
    return [studio.id for studio in list_studios_for(viewer, Power.RUN)]


def _bookings_of(studios: list[int], code: str) -> list[int]:
    """All bookings of whoever made this one. Raises NotFound for one of other studios."""
    ids = list(db.session.scalars(_THEIRS, {"studios": studios, "code": normalise(code)}))
    if not ids:
        raise NotFound
    return ids


def _notes(booking_ids: list[int]) -> list[ClientNote]:
    return list(
        db.session.scalars(
            select(ClientNote)
            .where(ClientNote.booking_id.in_(booking_ids), ClientNote.removed_at.is_(None))
            .options(joinedload(ClientNote.author))
            .order_by(ClientNote.written_at.desc(), ClientNote.id.desc())
        )
    )


def _client(row: Row[Any]) -> Client:
    return Client(
        code=row.code,
        name=row.name,
        email=row.email,
        phone=row.phone,
        visits=row.visits,
        cancelled=row.cancelled,
        missed=row.missed,
        paid=Money(int(row.paid_minor), row.currency),
        last_at=row.last_at,
        zone=row.zone,
    )
