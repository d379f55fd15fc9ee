"""Owners' accounts (v2), what is missing on them, and the links to fill them in."""

from typing import Any

from studiobook.dev.sandbox.store import Doc, new_id
from tests.standins.stripe.events import Events, rfc3339
from tests.standins.stripe.refusal import Refusal

#: Seconds that a link can be used for, once.
LINK_LIVES = 300

_FIRST = ("identity.individual.given_name", "external_account")
_WORRY = ("identity.individual.documents.primary_verification",)


class Accounts(Events):
    """An account is restricted until its owner has filled it in."""

    def create_account(self, given: Doc) -> Doc:
        """An account of which Stripe knows nothing yet."""
        ref = new_id("acct")
        account = {
            "id": ref,
            "object": "account",
            "display_name": given.get("display_name"),
            "contact_email": given.get("contact_email"),
            "dashboard": given.get("dashboard"),
            "country": (given.get("identity") or {}).get("country", "us"),
            "defaults": given.get("defaults") or {},
            "state": "new",
            "created": self.now(),
        }
        return self.keep(account)

    def account(self, ref: str) -> Doc:
        """One account."""
        found = self.store.get("account", ref)
        if found is None:
            message = f"Account not found: '{ref}'"
            raise Refusal(message, code="not_found", status=404)
        return found

    def owner(self, ref: str) -> Doc:
        """The account that a call is made on: it must be there and let us in."""
        account = self.store.get("account", ref)
        if account is None or account["state"] == "closed":
            raise Refusal(
                f"The provided key does not have access to account '{ref}' (or that account does"
                " not exist). Application access may have been revoked.",
                code="account_invalid",
                status=403,
            )
        return account

    def create_link(self, given: Doc) -> Doc:
        """An address at which the owner fills in their account, once and soon."""
        self.account(given["account"])
        link = {
            "id": new_id("accl"),
            "object": "account_link",
            "account": given["account"],
            "use_case": given["use_case"],
            "expires_at": self.now() + LINK_LIVES,
            "created": self.now(),
            "_spent": False,
        }
        return self.keep(link)

    def spend_link(self, ref: str, *, finished: bool) -> str:
        """Where the browser goes from a link's page; a spent link leads back for another one."""
        link = self.get("account_link", ref)
        flow = link["use_case"]["account_onboarding"]
        if link["_spent"] or link["expires_at"] < self.now():
            return str(flow["refresh_url"])
        self.keep(link | {"_spent": True})
        if finished:
            self.set_account(link["account"], "active")
        return str(flow.get("return_url") or flow["refresh_url"])

    def set_account(self, ref: str, state: str) -> Doc:
        """`active`, `restricted` or `closed`; the world hears of it."""
        with self.store.changing():
            account = self.keep(self.account(ref) | {"state": state})
            change = "closed" if state == "closed" else None
            thing = "[configuration.recipient].capability_status_updated"
            self.tell_thinly(f".{change}" if change else thing, ref)
            return account


def as_v2(account: Doc, include: list[str]) -> Doc:
    """The account as the newer API shows it: most of it only when asked for."""
    parts: dict[str, Any] = {
        "configuration": {"recipient": {"applied": True, "capabilities": _capabilities(account)}},
        "defaults": account["defaults"],
        "identity": {"country": account["country"], "entity_type": None},
        "requirements": {"entries": _entries(account), "summary": None},
    }
    asked = {name.partition(".")[0] for name in include}
    return {
        "id": account["id"],
        "object": "v2.core.account",
        "applied_configurations": ["recipient"],
        "closed": account["state"] == "closed",
        "contact_email": account["contact_email"],
        "created": rfc3339(account["created"]),
        "dashboard": account["dashboard"],
        "display_name": account["display_name"],
        "livemode": False,
        "metadata": {},
        **{name: part if name in asked else None for name, part in parts.items()},
    }


def as_link(link: Doc, url: str) -> Doc:
    """The link as the newer API shows it."""
    return {
        "object": "v2.core.account_link",
        "account": link["account"],
        "created": rfc3339(link["created"]),
        "expires_at": rfc3339(link["expires_at"]),
        "livemode": False,
        "url": url,
        "use_case": link["use_case"],
    }


def _capabilities(account: Doc) -> Doc:
    is_active = account["state"] == "active"
    details = [{"code": "requirements_past_due", "resolution": "provide_info"}]
    transfers = {
        "status": "active" if is_active else "restricted",
        "status_details": [] if is_active else details,
    }
    # Whoever may be paid no more may still have sent to the bank what they have.
    may_leave = account["state"] in ("active", "restricted")
    payouts = {
        "status": "active" if may_leave else "restricted",
        "status_details": [] if may_leave else details,
    }
    return {"stripe_balance": {"stripe_transfers": transfers, "payouts": payouts}}


def _entries(account: Doc) -> list[Doc]:
    missing = {"new": _FIRST, "restricted": _WORRY}.get(account["state"], ())
    routine = "routine_onboarding" if account["state"] == "new" else "routine_verification"
    return [
        {
            "awaiting_action_from": "user",
            "description": description,
            "errors": [],
            "impact": {"restricts_capabilities": []},
            "minimum_deadline": {"status": "past_due"},
            "reference": None,
            "requested_reasons": [{"code": routine}],
        }
        for description in missing
    ]
