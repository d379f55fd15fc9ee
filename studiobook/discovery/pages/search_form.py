"""The search form as the templates draw it: every value kept, each complaint beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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

_SELECTS = {"from": TIMES, "until": TIMES, "hours": LENGTHS, "kind": KIND_CHOICES}
#: Those that have to be said; the best match is the usual one.
_SORTS = {sort.value for sort in Sort if sort is not Sort.BEST}


@dataclass(frozen=True, slots=True)
class FormView:
    """`text` is what stands in each field, `chosen` what is selected where there are choices.

    `near` is the value of the choice "Near you", if it is one; `more` tells whether the less common
    filters are shown opened, `live` whether the page has a region of results to replace.
    """

    text: Mapping[str, str]
    chosen: Mapping[str, str]
    errors: Mapping[str, str]
    today: str
    currency: str
    near: str
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


def form_view(
    form: SearchForm, reference: Reference, *, now: datetime, live: bool = True
) -> FormView:
    """The form with what was sent, or with the usual values where nothing was."""
    home = form.area.home if form.area else None
    today = to_local(now, home.zone if home else "UTC").date().isoformat()
    near = ""
    if form.area is not None and form.area.radius_km is not None:
        near = f"{form.area.origin.lat:.4f},{form.area.origin.lng:.4f}"
    usual = {"city": "", "date": today, "hours": hours_text(USUAL), "people": "1"}
    text = {**dict.fromkeys(("from", "until", "kind", "max_total", "fold"), ""), **usual}
    text |= {name: value for name, value in form.text.items() if value or name not in usual}
    filters = ("until", "max_total", "instant")
    return FormView(
        text=text,
        chosen={name: _known(text[name], choices) for name, choices in _SELECTS.items()}
        | {"city": "" if near or text["city"] not in reference.places else text["city"]},
        errors=form.errors,
        today=today,
        currency=home.currency if home else "",
        near=near,
        cities=reference.city_choices,
        gear=reference.gear_choices,
        badges=reference.badge_choices,
        chosen_gear=frozenset(form.gear & reference.gear.keys()),
        chosen_badges=frozenset(form.badges & reference.badges.keys()),
        showings=form.showings,
        more=bool(form.gear or form.badges or any(form.text.get(name) for name in filters)),
        sort=form.text.get("sort", "") if form.text.get("sort") in _SORTS else "",
        live=live,
    )


def _known(value: str, choices: Choices) -> str:
    return value if any(value == known for known, _label in choices) else ""
