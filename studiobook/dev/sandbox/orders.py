"""Reading requests strictly: unknown, missing and odd parameters are refused by name."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from studiobook.dev.sandbox.refusal import Refusal

#: Seconds that a payment page may stay open.
SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
LARGEST_AMOUNT = 99_999_999

Check = Callable[[Any], bool]


def _text(limit: int) -> Check:
    return lambda value: isinstance(value, str) and 0 < len(value) <= limit


def _matches(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _whole(lowest: int) -> Check:
    return lambda value: type(value) is int and lowest <= value <= LARGEST_AMOUNT


def _web_address(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > 2000:
        return False
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


CHECKOUT: dict[str, Check] = {
    "account": _matches(r"acct_[A-Za-z0-9_]{1,60}"),
    "reference": _text(40),
    "description": _text(500),
    "amount": _whole(1),
    "fee": _whole(0),
    "currency": _matches(r"[A-Z]{3}"),
    "buyer_email": _matches(r"[^@\s]{1,200}@[^@\s]{1,200}"),
    "success_url": _web_address,
    "cancel_url": _web_address,
    "expires_at": lambda value: type(value) is int,
}

REFUND: dict[str, Check] = {
    "payment": _matches(r"pay_[0-9a-f]{24}"),
    "amount": _whole(1),
    "fee": _whole(0),
    "currency": _matches(r"[A-Z]{3}"),
    "reason": _text(200),
}

ACCOUNT: dict[str, Check] = {
    "company": _text(200),
    "email": _matches(r"[^@\s]{1,200}@[^@\s]{1,200}"),
    "country": _matches(r"[A-Z]{2}"),
    "currency": _matches(r"[A-Z]{3}"),
}

ACCOUNT_LINK: dict[str, Check] = {
    "account": CHECKOUT["account"],
    "return_url": _web_address,
    "refresh_url": _web_address,
    "state": _text(200),
}

PAYOUT: dict[str, Check] = {"amount": _whole(1), "currency": _matches(r"[A-Z]{3}")}


def checked(body: Any, fields: dict[str, Check]) -> dict[str, Any]:
    """The body, when it has exactly these fields and each passes."""
    if not isinstance(body, dict):
        raise Refusal("invalid_body", "Send one JSON object.")
    for name in body.keys() - fields.keys():
        raise Refusal("unknown_parameter", f"Received unknown parameter: {name}", param=name)
    for name, passes in fields.items():
        if name not in body:
            raise Refusal("missing_parameter", f"Missing required parameter: {name}", param=name)
        if not passes(body[name]):
            raise Refusal("invalid_value", f"Invalid value for: {name}", param=name)
    return body


def checked_checkout(body: Any, *, now: float) -> dict[str, Any]:
    """A checkout request; also: the fee is part of the amount, the expiry 30 min to 24 h away."""
    order = checked(body, CHECKOUT)
    if order["fee"] > order["amount"]:
        raise Refusal("fee_too_large", "The fee must be part of the amount.", param="fee")
    if not SHORTEST <= order["expires_at"] - int(now) <= LONGEST:
        raise Refusal(
            "expiry_out_of_bounds",
            "The page must stay open between 30 minutes and 24 hours.",
            param="expires_at",
        )
    return order
