"""Keeping owners' keys unreadable in the database.

Each text is sealed under the newest of SEALING_KEYS and opens under any of them, so that a key
can be replaced while everything runs: see `flask payments rotate-keys`.
"""

import base64

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

from studiobook.settings import Settings

log = structlog.get_logger()

EXTENSION = "studiobook_seal"
#: What the derived key is for: a key derived for anything else is another one.
PURPOSE = b"studiobook/payments/seal/1"


class CannotUnseal(Exception):
    """A text that none of our keys opens, or that was never sealed."""


class NoSealingKey(Exception):
    """The installation has no key, so it can keep no secret."""


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app its keys; a development one without any gets one made of SECRET_KEY."""
    app.extensions[EXTENSION] = [Fernet(key) for key in _keys(settings)]


def seal(text: str) -> str:
    """The text, unreadable without the newest key. Never the same twice."""
    return _all().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed under any of our keys. Raises CannotUnseal."""
    try:
        return _all().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal("no key of ours opens this") from error


def is_sealed(text: str) -> bool:
    """Whether this is sealed under the current key or a previous one."""
    return any(_opens(key, text) for key in _ring())


def is_sealed_under_newest(text: str) -> bool:
    """Whether an older key is needed no more to open this."""
    return _opens(_newest(), text)


def reseal(sealed: str) -> str:
    """The same secret under the newest key. Raises CannotUnseal."""
    return seal(unseal(sealed))


def _opens(key: Fernet, text: str) -> bool:
    try:
        key.decrypt(text.encode())
    except InvalidToken:
        return False
    return True


def _all() -> MultiFernet:
    _newest()
    return MultiFernet(_ring())


def _newest() -> Fernet:
    ring = _ring()
    if not ring:
        raise NoSealingKey("SEALING_KEYS is not set")
    return ring[0]


def _ring() -> list[Fernet]:
    ring: list[Fernet] = current_app.extensions[EXTENSION]
    return ring


def _keys(settings: Settings) -> list[str]:
    if settings.sealing_keys or settings.environment == "production":
        return [*settings.sealing_keys]
    # A stand-in's keys guard nothing.
    if "square" in settings.payments and not settings.square_api_base:
        log.warning("sealing_key_derived", instead_of="SEALING_KEYS", derived_from="SECRET_KEY")
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    key = derived.derive(settings.secret_key.encode())
    return [base64.urlsafe_b64encode(key).decode("ascii")]
