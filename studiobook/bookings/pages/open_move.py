"""A dearer time that waits for the guest's difference, in the words of whoever wished for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.models import Booking, Move
from studiobook.bookings.pages.wording import until
from studiobook.bookings.settle_move import is_extension
from studiobook.db.columns import slot_of
from studiobook.outbox.models import Event
from studiobook.values.money import Money
from studiobook.web.components import Act
from studiobook.web.templating import money, span


@dataclass(frozen=True)
class OpenMove:
    """A dearer time that waits for the difference."""

    title: str
    sentence: str
    difference: Money
    lapses_at: datetime
    clock_label: str
    pay: Act


def open_move_of(
    booking: Booking, move: Move | None, events: Sequence[Event], *, now: datetime
) -> OpenMove | None:
    """The move that can still be paid; the events tell whose wish it is."""
    if move is None or move.lapses_at <= now:
        return None
    is_asked = any(
        event.actor == "owner" and event.data.get("move_id") == move.id for event in events
    )
    difference = Money(move.difference_minor, booking.currency)
    to = slot_of(move.to_during)
    longer = is_extension(booking.slot, to)
    asked = "The studio proposes a longer session" if longer else "The studio proposes another time"
    wished = "Staying longer" if longer else "Moving to"
    kept = "either way" if longer else "until that is paid"
    lapse = until(move.lapses_at, booking.zone, now=now)
    return OpenMove(
        title=f"{asked if is_asked else wished}: {span(to, booking.zone)}",
        sentence=(
            f"This costs {money(difference)} more. Your present time stays yours {kept}."
            f"{' If you would rather keep it, do nothing.' if is_asked else ''}"
        ),
        difference=difference,
        lapses_at=move.lapses_at,
        clock_label=f"{'The added time' if longer else 'The new time'} is held until {lapse}",
        pay=Act(f"Pay {money(difference)}", f"/bookings/{booking.code}/payment"),
    )
