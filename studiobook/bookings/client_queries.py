"""Reading who books at somebody's studios: how often, for how much, and when last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from studiobook.db.base import db
from studiobook.teams.policies import Power, list_studios_for
from studiobook.users.viewer import Viewer
from studiobook.values.money import Money

PAGE = 50
#: Rows of an export: more than a spreadsheet is read for.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Client:
    """A guest by account, or by address as long as they have none; one row for each currency.

    `visits` are sessions that took place or are still to come; `paid` is what they cost and what
    was kept of cancelled ones; `zone` is that of the studio where they were last.
    """

    name: str
    email: str
    phone: str
    visits: int
    cancelled: int
    missed: int
    paid: Money
    last_at: datetime
    zone: str


_CLIENTS = """
    SELECT (array_agg(b.guest_name ORDER BY b.id DESC))[1] AS name,
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
    WHERE b.studio_id = ANY(:studios) AND b.guest_name <> ''
        AND b.status IN ('confirmed', 'completed', 'no_show', 'cancelled')
    GROUP BY COALESCE('account ' || b.user_id, lower(b.guest_email), lower(b.guest_name)),
        b.currency
    HAVING :words = '' OR bool_or(
        strpos(lower(b.guest_name), :words) > 0 OR strpos(lower(b.guest_email), :words) > 0)
    ORDER BY last_at DESC, email LIMIT :limit OFFSET :offset"""
_ASKED = text(_CLIENTS)


def list_clients(
    viewer: Viewer, *, words: str = "", page: int = 1, limit: int = PAGE
) -> tuple[list[Client], int]:
    """Clients of all studios that the viewer runs, the latest first, and how many there are."""
    studios = [studio.id for studio in list_studios_for(viewer, Power.RUN)]
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


def _client(row: Row[Any]) -> Client:
    return Client(
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
