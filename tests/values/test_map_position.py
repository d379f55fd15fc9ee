"""Positions as people have them at hand."""

import pytest

from studiobook.values.coordinates import Coordinates
from studiobook.values.map_position import BadPosition, map_link, position_text, read_position

BERLIN = Coordinates(52.52, 13.405)


@pytest.mark.parametrize(
    "typed",
    [
        "52.52, 13.405",
        " 52.52 13.405 ",
        "52.52;13.405",
        "52.52,13.405",
        "52,52; 13,405",
        "52,52 13,405",
        "52.52° N, 13.405° E",
        "52.52N 13.405E",
        "geo:52.52,13.405?z=17",
        "https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=17/52.5/13.4",
        "https://www.openstreetmap.org/#map=17/52.52/13.405",
        "https://www.openstreetmap.org/directions?to=52.52%2C13.405",
        "https://www.google.com/maps/place/Tape+House/@52.5,13.4,17z/data=!3m1!3d52.52!4d13.405",
        "https://www.google.com/maps/@52.52,13.405,15z",
        "https://www.google.com/maps/search/?api=1&query=52.52,13.405",
        "https://maps.google.com/?q=52.52,13.405",
        "https://maps.apple.com/?ll=52.52,13.405&q=Tape%20House",
        "https://maps.apple.com/place?coordinate=52.52,13.405&name=Tape",
        "https://www.bing.com/maps?cp=52.52~13.405&lvl=16",
    ],
)
def test_is_read_from_numbers_and_links(typed):
    assert read_position(typed) == BERLIN


def test_south_and_west_are_negative():
    assert read_position("33.87 S, 151.2 W") == Coordinates(-33.87, -151.2)
    assert read_position("-33.87, 151.2") == Coordinates(-33.87, 151.2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("52,5", "two numbers"),
        ("52.5", "two numbers"),
        ("Tonstraße 7", "two numbers"),
        ("1, 2, 3", "two numbers"),
        ("91, 13", "degrees north"),
        ("52, 181", "degrees north"),
        ("https://maps.app.goo.gl/AbC", "short link"),
        ("https://www.google.com/maps/place/Tape+House", "no position"),
        ("https://example.com/?q=hello", "no position"),
        ("x" * 5000, "two numbers"),
        ("1" * 5000, "two numbers"),
    ],
)
def test_what_names_no_place_is_refused_with_a_way_on(typed, words):
    with pytest.raises(BadPosition, match=words):
        read_position(typed)


@pytest.mark.parametrize("at", [BERLIN, Coordinates(-0.0000001, 0), Coordinates(-33.868123, -70)])
def test_what_is_shown_is_read_again(at):
    again = read_position(position_text(at))
    assert again.distance_km(at) < 0.0002
    assert read_position(map_link(at)) == again
