"""Owners' accounts: opened on request, finished by the owner on a hosted page, restricted, revoked.

An account that nobody opened here counts as one that can charge: demo data makes accounts up.
"""

import secrets
from typing import Any

from studiobook.dev.sandbox.provider import Provider
from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.store import Doc

#: Seconds that an onboarding link lives.
LINK_LASTS = 5 * 60

#: What each status lacks, in the provider's words.
NEEDS = {
    "incomplete": ["onboarding"],
    "active": [],
    "restricted": ["identity"],
    "revoked": ["access"],
}


def open_account(provider: Provider, order: Doc) -> Doc:
    """A new account that its owner has yet to finish."""
    account = order | {
        "id": f"acct_{secrets.token_hex(12)}",
        "status": "incomplete",
        "created": int(provider.clock()),
    }
    provider.store.put("account", account)
    return account


def find_account(provider: Provider, ref: str) -> Doc:
    """An account as it stands; one that was made up elsewhere is active."""
    return provider.store.get("account", ref) or {
        "id": ref,
        "status": "active",
        "company": "",
        "country": None,
        "currency": None,
        "created": 0,
    }


def public_account(account: Doc) -> dict[str, Any]:
    """An account as the API shows it."""
    is_active = account["status"] == "active"
    return account | {
        "charges_enabled": is_active,
        "payouts_enabled": is_active,
        "requirements": NEEDS[account["status"]],
    }


def become(provider: Provider, ref: str, status: str) -> Doc:
    """Change an account's status and tell the world. A revoked one stays revoked."""
    with provider.store.changing():
        account = find_account(provider, ref)
        if account["status"] in (status, "revoked"):
            return account
        account["status"] = status
        provider.store.put("account", account)
        event = "account.revoked" if status == "revoked" else "account.updated"
        provider.tell(event, account=ref, kind="account", ref=ref)
        return account


def open_link(provider: Provider, order: Doc, *, page_url: str) -> Doc:
    """An address at which the owner of an account goes on; it works once, for minutes."""
    ref = f"lnk_{secrets.token_hex(12)}"
    link = order | {
        "id": ref,
        "url": f"{page_url}/connect/{ref}",
        "expires_at": int(provider.clock()) + LINK_LASTS,
        "is_spent": False,
    }
    provider.store.put("link", link)
    return link


def find_link(provider: Provider, ref: str) -> Doc:
    """A link, spent or not."""
    link = provider.store.get("link", ref)
    if link is None:
        raise Refusal("not_found", "No such link.", status=404)
    return link


def is_spent(provider: Provider, link: Doc) -> bool:
    """Whether a link leads nowhere any more."""
    return bool(link["is_spent"]) or provider.clock() >= link["expires_at"]


def spend_link(provider: Provider, link: Doc) -> None:
    """The owner has answered."""
    provider.store.put("link", link | {"is_spent": True})


def require_charging(provider: Provider, ref: str) -> None:
    """Refuse what only an account that can charge may do."""
    status = find_account(provider, ref)["status"]
    if status == "revoked":
        raise Refusal("account_revoked", "The owner took the access away.", status=403)
    if status != "active":
        raise Refusal("account_cannot_charge", f"This account is {status}.", param="account")
