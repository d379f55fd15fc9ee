"""What /manage/payments shows: how a company is paid, what is wrong with it, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.geographic.models import Country
from studiobook.payments.disconnect_account import count_open_bookings, is_needed
from studiobook.payments.gateways.protocol import Gateways, UnknownGateway
from studiobook.payments.keep_locations import list_locations, sellable
from studiobook.payments.models import PaymentAccount
from studiobook.payments.pages.account_wording import NO_LOCATION, SANDBOX, fix_of, meaning_of
from studiobook.studios.models import Studio
from studiobook.web.components import Act, Fact, Link
from studiobook.web.console import sections
from studiobook.web.templating import clock, day


@dataclass(frozen=True)
class Need:
    """One thing that only the owner can mend, and the button that leads there."""

    sentence: str
    act: Act | None = None


@dataclass(frozen=True)
class LocationChoice:
    """The places to choose from (value and label), and where the choice goes."""

    choices: tuple[tuple[str, str], ...]
    chosen: str
    action: str


@dataclass(frozen=True)
class AccountView:
    """An account as the provider last said; `notice` is a kind and a sentence."""

    label: str
    notice: tuple[str, str]
    needs: tuple[Need, ...]
    facts: tuple[Fact, ...]
    location: LocationChoice | None
    check: Act
    another: Act | None
    leave: Link


@dataclass(frozen=True)
class Offer:
    """A provider that this installation offers, and what it means for the owner."""

    label: str
    meaning: str
    connect: Act


@dataclass(frozen=True)
class AccountsPage:
    """How one company is paid."""

    title: str
    company: str
    #: The one that is used first, then those in the making.
    accounts: tuple[AccountView, ...]
    offers: tuple[Offer, ...]
    #: What becomes of existing bookings when another provider is chosen.
    switching: str
    closed: tuple[str, ...]
    onward: Link
    breadcrumbs: tuple[Link, ...]
    sections: tuple[Link, ...]


@dataclass(frozen=True)
class CompaniesPage:
    """Which company it is about; each with whether it can charge."""

    companies: tuple[Fact, ...]
    sections: tuple[Link, ...]


def companies_page(owned: Sequence[Company]) -> CompaniesPage:
    """All of them, the first one first."""
    return CompaniesPage(
        companies=tuple(
            Fact(
                company.name,
                "Guests can pay" if company.can_charge else "Guests can’t pay",
                href=href_of(company),
            )
            for company in owned
        ),
        sections=sections("payments"),
    )


def href_of(company: Company) -> str:
    """Where a company's payments are."""
    return url_for("payments.show_company_accounts", slug=company.slug)


def accounts_page(
    company: Company, *, several: bool, gateways: Gateways, now: datetime
) -> AccountsPage:
    """The page for one of the company's owners."""
    accounts = _accounts(company)
    views = _Views(company, gateways, _zone(company), now)
    open_ones = [one for one in accounts if one.closed_at is None]
    used = next((one for one in open_ones if one.activated_at is not None), None)
    making = [one for one in open_ones if one.activated_at is None]
    known = {one.gateway for one in open_ones}
    here = url_for("payments.show_accounts")
    return AccountsPage(
        title=company.name if several else "Payments",
        company=company.name,
        accounts=tuple(views.account(one) for one in ([used] if used else []) + making),
        offers=tuple(views.offer(name) for name in gateways.names() if name not in known),
        switching=_switching(views, used),
        closed=tuple(
            views.closed(one)
            for one in accounts
            if one.closed_at is not None and one.activated_at is not None
        ),
        onward=_onward(company),
        breadcrumbs=(Link("Payments", here), Link(company.name, href_of(company), current=True))
        if several
        else (),
        sections=sections("payments"),
    )


@dataclass(frozen=True)
class _Views:
    company: Company
    gateways: Gateways
    zone: str
    now: datetime

    def label(self, gateway: str) -> str:
        try:
            return self.gateways.named(gateway).label
        except UnknownGateway:
            return gateway.capitalize()

    def connect(self, gateway: str, words: str, **fields: str) -> Act:
        action = url_for("payments.create_connection", slug=self.company.slug, gateway=gateway)
        return Act(words, action, fields=tuple(fields.items()))

    def offer(self, gateway: str) -> Offer:
        label = self.label(gateway)
        connect = self.connect(gateway, f"Connect {label}")
        return Offer(label, meaning_of(gateway), connect)

    def account(self, account: PaymentAccount) -> AccountView:
        label = self.label(account.gateway)
        is_used = account.activated_at is not None
        return AccountView(
            label=label,
            notice=_notice(account, label),
            needs=self._needs(account),
            facts=self._facts(account),
            location=self._location(account),
            check=Act(f"Ask {label} again", _to(account, "create_account_check"), kind="quiet"),
            another=self._another(account) if is_used else None,
            leave=Link(
                f"Disconnect {label}" if is_used else f"Give up connecting {label}",
                _to(account, "show_disconnection"),
            ),
        )

    def closed(self, account: PaymentAccount) -> str:
        label = self.label(account.gateway)
        until = account.closed_at or self.now
        name = f"{label}, until {day(until, self.zone)}"
        if "access" in account.needs:
            return f"{name}."
        if is_needed(account, now=self.now):
            return f"{name}. Bookings that were paid through it are refunded and paid out by it."
        return f"{name}. Nothing is left to refund through it."

    def _another(self, account: PaymentAccount) -> Act:
        words = f"Use another {self.label(account.gateway)} account"
        return _quiet(self.connect(account.gateway, words, another="yes"))

    def _needs(self, account: PaymentAccount) -> tuple[Need, ...]:
        """The most urgent first, and only that one's button in red."""
        found = [self._need(account, need) for need in account.needs]
        first = next((need for need in found if need.act), None)
        return tuple(
            need if need is first or need.act is None else replace(need, act=_quiet(need.act))
            for need in found
        )

    def _need(self, account: PaymentAccount, need: str) -> Need:
        label = self.label(account.gateway)
        if need == "location" and not sellable(account):
            return Need(NO_LOCATION.format(label, self._currency()))
        sentence, button = fix_of(need, label=label)
        return Need(sentence, self.connect(account.gateway, button) if button else None)

    def _facts(self, account: PaymentAccount) -> tuple[Fact, ...]:
        checked = account.checked_at
        when = f"{day(checked, self.zone)}, {clock(checked, self.zone)}" if checked else "Not yet"
        place = next(
            (one.name for one in list_locations(account) if one.ref == account.location_ref), ""
        )
        facts = [
            Fact("Account", account.name or account.external_ref),
            Fact("Payments", "Taken" if account.can_charge else "Not taken"),
            Fact("Payouts", "To your bank" if account.can_be_paid_out else "Held back"),
            Fact("Location", place),
            Fact("Last asked", when),
        ]
        return tuple(fact for fact in facts if fact.value)

    def _location(self, account: PaymentAccount) -> LocationChoice | None:
        places = sellable(account)
        if len(places) < 2:
            return None
        return LocationChoice(
            choices=tuple((place.ref, place.name) for place in places),
            chosen=account.location_ref or "",
            action=_to(account, "update_location"),
        )

    def _currency(self) -> str:
        return db.session.get_one(Country, self.company.country_code).currency


def _accounts(company: Company) -> Sequence[PaymentAccount]:
    return db.session.scalars(
        select(PaymentAccount)
        .where(PaymentAccount.company_id == company.id)
        .order_by(PaymentAccount.closed_at.desc().nulls_first(), PaymentAccount.id)
    ).all()


def _notice(account: PaymentAccount, label: str) -> tuple[str, str]:
    if account.activated_at is None:
        return "wait", f"{label} is not ready yet. As soon as it can take payments, it is used."
    if account.can_charge:
        trying = " No real money moves." if account.gateway == SANDBOX else ""
        return "good", f"Guests can pay. You take payments with {label}.{trying}"
    if account.needs == ["review"]:
        return "wait", f"Guests can’t pay until {label} has finished, so your studios wait, too."
    return "bad", "Guests can’t pay, so your studios take no bookings until this is mended."


def _switching(views: _Views, used: PaymentAccount | None) -> str:
    if used is None:
        return ""
    label = views.label(used.gateway)
    count = count_open_bookings(used, now=views.now)
    coming = {0: "", 1: " One booking to come was paid that way."}.get(
        count, f" {count} bookings to come were paid that way."
    )
    return (
        f"What was paid through {label} stays there: it is refunded and paid out by {label}."
        f"{coming} New bookings go through the other provider as soon as it can take payments; "
        "until then nothing changes."
    )


def _quiet(act: Act) -> Act:
    return replace(act, kind="quiet")


def _zone(company: Company) -> str:
    """Of the company's first studio: companies have none of their own."""
    zones = select(Studio.zone).where(Studio.company_id == company.id).order_by(Studio.id)
    return db.session.scalar(zones.limit(1)) or "UTC"


def _onward(company: Company) -> Link:
    studios = db.session.scalars(
        select(Studio).where(Studio.company_id == company.id).limit(2)
    ).all()
    if len(studios) == 1:
        return Link(
            f"Go on with {studios[0].name}", url_for("rooms.show_studio", slug=studios[0].slug)
        )
    return Link("Your studios", url_for("rooms.list_studios"))


def _to(account: PaymentAccount, view: str) -> str:
    return url_for(f"payments.{view}", account_id=account.id)
