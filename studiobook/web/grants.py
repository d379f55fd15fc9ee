"""What a mailed link has opened for this browser: codes in its session, nothing in the database."""

from flask import session

KEY = "granted"
#: A cookie is small; the oldest grants make room.
MOST = 40


def granted_codes() -> list[str]:
    """Codes that this browser has shown a signed link for."""
    codes: list[str] = session.get(KEY, [])
    return codes


def grant(code: str) -> None:
    """Remember a code, the latest last."""
    session[KEY] = [*[known for known in granted_codes() if known != code], code][-MOST:]
    session.permanent = True
