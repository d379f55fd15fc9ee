"""Close-ups of cameras, lamps and sets."""

from studiobook.dev.scenes.craft import surfaces
from studiobook.dev.scenes.craft.build import JET, RUBBER, STEEL, Prop
from studiobook.dev.scenes.craft.colour import WHITE, developed, mix, pigment, scaled
from studiobook.dev.scenes.craft.designs import Design
from studiobook.dev.scenes.craft.moods import accent
from studiobook.dev.scenes.craft.space import Camera, Frame
from studiobook.dev.scenes.craft.stage import Scenery
from studiobook.dev.scenes.craft.surfaces import Surface
from studiobook.dev.scenes.details.focus import set_up
from studiobook.dev.scenes.props import audio, grip, optics


def still_camera(of: Design) -> Scenery:
    """A camera that looks at you."""
    scenery = set_up(
        of, Camera((0.0, 1.42, -0.75), focal=1500, horizon=600), key=(-1.2, 2.6, -1.4), bright=True
    )
    tint = mix(WHITE, of.mood.window, 0.3)
    scenery.stage.canvas.glow((420, 330), 620, 560, developed(scaled(tint, 2)), alpha=0.75)
    optics.softbox(scenery, Frame(-1.3, 0, 2.3, -0.35), tint, high=1.9, power=2.0)
    prop = Prop(scenery, Frame(0.06, 1.42, 0.0, 0.55))
    prop.rod([(0, -0.12, 0), (0, -0.9, 0)], 0.05, JET)
    prop.tube((0, -0.16, 0), (0, -0.11, 0), 0.05, STEEL, gloss=0.4)
    prop.box((0, -0.1, 0), (0.27, 0.18, 0.1), pigment("#1c1d21"), layer=1, rounding=0.02)
    prop.box((0.105, -0.1, -0.03), (0.06, 0.18, 0.08), pigment("#242529"), layer=2, rounding=0.02)
    prop.box((0, 0.08, 0), (0.11, 0.055, 0.09), pigment("#1c1d21"), layer=2, rounding=0.015)
    for x, radius in ((0.09, 0.024), (-0.095, 0.028)):
        prop.tube(
            (x, 0.085, 0), (x, 0.11, 0), radius, pigment("#303238"), layer=2, cap=STEEL, gloss=0.2
        )
    ring = -0.055
    for long, radius, colour in (
        (0.03, 0.078, STEEL),
        (0.07, 0.086, RUBBER),
        (0.03, 0.084, pigment("#2c2d32")),
        (0.05, 0.094, RUBBER),
    ):
        prop.tube(
            (0, 0, ring),
            (0, 0, ring - long),
            radius,
            colour,
            layer=3,
            gloss=0.16,
            cap=(0.01, 0.01, 0.012),
        )
        ring -= long
    for radius, colour in (
        (0.08, (0.004, 0.004, 0.006)),
        (0.066, pigment("#141c30")),
        (0.05, pigment("#2a2350")),
        (0.03, pigment("#0c0f1c")),
    ):
        prop.disc((0, 0, ring - 0.002), (0, 0, -1), radius, colour, layer=4)
    prop.disc((-0.026, 0.03, ring - 0.004), (0, 0, -1), 0.017, WHITE, glow=1.5, layer=5)
    prop.disc(
        (0.022, -0.03, ring - 0.004), (0, 0, -1), 0.009, pigment("#d98ac8"), glow=1.0, layer=5
    )
    prop.rod(
        [(-0.14, 0.07, 0), (-0.32, -0.1, 0.05), (-0.3, -0.5, 0.1), (-0.18, -0.62, 0.1)],
        0.03,
        pigment("#7a4a28"),
        layer=0,
    )
    prop.stand()
    scenery.paint()
    return scenery


def paper_and_light(of: Design) -> Scenery:
    """A paper sweep with a few solids on it."""
    scenery = set_up(
        of,
        Camera((0.2, 1.3, -2.6), yaw=-0.05, focal=1500, horizon=560),
        key=(-2.0, 2.8, -0.6),
        bright=True,
    )
    dice = scenery.stage.dice
    floor = Surface((-4, 0, -2), (8, 0, 0), (0, 0, 5.0), (0, 1, 0))
    surfaces.plain(scenery.stage, floor, pigment("#b9b5ae"), step=0.3)
    back = Surface((-4, 0, 2.6), (8, 0, 0), (0, 4, 0), (0, 0, -1))
    surfaces.plain(scenery.stage, back, mix(of.palette.other, WHITE, 0.4), step=0.3)
    paper = dice.choice(grip.PAPERS)
    tint = mix(WHITE, of.mood.window, 0.3)
    grip.backdrop(scenery, Frame(0.15, 0, 1.6), paper, wide=2.6, high=2.5, run=3.0)
    optics.softbox(scenery, Frame(-1.55, 0, 0.3, -0.7), tint, high=1.75, power=3.0)
    for x, z, high in ((-0.3, 0.5, 0.5), (0.2, 0.8, 0.85), (0.62, 0.35, 0.3)):
        prop = Prop(scenery, Frame(x, 0, z, 0.3))
        prop.shade(0.42, 0.42, spread=0.4, strength=0.35)
        if high > 0.8:
            prop.tube((0, 0, 0), (0, high, 0), 0.22, mix(paper, WHITE, 0.4))
        else:
            prop.box((0, 0, 0), (0.42, high, 0.42), mix(paper, of.palette.cloth, 0.5))
        prop.stand()
    ball = Prop(scenery, Frame(0.2, 0.85, 0.8))
    ball.ball((0, 0.14, 0), 0.14, mix(of.palette.panel, WHITE, 0.1))
    ball.stand(bias=0.4)
    scenery.paint()
    return scenery


def cine_camera(of: Design) -> Scenery:
    """A film camera from the side."""
    scenery = set_up(of, Camera((0.0, 1.2, -1.15), yaw=0.0, focal=1500, horizon=600))
    prop = Prop(scenery, Frame(-0.05, 0, 0, -1.05))
    prop.rod([(0, 1.02, 0), (0, 0.2, 0)], 0.1, STEEL)
    optics.cine_body(prop, 1.08)
    prop.box((0.13, 1.1, 0.12), (0.02, 0.14, 0.2), pigment("#16171a"), layer=5)
    for i in range(4):
        prop.disc(
            (0.084, 1.12 + 0.035 * i, 0.02), (1, 0, 0), 0.01, audio.LEDS[i], glow=1.8, layer=6
        )
    prop.stand()
    scenery.paint()
    return scenery


def film_lamp(of: Design) -> Scenery:
    """Two lamps, their beams, an empty chair."""
    scenery = set_up(of, Camera((0.0, 1.5, -1.7), focal=1400, horizon=640))
    tint = mix(of.mood.lamp, WHITE, 0.2)
    optics.fresnel(scenery, Frame(-0.5, 0, 0.2), tint, high=1.75, power=6, target=(1.2, 1.1, -0.4))
    optics.fresnel(
        scenery,
        Frame(0.9, 0, 1.8),
        accent(scenery.stage.dice),
        high=2.1,
        power=6,
        target=(-0.4, 1.2, 0.8),
    )
    grip.director_chair(scenery, Frame(0.55, 0.1, 0.35, 0.4), of.palette.cloth)
    scenery.paint()
    return scenery
