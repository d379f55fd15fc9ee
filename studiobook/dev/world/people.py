"""The people of the demo world; the first three are for whoever tries the site."""

PASSWORD = "open studio tonight"

#: (who, e-mail, password), printed by `make run`.
ACCOUNTS = [
    ("guest", "maya@studiobook.example", PASSWORD),
    ("studio owner", "sam@studiobook.example", PASSWORD),
    ("admin", "admin@studiobook.example", PASSWORD),
]

GUEST, OWNER, ADMIN = (email for _who, email, _password in ACCOUNTS)

FIRST = (
    "Ada", "Amara", "Ben", "Bruna", "Caleb", "Chiara", "Dario", "Dee", "Elif", "Emeka", "Farah",
    "Finn", "Gita", "Hana", "Hugo", "Imani", "Inês", "Jonah", "June", "Kai", "Keiko", "Lena",
    "Leo", "Lucía", "Malik", "Mara", "Mateus", "Nadia", "Nico", "Noor", "Olu", "Otis", "Paz",
    "Priya", "Quinn", "Rafa", "Remy", "Rosa", "Sana", "Silas", "Sofia", "Taro", "Tess", "Tomás",
    "Uma", "Vera", "Wren", "Yara", "Yusuf", "Zadie",
)
LAST = (
    "Abara", "Almeida", "Baker", "Castellano", "Chen", "Costa", "Dubois", "Ekström", "Ferreira",
    "Fischer", "Gallagher", "Haddad", "Ibrahim", "Jensen", "Kaplan", "Khoury", "Lindqvist", "Lowe",
    "Marques", "Mbeki", "Moreau", "Nakamura", "Nguyen", "Okafor", "Oliveira", "Park", "Pereira",
    "Quigley", "Reyes", "Rossi", "Santos", "Sharma", "Silva", "Tanaka", "Torres", "Ueda", "Vance",
    "Weiss", "Yılmaz", "Zamora",
)

COMPANIES = (
    "Tape & Timber", "Northlight Rooms", "Second Take", "Loud Neighbours", "Paper Moon Studios",
    "The Quiet Floor", "Copperline", "Half Past Eight", "Slow Shutter", "Room Tone",
    "Good Ground", "Velvet Hour", "Eastbound Sound", "Marching Orders", "Blue Hour Collective",
    "Casa do Som", "Maré Alta", "Salt & Signal", "Southpaw Studios", "Bright Corner",
    "Harbour Lane", "Longplay", "The Patch Bay", "Open Circuit",
)

#: What an owner's country and city are, is decided by where its studios stand.
NOTES = (
    "We bring our own snare.", "Two vocals and a keyboard.", "Band of five, we set up fast.",
    "Interview with a guest on the phone.", "Product shots, about forty pieces.",
    "Please leave the drum kit up.", "First time here, looking forward to it!",
    "We may be five minutes late.", "Rehearsing for a wedding.", "", "", "", "", "",
)
