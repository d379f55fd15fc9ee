"""Details of the gear, seen from near: what stands behind is out of focus."""

import math
import random
from collections.abc import Callable

from studiobook.dev.scenes import audio, dance, instruments, optics, surfaces
from studiobook.dev.scenes.build import CHROME, JET, RUBBER, STEEL, Prop
from studiobook.dev.scenes.colour import WHITE, Rgb, developed, mix, pigment, scaled
from studiobook.dev.scenes.console import console
from studiobook.dev.scenes.designs import Design, opened
from studiobook.dev.scenes.light import Lamp, Light
from studiobook.dev.scenes.moods import accent
from studiobook.dev.scenes.space import HEIGHT, WIDTH, Camera, Frame, Vec
from studiobook.dev.scenes.stage import Scenery, Stage
from studiobook.dev.scenes.surfaces import Surface


def close_up(kind: str, of: Design) -> Scenery:
    """One of the details of a room of that kind."""
    first, second = _DETAILS[kind]
    scenery = (first if random.Random(of.seed).random() < 0.5 else second)(of)
    _vignette(scenery.stage)
    return scenery


def _set_up(of: Design, camera: Camera, *, key: Vec = (-1.6, 2.4, -1.2), bright: bool = False) -> Scenery:
    dice = random.Random(of.seed + " detail")
    light = Light(scaled(of.mood.ambient, 1.3))
    lamp = mix(of.mood.lamp, WHITE, 0.5 if bright else 0.2)
    light.lamps.append(Lamp(key, lamp, 10.0, 0.8))
    light.lamps.append(Lamp((2.2, 1.6, 2.0), accent(dice), 3.2, 0.6))
    light.lamps.append(Lamp((-2.4, 1.2, 1.6), mix(of.mood.lamp, WHITE, 0.3), 3.0, 0.6))
    stage = Stage(camera, light, dice)
    if of.mirrored:
        stage.canvas.mirror()
    _blurred_room(stage, of, bright=bright)
    return Scenery(stage)


def _blurred_room(stage: Stage, of: Design, *, bright: bool) -> None:
    """Soft bands of the room's colours, and its lamps as discs."""
    canvas, dice, look = stage.canvas, stage.dice, of.palette
    level = 0.5 if bright else 0.15
    wall = mix(look.wall, look.wood, dice.uniform(0.1, 0.7))
    stops = [(0.0, developed(scaled(wall, level * 0.45))), (0.45, developed(scaled(wall, level * 1.8))), (1.0, developed(scaled(look.floor, level * 0.7)))]
    corners = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT)]
    canvas.fill(corners, canvas.linear((0, 0), (0, HEIGHT), stops))
    for _ in range(5):
        x, wide = dice.uniform(-100, WIDTH), dice.uniform(120, 380)
        tone = developed(scaled(dice.choice((look.panel, look.wood, look.cloth, look.other)), level * 1.6))
        fade = canvas.linear((x, 0), (x + wide, 0), [(0, tone, 0.0), (0.3, tone, 0.42), (0.7, tone, 0.42), (1, tone, 0.0)])
        canvas.fill([(x, 0), (x + wide, 0), (x + wide, HEIGHT), (x, HEIGHT)], fade)
    glow = accent(dice)
    canvas.glow((dice.uniform(200, 1600), dice.uniform(150, 500)), 640, 520, developed(scaled(glow, 0.9)), alpha=0.4)
    for _ in range(26):
        spot = (dice.uniform(0, WIDTH), dice.triangular(20, 720, 260))
        size = dice.uniform(14, 66)
        tint = developed(scaled(dice.choice((of.mood.lamp, of.mood.lamp, glow, look.cloth)), 1.1))
        canvas.ellipse(spot, size, size, tint, alpha=dice.uniform(0.07, 0.32))
        canvas.ellipse(spot, size * 0.86, size * 0.86, tint, alpha=0.06)


def _along_the_barre(of: Design) -> Scenery:
    half = of.room.wide / 2
    scenery = opened(of, Camera((half - 1.15, 1.32, 0.4), yaw=0.2, focal=1500, horizon=520), of.mood)
    dance.furnish(scenery, of, of.mood)
    return scenery


def _over_the_floor(of: Design) -> Scenery:
    half = of.room.wide / 2
    scenery = opened(of, Camera((-half + 2.6, 0.55, 0.3), yaw=-0.3, focal=1350, horizon=640), of.mood)
    dance.furnish(scenery, of, of.mood)
    return scenery


def _vignette(stage: Stage) -> None:
    canvas = stage.canvas
    paint = canvas.radial((WIDTH / 2, HEIGHT * 0.46), 1120, [(0.0, "#000000", 0.0), (0.55, "#000000", 0.0), (1.0, "#06050a", 0.55)])
    canvas.fill([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], paint)


def _desk(of: Design) -> Scenery:
    dice = random.Random(of.seed + " lens")
    camera = Camera((dice.uniform(-0.5, 0.3), 0.5, -0.3), yaw=dice.uniform(0.15, 0.42), focal=1500, horizon=250)
    scenery = _set_up(of, camera, key=(-1.0, 1.5, -0.4))
    console(scenery, of)
    scenery.paint()
    return scenery


def _table_top(scenery: Scenery, wood: Rgb, *, y: float = 0.0) -> None:
    top = Surface((-3, y, -0.6), (6, 0, 0), (0, 0, 2.2), (0, 1, 0))
    surfaces.planks(scenery.stage, top, wood, board=0.28, run=3.0, vary=0.16)


def _big_microphone(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((0.0, 0.05, -1.05), focal=1750, horizon=610))
    prop = Prop(scenery, Frame(0.1, 0, 0, 0.25))
    body = scenery.stage.dice.choice((CHROME, pigment("#2a2c31"), pigment("#c8b48a"), pigment("#3d4f4a")))
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
    prop.disc((-0.32, 0.12, -0.2), (0.96, 0, -0.45), 0.16, (0.03, 0.03, 0.034), layer=7, both=True, rim=STEEL)
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


def _drums(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((-1.15, 1.25, -1.75), yaw=0.5, focal=1380, horizon=400))
    _stage_floor(scenery, of)
    instruments.drum_kit(scenery, Frame(0, 0, 0.1, 0.0), scenery.stage.dice.choice(instruments.SHELLS))
    scenery.paint()
    return scenery


def _amplifiers(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((-0.6, 1.05, -1.6), yaw=0.3, focal=1500, horizon=500))
    _stage_floor(scenery, of)
    dice = scenery.stage.dice
    instruments.amplifier(scenery, Frame(-0.25, 0, 0.4, 0.1), stack=True, cloth=pigment("#8a7a5c"))
    instruments.amplifier(scenery, Frame(0.75, 0, 0.6, 0.25), stack=True, cloth=(0.05, 0.048, 0.045))
    instruments.guitar_on_stand(scenery, Frame(0.32, 0, -0.15, 0.1), dice.choice(instruments.GUITARS))
    instruments.guitar_on_stand(scenery, Frame(1.15, 0, 0.05, 0.25), dice.choice(instruments.GUITARS))
    scenery.paint()
    return scenery


def _stage_floor(scenery: Scenery, of: Design) -> None:
    floor = Surface((-7, 0, -2), (0, 0, 9.0), (14, 0, 0), (0, 1, 0))
    surfaces.planks(scenery.stage, floor, scaled(of.palette.floor, 0.9), board=0.2)
    canvas, far = scenery.stage.canvas, scenery.stage.camera.horizon
    dim = developed(scaled(mix(of.palette.wall, of.palette.floor, 0.5), 0.1))
    points = [(0.0, far + 60), (WIDTH, far + 60), (WIDTH, far + 420), (0.0, far + 420)]
    canvas.fill(points, canvas.linear((0, far + 60), (0, far + 420), [(0, dim, 1.0), (0.3, dim, 0.8), (1, dim, 0.0)]))
    points = [(0.0, far - 140), (WIDTH, far - 140), (WIDTH, far + 61), (0.0, far + 61)]
    canvas.fill(points, canvas.linear((0, far - 140), (0, far + 61), [(0, dim, 0.0), (1, dim, 1.0)]))


def _broadcast(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((0.0, 0.42, -1.1), focal=1650, horizon=470), bright=of.mood.window_power > 5)
    dice, look = scenery.stage.dice, of.palette
    _table_top(scenery, look.wood)
    _arm_microphone(scenery, Frame(0.12, 0, 0.05, 0.35), dice.choice((JET, pigment("#3a3d44"), look.cloth)))
    _arm_microphone(scenery, Frame(-0.75, 0, 0.9, -0.5), JET)
    cup = Prop(scenery, Frame(-0.36, 0, -0.05))
    cup.shade(0.12, 0.12, spread=0.12)
    cup.tube((0, 0, 0), (0, 0.11, 0), 0.048, look.cloth, cap=scaled(look.cloth, 0.15), gloss=0.12)
    ear: list[Vec] = [(-0.048 - 0.03 * math.sin(i * math.pi / 8), 0.025 + 0.06 * i / 8, 0) for i in range(9)]
    cup.rod(ear, 0.012, look.cloth)
    cup.stand()
    _headphones(scenery, Frame(0.5, 0, -0.12, -0.4))
    scenery.paint()
    return scenery


def _arm_microphone(scenery: Scenery, at: Frame, colour: Rgb) -> None:
    prop = Prop(scenery, at)
    prop.rod([(0.75, -0.02, 0.35), (0.62, 0.62, 0.25), (0.14, 0.5, 0.02)], 0.026, STEEL)
    prop.rod([(0.14, 0.5, 0.02), (0.1, 0.44, 0)], 0.02, JET, layer=1)
    prop.rod([(0.08, 0.33, -0.075), (0.12, 0.45, 0), (0.08, 0.33, 0.075)], 0.016, JET, layer=2)
    prop.tube((0.2, 0.345, 0), (-0.04, 0.31, 0), 0.058, colour, layer=3, gloss=0.22)
    prop.tube((0.205, 0.346, 0), (0.235, 0.35, 0), 0.05, RUBBER, layer=2)
    prop.tube((-0.04, 0.31, 0), (-0.07, 0.306, 0), 0.062, STEEL, layer=4, gloss=0.4)
    prop.tube((-0.07, 0.306, 0), (-0.17, 0.291, 0), 0.07, (0.02, 0.02, 0.022), taper=0.82, layer=5)
    prop.ball((-0.165, 0.292, 0), 0.058, (0.022, 0.022, 0.025), layer=4)
    prop.tube((0.09, 0.329, 0), (0.075, 0.327, 0), 0.0595, CHROME, layer=4, gloss=0.5)
    prop.stand()


def _headphones(scenery: Scenery, at: Frame) -> None:
    prop = Prop(scenery, at)
    prop.shade(0.3, 0.25, spread=0.15)
    arc: list[Vec] = [(0.11 * math.cos(i * math.pi / 12), 0.09 + 0.14 * math.sin(i * math.pi / 12), 0.04) for i in range(13)]
    prop.rod(arc, 0.028, JET)
    for side in (-1, 1):
        prop.tube((side * 0.13, 0.08, 0), (side * 0.09, 0.08, 0), 0.075, pigment("#26282d"), cap=RUBBER, layer=1, gloss=0.15)
        prop.tube((side * 0.09, 0.08, 0), (side * 0.06, 0.08, 0), 0.07, RUBBER, layer=2)
        prop.disc((side * 0.132, 0.08, 0), (side, 0, 0), 0.05, STEEL, layer=2)
    prop.stand()


def _still_camera(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((0.0, 1.42, -0.75), focal=1500, horizon=600), key=(-1.2, 2.6, -1.4), bright=True)
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
        prop.tube((x, 0.085, 0), (x, 0.11, 0), radius, pigment("#303238"), layer=2, cap=STEEL, gloss=0.2)
    ring = -0.055
    for long, radius, colour in ((0.03, 0.078, STEEL), (0.07, 0.086, RUBBER), (0.03, 0.084, pigment("#2c2d32")), (0.05, 0.094, RUBBER)):
        prop.tube((0, 0, ring), (0, 0, ring - long), radius, colour, layer=3, gloss=0.16, cap=(0.01, 0.01, 0.012))
        ring -= long
    for radius, colour in ((0.08, (0.004, 0.004, 0.006)), (0.066, pigment("#141c30")), (0.05, pigment("#2a2350")), (0.03, pigment("#0c0f1c"))):
        prop.disc((0, 0, ring - 0.002), (0, 0, -1), radius, colour, layer=4)
    prop.disc((-0.026, 0.03, ring - 0.004), (0, 0, -1), 0.017, WHITE, glow=1.5, layer=5)
    prop.disc((0.022, -0.03, ring - 0.004), (0, 0, -1), 0.009, pigment("#d98ac8"), glow=1.0, layer=5)
    prop.rod([(-0.14, 0.07, 0), (-0.32, -0.1, 0.05), (-0.3, -0.5, 0.1), (-0.18, -0.62, 0.1)], 0.03, pigment("#7a4a28"), layer=0)
    prop.stand()
    scenery.paint()
    return scenery


def _paper_and_light(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((0.2, 1.3, -2.6), yaw=-0.05, focal=1500, horizon=560), key=(-2.0, 2.8, -0.6), bright=True)
    dice = scenery.stage.dice
    floor = Surface((-4, 0, -2), (8, 0, 0), (0, 0, 5.0), (0, 1, 0))
    surfaces.plain(scenery.stage, floor, pigment("#b9b5ae"), step=0.3)
    back = Surface((-4, 0, 2.6), (8, 0, 0), (0, 4, 0), (0, 0, -1))
    surfaces.plain(scenery.stage, back, mix(of.palette.other, WHITE, 0.4), step=0.3)
    paper = dice.choice(optics.PAPERS)
    tint = mix(WHITE, of.mood.window, 0.3)
    optics.backdrop(scenery, Frame(0.15, 0, 1.6), paper, wide=2.6, high=2.5, run=3.0)
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


def _cine_camera(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((0.0, 1.2, -1.15), yaw=0.0, focal=1500, horizon=600))
    prop = Prop(scenery, Frame(-0.05, 0, 0, -1.05))
    prop.rod([(0, 1.02, 0), (0, 0.2, 0)], 0.1, STEEL)
    optics.cine_body(prop, 1.08)
    prop.box((0.13, 1.1, 0.12), (0.02, 0.14, 0.2), pigment("#16171a"), layer=5)
    for i in range(4):
        prop.disc((0.084, 1.12 + 0.035 * i, 0.02), (1, 0, 0), 0.01, audio.LEDS[i], glow=1.8, layer=6)
    prop.stand()
    scenery.paint()
    return scenery


def _film_lamp(of: Design) -> Scenery:
    scenery = _set_up(of, Camera((0.0, 1.5, -1.7), focal=1400, horizon=640))
    tint = mix(of.mood.lamp, WHITE, 0.2)
    optics.fresnel(scenery, Frame(-0.5, 0, 0.2), tint, high=1.75, power=6, target=(1.2, 1.1, -0.4))
    optics.fresnel(scenery, Frame(0.9, 0, 1.8), accent(scenery.stage.dice), high=2.1, power=6, target=(-0.4, 1.2, 0.8))
    optics.director_chair(scenery, Frame(0.55, 0.1, 0.35, 0.4), of.palette.cloth)
    scenery.paint()
    return scenery


_DETAILS: dict[str, tuple[Callable[[Design], Scenery], Callable[[Design], Scenery]]] = {
    "recording": (_desk, _big_microphone),
    "rehearsal": (_drums, _amplifiers),
    "podcast": (_broadcast, _broadcast),
    "photo": (_still_camera, _paper_and_light),
    "film": (_cine_camera, _film_lamp),
    "dance": (_along_the_barre, _over_the_floor),
}
