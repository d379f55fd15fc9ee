"""The places at which an owner sells, as the provider names them, and which of them we sell at."""

from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.geographic.models import Country
from studiobook.payments.gateways.accounts import AccountState
from studiobook.payments.models import AccountLocation, PaymentAccount


def keep_locations(account: PaymentAccount, truth: AccountState) -> tuple[str, ...]:
    """Keep them for a locked account; what it needs, among it "location" while one must be chosen.

    A single one that sells in the company's currency is chosen by itself.
    """
    _replace(account, truth)
    if not truth.locations:
        return truth.needs
    selling = [place.ref for place in sellable(account)]
    # A place that can't sell just now stays chosen: it may be restricted for a day only.
    if account.location_ref not in [place.ref for place in list_locations(account)]:
        account.location_ref = selling[0] if len(selling) == 1 else None
    if account.location_ref in selling or not truth.can_charge:
        return truth.needs
    return ("location", *(word for word in truth.needs if word != "location"))


def choose_location(account: PaymentAccount, *, ref: str, now: datetime) -> None:
    """Sell at this place from the next look at the account on. Raises NotFound.

    The account is locked. What is open already is paid where it was opened.
    """
    if ref not in [place.ref for place in sellable(account)]:
        raise NotFound
    account.location_ref = ref
    account.next_check_at = now
    db.session.flush()


def sellable(account: PaymentAccount) -> list[AccountLocation]:
    """The places that can charge in the currency in which the company's rooms are sold."""
    currency = db.session.get_one(Country, account.company.country_code).currency
    return [
        place
        for place in list_locations(account)
        if place.can_charge and place.currency == currency
    ]


def list_locations(account: PaymentAccount) -> list[AccountLocation]:
    """All places of an account, by name."""
    places = select(AccountLocation).where(AccountLocation.account_id == account.id)
    return list(db.session.scalars(places.order_by(AccountLocation.name, AccountLocation.id)))


def _replace(account: PaymentAccount, truth: AccountState) -> None:
    known = {place.ref: place for place in list_locations(account)}
    for place in truth.locations:
        row = known.pop(place.ref, None)
        if row is None:
            row = AccountLocation(account_id=account.id, ref=place.ref)
            db.session.add(row)
        row.name, row.currency, row.can_charge = place.name[:120], place.currency, place.can_charge
    for gone in known.values():
        db.session.delete(gone)
    db.session.flush()
