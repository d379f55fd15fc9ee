"""Passwords as Argon2id hashes, and the one path that a right, wrong or missing one takes."""

import base64

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128
ITERATIONS, LANES = 2, 1
DEFAULT_MEMORY = 19456


class _Hashing:
    """The hasher of this process; only its memory differs between installations."""

    def __init__(self, memory: int) -> None:
        self.hasher = PasswordHasher(
            time_cost=ITERATIONS, memory_cost=memory, parallelism=LANES, type=Type.ID
        )
        salt, digest = (base64.b64encode(bytes(n)).decode().rstrip("=") for n in (16, 32))
        # A hash that no password has, at the full price of checking one.
        self.dummy = f"$argon2id$v=19$m={memory},t={ITERATIONS},p={LANES}${salt}${digest}"


_hashing = _Hashing(DEFAULT_MEMORY)


def configure(*, memory: int) -> None:
    """Use this much memory (KiB) per hash from now on."""
    global _hashing  # noqa: PLW0603  # one per process, set once at start
    _hashing = _Hashing(memory)


def hash_password(password: str) -> str:
    """Raises ValueError for a length that the forms refuse."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError("a password has 12 to 128 characters")
    return _hashing.hasher.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether they belong together; a missing hash costs as much time as a wrong password.

    A length that no account can have is refused before anything is hashed.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        return False
    try:
        _hashing.hasher.verify(password_hash or _hashing.dummy, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hashing.hasher.check_needs_rehash(password_hash)
