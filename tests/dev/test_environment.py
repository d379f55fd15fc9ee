"""What the development processes are told."""

from pathlib import Path

import pytest

from studiobook.dev.environment import development_environment, kept_secret
from studiobook.dev.services import Services

SERVICES = Services("postgresql+psycopg://here/db", "redis://here/0", None, None)


def test_a_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path):
    path = tmp_path / "instance" / "secret_key"
    secret = kept_secret(path)
    assert len(secret) >= 64
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_the_user_has_set_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BASE_URL", "https://studio.test")
    monkeypatch.delenv("MAIL_DIR", raising=False)
    found = development_environment(SERVICES, tmp_path, {"BASE_URL": "http://localhost:5000"})
    assert found["BASE_URL"] == "https://studio.test"
    assert found["MAIL_DIR"] == str(tmp_path / "mail")


def test_the_services_that_run_are_the_ones_that_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("REDIS_URL", "")
    found = development_environment(SERVICES, tmp_path)
    assert found["DATABASE_URL"] == "postgresql+psycopg://here/db"
    assert found["REDIS_URL"] == "redis://here/0"
