"""Places: true distances and a box that loses nobody."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.values.coordinates import BadCoordinates, Coordinates

places = st.builds(Coordinates, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(("lat", "lng"), [(90.1, 0), (0, 180.1), (nan, 0), (0, inf), (-91, 0)])
def test_what_is_not_on_the_globe_is_refused(lat: float, lng: float) -> None:
    with pytest.raises(BadCoordinates):
        Coordinates(lat, lng)


def test_berlin_is_878_km_from_paris() -> None:
    berlin, paris = Coordinates(52.52, 13.405), Coordinates(48.8566, 2.3522)

    assert berlin.distance_km(paris) == pytest.approx(877.5, abs=1)


@given(one=places, other=places)
def test_distance_is_the_same_both_ways_and_at_most_half_round(
    one: Coordinates, other: Coordinates
) -> None:
    assert one.distance_km(other) == pytest.approx(other.distance_km(one))
    assert 0 <= one.distance_km(other) <= 20_016
    assert one.distance_km(one) == 0


@given(centre=places, place=places, radius=st.floats(0.1, 20_000))
def test_everything_within_the_radius_is_inside_the_box(
    centre: Coordinates, place: Coordinates, radius: float
) -> None:
    box = centre.box(radius)
    inside = box.south <= place.lat <= box.north and box.west <= place.lng <= box.east

    assert inside or centre.distance_km(place) > radius * (1 - 1e-9)


def test_a_box_over_the_date_line_goes_all_round() -> None:
    box = Coordinates(-17.7, 179.9).box(50)

    assert (box.west, box.east) == (-180, 180)


def test_a_box_around_a_city_is_tight() -> None:
    box = Coordinates(52.52, 13.405).box(10)

    assert box.north - box.south == pytest.approx(0.18, abs=0.01)
    assert box.east - box.west == pytest.approx(0.296, abs=0.01)
