"""Reading requests strictly: unknown, missing and odd fields are refused by name."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.standins.square.refusal import Refusal

Check = Callable[[Any], bool]
Shape = Mapping[str, Any]

LARGEST_AMOUNT = 99_999_999


def _text(limit: int, shortest: int = 1) -> Check:
    return lambda value: isinstance(value, str) and shortest <= len(value) <= limit


def _matches(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is(*kinds: type) -> Check:
    return lambda value: type(value) in kinds


def _web_address(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > 2048:
        return False
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


MONEY: Shape = {
    "amount": lambda value: type(value) is int and 0 < value <= LARGEST_AMOUNT,
    "currency": _matches("[A-Z]{3}"),
}
LINK: Shape = {
    "idempotency_key": _text(192),
    "description?": _text(4096, shortest=0),
    "payment_note?": _text(500, shortest=0),
    "order": {
        "location_id": _text(50),
        "reference_id?": _text(40),
        "metadata?": lambda value: (
            isinstance(value, dict)
            and len(value) <= 10
            and all(_text(60)(key) and _text(255)(word) for key, word in value.items())
        ),
        "line_items": [
            {
                "name": _text(512),
                # A decimal number, as text.
                "quantity": _matches(r"[1-9][0-9]{0,11}"),
                "base_price_money": MONEY,
            }
        ],
    },
    "checkout_options?": {
        "redirect_url?": _web_address,
        "allow_tipping?": _is(bool),
        "app_fee_money?": MONEY,
    },
    "pre_populated_data?": {"buyer_email?": _matches(r"[^@\s]{1,128}@[^@\s]{1,126}")},
}
ORDER_UPDATE: Shape = {
    "order": {
        "location_id": _text(50),
        "version": _is(int),
        "state?": _matches("OPEN|CANCELED|COMPLETED"),
    }
}
REFUND: Shape = {
    "idempotency_key": _text(45),
    "payment_id": _text(192),
    "amount_money": MONEY,
    "app_fee_money?": MONEY,
    "reason?": _text(192, shortest=0),
}
TOKEN: Shape = {
    "client_id": _text(191),
    "client_secret?": _text(1024),
    "grant_type": _matches("authorization_code|refresh_token"),
    "code?": _text(191),
    "redirect_uri?": _web_address,
    "refresh_token?": _text(1024),
}
REVOCATION: Shape = {
    "client_id": _text(191),
    "access_token?": _text(1024),
    "merchant_id?": _text(191),
}


def checked(body: Any, shape: Shape, path: str = "") -> dict[str, Any]:
    """The body, when it has no other fields than these and each passes; "?" marks what may miss."""
    if not isinstance(body, dict):
        raise Refusal("EXPECTED_OBJECT", "Expected an object.", field=path or None)
    for name in body:
        if name not in shape and f"{name}?" not in shape:
            raise Refusal("UNKNOWN_BODY_PARAMETER", "Not a field here.", field=path + name)
    for word, rule in shape.items():
        name = word.removesuffix("?")
        if name in body:
            _check(body[name], rule, path + name)
        elif name == word:
            raise Refusal("MISSING_REQUIRED_PARAMETER", "Field must be set.", field=path + name)
    return body


def _check(value: Any, rule: Any, path: str) -> None:
    if isinstance(rule, dict):
        checked(value, rule, f"{path}.")
    elif isinstance(rule, list):
        if not isinstance(value, list) or not value:
            raise Refusal("EXPECTED_ARRAY", "Expected a list with something in it.", field=path)
        for number, item in enumerate(value):
            checked(item, rule[0], f"{path}[{number}].")
    elif not rule(value):
        raise Refusal("INVALID_VALUE", "Invalid value.", field=path)
