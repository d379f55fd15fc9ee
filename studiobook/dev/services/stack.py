"""PostgreSQL and Redis together: one context manager for the runner, the tests and the bench."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from studiobook.dev.services.identity import roomy_parent
from studiobook.dev.services.postgres import Postgres, start_postgres
from studiobook.dev.services.process import Child
from studiobook.dev.services.redis import RedisServer, start_redis


@dataclass(frozen=True, slots=True)
class Services:
    """Where the database and Redis are, and which of them are ours."""

    database_url: str
    redis_url: str
    postgres: Postgres | None
    redis: RedisServer | None

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}

    @property
    def children(self) -> list[Child]:
        return [server.child for server in (self.postgres, self.redis) if server is not None]


@contextmanager
def services(instance_dir: Path, *, fast: bool = False) -> Iterator[Services]:
    """Both services, answering, until the block ends; what the environment names is not started.

    Data live in `instance_dir`, which the caller must have to itself; `fast` is for data that
    may be lost. Raises CannotStart.
    """
    logs = instance_dir / "log"
    postgres: Postgres | None = None
    redis: RedisServer | None = None
    with ExitStack() as stopping:
        if not os.environ.get("DATABASE_URL"):
            data = instance_dir / "postgres"
            postgres = start_postgres(data, log=logs / "postgres.log", fast=fast)
            stopping.callback(postgres.child.stop)
        if not os.environ.get("REDIS_URL"):
            data = instance_dir / "redis"
            redis = start_redis(data, log=logs / "redis.log", fast=fast)
            stopping.callback(redis.child.stop)
        yield Services(
            database_url=postgres.url() if postgres else os.environ["DATABASE_URL"],
            redis_url=redis.url if redis else os.environ["REDIS_URL"],
            postgres=postgres,
            redis=redis,
        )


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """An instance folder that is gone after the block, for `services(…, fast=True)`."""
    parent = roomy_parent()
    with TemporaryDirectory(prefix="studiobook-", dir=parent, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL may have to pass as another user
        yield folder
