"""The drawn pictures of the demo world, and the little renderer beneath them."""

import io
import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from PIL import Image, ImageChops, ImageStat

from studiobook.dev.scenes import KINDS, VARIANTS, avatar, city, draw, exterior
from studiobook.dev.scenes.craft.canvas import Canvas
from studiobook.dev.scenes.craft.colour import developed, pigment
from studiobook.dev.scenes.craft.designs import design
from studiobook.dev.scenes.craft.light import Lamp, Light
from studiobook.dev.scenes.craft.space import Camera, Frame
from studiobook.dev.scenes.craft.stage import Scenery, Stage, hull, thinned
from studiobook.files.images import prepare

SMALL = 240


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image.convert("RGB")


def difference(first: bytes, second: bytes) -> float:
    """Mean distance of two pictures, 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(picture(first), picture(second))).mean
    return sum(means) / len(means)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_views_with_light_and_colour_in_them(kind: str, variant: int) -> None:
    image = picture(draw(kind, 5, variant, width=SMALL))
    assert image.size == (SMALL, SMALL * 2 // 3)
    brightness = ImageStat.Stat(image.convert("L"))
    assert 25 < brightness.mean[0] < 235
    assert brightness.stddev[0] > 18
    assert len(image.quantize(64).getcolors() or ()) > 30


def test_the_same_seed_gives_the_same_picture_in_any_process() -> None:
    here = draw("podcast", 9, 1, width=SMALL)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(draw, "podcast", 9, 1, width=SMALL).result()
    assert here == there


@pytest.mark.parametrize("kind", ["podcast", "photo"])
def test_neighbouring_seeds_give_visibly_different_rooms(kind: str) -> None:
    assert difference(draw(kind, 31, 0, width=SMALL), draw(kind, 32, 0, width=SMALL)) > 9


def test_the_views_of_one_room_differ() -> None:
    whole, detail = (draw("recording", 7, variant, width=SMALL) for variant in (0, 1))
    assert difference(whole, detail) > 15


def test_a_drawn_room_goes_through_the_upload_pipeline() -> None:
    prepared = prepare(draw("rehearsal", 3, 1, width=960))
    assert [size.width for size in prepared.sizes] == [480, 960]
    assert sum(len(size.data) for size in prepared.sizes) < 150_000


def test_fronts_cities_and_people_are_drawn_too() -> None:
    assert picture(exterior(4, width=SMALL)).size == (240, 160)
    assert picture(avatar(4, width=SMALL)).size == (240, 240)
    berlin, lisbon = city(1, "Berlin", width=SMALL), city(1, "Lisbon", width=SMALL)
    assert difference(berlin, lisbon) > 9
    assert berlin == city(1, "Berlin", width=SMALL)
    assert difference(avatar(1, width=SMALL), avatar(2, width=SMALL)) > 9


def test_a_design_is_shared_by_all_views_of_a_room() -> None:
    assert design("film", 12) == design("film", 12)
    assert design("film", 12) != design("film", 13)


def test_what_is_behind_the_lens_is_cut_off() -> None:
    camera = Camera((0, 1, 0))
    assert camera.outline([(-1, 0, -5), (1, 0, -5), (1, 0, -4), (-1, 0, -4)]) == []
    across = camera.outline([(-1, 0, -5), (1, 0, -5), (1, 0, 5), (-1, 0, 5)])
    assert len(across) == 4
    assert camera.outline([(-1, 0, 4), (1, 0, 4), (1, 0, 5), (-1, 0, 5)])[0][1] > camera.horizon


def test_far_things_are_painted_before_near_ones() -> None:
    stage = Stage(Camera((0, 1, 0)), Light((1, 1, 1)), random.Random(1))
    scenery, seen = Scenery(stage), list[str]()
    scenery.place((0, 0, 2), lambda _: seen.append("near"))
    scenery.place((0, 0, 9), lambda _: seen.append("far"))
    scenery.under(lambda _: seen.append("shadow"))
    scenery.paint()
    assert seen == ["shadow", "far", "near"]


def test_light_falls_off_and_comes_from_where_the_lamp_is() -> None:
    light = Light((0, 0, 0), [Lamp((0, 3, 0), (1, 1, 1), 4.0)])
    up, down = (0.0, 1.0, 0.0), (0.0, -1.0, 0.0)
    assert light.at((0, 0, 0), up)[0] > light.at((2, 0, 0), up)[0] > light.at((6, 0, 0), up)[0]
    assert light.at((0, 0, 0), down) == (0, 0, 0)


def test_a_turned_frame_turns_points_and_directions_alike() -> None:
    frame = Frame(1, 0, 2, 0.7)
    there, origin = frame.world((0, 0, -1)), frame.world((0, 0, 0))
    ahead = frame.turned((0, 0, -1))
    assert all(abs(a - b - c) < 1e-9 for a, b, c in zip(there, origin, ahead, strict=True))


def test_only_gradient_stops_that_bend_are_kept() -> None:
    straight = [(0.0, "#000000"), (0.5, "#808080"), (1.0, "#ffffff")]
    bent = [(0.0, "#000000"), (0.5, "#ffffff"), (1.0, "#000000")]
    assert thinned(straight) == [straight[0], straight[-1]]
    assert thinned(bent) == bent


def test_a_hull_keeps_the_corners_only() -> None:
    corners = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert sorted(hull([*corners, (2.0, 2.0), (2.0, 0.0)])) == sorted(corners)


def test_highlights_roll_off_instead_of_clipping() -> None:
    assert developed((0, 0, 0)) == "#000000"
    assert developed((50, 50, 50)) == "#ffffff"
    assert developed(pigment("#808080")) < developed(pigment("#c0c0c0"))


def test_groups_left_open_are_closed_in_the_drawing() -> None:
    canvas = Canvas()
    canvas.mirror()
    canvas.clip([(0, 0), (9, 0), (9, 9)])
    canvas.fill([(0, 0), (9, 0), (9, 9)], "#ff0000")
    assert canvas.svg().count("<g") == canvas.svg().count("</g>") == 2
