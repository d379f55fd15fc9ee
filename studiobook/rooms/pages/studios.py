"""The studios that one may set up."""

from dataclasses import dataclass

from flask import url_for

from studiobook.companies.models import Company
from studiobook.rooms.listing import lacking
from studiobook.rooms.queries import Standing, standings_of
from studiobook.studios.models import Studio
from studiobook.web.components import Link
from studiobook.web.console import sections


@dataclass(frozen=True)
class StudioRow:
    """One studio; `lacks` is empty when it is complete."""

    name: str
    place: str
    state: str
    href: str
    lacks: str


@dataclass(frozen=True)
class StudioGroup:
    """The studios of a company; `href` leads to it for its owner, `new_href` to one more."""

    company: str
    href: str | None
    studios: tuple[StudioRow, ...]
    new_href: str


@dataclass(frozen=True)
class StudiosPage:
    """All of them by company, which is named where there are several."""

    groups: tuple[StudioGroup, ...]
    is_grouped: bool
    company: Link | None
    new_href: str
    sections: tuple[Link, ...]

    @property
    def has_studios(self) -> bool:
        """Whether there is one at all."""
        return any(group.studios for group in self.groups)


def studios_page(studios: list[Studio], *, owned: list[Company]) -> StudiosPage:
    """Each with its state and what is missing; companies without a studio yet are there, too."""
    standings = standings_of([studio.id for studio in studios])
    companies = {company.id: company for company in owned}
    companies |= {studio.company_id: studio.company for studio in studios}
    mine = {company.id for company in owned}
    groups = tuple(
        _group(
            company,
            tuple(_row(one, standings[one.id]) for one in studios if one.company_id == company.id),
            is_mine=company.id in mine,
        )
        for company in companies.values()
    )
    label = "Your companies" if len(owned) > 1 else "Your company"
    return StudiosPage(
        groups=groups,
        is_grouped=len(groups) > 1,
        company=Link(label, url_for("companies.show_company")) if owned else None,
        new_href=url_for("rooms.new_studio"),
        sections=sections("studios"),
    )


def _group(company: Company, studios: tuple[StudioRow, ...], *, is_mine: bool) -> StudioGroup:
    return StudioGroup(
        company=company.name,
        href=url_for("companies.show_one_company", slug=company.slug) if is_mine else None,
        studios=studios,
        new_href=url_for("rooms.new_studio", company=company.slug),
    )


def _row(studio: Studio, standing: Standing) -> StudioRow:
    return StudioRow(
        name=studio.name,
        place=f"{studio.street}, {studio.city.name}",
        state="paused" if studio.is_paused else studio.state.value,
        href=url_for("rooms.show_studio", slug=studio.slug),
        lacks=", ".join(lacking(studio, standing)),
    )
