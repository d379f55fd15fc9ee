"""The studios that one may set up."""

from dataclasses import dataclass

from flask import url_for

from studiobook.companies.models import Company
from studiobook.rooms.listing import missing
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
class StudiosPage:
    """All of them; `company` is None for whoever owns none."""

    studios: tuple[StudioRow, ...]
    company: Link | None
    new_href: str
    sections: tuple[Link, ...]


def studios_page(studios: list[Studio], *, company: Company | None) -> StudiosPage:
    """Each with its state and what is missing."""
    return StudiosPage(
        studios=tuple(map(_row, studios)),
        company=Link(company.name, url_for("companies.show_company")) if company else None,
        new_href=url_for("rooms.new_studio"),
        sections=sections("studios"),
    )


def _row(studio: Studio) -> StudioRow:
    return StudioRow(
        name=studio.name,
        place=f"{studio.street}, {studio.city.name}",
        state="paused" if studio.is_paused else studio.state.value,
        href=url_for("rooms.show_studio", slug=studio.slug),
        lacks=", ".join(missing(studio)),
    )
