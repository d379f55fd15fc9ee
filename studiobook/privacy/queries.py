"""Everything that is kept about a person, and what still needs their account."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from studiobook.db.base import db
from studiobook.users.models import User

#: Part of the file → its rows. Secrets and what others said in confidence are not among them.
_PARTS = {
    "profile": """SELECT email, name, phone, bio, role, email_verified_at, created_at
        FROM "user" WHERE id = :me""",
    "google_accounts": "SELECT email, linked_at FROM identity WHERE user_id = :me",
    "browsers": """SELECT user_agent, created_at, last_seen_at, ended_at FROM login_session
        WHERE user_id = :me ORDER BY id""",
    "favourites": """SELECT room.name AS room, studio.name AS studio, f.kept_at FROM favourite f
        JOIN room ON room.id = f.room_id JOIN studio ON studio.id = room.studio_id
        WHERE f.user_id = :me ORDER BY f.kept_at""",
    "bookings": """SELECT b.code, studio.name AS studio, room.name AS room,
            lower(b.during) AS starts_at, upper(b.during) AS ends_at, b.zone, b.status, b.people,
            b.guest_name, b.guest_email, b.guest_phone, b.note, b.held_at, b.paid_at,
            b.currency, b.total_minor,
            (SELECT json_agg(json_build_object('label', l.label, 'detail', l.detail,
                    'amount_minor', l.amount_minor) ORDER BY l.position)
                FROM booking_line l WHERE l.booking_id = b.id) AS price_lines
        FROM booking b JOIN room ON room.id = b.room_id JOIN studio ON studio.id = b.studio_id
        WHERE b.user_id = :me ORDER BY b.id""",
    "payments": """SELECT b.code AS booking, c.gateway, c.state, c.currency, c.captured_minor,
            c.captured_at
        FROM charge c JOIN booking b ON b.id = c.booking_id WHERE b.user_id = :me ORDER BY c.id""",
    "overtime": """SELECT b.code AS booking, o.half_hours, o.amount_minor, o.state, o.claimed_at,
            o.objection, o.contested_at
        FROM overtime_claim o JOIN booking b ON b.id = o.booking_id
        WHERE b.user_id = :me ORDER BY o.id""",
    "refunds": """SELECT b.code AS booking, r.state, r.amount_minor, r.requested_at, r.settled_at
        FROM refund r JOIN charge c ON c.id = r.charge_id JOIN booking b ON b.id = c.booking_id
        WHERE b.user_id = :me ORDER BY r.id""",
    "invoices": """SELECT b.code AS booking, i.kind, i.number, i.issued_at, i.currency,
            i.total_minor, i.content_json -> 'buyer' AS buyer
        FROM invoice i JOIN booking b ON b.id = i.booking_id WHERE b.user_id = :me ORDER BY i.id""",
    "invoice_details": """SELECT b.code AS booking, d.company_name, d.address, d.tax_number
        FROM invoice_buyer d JOIN booking b ON b.id = d.booking_id WHERE b.user_id = :me""",
    "messages": """SELECT studio.name AS studio, m.number, m.side, m.sender_id = :me AS is_yours,
            m.body, m.sent_at
        FROM message m JOIN thread t ON t.id = m.thread_id JOIN studio ON studio.id = t.studio_id
        WHERE t.guest_id = :me OR m.sender_id = :me ORDER BY t.id, m.number""",
    "teams": """SELECT studio.name AS studio, m.role, m.created_at, m.ended_at
        FROM membership m JOIN studio ON studio.id = m.studio_id WHERE m.user_id = :me""",
    "companies": """SELECT company.name FROM company_admin a
        JOIN company ON company.id = a.company_id WHERE a.user_id = :me""",
    "former_companies": """SELECT company.name, f.ended_at FROM former_company_admin f
        JOIN company ON company.id = f.company_id WHERE f.user_id = :me""",
    "invitations": """SELECT COALESCE(studio.name, company.name) AS place, i.role, i.created_at,
            i.expires_at, i.accepted_at, i.withdrawn_at
        FROM invitation i JOIN company ON company.id = i.company_id
        LEFT JOIN studio ON studio.id = i.studio_id
        WHERE i.email = (SELECT email FROM "user" WHERE id = :me) ORDER BY i.id""",
}
_BOOKED = text("""SELECT code FROM booking WHERE user_id = :me AND (
        status = 'awaiting_owner' OR status = 'confirmed' AND upper(during) > :now
        OR status = 'held' AND lapses_at > :now)
    ORDER BY lower(during)""")
_OWNED = text("""SELECT company.name FROM company JOIN company_admin mine
        ON mine.company_id = company.id AND mine.user_id = :me
    WHERE EXISTS (SELECT FROM studio WHERE studio.company_id = company.id)""")
_WORKED = text("""SELECT studio.name FROM membership m JOIN studio ON studio.id = m.studio_id
    WHERE m.user_id = :me AND m.ended_at IS NULL""")


def everything_about(user: User) -> dict[str, list[dict[str, Any]]]:
    """All that is kept about the person, as rows by their part."""
    return {
        part: [dict(row) for row in db.session.execute(text(sql), {"me": user.id}).mappings()]
        for part, sql in _PARTS.items()
    }


def booked_ahead(user: User, *, now: datetime) -> list[str]:
    """Codes of bookings that are still to come, to be answered or to be paid."""
    return list(db.session.scalars(_BOOKED, {"me": user.id, "now": now}))


def companies_owned(user: User) -> list[str]:
    """Names of the companies with studios that the person owns."""
    return list(db.session.scalars(_OWNED, {"me": user.id}))


def studios_worked_at(user: User) -> list[str]:
    """Names of the studios whose teams the person is in."""
    return list(db.session.scalars(_WORKED, {"me": user.id}))
