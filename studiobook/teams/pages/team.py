"""The team as those see it who put it together, and one's own places for everybody else."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from studiobook.companies.models import Company, CompanyAdmin, FormerCompanyAdmin
from studiobook.studios.models import Studio
from studiobook.teams.models import Invitation, Membership, TeamRole
from studiobook.teams.wording import OWNER, name_of
from studiobook.users.models import User
from studiobook.values.money import Money
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Act, Face, Link, Undo
from studiobook.web.console import sections
from studiobook.web.faces import face_of
from studiobook.web.templating import day, money


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a team; `change` and `part` are None for whoever may not."""

    name: str
    email: str
    note: str
    face: Face
    is_you: bool
    change: Link | None
    part: Link | None


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation that nobody has decided on; `acts` are to send it again and to withdraw it."""

    email: str
    note: str
    is_over: bool
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The owners of a company, or the team of a studio; `invite` is None for whoever may not."""

    key: str
    title: str
    people: tuple[Person, ...]
    offers: tuple[Offer, ...]
    invite: Link | None
    nobody: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the viewer works; `part` leads to leaving."""

    studio: str
    note: str
    part: Link


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything; `places` are one's own, for whoever does not run their studio."""

    title: str
    sections: tuple[Link, ...]
    undos: tuple[Undo, ...]
    groups: tuple[Group, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Teams:
    """What a viewer may see of teams: `owned` and `set_up` are ids of companies and studios."""

    viewer: User
    companies: tuple[Company, ...]
    owned: Collection[int]
    studios: tuple[Studio, ...]
    owners: list[CompanyAdmin]
    members: list[Membership]
    offers: list[Invitation]
    own: list[Membership]
    ended: list[Membership]
    dismissed: list[FormerCompanyAdmin]
    now: datetime


def team_page(teams: Teams) -> TeamPage:
    """Company by company: its owners, then the studios that the viewer sets up."""
    groups: list[Group] = []
    for company in teams.companies:
        groups.append(_owners(teams, company))
        groups += [
            _team(teams, studio) for studio in teams.studios if studio.company_id == company.id
        ]
    shown = {studio.id for studio in teams.studios}
    return TeamPage(
        title="Team",
        sections=sections("team"),
        undos=(*map(_undo_of, teams.ended), *map(_undo_of_owner, teams.dismissed)),
        groups=tuple(groups),
        places=tuple(_place(one) for one in teams.own if one.studio_id not in shown),
    )


def role_words(role: TeamRole | None, rate_minor: int | None, studio: Studio | None) -> str:
    """Engineer, €30.00 an hour."""
    if studio is None or role is not TeamRole.ENGINEER:
        return name_of(role)
    if rate_minor is None:
        return f"{name_of(role)}, not booked by guests"
    return f"{name_of(role)}, {money(Money(rate_minor, currency_of(studio)))} an hour"


def currency_of(studio: Studio) -> str:
    """What its rooms and its people are paid in."""
    return studio.city.country.currency


def _owners(teams: Teams, company: Company) -> Group:
    may = company.id in teams.owned
    owners = [one for one in teams.owners if one.company_id == company.id]

    def part(user: User) -> Link | None:
        href = url_for("teams.new_owner_removal", slug=company.slug, user_id=user.id)
        return _part(user, teams.viewer, href) if may and len(owners) > 1 else None

    return Group(
        key=f"owners-{company.slug}",
        title=f"Owners of {company.name}",
        people=tuple(_person(one.user, OWNER, teams.viewer, part=part(one.user)) for one in owners),
        offers=_offers(teams, lambda offer: offer.studio_id is None, company.id),
        invite=Link("Invite an owner", url_for("teams.new_owner_invitation", slug=company.slug))
        if may
        else None,
        nobody="",
    )


def _team(teams: Teams, studio: Studio) -> Group:
    members = [one for one in teams.members if one.studio_id == studio.id]
    return Group(
        key=studio.slug,
        title=studio.name,
        people=tuple(_member(one, teams.viewer) for one in members),
        offers=_offers(teams, lambda offer: offer.studio_id == studio.id, studio.company_id),
        invite=Link("Invite somebody", url_for("teams.new_invitation", slug=studio.slug)),
        nobody="Nobody but the owners yet. Invite a manager, an engineer or the front desk:"
        " each sees what they need, and no more.",
    )


def _member(member: Membership, viewer: User) -> Person:
    words = role_words(member.role, member.rate_per_hour_minor, member.studio)
    since = day(member.created_at, member.studio.zone)
    href = url_for("teams.show_member", member_id=member.id)
    is_you = member.user_id == viewer.id
    name = "bookings.new_leaving" if is_you else "bookings.new_member_removal"
    return _person(
        member.user,
        f"{words}. Since {since}.",
        viewer,
        change=Link("Change", href),
        part=_part(member.user, viewer, url_for(name, member_id=member.id)),
    )


def _part(user: User, viewer: User, href: str) -> Link:
    return Link("Leave" if user.id == viewer.id else "Remove", href)


def _person(
    user: User, note: str, viewer: User, *, change: Link | None = None, part: Link | None = None
) -> Person:
    return Person(
        name=user.name,
        email=user.email,
        note=note,
        face=face_of(user.name, user.photo_key),
        is_you=user.id == viewer.id,
        change=change,
        part=part,
    )


def _offers(
    teams: Teams, belongs: Callable[[Invitation], bool], company_id: int
) -> tuple[Offer, ...]:
    found: Iterable[Invitation] = (
        offer for offer in teams.offers if offer.company_id == company_id and belongs(offer)
    )
    return tuple(_offer(offer, teams.now) for offer in found)


def _offer(offer: Invitation, now: datetime) -> Offer:
    words = role_words(offer.role, offer.rate_per_hour_minor, offer.studio)
    zone = offer.studio.zone if offer.studio else "UTC"
    ends_on, is_over = day(to_local(offer.expires_at, zone).date()), offer.expires_at <= now
    said = f"The invitation ended on {ends_on}." if is_over else f"Invited until {ends_on}."
    again = url_for("teams.create_sending", invitation_id=offer.id)
    off = url_for("teams.create_withdrawal", invitation_id=offer.id)
    return Offer(
        email=offer.email,
        note=f"{words}. {said}",
        is_over=is_over,
        acts=(
            Act("Send again", again, kind="quiet", words=f"Send again to {offer.email}"),
            Act("Withdraw", off, kind="quiet", words=f"Withdraw the offer to {offer.email}"),
        ),
    )


def _place(member: Membership) -> Place:
    words = role_words(member.role, member.rate_per_hour_minor, member.studio)
    href = url_for("bookings.new_leaving", member_id=member.id)
    return Place(member.studio.name, f"{words}.", Link("Leave this team", href))


def _undo_of(member: Membership) -> Undo:
    own = member.ended_by_id == member.user_id
    who = "You are" if own else f"{member.user.name} is"
    name = "create_return" if own else "create_restoration"
    action = url_for(f"teams.{name}", member_id=member.id)
    return Undo(
        f"{who} no longer in the team of {member.studio.name}.",
        Act("Take it back", action, kind="quiet"),
    )


def _undo_of_owner(former: FormerCompanyAdmin) -> Undo:
    action = url_for(
        "teams.create_owner_restoration", slug=former.company.slug, user_id=former.user_id
    )
    sentence = f"{former.user.name} no longer owns {former.company.name}."
    return Undo(sentence, Act("Take it back", action, kind="quiet"))
