"""The console of those who run studios: its sections, at the bottom of a phone, and its forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studiobook.web.components import Link
from studiobook.web.forms import Form

#: Name, label, address.
SECTIONS = (
    ("today", "Today", "/manage"),
    ("calendar", "Calendar", "/manage/calendar"),
    ("requests", "Requests", "/manage/requests"),
    ("messages", "Messages", "/manage/messages"),
    ("studios", "Studios", "/manage/studios"),
    ("clients", "Clients", "/manage/clients"),
    ("reports", "Reports", "/manage/reports"),
)


def sections(current: str, **counts: int) -> tuple[Link, ...]:
    """Links to all sections; `counts` are numbers beside their labels, by name."""
    return tuple(
        Link(label, href, current=name == current, count=counts.get(name) or None)
        for name, label, href in SECTIONS
    )


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
    #: below the form. Included: a template that extended this one would have no such block.
    body: str = ""
    after: str = ""

    @property
    def sections(self) -> tuple[Link, ...]:
        """What is set up belongs to the studios."""
        return sections("studios")

    @property
    def breadcrumbs(self) -> tuple[Link, ...]:
        """The way here, and the page."""
        return (*self.way, Link(self.title, self.action, current=True))

    @property
    def fields(self) -> list[str]:
        """The names of the fields that people see, in their order."""
        return [one.name for one in self.form if one.name != "csrf_token"]
