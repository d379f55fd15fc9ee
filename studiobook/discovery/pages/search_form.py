"""The search form as the templates draw it: every value kept, each complaint beside its field."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studiobook.discovery.criteria import USUAL, Sort
from studiobook.discovery.forms import SearchForm
from studiobook.discovery.pages.links import hours_text
from studiobook.discovery.pages.words import KINDS
from studiobook.discovery.reference import Choices, Groups, Reference
from studiobook.values.wall_clock import to_local

_CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
TIMES = tuple((clock, clock) for clock in _CLOCKS)
_LENGTHS = ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10", "12", "24")
LENGTHS = tuple((hours, f"{hours} h") for hours in _LENGTHS)
KIND_CHOICES = tuple((kind.value, label) for kind, label in KINDS.items())

_LESS_COMMON = ("until", "max_total", "instant")
#: Without a city its date is not known: where the day begins last it is still this one.
FURTHEST_WEST = timedelta(hours=12)
#: Those that have to be said; the best match is the usual one.
_SORTS = {sort.value for sort in Sort if sort is not Sort.BEST}


@dataclass(frozen=True, slots=True)
class FormFace:
    """All of the form but what is typed freely; few of the possible ones are ever asked for.

    `more` tells whether the less common filters are shown opened, `live` whether the page has a
    region of results to replace. `errors` are names of fields and what is wrong with them.
    """

    city: str
    starts: str
    until: str
    hours: str
    kind: str
    instant: bool
    errors: tuple[tuple[str, str], ...]
    earliest: str
    currency: str
    is_near: bool
    cities: Groups
    gear: Groups
    badges: Choices
    chosen_gear: frozenset[str]
    chosen_badges: frozenset[str]
    showings: tuple[str, ...]
    more: bool
    sort: str
    live: bool
    action: str = "/search"
    times: Choices = TIMES
    lengths: Choices = LENGTHS
    kinds: Choices = KIND_CHOICES


@dataclass(frozen=True, slots=True)
class FormView:
    """The form's face and what stands in its open fields; `near` is the value of "Near you"."""

    face: FormFace
    date: str
    people: str
    max_total: str
    near: str


def form_view(
    form: SearchForm, reference: Reference, *, now: datetime, live: bool = True
) -> FormView:
    """The form with what was sent, or with the usual values where nothing was."""
    home = form.area.home if form.area else None
    today = to_local(now, home.zone if home else "UTC").date().isoformat()
    near = ""
    if form.area is not None and form.area.radius_km is not None:
        near = f"{form.area.origin.lat:.4f},{form.area.origin.lng:.4f}"
    text = form.text
    face = FormFace(
        city="" if near or text.get("city") not in reference.places else text["city"],
        starts=_known(text.get("from", ""), TIMES),
        until=_known(text.get("until", ""), TIMES),
        hours=_known(text.get("hours") or hours_text(USUAL), LENGTHS),
        kind=_known(text.get("kind", ""), KIND_CHOICES),
        instant=bool(text.get("instant")),
        errors=tuple(form.errors.items()),
        earliest=today if home else (now - FURTHEST_WEST).date().isoformat(),
        currency=home.currency if home else "",
        is_near=bool(near),
        cities=reference.city_choices,
        gear=reference.gear_choices,
        badges=reference.badge_choices,
        chosen_gear=frozenset(form.gear & reference.gear.keys()),
        chosen_badges=frozenset(form.badges & reference.badges.keys()),
        showings=form.showings,
        more=bool(form.gear or form.badges or any(text.get(name) for name in _LESS_COMMON)),
        sort=text.get("sort", "") if text.get("sort") in _SORTS else "",
        live=live,
    )
    return FormView(
        face=face,
        date=text.get("date") or today,
        people=text.get("people") or "1",
        max_total=text.get("max_total", ""),
        near=near,
    )


def _known(value: str, choices: Choices) -> str:
    return value if any(value == known for known, _label in choices) else ""
