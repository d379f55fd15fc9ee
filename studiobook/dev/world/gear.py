"""The promises that demo studios make, and the gear that stands in which kind of room."""

from studiobook.rooms.models import RoomKind

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
