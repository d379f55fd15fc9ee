"""The SQL of the public pages, each statement composed once of these fragments."""

# ruff: noqa: S608  # our own fragments; values are always parameters

from sqlalchemy import text

from studiobook.rooms.catalogue import NEIGHBOURS, PICTURE, STUDIO

# A studio shows as soon as one of its rooms can be booked: the same rule for every page.
QUESTIONS = """ARRAY(SELECT ARRAY[q.question, q.answer] FROM studio_question q
    WHERE q.studio_id = s.id ORDER BY q.position) AS questions"""
STUDIO_BY_SLUG = text(
    f"""SELECT {STUDIO}, {QUESTIONS} FROM studio s {NEIGHBOURS}
    WHERE s.slug = :slug AND s.state = 'published'
        AND EXISTS (SELECT FROM room r WHERE r.studio_id = s.id AND r.listed)"""
)
#: For its own team, whether anybody else sees it or not.
STUDIO_BY_ID = text(f"SELECT {STUDIO}, {QUESTIONS} FROM studio s {NEIGHBOURS} WHERE s.id = :id")
ROOMS_FOR_TEAM = text(
    """SELECT id, version FROM room WHERE enabled AND studio_id = :key
    ORDER BY id DESC LIMIT :limit OFFSET :offset"""
)
LIST = """SELECT id, version FROM room WHERE listed AND {where}
    ORDER BY id DESC LIMIT :limit OFFSET :offset"""
ROOMS_OF_CITY = text(LIST.format(where="city_id = :key"))
ROOMS_OF_STUDIO = text(LIST.format(where="studio_id = :key"))
ROOMS_OF_COMPANY = text(
    LIST.format(where="studio_id IN (SELECT id FROM studio WHERE company_id = :key)")
)
#: The newest room of each kind.
ROOMS_TO_BEGIN_WITH = text(
    LIST.format(where="id IN (SELECT max(id) FROM room WHERE listed GROUP BY kind)")
)
#: What somebody keeps, the latest first; rooms that are not on offer are counted, not shown.
FAVOURITES = text(
    """SELECT r.id, r.version FROM favourite f JOIN room r ON r.id = f.room_id
    WHERE r.listed AND f.user_id = :key
    ORDER BY f.kept_at DESC, r.id DESC LIMIT :limit OFFSET :offset"""
)
COUNT_OF_FAVOURITES = text(
    """SELECT count(*) FILTER (WHERE r.listed) AS on_offer, count(*) AS kept
    FROM favourite f JOIN room r ON r.id = f.room_id WHERE f.user_id = :key"""
)
IS_FAVOURITE = text("SELECT 1 FROM favourite WHERE user_id = :user AND room_id = :room")
COUNT_OF_COMPANY = text(
    """SELECT count(*) FROM room
    WHERE listed AND studio_id IN (SELECT id FROM studio WHERE company_id = :key)"""
)
KINDS_OF_CITY = text(
    "SELECT kind, count(*) FROM room WHERE listed AND city_id = :key GROUP BY kind ORDER BY kind"
)
#: A city's own picture, else the first one of its oldest room.
CITY_PICTURES = text(
    f"""SELECT city.id, (SELECT count(*) FROM room WHERE listed AND city_id = city.id) AS rooms,
        {PICTURE}
    FROM city LEFT JOIN LATERAL (
        SELECT -1 AS position, key, widths, width, height, placeholder, alt
        FROM city_picture WHERE city_id = city.id
        UNION ALL
        SELECT position, key, widths, width, height, placeholder, alt FROM photo
        WHERE room_id = (SELECT min(id) FROM room WHERE listed AND city_id = city.id)
            AND removed_at IS NULL
        ORDER BY position LIMIT 1) p ON true"""
)
DAYS = """SELECT room_id, on_date, free, CASE WHEN held_until > :now THEN held ELSE 0 END AS held
    FROM room_day WHERE on_date BETWEEN :first AND :last AND room_id = """
# Apart: of a list the planner never knows how long it will be, and plans it anew each time.
DAYS_OF_ROOM, DAYS_OF_ROOMS = text(f"{DAYS} :room"), text(f"{DAYS} ANY(:rooms)")
#: A room's version with its days, so that a calendar asks once.
ROOM_WITH_DAYS = text(
    """SELECT r.id, r.version, d.on_date, d.free,
        CASE WHEN d.held_until > :now THEN d.held ELSE 0 END AS held
    FROM room r LEFT JOIN room_day d
        ON d.room_id = r.id AND d.on_date BETWEEN :first AND :last
    WHERE r.code = :code AND r.listed"""
)
PHOTOS = text(
    f"""SELECT {PICTURE} FROM photo p WHERE p.room_id = :room AND p.removed_at IS NULL
    ORDER BY p.position, p.id"""
)
GEAR = text(
    """SELECT t.family, t.name, e.quantity, e.note FROM room_equipment e
    JOIN equipment_type t ON t.id = e.type_id
    WHERE e.room_id = :room ORDER BY t.family, t.name"""
)
#: Engineers whom guests can book; with a slot, those who are free then.
ENGINEERS = text(
    """SELECT m.id, u.name, m.rate_per_hour_minor
    FROM membership m JOIN "user" u ON u.id = m.user_id
    WHERE m.studio_id = :studio AND m.role = 'engineer'
        AND m.rate_per_hour_minor IS NOT NULL AND m.ended_at IS NULL
        AND NOT EXISTS (SELECT FROM engineer_time t WHERE t.user_id = m.user_id
            AND t.during && tstzrange(:starts_at, :ends_at)
            AND (t.lapses_at IS NULL OR t.lapses_at > :now))
    ORDER BY m.id"""
)
#: What was on offer and would be again: its studio has been live, its rooms are priced and seen.
RESTING = text(
    """SELECT s.name AS studio, s.slug AS studio_slug, r.name AS room, r.kind,
        city.id AS city_id, city.name AS city, city.slug AS city_slug,
        EXISTS (SELECT FROM room o WHERE o.studio_id = s.id AND o.listed) AS has_others
    FROM studio s JOIN city ON city.id = s.city_id
    JOIN room r ON r.studio_id = s.id AND NOT r.listed
        AND EXISTS (SELECT FROM photo p WHERE p.room_id = r.id AND p.removed_at IS NULL)
        AND EXISTS (SELECT FROM unnest(r.price_list) price WHERE price IS NOT NULL)
    WHERE s.slug = :studio AND s.published_at IS NOT NULL AND s.state <> 'suspended'
        AND (CAST(:room AS text) IS NULL OR r.slug = :room)
    ORDER BY r.id LIMIT 1"""
)
SITEMAP = text(
    """SELECT s.slug AS studio, r.slug AS room FROM room r JOIN studio s ON s.id = r.studio_id
    WHERE r.listed ORDER BY r.id LIMIT :limit"""
)
