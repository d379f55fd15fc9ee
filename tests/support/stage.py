"""The services of a test run, on a cluster that an earlier run has made and migrated."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studiobook.dev.environment import INSTANCE, ROOT
from studiobook.dev.services import Services, services, throwaway_folder
from studiobook.dev.services.identity import database_identity, own
from tests.support.databases import Databases

CLUSTERS = INSTANCE / "test-clusters"
#: Name of the run on a cluster of our own, which no other run shares.
ALONE = "alone"
DAY = 86_400


@dataclass(frozen=True)
class Stage:
    """PostgreSQL and Redis, and the name under which this run keeps its databases."""

    services: Services
    run: str


@contextmanager
def stage() -> Iterator[Stage]:
    """Set up the run's services; on a server that was given, the run gets a name of its own."""
    with throwaway_folder() as folder:
        if not os.environ.get("DATABASE_URL"):
            _plant_cluster(folder / "postgres")
        with services(folder, fast=True) as found:
            yield Stage(found, ALONE if found.postgres else secrets.token_hex(4))


def _plant_cluster(data_dir: Path) -> None:
    """Copy a cluster with a migrated template: a fraction of the time of making one."""
    pristine = CLUSTERS / _fingerprint()
    if not pristine.exists():
        _make_cluster(pristine)
    shutil.copytree(pristine, data_dir)
    data_dir.chmod(0o700)
    if identity := database_identity(data_dir):
        own(data_dir, identity)


def _make_cluster(pristine: Path) -> None:
    """Make one and keep it; those of other migrations go, unless a run may be copying them."""
    with throwaway_folder() as folder:
        with services(folder, fast=True) as found:
            Databases(found.database_url, run=ALONE).ensure_template()
        for old in CLUSTERS.glob("*"):
            if time.time() - old.stat().st_mtime > DAY:
                shutil.rmtree(old, ignore_errors=True)
        unfinished = pristine.with_name(f"{pristine.name}.{os.getpid()}")
        shutil.copytree(folder / "postgres", unfinished)
        try:
            unfinished.rename(pristine)
        except OSError:  # a run beside ours was first
            shutil.rmtree(unfinished)


def _fingerprint() -> str:
    """Changes with the migrations, and with the packages that make and migrate the cluster."""
    sources = [ROOT / "requirements.lock", *sorted((ROOT / "migrations").rglob("*.py"))]
    content = b"".join(source.read_bytes() for source in sources)
    return hashlib.sha256(content).hexdigest()[:16]
