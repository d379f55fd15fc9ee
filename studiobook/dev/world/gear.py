"""What demo studios promise, what stands in which kind of room, and what is booked with it."""

from studiobook.rooms.add_on import Charged
from studiobook.rooms.models import RoomKind
from studiobook.rooms.offer_add_ons import AddOnTraits

K = RoomKind

BADGES = (
    "Step-free access",
    "Free parking",
    "Daylight",
    "Load-in at street level",
    "Air conditioning",
    "Kitchen",
    "Open past midnight",
    "Private entrance",
    "Fast Wi-Fi",
    "Green room",
)

#: family → gear, with the kinds of room that have it.
GEAR: dict[str, tuple[tuple[str, tuple[RoomKind, ...]], ...]] = {
    "Microphones": (
        ("Large-diaphragm condenser", (K.RECORDING, K.PODCAST)),
        ("Ribbon microphone", (K.RECORDING,)),
        ("Dynamic vocal microphone", (K.RECORDING, K.REHEARSAL, K.PODCAST)),
        ("Broadcast microphone", (K.PODCAST,)),
    ),
    "Backline": (
        ("Drum kit", (K.RECORDING, K.REHEARSAL)),
        ("Guitar amp", (K.RECORDING, K.REHEARSAL)),
        ("Bass amp", (K.RECORDING, K.REHEARSAL)),
        ("Upright piano", (K.RECORDING, K.DANCE)),
        ("Grand piano", (K.RECORDING,)),
        ("Stage keyboard", (K.REHEARSAL, K.RECORDING)),
    ),
    "Sound": (
        ("Analogue console", (K.RECORDING,)),
        ("Monitor speakers", (K.RECORDING, K.PODCAST, K.FILM)),
        ("PA system", (K.REHEARSAL, K.DANCE)),
        ("Isolation booth", (K.RECORDING,)),
        ("Headphone mixer", (K.RECORDING, K.PODCAST)),
        ("Phone-in hybrid", (K.PODCAST,)),
    ),
    "Light": (
        ("Softbox set", (K.PHOTO, K.FILM)),
        ("Continuous LED panels", (K.FILM, K.PHOTO, K.PODCAST)),
        ("Studio flash set", (K.PHOTO,)),
        ("Blackout curtains", (K.PHOTO, K.FILM)),
        ("Ceiling lighting rig", (K.FILM,)),
    ),
    "Camera": (
        ("Cyclorama", (K.PHOTO, K.FILM)),
        ("Green screen", (K.FILM, K.PODCAST)),
        ("Paper backdrops", (K.PHOTO,)),
        ("Camera dolly", (K.FILM,)),
        ("Cinema camera", (K.FILM, K.PODCAST)),
        ("Make-up station", (K.PHOTO, K.FILM)),
    ),
    "Floor": (
        ("Sprung floor", (K.DANCE,)),
        ("Full-wall mirrors", (K.DANCE, K.REHEARSAL)),
        ("Ballet barres", (K.DANCE,)),
        ("Vinyl dance floor", (K.DANCE,)),
    ),
}

#: Name, description, price at the level 100, how it is charged, how many.
ADD_ONS: dict[RoomKind, tuple[tuple[str, str, int, Charged, int], ...]] = {
    K.RECORDING: (
        ("House drum kit", "Five pieces, tuned for the room.", 2500, Charged.BOOKING, 1),
        ("Extra headphones", "With their own mix.", 500, Charged.BOOKING, 6),
        ("Tape machine", "Two-inch, aligned in the morning; tape is extra.", 1500, Charged.HOUR, 1),
    ),
    K.REHEARSAL: (
        ("Breakables", "Snare, pedal and a set of cymbals.", 1000, Charged.BOOKING, 1),
        ("Vocal microphone", "With stand and cable.", 200, Charged.HOUR, 4),
    ),
    K.PODCAST: (
        ("Three cameras", "Cut live, a file an hour after.", 2000, Charged.HOUR, 1),
        ("Coffee and water", "On the table when you come.", 400, Charged.PERSON, 1),
    ),
    K.PHOTO: (
        ("Flash set", "Four heads with softboxes.", 4000, Charged.BOOKING, 1),
        ("Paper backdrop", "2.7 m wide, cut fresh.", 2200, Charged.BOOKING, 3),
        ("Coffee and fruit", "", 600, Charged.PERSON, 1),
    ),
    K.FILM: (
        ("Lighting set", "Six panels, stands and sandbags.", 9000, Charged.BOOKING, 1),
        ("Crew catering", "Breakfast and lunch.", 2200, Charged.PERSON, 1),
    ),
    K.DANCE: (
        ("Towels", "Fresh ones, on the bench.", 300, Charged.PERSON, 1),
        ("Sound desk", "Four channels and a microphone.", 500, Charged.HOUR, 1),
    ),
}


def add_ons_of(kind: RoomKind, level: int) -> list[AddOnTraits]:
    """What is booked with rooms of a kind; prices follow the place's level, in whole units."""
    return [
        AddOnTraits(name, about, max(100, price * level // 10_000 * 100), charged, most)
        for name, about, price, charged, most in ADD_ONS[kind]
    ]
