"""The environment that the development processes get, on top of the one we were started in."""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from studiobook.dev.services.stack import Services

ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"


def development_environment(
    services: Services, instance_dir: Path, extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Everything that this machine's user has set wins over what we would choose."""
    ours = {
        "STUDIOBOOK_ENV": "development",
        "SECRET_KEY": kept_secret(instance_dir / "secret_key"),
        "MAIL_DIR": str(instance_dir / "mail"),
        "PYTHONUNBUFFERED": "1",
        "TZ": "UTC",
        **(extra or {}),
    }
    return {**ours, **_given(), **services.environment}


def kept_secret(path: Path) -> str:
    """A random secret, made once and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _given() -> dict[str, str]:
    """Our environment with this virtual environment's programs first, as if it were activated."""
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join((programs, os.environ.get("PATH", os.defpath)))
    return {**os.environ, "PATH": path}
