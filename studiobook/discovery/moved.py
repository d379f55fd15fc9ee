"""Where a public page stands whose address was given up; asked only when it was not found."""

from sqlalchemy import TextClause, text

from studiobook.db.base import db
from studiobook.errors import Moved, NotFound

PUBLIC = "s.state = 'published' AND r.listed"
#: Its slug now, for a present one or one that it had.
STUDIO_IS = """(s.slug = :studio OR s.id =
    (SELECT object_id FROM former_slug WHERE kind = 'studio' AND slug = :studio))"""
STUDIO = text(
    f"""SELECT s.slug AS studio FROM studio s
    JOIN room r ON r.studio_id = s.id WHERE {STUDIO_IS} AND {PUBLIC} LIMIT 1"""  # noqa: S608  # our own fragments; values are parameters
)
ROOM = text(
    f"""SELECT s.slug AS studio, r.slug AS room FROM room r JOIN studio s ON s.id = r.studio_id
    WHERE {STUDIO_IS} AND {PUBLIC} AND (r.slug = :room OR r.id =
        (SELECT object_id FROM former_slug
         WHERE kind = 'room' AND within_id = s.id AND slug = :room))
    ORDER BY r.slug = :room DESC LIMIT 1"""  # noqa: S608  # our own fragments; values are parameters
)
COMPANY = text(
    """SELECT c.slug AS company FROM company c
    JOIN former_slug f ON f.object_id = c.id AND f.kind = 'company' AND f.slug = :company
    WHERE EXISTS (SELECT FROM room r JOIN studio s ON s.id = r.studio_id
                  WHERE s.company_id = c.id AND r.listed)"""
)


def studio_missing(slug: str) -> NotFound:
    """The refusal: Moved where a studio on offer had this slug."""
    return _refusal(STUDIO, studio=slug)


def room_missing(studio_slug: str, room_slug: str) -> NotFound:
    """The same for a room, whose studio may have moved, too."""
    return _refusal(ROOM, studio=studio_slug, room=room_slug)


def company_missing(slug: str) -> NotFound:
    """The same for a company."""
    return _refusal(COMPANY, company=slug)


def _refusal(statement: TextClause, **places: str) -> NotFound:
    row = db.session.execute(statement, places).mappings().first()
    return NotFound() if row is None else Moved(**row)
