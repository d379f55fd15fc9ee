"""Taking a room off the market: who has booked it, and what else can be done with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.affected import Affected
from studiobook.bookings.pages.closing import ClosingPage, Frame, closing_page
from studiobook.bookings.pages.closures import way_to
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from studiobook.web.components import Act, Link
from studiobook.web.console import sections


@dataclass(frozen=True)
class MarketPage:
    """`closing` is the form that ends selling; a room that is not sold has `again` instead."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    closing: ClosingPage | None
    again: Act | None
    deletion: Act | None
    back: Link


@dataclass(frozen=True)
class DeletionPage:
    """Before a draft is deleted."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    rooms: tuple[str, ...]
    refusal: str | None
    act: Act | None
    back: Link


def market_page(
    room: Room,
    booked: Collection[Affected],
    *,
    ever_booked: bool,
    overall: str,
    now: datetime,
    warning: str | None = None,
) -> MarketPage:
    """The page of a room that is sold, or of one that is not."""
    base = f"/manage/studios/{room.studio.slug}/rooms/{room.slug}"
    here = Link("On the market", f"{base}/market", current=True)
    way = way_to(room.studio, Link(room.name, base), here)
    back = Link("Back to the room", base)
    frame = Frame(
        title=f"Stop selling {room.name}",
        lede="Nobody finds or books it any more. You can sell it again at any time.",
        action=f"{base}/market/withdrawal",
        button="Stop selling it",
        way=way,
        back=back,
        offers=False,
        overall=overall or "keep",
    )
    return MarketPage(
        title=frame.title if room.enabled else f"{room.name} is not sold",
        sections=sections("studios"),
        breadcrumbs=way,
        closing=closing_page(frame, booked, now=now, warning=warning) if room.enabled else None,
        again=None if room.enabled else Act("Sell it again", f"{base}/market/return"),
        deletion=None
        if ever_booked
        else Act("Delete the room for good", f"{base}/market/deletion", kind="danger"),
        back=back,
    )


def deletion_page(studio: Studio, rooms: Collection[Room], *, refusal: str | None) -> DeletionPage:
    """What would be gone."""
    base = f"/manage/studios/{studio.slug}"
    return DeletionPage(
        title=f"Delete {studio.name}",
        sections=sections("studios"),
        breadcrumbs=way_to(studio, Link("Delete", f"{base}/deletion", current=True)),
        rooms=tuple(room.name for room in rooms),
        refusal=refusal,
        act=None if refusal else Act("Delete it for good", f"{base}/deletion", kind="danger"),
        back=Link("Keep it", base),
    )
