"""A venue: its page, and where it is on a map."""

from dataclasses import dataclass

from studiobook.discovery.pages.links import (
    ask_href,
    city_href,
    company_href,
    map_href,
    studio_href,
)
from studiobook.discovery.pages.photos import logo_of
from studiobook.discovery.pages.wording import describe_hours, paragraphs
from studiobook.discovery.pages.words import rooms_label, terms_sentences
from studiobook.discovery.queries import Venue
from studiobook.rooms.catalogue import StudioDetail
from studiobook.values.map_position import map_link
from studiobook.web.components import Fact, Link, RoomCard
from studiobook.web.map import MapView, map_view


@dataclass(frozen=True, slots=True)
class StudioPage:
    """A venue with its rooms and how their day looks; `note` is for its team only."""

    title: str
    canonical: str
    summary: str
    ask: str
    map: str
    crumbs: tuple[Link, ...]
    facts: tuple[Fact, ...]
    description: tuple[str, ...]
    hours: tuple[Fact, ...]
    house_rules: tuple[str, ...]
    terms: tuple[str, ...]
    badges: tuple[str, ...]
    #: Each with the paragraphs of its answer.
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    rooms: tuple[RoomCard, ...]
    logo: str | None
    company: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapPage:
    """Where a studio is; `map` is None where this installation has none."""

    title: str
    canonical: str
    summary: str
    crumbs: tuple[Link, ...]
    address: str
    map: MapView | None
    elsewhere: str


def studio_page(venue: Venue, *, rooms: tuple[RoomCard, ...], note: str = "") -> StudioPage:
    """The whole page."""
    studio = venue.studio
    return StudioPage(
        title=studio.name,
        canonical=studio_href(studio.slug),
        summary=f"{rooms_label(len(rooms))} to book by the hour in {studio.city}.",
        ask=ask_href(studio.slug),
        map=map_href(studio.slug),
        crumbs=(
            Link(studio.city, city_href(studio.city_slug)),
            Link(studio.name, studio_href(studio.slug), current=True),
        ),
        facts=_facts(studio),
        description=paragraphs(studio.description),
        hours=describe_hours(studio.hours),
        house_rules=paragraphs(studio.house_rules),
        terms=terms_sentences(studio.terms_preset),
        badges=studio.badges,
        questions=tuple((asked, paragraphs(said)) for asked, said in venue.questions),
        rooms=rooms,
        logo=logo_of(studio.company_logo),
        company=studio.company,
        note=note,
    )


def map_page(studio: StudioDetail) -> MapPage:
    """The map around its door."""
    address = f"{studio.street}, {' '.join(filter(None, (studio.postcode, studio.city)))}"
    here = map_href(studio.slug)
    return MapPage(
        title=f"Where {studio.name} is",
        canonical=here,
        summary=address,
        crumbs=(
            Link(studio.city, city_href(studio.city_slug)),
            Link(studio.name, studio_href(studio.slug)),
            Link("Map", here, current=True),
        ),
        address=address,
        map=map_view(studio.at, studio.name),
        elsewhere=map_link(studio.at),
    )


def _facts(studio: StudioDetail) -> tuple[Fact, ...]:
    """Where it is and how it is booked."""
    return (
        Fact("Where", studio.street, " ".join(filter(None, (studio.postcode, studio.city)))),
        Fact("Booking", "At once" if studio.instant else "The studio answers"),
        Fact("Run by", studio.company, href=company_href(studio.company_slug)),
    )
