"""How often one may try, before anything is hashed or mailed: per account, address and in all.

The limits slow down and never lock: a browser that knows the account has its own allowance, and
the sign-in link by mail stays open. Keys are digests, so that no address is kept in Redis.
"""

import ipaddress
from collections.abc import Callable
from typing import Any

from flask import request
from flask_login import current_user

from studiobook.auth.known_device import account_key, allowance_key
from studiobook.extensions import limiter

View = Callable[..., Any]


def typed_account() -> str:
    """The account that the form names, for tries at its password."""
    return allowance_key(request.form.get("email", ""))


def typed_address() -> str:
    """The address that a mail would go to."""
    return account_key(request.form.get("email", ""))


def network() -> str:
    """The client's address; a whole /64 of IPv6, which one customer has to themselves."""
    address = request.remote_addr or "unknown"
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def person() -> str:
    """The signed-in person."""
    return str(current_user.user.id) if current_user.is_authenticated else network()


def asked_path() -> str:
    """The thing that the address names."""
    return request.path


def everybody() -> str:
    """One allowance for all."""
    return "all"


def _limits(*limits: tuple[str, str, Callable[[], str]]) -> Callable[[View], View]:
    decorators = [
        limiter.shared_limit(limit, scope=scope, key_func=key) for limit, scope, key in limits
    ]

    def decorate(view: View) -> View:
        for decorator in decorators:
            view = decorator(view)
        return view

    return decorate


HASHING = ("600 per minute", "hashing", everybody)

password_tries = _limits(
    ("10 per 15 minutes", "login-account", typed_account),
    ("30 per 15 minutes", "login-network", network),
    HASHING,
)
hashing = _limits(HASHING)
own_password_tries = _limits(("10 per 15 minutes", "password-person", person), HASHING)
mail_requests = _limits(
    ("3 per hour", "mail-account", typed_address),
    ("8 per day", "mail-account", typed_address),
    ("20 per hour", "mail-network", network),
    ("2000 per hour", "mail", everybody),
)
token_tries = _limits(("30 per 15 minutes", "token-network", network), HASHING)
google_starts = _limits(("60 per 15 minutes", "google-network", network))
#: Invitations are mails to strangers: few by one person, and few to one address.
invitations = _limits(
    ("30 per hour", "invitations-person", person),
    ("5 per day", "invitations-address", typed_address),
    ("500 per hour", "invitations", everybody),
)
invitations_again = _limits(
    ("30 per hour", "invitations-person", person),
    ("3 per hour", "invitations-again", asked_path),
    ("500 per hour", "invitations", everybody),
)
#: What a studio does that its guest is told of each time, or books for somebody's address.
told_guests = _limits(
    ("120 per hour", "told-person", person),
    ("20 per hour", "told-thing", asked_path),
)
#: Each other address that a guest types gets a mail about the hold.
checkouts = _limits(("30 per hour", "checkout-address", typed_address))
told_many = _limits(("60 per hour", "told-many-person", person))
offers = _limits(
    ("60 per hour", "offers-person", person),
    ("20 per day", "offers-address", typed_address),
)
