"""Close-ups of desks, microphones, drums and amplifiers."""

import math
import random
from collections.abc import Callable

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import CHROME, JET, STEEL, Prop
from studiobook.dev.scenes.craft.colour import developed, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.space import WIDTH, Camera, Frame, Vec
from studiobook.dev.scenes.craft.stage import Scenery, Stage
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.details.focus import set_up
from studiobook.dev.scenes.props import drums, instruments
from studiobook.dev.scenes.props.console import console


def desk(of: Design) -> Scenery:
    """Faders and knobs under the nose."""
    dice = random.Random(of.seed + " lens")
    camera = Camera(
        (dice.uniform(-0.5, 0.3), 0.5, -0.3), yaw=dice.uniform(0.15, 0.42), focal=1500, horizon=250
    )
    scenery = set_up(of, camera, key=(-1.0, 1.5, -0.4))
    console(scenery, of)
    scenery.paint()
    return scenery


def big_microphone(of: Design) -> Scenery:
    """A large-diaphragm microphone in its elastic cradle."""
    scenery = set_up(of, Camera((0.0, 0.05, -1.05), focal=1750, horizon=610))
    prop = Prop(scenery, Frame(0.1, 0, 0, 0.25))
    body = scenery.stage.dice.choice(
        (CHROME, pigment("#2a2c31"), pigment("#c8b48a"), pigment("#3d4f4a"))
    )
    prop.rod([(0.9, -0.9, 0.25), (0.42, -0.12, 0.1), (0.16, -0.06, 0.02)], 0.035, STEEL)
    prop.tube((0, -0.3, 0), (0, 0.06, 0), 0.082, body, layer=2, gloss=0.55)
    prop.tube((0, -0.33, 0), (0, -0.3, 0), 0.07, scaled(body, 0.6), layer=1, gloss=0.3)
    prop.tube((0, 0.06, 0), (0, 0.085, 0), 0.088, scaled(body, 0.8), layer=3, gloss=0.7)
    prop.tube((0, 0.085, 0), (0, 0.26, 0), 0.084, pigment("#8d9096"), layer=3, gloss=0.35)
    prop.ball((0, 0.262, 0), 0.082, pigment("#9a9da3"), layer=4, squash=0.42)
    prop.add((0, 0.17, -0.1), _mesh(prop.frame), 5)
    prop.tube((0, 0.165, 0), (0, 0.18, 0), 0.0865, scaled(body, 0.9), layer=6, gloss=0.7)
    prop.disc((0, -0.04, -0.084), (0, 0, -1), 0.018, pigment("#d8b25a"), layer=6, rim=JET)
    for y in (-0.2, -0.02):
        ring: list[Vec] = [(0.16 * math.cos(i / 5), y, 0.16 * math.sin(i / 5)) for i in range(32)]
        prop.rod(ring[16:], 0.018, JET, layer=1)
        prop.rod([*ring[:17]], 0.018, JET, layer=0)
        prop.rod([ring[29], ring[30], ring[31], ring[0], ring[1]], 0.018, JET, layer=1)
    for i in range(8):
        turn = i * math.pi / 4 + 0.2
        out: Vec = (0.16 * math.cos(turn), -0.02 if i % 2 else -0.2, 0.16 * math.sin(turn))
        inner: Vec = (0.085 * math.cos(turn), -0.11, 0.085 * math.sin(turn))
        prop.rod([out, inner], 0.008, pigment("#b03a34"), layer=1 if math.sin(turn) > 0 else 4)
    prop.rod([(-0.85, -0.75, -0.1), (-0.5, -0.25, -0.2), (-0.33, -0.02, -0.2)], 0.02, JET, layer=6)
    prop.disc(
        (-0.32, 0.12, -0.2),
        (0.96, 0, -0.45),
        0.16,
        (0.03, 0.03, 0.034),
        layer=7,
        both=True,
        rim=STEEL,
    )
    prop.stand()
    scenery.paint()
    return scenery


def _mesh(at: Frame) -> Callable[[Stage], None]:
    def paint(stage: Stage) -> None:
        for i in range(15):
            y = 0.09 + i * 0.0115
            arc = [at.world((0.0845 * math.cos(a), y, 0.0845 * math.sin(a))) for a in _front_arc()]
            stage.stroke(arc, "#15161a", 0.003, alpha=0.5)
        for a in _front_arc():
            for lean in (-0.12, 0.12):
                foot = at.world((0.0845 * math.cos(a), 0.088, 0.0845 * math.sin(a)))
                top = at.world((0.0845 * math.cos(a + lean), 0.258, 0.0845 * math.sin(a + lean)))
                stage.stroke([foot, top], "#15161a", 0.0025, alpha=0.4)

    return paint


def _front_arc() -> list[float]:
    return [-math.pi + math.pi * i / 22 - 0.12 for i in range(23)]


def drum_kit(of: Design) -> Scenery:
    """The kit from the side."""
    scenery = set_up(of, Camera((-1.15, 1.25, -1.75), yaw=0.5, focal=1380, horizon=400))
    _stage_floor(scenery, of)
    drums.drum_kit(scenery, Frame(0, 0, 0.1, 0.0), scenery.stage.dice.choice(drums.SHELLS))
    scenery.paint()
    return scenery


def amplifiers(of: Design) -> Scenery:
    """Two stacks and two guitars."""
    scenery = set_up(of, Camera((-0.6, 1.05, -1.6), yaw=0.3, focal=1500, horizon=500))
    _stage_floor(scenery, of)
    dice = scenery.stage.dice
    instruments.amplifier(scenery, Frame(-0.25, 0, 0.4, 0.1), stack=True, cloth=pigment("#8a7a5c"))
    instruments.amplifier(
        scenery, Frame(0.75, 0, 0.6, 0.25), stack=True, cloth=(0.05, 0.048, 0.045)
    )
    instruments.guitar_on_stand(
        scenery, Frame(0.32, 0, -0.15, 0.1), dice.choice(instruments.GUITARS)
    )
    instruments.guitar_on_stand(
        scenery, Frame(1.15, 0, 0.05, 0.25), dice.choice(instruments.GUITARS)
    )
    scenery.paint()
    return scenery


def _stage_floor(scenery: Scenery, of: Design) -> None:
    floor = Surface((-7, 0, -2), (0, 0, 9.0), (14, 0, 0), (0, 1, 0))
    surfaces.planks(scenery.stage, floor, scaled(of.palette.floor, 0.9), board=0.2)
    canvas, far = scenery.stage.canvas, scenery.stage.camera.horizon
    dim = developed(scaled(mix(of.palette.wall, of.palette.floor, 0.5), 0.1))
    points = [(0.0, far + 60), (WIDTH, far + 60), (WIDTH, far + 420), (0.0, far + 420)]
    canvas.fill(
        points,
        canvas.linear(
            (0, far + 60), (0, far + 420), [(0, dim, 1.0), (0.3, dim, 0.8), (1, dim, 0.0)]
        ),
    )
    points = [(0.0, far - 140), (WIDTH, far - 140), (WIDTH, far + 61), (0.0, far + 61)]
    canvas.fill(
        points, canvas.linear((0, far - 140), (0, far + 61), [(0, dim, 0.0), (1, dim, 1.0)])
    )
