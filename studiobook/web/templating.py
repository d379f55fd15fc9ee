"""Templates from each domain's own folder, one `ui` global of components, and how things read."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from babel.numbers import format_currency
from flask import Flask
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from studiobook.values.currency import exponent
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local
from studiobook.web.calendar import starts
from studiobook.web.ribbon import Draughtsman
from studiobook.web.stamps import Stamps

PACKAGE = Path(__file__).resolve().parent.parent
HOURS = re.compile(r"(\d\d:\d\d–\d\d:\d\d)")
ONE_LINE = Markup('<span class="nowrap">{}</span>')
#: What stands after each page's own words in its title.
SITE = "Studiobook"


class Components:
    """Every macro of ui/*.html under one name, loaded when first asked for."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, Macro] = {}

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("__"):
            raise AttributeError(name)
        if not self._macros:
            # Built aside and put in place at once: several threads may be the first to ask.
            self._macros = self._load()
        try:
            return self._macros[name]
        except KeyError:
            raise AttributeError(f"no component is called {name}") from None

    def _load(self) -> dict[str, Macro]:
        macros: dict[str, Macro] = {}
        for name in self._environment.list_templates(filter_func=lambda n: n.startswith("ui/")):
            module = self._environment.get_template(name).module
            for key, value in vars(module).items():
                if isinstance(value, Macro):
                    if key in macros:
                        raise ValueError(f"two components are called {key}")
                    macros[key] = value
        return macros


def init_app(app: Flask) -> None:
    """Point Jinja at the domains' folders and give it our globals and filters."""
    domains = {
        folder.parent.name: FileSystemLoader(folder)
        for folder in PACKAGE.glob("*/templates")
        if folder.parent.name not in ("web", "mail")
    }
    mails = {f.parent.name: FileSystemLoader(f) for f in PACKAGE.glob("*/mails")}
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader([PACKAGE / "web" / "templates", PACKAGE / "mail" / "templates"]),
            PrefixLoader(domains),
            # mails/bookings/confirmed.html is bookings/mails/confirmed.html
            PrefixLoader({"mails": PrefixLoader(mails)}),
        ]
    )
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals["ui"] = ui = Components(environment)
    stamps = Stamps(ui)
    environment.globals["stamp"] = stamps
    environment.globals["draw_ribbon"] = Draughtsman(stamps).draw
    environment.globals["calendar_starts"] = partial(starts, stamps)
    environment.globals["site"] = SITE
    environment.filters.update(FILTERS)


@lru_cache(4096)
def money(amount: Money) -> str:
    """$120.00, −€12.50, ¥3,000: the currency's own digits."""
    units = Decimal(amount.minor).scaleb(-exponent(amount.currency))
    return format_currency(units, amount.currency, locale="en_US").replace("-", "\N{MINUS SIGN}")


def money_or_nothing(amount: Money) -> str:
    """€41.60, and "nothing" where that is none."""
    return money(amount) if amount else "nothing"


def clock(instant: datetime, zone: str) -> str:
    """14:32 in the studio's zone."""
    return f"{to_local(instant, zone):%H:%M}"


def day(when: datetime | date, zone: str | None = None) -> str:
    """Fri 27 Nov 2026; an instant needs its zone."""
    local = to_local(when, zone) if isinstance(when, datetime) and zone else when
    return f"{local:%a} {local.day} {local:%b %Y}"


def span(slot: Timeslot, zone: str) -> str:
    """Fri 27 Nov 2026, 14:00–17:00, naming the end's day where it is another one."""
    starts, ends = to_local(slot.starts_at, zone), to_local(slot.ends_at, zone)
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%H:%M} ({ends:%a})"
    return f"{day(starts.date())}, {starts:%H:%M}–{until}"


def unbroken(text: str) -> Markup:
    """The text as HTML in which 14:00–17:00 stays on one line."""
    return Markup("").join(
        ONE_LINE.format(part) if HOURS.fullmatch(part) else part for part in HOURS.split(text)
    )


def duration(slot: Timeslot) -> str:
    """3 h, 1 h 30 min: elapsed time."""
    hours, minutes = divmod(int(slot.duration.total_seconds() // 60), 60)
    return " ".join(
        part
        for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "")
        if part
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "clock": clock,
    "day": day,
    "span": span,
    "unbroken": unbroken,
    "duration": duration,
}
