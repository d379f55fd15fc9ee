"""What the shared macros draw: frozen views that the domains' pages.py fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from studiobook.values.money import Money
from studiobook.web.ribbon import Ribbon, SegmentKind

ButtonKind = Literal["primary", "arm", "quiet", "danger"]
Tone = Literal["plain", "good", "wait", "bad"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go; drawn by breadcrumbs, tabs, menus and lists of next steps.

    `current` marks the page that is being shown, `count` a number beside the label.
    """

    label: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One POST button: `fields` are its hidden inputs, the CSRF field comes by itself."""

    label: str
    action: str
    fields: tuple[tuple[str, str], ...] = ()
    kind: ButtonKind = "primary"
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """What has just been done, and the button that takes it back."""

    sentence: str
    act: Act


@dataclass(frozen=True, slots=True)
class Photo:
    """A stored picture in its sizes: `sources` are (url, width in pixels), smallest first.

    `placeholder` is the ground colour "#rrggbb" that is seen until the picture arrives, or "".
    """

    sources: tuple[tuple[str, int], ...]
    alt: str
    width: int
    height: int
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One ruled cell: a printed label and what is written in it."""

    label: str
    value: str
    note: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """A person at a glance: a photo's address, or else two letters of the name."""

    initials: str
    photo: str | None = None


class PriceLine(Protocol):
    """A line of a quote; `detail` says how the amount came about."""

    @property
    def label(self) -> str: ...
    @property
    def detail(self) -> str | None: ...
    @property
    def amount(self) -> Money: ...


class Priced(Protocol):
    """What `ui.price_lines` draws; the frozen lines of a booking have the same shape."""

    @property
    def lines(self) -> Sequence[PriceLine]: ...
    @property
    def total(self) -> Money: ...


# Equal only to itself, so that looking up its stamp costs nothing.
@dataclass(frozen=True, slots=True, eq=False)
class RoomFace:
    """What a room shows wherever it is found."""

    room_name: str
    studio_name: str
    place: str
    kind_label: str
    facts: tuple[str, ...]
    instant: bool
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One room in the search results: free at `slot` ("19:00–22:00") for `total` ("$135.00")."""

    face: RoomFace
    href: str
    slot: str
    total: str
    distance: str
    ribbon: Ribbon


@dataclass(frozen=True, slots=True)
class RoomCard:
    """One room on the page of its studio, company or city.

    `from_price` is what everybody pays, or the least of it when `price_varies`.
    """

    href: str
    name: str
    kind_label: str
    place: str = ""
    facts: tuple[str, ...] = ()
    from_price: Money | None = None
    price_note: str = "an hour"
    price_varies: bool = False
    photo: Photo | None = None
    ribbon: Ribbon | None = None


@dataclass(frozen=True, slots=True)
class BookingCard:
    """One booking in a list; `total` is what it cost, `next_step` the one thing to do."""

    href: str
    code: str
    status: str
    room_name: str
    studio_name: str
    day_label: str
    slot_label: str
    total: Money | None = None
    photo: Photo | None = None
    next_step: Link | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact of a booking's history, told to booker and owner alike."""

    at: datetime
    at_label: str
    title: str
    detail: str | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Step:
    """A station of a journey; exactly one of a stepper is current."""

    label: str
    state: Literal["done", "current", "todo"]
    href: str | None = None


class Start(NamedTuple):
    """A time at which a booking can, or cannot, begin.

    `label` is the clock time, `words` the whole sentence for a screen reader:
    "Saturday 14 November, 19:00 to 22:00, $135.00". `href` is None where not free.
    """

    label: str
    words: str
    kind: SegmentKind = "free"
    href: str | None = None
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One local day: `note` is said when there is nothing to choose ("Closed")."""

    on_date: date
    weekday: str
    day_label: str
    label: str
    starts: tuple[Start, ...] = ()
    note: str | None = None
    is_today: bool = False
    ribbon: Ribbon | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A week (or any run of days) of one room; times are those of `zone_name`."""

    label: str
    zone_name: str
    days: tuple[CalendarDay, ...]
    previous_href: str | None = None
    next_href: str | None = None
    today_href: str | None = None


@dataclass(frozen=True, slots=True)
class Pagination:
    """Which part of a list is shown; `summary` says it in words ("41–60 of 312 rooms")."""

    summary: str
    previous_href: str | None = None
    next_href: str | None = None
