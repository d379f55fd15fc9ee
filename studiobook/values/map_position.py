"""A place as people have it at hand: two numbers, or the link of a map."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from studiobook.values.coordinates import BadCoordinates, Coordinates

NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
PAIR = re.compile(rf"({NUMBER})\s*[,;~/\s]\s*({NUMBER})")
#: 52,52; 13,40 as it is written where the comma divides.
WITH_COMMAS = re.compile(r"([-+]?\d{1,3},\d+)\s*[;\s]\s*([-+]?\d{1,3},\d+)")
#: 52.52° N, 13.40° E.
COMPASS = re.compile(
    rf"({NUMBER})\s*°?\s*([NS])\s*[,;\s]?\s*({NUMBER})\s*°?\s*([EWO])", re.IGNORECASE
)
#: The pin of a place, the middle of a view, and where OpenStreetMap keeps its view.
PIN = re.compile(rf"!3d({NUMBER})!4d({NUMBER})")
VIEW = re.compile(rf"@({NUMBER}),({NUMBER})")
FRAGMENT = re.compile(rf"map=\d+(?:\.\d+)?/({NUMBER})/({NUMBER})")
#: Words of a query string under which maps keep a pair.
ASKED = ("ll", "coordinate", "q", "query", "to", "daddr", "destination", "center", "sll", "cp")
SHORT = ("goo.gl", "bit.ly", "osm.org/go", "maps.apple/p")

UNREADABLE = "Enter two numbers such as 52.5200, 13.4050, or paste the link of a map."
NO_PLACE = "This link says no position. Put a pin on the map, and copy the link again."
IS_SHORT = "This is a short link. Open it, and copy the long one from the address bar."
OFF_EARTH = "The first number is degrees north, -90 to 90; the second is degrees east, -180 to 180."


class BadPosition(ValueError):
    """It names no place; the message is a sentence for whoever typed it."""


def read_position(text: str) -> Coordinates:
    """Coordinates from numbers or a link; nothing is asked of the network. Raises BadPosition."""
    text = unquote(text.strip())
    if text.lower().startswith("geo:"):
        text = re.split(r"[;?]", text[4:])[0]
    pair = (
        _of_link(text) if re.match(r"https?://|www\.", text, re.IGNORECASE) else _of_numbers(text)
    )
    try:
        return Coordinates(*pair)
    except BadCoordinates:
        raise BadPosition(OFF_EARTH) from None


def position_text(at: Coordinates) -> str:
    """As a field shows it: to a tenth of a metre."""
    return f"{_trimmed(at.lat)}, {_trimmed(at.lng)}"


def map_link(at: Coordinates) -> str:
    """Its page on openstreetmap.org, with a pin."""
    lat, lng = _trimmed(at.lat), _trimmed(at.lng)
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lng}#map=17/{lat}/{lng}"


def _of_numbers(text: str) -> tuple[float, float]:
    if found := COMPASS.fullmatch(text):
        north = float(found[1]) * (-1 if found[2] in "sS" else 1)
        return north, float(found[3]) * (-1 if found[4] in "wW" else 1)
    if found := WITH_COMMAS.fullmatch(text):
        return float(found[1].replace(",", ".")), float(found[2].replace(",", "."))
    found = PAIR.fullmatch(text)
    # 52,5 is one number where the comma divides.
    if found is None or re.fullmatch(r"\S?\d+,\d+", text):
        raise BadPosition(UNREADABLE)
    return float(found[1]), float(found[2])


def _of_link(link: str) -> tuple[float, float]:
    if any(name in link for name in SHORT):
        raise BadPosition(IS_SHORT)
    parts = urlsplit(link)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if found := PIN.search(link):
        return float(found[1]), float(found[2])
    if "mlat" in asked and "mlon" in asked:
        found = PAIR.fullmatch(f"{asked['mlat']},{asked['mlon']}")
    else:
        pairs = (PAIR.fullmatch(asked[name].strip()) for name in ASKED if name in asked)
        found = next(filter(None, pairs), None)
    found = found or VIEW.search(link) or FRAGMENT.search(parts.fragment)
    if found is None:
        raise BadPosition(NO_PLACE)
    return float(found[1]), float(found[2])


def _trimmed(degrees: float) -> str:
    text = f"{degrees:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
