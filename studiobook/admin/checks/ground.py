"""The ground: deliveries, processes, secrets, photos and the schema itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text

from studiobook.admin.checks.check import Check, sql
from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.files.opening import current_storage
from studiobook.files.storage import PRIVATE, day_of, rendition_key
from studiobook.geographic.models import CityPicture
from studiobook.payments.models import AccountGrant
from studiobook.payments.seal import is_sealed
from studiobook.rooms.models import Photo
from studiobook.rooms.uploads import PhotoUpload
from studiobook.users.models import User

MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"


def lost_photos(_now: datetime) -> Iterator[str]:
    """Rows whose pictures are not stored, of whatever kind, and photos stored that no row knows.

    What is on its way is neither: a removed photo loses its files before its row, and an upload
    that waits may have stored a part of what it becomes.
    """
    storage = current_storage()
    stored = set(storage.list("photos/"))
    known: set[str] = set()
    for name, key, widths in _pictures():
        keys = {rendition_key(key, width) for width in widths}
        known |= keys
        if keys - stored:
            yield f"{name} is not stored"
    coming_or_going = {
        *db.session.scalars(select(PhotoUpload.key).where(PhotoUpload.state == "waiting")),
        *db.session.scalars(select(Photo.key).where(Photo.removed_at.is_not(None))),
    }
    for key in sorted(stored - known):
        if key.rpartition("/")[0] not in coming_or_going:
            yield f"stored picture {key} belongs to no photo"
    shown = {*storage.list("people/"), *storage.list("logos/")}
    yield from (f"{name} is not stored" for name, key in _small_ones() if key not in shown)


def raw_leftovers(now: datetime) -> Iterator[str]:
    """Uploads whose bytes are gone before anything was made of them, and bytes nobody deleted."""
    stored = set(current_storage().list(f"{PRIVATE}/"))
    waiting = select(PhotoUpload).where(PhotoUpload.state == "waiting")
    for upload in db.session.scalars(waiting):
        if upload.raw_key not in stored:
            yield f"bytes of upload {upload.id} are not stored"
        stored.discard(upload.raw_key or "")
    oldest = f"{now - timedelta(days=2):%Y-%m-%d}"
    yield from (
        f"raw upload {key} was never deleted" for key in sorted(stored) if day_of(key) < oldest
    )


def _pictures() -> Iterator[tuple[str, str, list[int]]]:
    """What a picture is called in a finding, its key and its widths."""
    for photo in db.session.scalars(select(Photo).where(Photo.removed_at.is_(None))):
        yield f"photo {photo.id}", photo.key, photo.widths
    for picture in db.session.scalars(select(CityPicture)):
        yield f"picture of city {picture.city_id}", picture.key, picture.widths


def _small_ones() -> Iterator[tuple[str, str]]:
    for user_id, key in db.session.execute(select(User.id, User.photo_key)):
        if key is not None:
            yield f"photo of user {user_id}", key
    for company_id, key in db.session.execute(select(Company.id, Company.logo_key)):
        if key is not None:
            yield f"logo of company {company_id}", key


def readable_keys(_now: datetime) -> Iterator[str]:
    """Keys that anybody could read in the database, or that we can read no more."""
    grants = select(AccountGrant.account_id, AccountGrant.access_token, AccountGrant.refresh_token)
    for account_id, *keys in db.session.execute(grants):
        if not all(map(is_sealed, keys)):
            yield f"keys to account {account_id}"


def other_revision(_now: datetime) -> Iterator[str]:
    """A database that is not at the revision of this code."""
    # Large, and the web never asks.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    stored = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    if stored != head:
        yield f"the database is at {stored}, the code at {head}"


CHECKS: tuple[Check, ...] = (
    sql(
        11,
        "no delivery is undone for more than 15 minutes (mail: 72 hours) unless buried",
        """
        SELECT 'delivery', d.id FROM delivery d JOIN event e ON e.id = d.event_id
        WHERE d.state = 'waiting'
          AND e.happened_at < CAST(:now AS timestamptz)
              - CASE WHEN d.subscriber LIKE '%.mails.%' THEN interval '72 hours'
                     ELSE interval '15 minutes' END
        """,
    ),
    sql(
        11,
        "the worker and the clock have lived within two minutes",
        """
        SELECT 'silent', name FROM heartbeat
        WHERE beat_at < CAST(:now AS timestamptz) - interval '2 minutes'
        """,
    ),
    sql(
        16,
        "tokens are kept as hashes only",
        """
        SELECT 'auth token', id FROM auth_token WHERE token_hash !~ '^[0-9a-f]{64}$'
        UNION ALL
        SELECT 'login session', id FROM login_session WHERE token_hash !~ '^[0-9a-f]{64}$'
        UNION ALL
        SELECT 'invitation', id FROM invitation WHERE token_hash !~ '^[0-9a-f]{64}$'
        UNION ALL
        SELECT 'visitor of booking', id FROM booking
        WHERE visitor_hash IS NOT NULL AND visitor_hash !~ '^[0-9a-f]{64}$'
        UNION ALL
        SELECT 'password of user', id FROM "user"
        WHERE password_hash IS NOT NULL AND password_hash NOT LIKE '$argon2id$%'
        """,
    ),
    Check(16, "keys to owners' accounts are sealed, under keys that we still have", readable_keys),
    Check(17, "photo rows and stored pictures match", lost_photos),
    Check(17, "uploads have their bytes until they are settled, and nobody after", raw_leftovers),
    sql(
        17,
        "no upload waits for more than 6 hours",
        """
        SELECT 'upload', id FROM photo_upload
        WHERE state = 'waiting' AND created_at < CAST(:now AS timestamptz) - interval '6 hours'
        """,
    ),
    Check(19, "the database is at this code's revision", other_revision),
    sql(
        19,
        "no index or constraint is invalid",
        """
        SELECT 'index', indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
        UNION ALL
        SELECT 'constraint', conname FROM pg_constraint WHERE NOT convalidated
        """,
    ),
    sql(
        19,
        "an address that was given up is nobody's present one, and leads to something",
        """
        SELECT f.kind || ' once at', f.slug FROM former_slug f
        WHERE NOT EXISTS (
            SELECT FROM company c WHERE f.kind = 'company' AND c.id = f.object_id
            UNION ALL
            SELECT FROM studio s WHERE f.kind = 'studio' AND s.id = f.object_id
            UNION ALL
            SELECT FROM room r
            WHERE f.kind = 'room' AND r.id = f.object_id AND r.studio_id = f.within_id)
        UNION ALL
        SELECT f.kind || ' at', f.slug FROM former_slug f
        WHERE (f.kind = 'company' AND f.slug IN (SELECT slug FROM company))
           OR (f.kind = 'studio' AND f.slug IN (SELECT slug FROM studio))
           OR (f.kind = 'room'
               AND f.slug IN (SELECT slug FROM room WHERE studio_id = f.within_id))
        """,
    ),
)
