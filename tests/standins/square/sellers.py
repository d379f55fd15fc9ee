"""Sellers: their business, their locations, and the keys to it that they gave us."""

from dataclasses import dataclass
from typing import Any

from studiobook.dev.sandbox.store import Doc
from tests.standins.square.books import Books, new_id
from tests.standins.square.refusal import ACCESS, Refusal

DAY = 24 * 3600
#: Seconds that a code, and an access token, is good for; and how long after that it may be renewed.
CODE_LIVES, TOKEN_LIVES, RENEWABLE = 5 * 60, 30 * DAY, 15 * DAY
CARDS = "CREDIT_CARD_PROCESSING"
COUNTRIES = {"EUR": "IE", "USD": "US", "GBP": "GB"}


@dataclass(frozen=True)
class Access:
    """Who calls, and what they may."""

    merchant_id: str
    scopes: frozenset[str]


def open_business(books: Books, name: str, currency: str = "EUR") -> Doc:
    """A seller with two locations, both of which may take cards."""
    merchant_id = f"ML{new_id(6).upper()}"
    places = [_location(books, merchant_id, place, currency) for place in ("Main house", "Annexe")]
    merchant = {
        "id": merchant_id,
        "business_name": name,
        "country": COUNTRIES[currency],
        "language_code": "en-IE",
        "currency": currency,
        "status": "ACTIVE",
        "main_location_id": places[0]["id"],
        "created_at": books.stamp(),
        "_merchant_id": merchant_id,
    }
    return books.keep("merchant", merchant)


def locations_of(books: Books, merchant_id: str) -> list[Doc]:
    """A seller's locations, the main one first."""
    return books.all("location", merchant_id)


def set_cards(books: Books, merchant_id: str, *, may: bool) -> None:
    """Give a seller's locations the right to take cards, or take it away."""
    for place in locations_of(books, merchant_id):
        place["capabilities"] = [CARDS, "AUTOMATIC_TRANSFERS"] if may else []
        books.change("location", place)


def let_in(books: Books, merchant_id: str, *, redirect_uri: str, scopes: list[str]) -> str:
    """A code that the application can turn into keys, once and soon."""
    code = {
        "id": f"sq0cgp-{new_id()}",
        "redirect_uri": redirect_uri,
        "scopes": scopes,
        "_merchant_id": merchant_id,
        "_good_until": books.clock() + CODE_LIVES,
    }
    return str(books.keep("code", code)["id"])


def redeem(books: Books, code_ref: str, redirect_uri: str | None) -> dict[str, Any]:
    """Keys for a code. Refuses one that is spent, too old, or of another address."""
    code = books.store.get("code", code_ref)
    if code is None or code.get("_spent") or books.clock() > code["_good_until"]:
        raise _denied("Authorization code is not found, used or expired.")
    if redirect_uri != code["redirect_uri"]:
        raise _denied("The redirect_uri is another than the one asked with.")
    books.keep("code", code | {"_spent": True})
    return issue(books, code["_merchant_id"], code["scopes"])


def issue(books: Books, merchant_id: str, scopes: list[str]) -> dict[str, Any]:
    """A fresh pair of keys."""
    refresh = {
        "id": f"EQAA{new_id(24)}",
        "scopes": scopes,
        "_merchant_id": merchant_id,
    }
    books.keep("refresh", refresh)
    return _fresh_token(books, refresh)


def renew(books: Books, refresh_token: str) -> dict[str, Any]:
    """Another access token; the refresh token stays the same."""
    refresh = books.store.get("refresh", refresh_token)
    if refresh is None or refresh.get("_revoked") or books.clock() > refresh["_good_until"]:
        raise _denied("The refresh token is unknown, revoked or too old.")
    return _fresh_token(books, refresh)


def revoke(books: Books, merchant_id: str, *, by: str) -> None:
    """End every key to a seller's account. Refuses when there is none."""
    ended = 0
    for kind in ("token", "refresh"):
        for doc in books.all(kind, merchant_id):
            ended += not doc.get("_revoked")
            books.keep(kind, doc | {"_revoked": True})
    if not ended:
        raise Refusal("NOT_FOUND", "There is no access to revoke.", status=404)
    revocation = {
        "id": new_id(),
        "revoked_at": books.stamp(),
        "revoker_type": by,
        "_merchant_id": merchant_id,
    }
    books.ring("oauth.authorization.revoked", "revocation", revocation)


def access_of(books: Books, token_ref: str) -> Access:
    """What a token opens. Refuses one that is unknown, revoked or expired."""
    token = books.store.get("token", token_ref)
    if token is None:
        raise _denied("This request could not be authorized.")
    if token.get("_revoked"):
        raise _denied("The access token was revoked.", "ACCESS_TOKEN_REVOKED")
    if books.clock() > token["_good_until"]:
        raise _denied("The access token expired.", "ACCESS_TOKEN_EXPIRED")
    return Access(token["_merchant_id"], frozenset(token["scopes"]))


def latest_token(books: Books, merchant_id: str) -> str:
    """The last access token that a seller's account gave out, good or not."""
    tokens = books.all("token", merchant_id)
    return str(tokens[-1]["id"]) if tokens else "none"


def _fresh_token(books: Books, refresh: Doc) -> dict[str, Any]:
    token = {
        "id": f"EAAA{new_id(24)}",
        "scopes": refresh["scopes"],
        "_merchant_id": refresh["_merchant_id"],
        "_good_until": books.clock() + TOKEN_LIVES,
    }
    books.keep("token", token)
    books.keep("refresh", refresh | {"_good_until": token["_good_until"] + RENEWABLE})
    return {
        "access_token": token["id"],
        "token_type": "bearer",
        "expires_at": books.stamp(TOKEN_LIVES),
        "merchant_id": token["_merchant_id"],
        "refresh_token": refresh["id"],
        "short_lived": False,
    }


def _location(books: Books, merchant_id: str, name: str, currency: str) -> Doc:
    location = {
        "id": f"L{new_id(6).upper()}",
        "name": name,
        "merchant_id": merchant_id,
        "country": COUNTRIES[currency],
        "currency": currency,
        "status": "ACTIVE",
        "type": "PHYSICAL",
        "capabilities": [CARDS, "AUTOMATIC_TRANSFERS"],
        "created_at": books.stamp(),
        "_merchant_id": merchant_id,
    }
    return books.keep("location", location, under=merchant_id)


def _denied(detail: str, code: str = "UNAUTHORIZED") -> Refusal:
    return Refusal(code, detail, status=401, category=ACCESS)
