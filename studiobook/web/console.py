"""The console of those who run studios: its sections, at the bottom of a phone, and its forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from studiobook.teams.policies import Power, powers_of
from studiobook.users.viewer import Viewer
from studiobook.web.components import Act, Link
from studiobook.web.forms import Form
from studiobook.web.viewer import current_viewer

#: Name, label, address, and what one must be able to do at some studio to have a use for it.
SECTIONS = (
    ("today", "Today", "/manage", Power.SEE),
    ("calendar", "Calendar", "/manage/calendar", Power.SEE),
    ("requests", "Requests", "/manage/requests", Power.RUN),
    ("messages", "Messages", "/manage/messages", Power.RUN),
    ("studios", "Studios", "/manage/studios", Power.SET_UP),
    # Whoever works somewhere can leave.
    ("team", "Team", "/manage/team", Power.SEE),
    ("clients", "Clients", "/manage/clients", Power.RUN),
    ("reports", "Reports", "/manage/reports", Power.RUN),
    ("payments", "Payments", "/manage/payments", Power.OWN),
    ("payouts", "Payouts", "/manage/payouts", Power.OWN),
)
#: How much waits in a section; its domain counts it.
WAITING: dict[str, Callable[[Viewer], int]] = {}


def sections(current: str) -> tuple[Link, ...]:
    """Links to the sections that the viewer has a use for, with the number of what waits there."""
    viewer = current_viewer()
    powers = powers_of(viewer)
    return tuple(
        Link(label, href, current=name == current, count=_waiting(name, viewer))
        for name, label, href, power in SECTIONS
        if power in powers
    )


def _waiting(name: str, viewer: Viewer) -> int | None:
    return WAITING[name](viewer) or None if name in WAITING else None


@dataclass(frozen=True)
class FormPage:
    """One step of setting up: a form whose fields stand one below the other."""

    title: str
    form: Form
    #: Where the form goes; it is the address of the page, too.
    action: str
    #: The way here, without the page itself.
    way: tuple[Link, ...]
    lede: str = ""
    button: str = "Save"
    #: A sentence under a field's label, by the field's name.
    hints: Mapping[str, str] = field(default_factory=dict)
    #: What the owner should know about what is saved.
    warnings: tuple[str, ...] = ()
    #: Templates that draw the fields when they don't just follow each other, and what stands
    #: above and below the form. Included: a template that extended this one would have no such
    #: block.
    body: str = ""
    before: str = ""
    after: str = ""
    #: What is set up belongs to the studios, mostly.
    section: str = "studios"

    @property
    def sections(self) -> tuple[Link, ...]:
        """The console's, with its own marked."""
        return sections(self.section)

    @property
    def breadcrumbs(self) -> tuple[Link, ...]:
        """The way here, and the page."""
        return (*self.way, Link(self.title, self.action, current=True))

    @property
    def fields(self) -> list[str]:
        """The names of the fields that people see, in their order."""
        return [one.name for one in self.form if one.name != "csrf_token"]


@dataclass(frozen=True)
class ConfirmPage:
    """One act that wants a second look: what it does in sentences, and what it touches."""

    title: str
    #: The section it belongs to, and the way here without the page itself.
    section: str
    way: tuple[Link, ...]
    sentences: tuple[str, ...]
    act: Act
    back: Link
    #: What is concerned, under a heading; empty for nothing.
    listed_title: str = ""
    listed: tuple[Link, ...] = ()

    @property
    def sections(self) -> tuple[Link, ...]:
        """The console's, with its own marked."""
        return sections(self.section)

    @property
    def breadcrumbs(self) -> tuple[Link, ...]:
        """The way here, and the page."""
        return (*self.way, Link(self.title, "", current=True))
