"""The words that several public pages share."""

from studiobook.bookings.terms import GRACES, Preset, Terms, hours_in_words, terms_for
from studiobook.rooms.models import RoomKind

KINDS = {
    RoomKind.RECORDING: "Recording",
    RoomKind.REHEARSAL: "Rehearsal",
    RoomKind.PODCAST: "Podcast",
    RoomKind.PHOTO: "Photo",
    RoomKind.FILM: "Film",
    RoomKind.DANCE: "Dance",
}
#: What people do in a room of the kind, for the home page.
PURPOSES = {
    RoomKind.RECORDING: "Record a song, a voice, a whole band",
    RoomKind.REHEARSAL: "Play loud with drums and amplifiers there",
    RoomKind.PODCAST: "Sit down, press record, talk",
    RoomKind.PHOTO: "Daylight, backdrops and flashes",
    RoomKind.FILM: "Shoot with grip, green and quiet",
    RoomKind.DANCE: "Sprung floors and mirrors",
}


def people_label(count: int) -> str:
    """Up to 6 people."""
    return "For one person" if count == 1 else f"Up to {count} people"


def rooms_label(count: int) -> str:
    """No room, 1 room, 12 rooms."""
    return {0: "No room", 1: "1 room"}.get(count, f"{count} rooms")


def distance(km: float) -> str:
    """850 m, 2.4 km, 31 km."""
    if km < 1:
        return f"{max(round(km * 20) * 50, 50)} m"
    return f"{km:.1f} km" if km < 10 else f"{km:.0f} km"


def terms_sentences(preset: str) -> tuple[str, ...]:
    """Cancellation terms in words, the best first."""
    terms: Terms = terms_for(Preset(preset))
    sentences = [
        f"{'All of it' if percent == 100 else f'{percent}% of it'} back"
        f" until {hours_in_words(hours)} before the start"
        for hours, percent in terms.steps
    ]
    return (
        *sentences,
        "Nothing after that",
        f"But all of it {GRACES}",
    )
