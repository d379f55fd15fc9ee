"""Three countries, three currencies, eight cities in eight time zones, and their streets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A city of the demo world; `studios` is how many it gets, `level` scales its prices in %."""

    country: str
    name: str
    slug: str
    zone: str
    lat: float
    lng: float
    studios: int
    level: int
    postcode: str
    streets: tuple[str, ...]


COUNTRIES = (("US", "United States", "USD"), ("PT", "Portugal", "EUR"), ("AU", "Australia", "AUD"))

#: Sales tax in basis points that is added on top; elsewhere prices include it.
TAXES = {"new-york": ("Sales tax", 888), "los-angeles": ("Sales tax", 950)}

#: The drawing of each city's skyline, chosen by eye so that no two cards look alike.
SKYLINES = {
    "new-york": 4,
    "los-angeles": 2,
    "nashville": 1,
    "denver": 0,
    "lisbon": 3,
    "ponta-delgada": 0,
    "melbourne": 0,
    "adelaide": 2,
}

PLACES = (
    Place(
        "US",
        "New York",
        "new-york",
        "America/New_York",
        40.7220,
        -73.9600,
        12,
        130,
        "112{:02}",
        (
            "Bogart Street",
            "Meserole Avenue",
            "Wythe Avenue",
            "Franklin Street",
            "Ingraham Street",
            "Morgan Avenue",
            "Grand Street",
            "West 37th Street",
            "Vernon Boulevard",
            "Van Dyke Street",
        ),
    ),
    Place(
        "US",
        "Los Angeles",
        "los-angeles",
        "America/Los_Angeles",
        34.0720,
        -118.2600,
        11,
        120,
        "900{:02}",
        (
            "Sunset Boulevard",
            "Fletcher Drive",
            "Glendale Boulevard",
            "Santa Fe Avenue",
            "East 4th Place",
            "Magnolia Boulevard",
            "Riverside Drive",
            "Lankershim Boulevard",
        ),
    ),
    Place(
        "US",
        "Nashville",
        "nashville",
        "America/Chicago",
        36.1500,
        -86.7850,
        8,
        95,
        "372{:02}",
        (
            "Music Square East",
            "Division Street",
            "Gallatin Avenue",
            "Woodland Street",
            "Nolensville Pike",
            "Charlotte Avenue",
            "Fatherland Street",
        ),
    ),
    Place(
        "US",
        "Denver",
        "denver",
        "America/Denver",
        39.7600,
        -104.9850,
        5,
        85,
        "802{:02}",
        ("Larimer Street", "Blake Street", "Santa Fe Drive", "Brighton Boulevard", "Walnut Street"),
    ),
    Place(
        "PT",
        "Lisbon",
        "lisbon",
        "Europe/Lisbon",
        38.7220,
        -9.1400,
        9,
        60,
        "1100-0{:02}",
        (
            "Rua do Açúcar",
            "Rua da Rosa",
            "Rua de São Bento",
            "Rua Rodrigues Faria",
            "Travessa do Carmo",
            "Rua dos Anjos",
            "Rua da Boavista",
        ),
    ),
    Place(
        "PT",
        "Ponta Delgada",
        "ponta-delgada",
        "Atlantic/Azores",
        37.7410,
        -25.6690,
        3,
        45,
        "9500-1{:02}",
        ("Rua de São João", "Rua do Mercado", "Avenida Infante Dom Henrique"),
    ),
    Place(
        "AU",
        "Melbourne",
        "melbourne",
        "Australia/Melbourne",
        -37.8050,
        144.9700,
        8,
        125,
        "30{:02}",
        (
            "Sydney Road",
            "Smith Street",
            "Johnston Street",
            "Lygon Street",
            "Wellington Street",
            "Easey Street",
            "Albert Street",
        ),
    ),
    Place(
        "AU",
        "Adelaide",
        "adelaide",
        "Australia/Adelaide",
        -34.9230,
        138.6000,
        4,
        95,
        "50{:02}",
        ("Hindley Street", "Port Road", "Gilles Street", "Waymouth Street"),
    ),
)
