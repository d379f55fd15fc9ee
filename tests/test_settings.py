"""An installation refuses to start with a missing or weak value, and says which."""

import secrets

import pytest

from studiobook.settings import BadSettings, Settings

GOOD = {
    "STUDIOBOOK_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": "postgres://u:p@db.example/studiobook",
    "REDIS_URL": "redis://redis.example/0",
    "SMTP_URL": "smtps://u:p@mail.example",
    "BASE_URL": "https://studiobook.example/",
    "PAYMENTS": "stripe",
    "STRIPE_SECRET_KEY": "sk_live_for_nobody",
    "STRIPE_WEBHOOK_SECRET": "whsec_main",
    "STRIPE_CONNECT_WEBHOOK_SECRET": "whsec_connect",
    "STRIPE_EVENTS_WEBHOOK_SECRET": "whsec_new,whsec_old",
}


def test_a_complete_production_installation_starts() -> None:
    settings = Settings.from_env(GOOD)
    assert settings.database_url.startswith("postgresql+psycopg://")
    assert settings.base_url == "https://studiobook.example"
    assert settings.secure


def test_maps_can_be_switched_off() -> None:
    assert Settings.from_env({**GOOD, "MAP_TILES_URL": ""}).map_tiles_url == ""
    assert "openstreetmap" in Settings.from_env(GOOD).map_tiles_url


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "SECRET_KEY needs"),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY needs"),
        ("DATABASE_URL", "", "DATABASE_URL is missing"),
        ("REDIS_URL", "", "REDIS_URL is missing"),
        ("SMTP_URL", "", "SMTP_URL is missing"),
        ("BASE_URL", "http://studiobook.example", "https://"),
        ("BASE_URL", "", "BASE_URL must be"),
        ("PAYMENTS", "sandbox", "refused in production"),
        ("STRIPE_SECRET_KEY", "", "STRIPE_SECRET_KEY is missing"),
        ("STRIPE_WEBHOOK_SECRET", "", "STRIPE_WEBHOOK_SECRET is missing"),
        ("STRIPE_CONNECT_WEBHOOK_SECRET", "", "STRIPE_CONNECT_WEBHOOK_SECRET is missing"),
        ("STRIPE_EVENTS_WEBHOOK_SECRET", "", "STRIPE_EVENTS_WEBHOOK_SECRET is missing"),
        ("STRIPE_API_BASE", "http://127.0.0.1:5080", "stand-ins"),
        ("RATE_LIMITS", "off", "RATE_LIMITS"),
        ("SERVICE_FEE_BASIS_POINTS", "9000", "SERVICE_FEE"),
        ("SERVICE_FEE_BASIS_POINTS", "four", "whole number"),
        ("MAP_TILES_URL", "https://tiles.example/map.png", "MAP_TILES_URL must be like"),
        ("MAP_TILES_URL", "javascript:{z}{x}{y}", "MAP_TILES_URL must be like"),
        ("PAYMENTS", "stripe,square", "SEALING_KEYS is missing"),
        ("PAYMENTS", "stripe,square", "SQUARE_WEBHOOK_KEY is missing"),
        ("PAYMENTS", "stripe,square", "SQUARE_APPLICATION_ID is missing"),
        ("SEALING_KEYS", "not-a-key", "SEALING_KEYS holds something"),
        ("STUDIOBOOK_ENV", "staging", "STUDIOBOOK_ENV must be"),
    ],
)
def test_production_refuses_to_start(name: str, value: str, complaint: str) -> None:
    with pytest.raises(BadSettings, match=complaint):
        Settings.from_env({**GOOD, name: value})


def test_all_complaints_are_made_at_once() -> None:
    with pytest.raises(BadSettings) as refusal:
        Settings.from_env({})
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SMTP_URL", "BASE_URL"):
        assert name in str(refusal.value)


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError):
        Settings.from_env(GOOD).secret_key = "other"  # type: ignore[misc]  # that is the point
