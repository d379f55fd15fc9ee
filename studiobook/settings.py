"""Everything that differs between installations, read once from the environment and frozen."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "test", "production")
SHORTEST_SECRET = 32
SEALING_KEY_BYTES = 32
NEW_KEY = "a new one: `openssl rand -base64 32 | tr '+/' '-_'`"
GATEWAYS = ("sandbox", "stripe", "square")


class BadSettings(Exception):
    """A value is missing or weak; the message names each of them."""


@dataclass(frozen=True)
class Settings:
    """One installation. `from_env` refuses to build a production one with a weak value."""

    environment: str
    secret_key: str
    database_url: str
    base_url: str
    redis_url: str | None = None
    smtp_url: str | None = None
    mail_from: str = "Studiobook <hello@studiobook.example>"
    mail_dir: Path | None = None
    upload_dir: Path = ROOT / "instance" / "uploads"
    s3_bucket: str | None = None
    s3_endpoint: str | None = None
    #: Where browsers read the bucket; None for signed addresses.
    s3_public_url: str | None = None
    #: Basis points of the price, charged to the guest as one visible line.
    service_fee: int = 400
    #: The gateways that owners may choose from, separated by commas.
    payments: tuple[str, ...] = ("sandbox",)
    sandbox_url: str | None = None
    sandbox_key: str | None = None
    sandbox_secret: str | None = None
    stripe_secret_key: str | None = None
    #: One per webhook address; each may hold an old secret after a comma while it is changed.
    stripe_webhook_secret: str | None = None
    stripe_connect_webhook_secret: str | None = None
    stripe_events_webhook_secret: str | None = None
    #: Instead of Stripe's own address, for a stand-in.
    stripe_api_base: str | None = None
    square_application_id: str | None = None
    square_application_secret: str | None = None
    square_webhook_key: str | None = None
    square_sandbox: bool = False
    #: Instead of Square's own address, for a stand-in.
    square_api_base: str | None = None
    #: Fernet keys that seal owners' tokens: the newest first, then those still being replaced.
    sealing_keys: tuple[str, ...] = ()
    google_client_id: str | None = None
    google_client_secret: str | None = None
    google_issuer: str = "https://accounts.google.com"
    #: How many proxies in front may be believed about the client's address.
    proxies: int = 0
    #: Argon2id memory in KiB; tests use a cheap profile.
    argon2_memory: int = 19456
    rate_limits: bool = True
    database_pool: int = 10
    #: Where pictures of maps come from, on the pages that are opened for a map; "" for no maps.
    map_tiles_url: str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    map_attribution: str = "© OpenStreetMap contributors"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting; raise BadSettings with all complaints at once."""
        environment = env.get("STUDIOBOOK_ENV", "production")
        settings = cls(
            environment=environment,
            secret_key=env.get("SECRET_KEY", ""),
            database_url=_psycopg(env.get("DATABASE_URL", "")),
            base_url=env.get("BASE_URL", "").rstrip("/"),
            redis_url=env.get("REDIS_URL") or None,
            smtp_url=env.get("SMTP_URL") or None,
            mail_from=env.get("MAIL_FROM", cls.mail_from),
            mail_dir=_path(env.get("MAIL_DIR")),
            upload_dir=_path(env.get("UPLOAD_DIR")) or cls.upload_dir,
            s3_bucket=env.get("S3_BUCKET") or None,
            s3_endpoint=env.get("S3_ENDPOINT") or None,
            s3_public_url=env.get("S3_PUBLIC_URL") or None,
            service_fee=_number(env, "SERVICE_FEE_BASIS_POINTS", cls.service_fee),
            payments=_words(env.get("PAYMENTS", "sandbox")),
            sandbox_url=env.get("SANDBOX_URL") or None,
            sandbox_key=env.get("SANDBOX_KEY") or env.get("SANDBOX_SECRET") or None,
            sandbox_secret=env.get("SANDBOX_SECRET") or None,
            stripe_secret_key=env.get("STRIPE_SECRET_KEY") or None,
            stripe_webhook_secret=env.get("STRIPE_WEBHOOK_SECRET") or None,
            stripe_connect_webhook_secret=env.get("STRIPE_CONNECT_WEBHOOK_SECRET") or None,
            stripe_events_webhook_secret=env.get("STRIPE_EVENTS_WEBHOOK_SECRET") or None,
            stripe_api_base=env.get("STRIPE_API_BASE") or None,
            square_application_id=env.get("SQUARE_APPLICATION_ID") or None,
            square_application_secret=env.get("SQUARE_APPLICATION_SECRET") or None,
            square_webhook_key=env.get("SQUARE_WEBHOOK_KEY") or None,
            square_sandbox=env.get("SQUARE_ENVIRONMENT", "production") == "sandbox",
            square_api_base=env.get("SQUARE_API_BASE") or None,
            sealing_keys=_words(env.get("SEALING_KEYS", "")),
            google_client_id=env.get("GOOGLE_CLIENT_ID") or None,
            google_client_secret=env.get("GOOGLE_CLIENT_SECRET") or None,
            google_issuer=env.get("OIDC_ISSUER", cls.google_issuer).rstrip("/"),
            proxies=_number(env, "TRUSTED_PROXIES", 0),
            argon2_memory=_number(env, "ARGON2_MEMORY_KIB", cls.argon2_memory),
            rate_limits=env.get("RATE_LIMITS", "on") != "off",
            database_pool=_number(env, "DATABASE_POOL", cls.database_pool),
            map_tiles_url=env.get("MAP_TILES_URL", cls.map_tiles_url),
            map_attribution=env.get("MAP_ATTRIBUTION", cls.map_attribution),
        )
        complaints = list(settings.complaints())
        if complaints:
            raise BadSettings("Studiobook can't start: " + "; ".join(complaints) + ".")
        return settings

    def complaints(self) -> list[str]:
        """Every missing or weak value, in words; empty when this installation may start."""
        found = []
        if self.environment not in ENVIRONMENTS:
            found.append(f"STUDIOBOOK_ENV must be one of {', '.join(ENVIRONMENTS)}")
        if not self.database_url:
            found.append("DATABASE_URL is missing (try `make run` for an embedded database)")
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            found.append("BASE_URL must be the site's address, such as https://studiobook.example")
        if not self.secret_key:
            found.append("SECRET_KEY is missing")
        if not 0 <= self.service_fee <= 5000:
            found.append("SERVICE_FEE_BASIS_POINTS must lie between 0 and 5000")
        found += self._gateway_complaints()
        if self.map_tiles_url and not _is_tiles_url(self.map_tiles_url):
            found.append("MAP_TILES_URL must be like https://…/{z}/{x}/{y}.png, or empty")
        if not all(map(_is_fernet_key, self.sealing_keys)):
            found.append(f"SEALING_KEYS holds something that is no key ({NEW_KEY})")
        if self.environment == "production":
            found += self._production_complaints()
        return found

    def _gateway_complaints(self) -> list[str]:
        found = []
        if unknown := set(self.payments) - {*GATEWAYS}:
            found.append(f"PAYMENTS knows {', '.join(GATEWAYS)}, not {', '.join(sorted(unknown))}")
        if "stripe" in self.payments and not self.stripe_secret_key:
            found.append("STRIPE_SECRET_KEY is missing (PAYMENTS names stripe)")
        square = {
            "SQUARE_APPLICATION_ID": self.square_application_id,
            "SQUARE_APPLICATION_SECRET": self.square_application_secret,
        }
        if "square" in self.payments:
            missing = (name for name, word in square.items() if not word)
            found += [f"{name} is missing (PAYMENTS names square)" for name in missing]
        return found

    def _production_complaints(self) -> list[str]:
        found = []
        if len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < 10:
            found.append(f"SECRET_KEY needs at least {SHORTEST_SECRET} random characters")
        if not self.base_url.startswith("https://"):
            found.append("BASE_URL must start with https:// in production")
        if not self.redis_url:
            found.append("REDIS_URL is missing")
        if not self.smtp_url:
            found.append("SMTP_URL is missing")
        if "sandbox" in self.payments:
            found.append("PAYMENTS=sandbox moves no real money and is refused in production")
        if "square" in self.payments:
            found += self._square_complaints()
        if "stripe" in self.payments:
            found += self._stripe_complaints()
        if not self.rate_limits:
            found.append("RATE_LIMITS can't be off in production")
        return found

    def _stripe_complaints(self) -> list[str]:
        secrets = {
            "STRIPE_WEBHOOK_SECRET": self.stripe_webhook_secret,
            "STRIPE_CONNECT_WEBHOOK_SECRET": self.stripe_connect_webhook_secret,
            "STRIPE_EVENTS_WEBHOOK_SECRET": self.stripe_events_webhook_secret,
        }
        found = [f"{name} is missing" for name, secret in secrets.items() if not secret]
        if self.stripe_api_base:
            found.append("STRIPE_API_BASE is for stand-ins and is refused in production")
        return found

    def _square_complaints(self) -> list[str]:
        found = []
        if not self.sealing_keys:
            found.append(f"SEALING_KEYS is missing, and Square's keys must be sealed ({NEW_KEY})")
        if not self.square_webhook_key:
            found.append("SQUARE_WEBHOOK_KEY is missing")
        if self.square_api_base:
            found.append("SQUARE_API_BASE is for stand-ins and is refused in production")
        return found

    @property
    def secure(self) -> bool:
        """Whether browsers reach this installation over TLS."""
        return self.base_url.startswith("https://")


def _psycopg(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def _is_tiles_url(url: str) -> bool:
    has_places = all(place in url for place in ("{z}", "{x}", "{y}"))
    return has_places and urlsplit(url).scheme in ("http", "https")


def _is_fernet_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == SEALING_KEY_BYTES
    except ValueError:
        return False


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _path(text: str | None) -> Path | None:
    return Path(text).resolve() if text else None


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name)
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise BadSettings(f"Studiobook can't start: {name} must be a whole number.") from None
