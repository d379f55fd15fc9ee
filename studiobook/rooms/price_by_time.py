"""Making some hours of the week dearer or cheaper than others."""

from collections.abc import Iterable

from studiobook.db.base import db
from studiobook.rooms.models import Room
from studiobook.rooms.peak_bands import Band, peaks_of
from studiobook.rooms.peak_models import PeakBand


def price_by_time(*, room: Room, bands: Iterable[Band]) -> None:
    """Replace the room's bands; none makes every hour cost the same. Bookings made keep theirs.

    Raises OverlappingBands.
    """
    known = tuple(bands)
    peaks = peaks_of(known)
    room.bands.clear()
    db.session.flush()
    room.bands = [
        PeakBand(
            position=position,
            name=band.name,
            weekdays=list(band.weekdays),
            start=band.start,
            half_hours=band.half_hours,
            basis_points=band.basis_points,
        )
        for position, band in enumerate(known)
    ]
    room.peaks = None if peaks is None else list(peaks)
    db.session.flush()


def bands_of(room: Room) -> tuple[Band, ...]:
    """The bands as values."""
    return tuple(
        Band(row.name, tuple(row.weekdays), row.start, row.half_hours, row.basis_points)
        for row in room.bands
    )
