"""What the demo studios are called, what they have, and what they say about themselves."""

from dataclasses import dataclass

from studiobook.rooms.models import RoomKind

K = RoomKind


@dataclass(frozen=True)
class Offer:
    """What rooms of a kind are called, hold, cost and say; prices are minor units an hour."""

    kind: RoomKind
    names: tuple[str, ...]
    people: tuple[int, int]
    hour: tuple[int, int]
    lines: tuple[str, ...]
    alts: tuple[str, str, str]


OFFERS: dict[RoomKind, Offer] = {
    K.RECORDING: Offer(
        K.RECORDING,
        (
            "Live Room",
            "Studio A",
            "Studio B",
            "The Vault",
            "Tracking Room",
            "The Wood Room",
            "Writing Room",
            "Mix Room",
        ),
        (2, 10),
        (4500, 9500),
        (
            "A warm, controlled room with a high ceiling that flatters drums and voices alike.",
            "Everything is patched and ready: plug in, press record, keep the first take.",
            "Big enough for a band, close enough that everybody can see everybody.",
            "Heavy doors, a quiet air system and a control room with a window onto the floor.",
            "Bring your own machine or use ours; the console stays as you leave it until midnight.",
        ),
        (
            "{room}: the recording floor with its microphones",
            "The console and outboard in {room}",
            "{room} from the control room",
        ),
    ),
    K.REHEARSAL: Offer(
        K.REHEARSAL,
        ("Room 1", "Room 2", "Room 3", "The Basement", "Big Room", "The Garage", "Red Room"),
        (4, 12),
        (1800, 3400),
        (
            "A loud room that stays clear: treated walls, a proper PA and amps that work.",
            "Drums are set up, stands are straight, cables are tested every morning.",
            "Load in from the street; nothing has to be carried up a stair.",
            "Rugs, warm light, and a door that closes on the rest of the day.",
        ),
        (
            "{room}: drum kit and amps on a rug",
            "Amps and microphones in {room}",
            "{room}, set up for a band",
        ),
    ),
    K.PODCAST: Offer(
        K.PODCAST,
        ("The Booth", "Roundtable", "Interview Room", "Studio Four", "The Library", "On Air"),
        (2, 5),
        (2800, 5200),
        (
            "Four chairs, four microphones and a table that does not thump.",
            "Sit down, put on the headphones, talk. Levels are set and the files are yours.",
            "Cameras on the wall for those who film; curtains for those who don't.",
            "Quiet enough to hear a guest think.",
        ),
        (
            "{room}: microphones around the table",
            "A broadcast microphone in {room}",
            "{room} with its lights on",
        ),
    ),
    K.PHOTO: Offer(
        K.PHOTO,
        ("Daylight Studio", "North Room", "The Cove", "Studio White", "Atelier", "Loft"),
        (4, 20),
        (4200, 8800),
        (
            "High north windows, white walls and a floor that can be painted.",
            "The cyclorama is repainted every week; flash, stands and sandbags are included.",
            "Room for a rail, a steamer and a team, with make-up behind the curtain.",
            "Blackout in two minutes, daylight in two more.",
        ),
        (
            "{room}: daylight across the backdrop",
            "Softbox and stands in {room}",
            "{room} prepared for a portrait",
        ),
    ),
    K.FILM: Offer(
        K.FILM,
        ("Stage One", "Stage Two", "The Black Box", "Set Room", "Green Stage"),
        (8, 30),
        (9000, 19000),
        (
            "A proper stage: three-phase power, a lighting rig on chain hoists, silent air.",
            "Cyclorama on two sides and a green one on request; drive-in door for sets.",
            "Production desk, green room and a kitchen that feeds a crew.",
        ),
        (
            "{room}: the stage with its lighting rig",
            "Camera dolly in {room}",
            "{room} lit for an interview",
        ),
    ),
    K.DANCE: Offer(
        K.DANCE,
        ("Main Floor", "Upper Floor", "Studio Barre", "The Hall", "Small Floor"),
        (6, 30),
        (2400, 4600),
        (
            "A sprung floor under vinyl, one long wall of mirrors and the light from the side.",
            "Barres that move, a sound system with a cable for your phone, and space to leap.",
            "Showers, lockers and a bench to sit on while the others finish.",
        ),
        (
            "{room}: mirrors and barre",
            "Afternoon light on the floor of {room}",
            "{room} from the door",
        ),
    ),
}

#: Kinds that share a house, and how often such a house stands in a city.
HOUSES: tuple[tuple[tuple[RoomKind, ...], int], ...] = (
    ((K.RECORDING, K.REHEARSAL, K.REHEARSAL), 3),
    ((K.RECORDING, K.RECORDING), 3),
    ((K.REHEARSAL, K.REHEARSAL, K.REHEARSAL), 3),
    ((K.PODCAST, K.RECORDING), 2),
    ((K.PODCAST, K.PODCAST), 2),
    ((K.PHOTO, K.PHOTO), 3),
    ((K.PHOTO, K.FILM), 2),
    ((K.FILM, K.PHOTO, K.PODCAST), 1),
    ((K.DANCE, K.DANCE, K.REHEARSAL), 2),
    ((K.DANCE, K.DANCE), 2),
)

STUDIO_NAMES: dict[RoomKind, tuple[str, ...]] = {
    K.RECORDING: (
        "Little Tiger Sound",
        "Copper Road Recording",
        "Third Rail Studios",
        "Wren House",
        "The Long Room",
        "Sundial Recording",
        "Juniper Sound",
        "Halfway House Studios",
        "Low Ceiling High Fidelity",
        "Mother Tongue Studio",
        "Night Bus Recording",
        "Sable & Sons",
        "Two Rivers Sound",
        "Oak & Ether",
    ),
    K.REHEARSAL: (
        "Loud Upstairs",
        "Freight Rehearsal",
        "The Practice Yard",
        "Cabbage Patch Rehearsals",
        "Four on the Floor",
        "Boiler Room No. 9",
        "Backline Lane",
        "Twelve Bars",
        "The Louder House",
        "Depot Rehearsal",
        "Soundcheck Alley",
        "Third Encore",
    ),
    K.PODCAST: (
        "Plain Talk Studio",
        "The Listening Post",
        "Good Company Podcasts",
        "Said & Done",
        "Open Mic House",
        "Frequency Four",
        "Table Read",
        "Off the Record",
        "Small Hours Audio",
        "Voice Lane",
    ),
    K.PHOTO: (
        "Northlight",
        "Slow Shutter Loft",
        "Paper & Light",
        "Grey Card Studio",
        "Aperture Hall",
        "The Bright Room",
        "Contact Sheet",
        "Silver Gelatin",
        "Window Seat Studio",
        "F Eight",
        "Casa Branca",
        "The Print Works",
    ),
    K.FILM: (
        "Blue Hour Stages",
        "Second Unit",
        "The Sound Stage Company",
        "Clapper Lane",
        "Magic Hour Stages",
        "Take Two Stage",
    ),
    K.DANCE: (
        "Open Floor",
        "The Turning Room",
        "Good Ground Dance",
        "Relevé",
        "Footnote Studio",
        "The Sprung Floor",
        "Eight Counts",
        "Casa do Passo",
        "Plié & Company",
        "Barefoot Hall",
    ),
}

ABOUT = (
    (
        "{name} is for people who make things with ears and eyes. {city} regulars come for the"
        " rooms and stay for the coffee."
    ),
    (
        "We opened {name} because we could not find a room in {city} that was quiet, clean and open"
        " when we needed it. Now there is one."
    ),
    (
        "{name} has been part of {city} for years. The gear is looked after, the doors are heavy,"
        " and somebody is always here to help you set up."
    ),
    (
        "Nothing fancy, everything works: that is the idea behind {name}. Book by the hour, walk"
        " in, start."
    ),
)
RULES = (
    "Please leave the room as you found it. No smoking. Drinks with lids near the gear, please.",
    "Shoes off on the dance floor. Be out by the end of your session: the next are waiting.",
    "No open flames, no glitter, no confetti. Tape only on the floor, and take it with you.",
)
QUESTIONS = (
    ("Where can I park?", "There are two spaces in the yard. Please leave the neighbours theirs."),
    ("May I come earlier to set up?", "Your time begins when you walk in. Book half an hour more."),
    ("Is there a kitchen?", "Yes: coffee, tea, a fridge and a table for six."),
    ("Can I bring my dog?", "If nobody else in the house minds. Write to us first, please."),
    ("Do you rent cables and stands?", "They are in the room and cost nothing."),
)
ENTRY = (
    (
        "Ring at the grey door; somebody lets you in ten minutes before your session. The lift goes"
        " to the third floor."
    ),
    (
        "The key box is left of the door. Your code comes by message on the day; the lights are on"
        " the right."
    ),
    "Come through the yard, second door. With heavy gear, call us and we open the gate.",
)
