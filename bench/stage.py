"""Where the suite runs: its own services under bench/.cache, and settings like production's."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from studiobook.dev.lock import instance_lock
from studiobook.dev.services import Services, services
from studiobook.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "bench" / ".cache"
UPLOADS = CACHE / "uploads"
RESULTS = ROOT / "bench" / "results"
SECRET = "a-secret-for-measuring-0123456789"  # noqa: S105  # guards nothing
#: An ordinary small server's memory; recorded with the results.
TUNING = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
}


@dataclass(frozen=True)
class Stage:
    """Running services."""

    services: Services

    def url(self, database: str) -> str:
        """A database of the stage in SQLAlchemy's spelling."""
        return make_url(self.services.database_url).set(database=database).render_as_string()

    def plain_url(self, database: str) -> str:
        """The same for psycopg and pgbench."""
        return self.url(database).replace("postgresql+psycopg://", "postgresql://")

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection on which every statement commits."""
        return psycopg.connect(self.plain_url(database), autocommit=True)

    @property
    def redis_url(self) -> str:
        """The stage's Redis."""
        return self.services.redis_url


@contextmanager
def raised(*, fast: bool) -> Iterator[Stage]:
    """Start the services; `fast` is for loading only: measured is on a server that is safe.

    Raises CannotStart, also while another run of the suite is under way.
    """
    # The suite must never meet a database that somebody uses.
    given = {
        name: os.environ.pop(name) for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ
    }
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        with instance_lock(CACHE), services(CACHE, fast=fast) as found:
            yield Stage(found)
    finally:
        os.environ.update(given)


def tune(stage: Stage) -> None:
    """Write the memory settings down; those that need a restart hold from the next start."""
    with stage.connect() as server:
        for name, value in TUNING.items():
            server.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        server.execute("SELECT pg_reload_conf()")


def settings_for(
    *,
    database_url: str,
    redis_url: str,
    base_url: str,
    uploads: Path = UPLOADS,
    sandbox_url: str | None = None,
) -> Settings:
    """Production's, but for rate limits: one machine plays every client.

    Production refuses the sandbox provider, so with one it is a development site.
    """
    return Settings(
        environment="development" if sandbox_url else "production",
        secret_key=SECRET,
        database_url=database_url,
        base_url=base_url,
        redis_url=redis_url,
        smtp_url="smtp://127.0.0.1:9",
        upload_dir=uploads,
        payments=("sandbox",) if sandbox_url else (),
        sandbox_url=sandbox_url,
        sandbox_key=SECRET,
        sandbox_secret=SECRET,
        rate_limits=False,
        database_pool=10,
    )


def migrate(url: str) -> None:
    """Bring an empty database to the newest revision, in a process of its own."""
    environment = {
        **os.environ,
        "STUDIOBOOK_ENV": "test",
        "SECRET_KEY": SECRET,
        "BASE_URL": "http://localhost",
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def fingerprint() -> str:
    """Changes when the generator, the rules that it applies or the schema change."""
    ours, rules = ROOT / "bench", ROOT / "studiobook"
    files = [ours / f"{name}.py" for name in ("axis", "cities", "houses", "diary")]
    files += [rules / "bookings" / "quote.py", rules / "rooms" / "price_list.py"]
    files += sorted((ROOT / "migrations" / "versions").glob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
