"""Who runs PostgreSQL, which refuses root, and where that user can reach files."""

import os
import pwd
import stat
from pathlib import Path
from tempfile import gettempdir

from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.process import Identity

CANDIDATES = ("postgres", "nobody")
SYSTEM_STATE = Path("/var/lib/studiobook")


def database_identity(data_dir: Path) -> Identity | None:
    """None for an ordinary user, who runs the server as himself; for root, somebody harmless.

    Data that exist stay with their owner, so root may continue what a user began.
    """
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and (status := data_dir.stat()).st_uid != 0:
        return Identity(status.st_uid, status.st_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Identity(entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL refuses to run as root and this machine has no user postgres or nobody:"
        " run as an ordinary user, or set DATABASE_URL."
    )


def can_reach(folder: Path, identity: Identity) -> bool:
    """Whether the user may pass through every folder of the path (by its mode bits)."""
    path = folder.resolve()
    return all(_may_pass(parent, identity) for parent in (path, *path.parents) if parent.exists())


def roomy_parent() -> Path | None:
    """Where a throwaway folder can be made: None for the usual place, unless it is closed."""
    usual = Path(gettempdir())
    identity = database_identity(usual / "new")
    if identity is None or can_reach(usual, identity):
        return None
    SYSTEM_STATE.mkdir(parents=True, exist_ok=True)
    return SYSTEM_STATE


def own(folder: Path, identity: Identity) -> None:
    """Hand a folder and all that it holds to the user."""
    os.chown(folder, identity.uid, identity.gid)
    for path in folder.rglob("*"):
        os.lchown(path, identity.uid, identity.gid)


def _may_pass(folder: Path, identity: Identity) -> bool:
    status = folder.stat()
    if status.st_uid == identity.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == identity.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
