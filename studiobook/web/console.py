"""The console of those who run studios: its sections, at the bottom of a phone."""

from studiobook.web.components import Link

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
