"""What stands in photo and film studios: cameras, softboxes, flags, backdrops, dollies."""

import math

from studiobook.dev.scenes.build import CHROME, JET, RUBBER, STEEL, Prop, paint_tube
from studiobook.dev.scenes.colour import Rgb, developed, mix, pigment, scaled
from studiobook.dev.scenes.light import Lamp
from studiobook.dev.scenes.space import Frame, Vec, add, sub, unit
from studiobook.dev.scenes.stage import Scenery, Stage

PAPERS = tuple(pigment(code) for code in ("#e46a4c", "#f2b84b", "#7fb3a8", "#d9a0b4", "#5b7fc7", "#efe8dc", "#9aa36a", "#c8c2ea"))
GLASS = pigment("#23304a")


def tripod(prop: Prop, high: float, *, spread: float = 0.42, layer: int = 0) -> None:
    """Three legs, part of another thing."""
    for turn in (0.9, 3.0, 5.1):
        prop.rod([(0, high, 0), (spread * math.cos(turn), 0, spread * math.sin(turn))], 0.032, JET, layer=layer)


def camera(scenery: Scenery, at: Frame, *, high: float = 1.35, cine: bool = False) -> None:
    """A camera on a tripod; its lens looks towards -z of its frame."""
    prop = Prop(scenery, at)
    prop.shade(0.6, 0.6, strength=0.4)
    tripod(prop, high)
    prop.tube((0, high - 0.06, 0), (0, high + 0.02, 0), 0.05, JET, layer=1)
    if cine:
        cine_body(prop, high + 0.02)
    else:
        prop.box((0, high + 0.02, 0), (0.17, 0.11, 0.08), JET, layer=2, rounding=0.01)
        prop.box((0, high + 0.13, 0), (0.07, 0.035, 0.06), JET, layer=3)
        prop.tube((0, high + 0.075, -0.04), (0, high + 0.075, -0.18), 0.045, RUBBER, cap=GLASS, layer=3, gloss=0.1)
    prop.stand()


def cine_body(prop: Prop, y: float) -> None:
    prop.box((0, y, 0.06), (0.16, 0.18, 0.32), pigment("#212328"), layer=2)
    prop.box((0, y + 0.02, 0.28), (0.12, 0.14, 0.12), JET, layer=2)
    prop.rod([(0, y + 0.18, 0.18), (0, y + 0.26, 0.14), (0, y + 0.26, -0.04), (0, y + 0.18, -0.06)], 0.03, JET, layer=3)
    prop.tube((0, y + 0.1, -0.1), (0, y + 0.1, -0.34), 0.055, RUBBER, cap=GLASS, layer=3, gloss=0.12)
    prop.box((0, y, -0.4), (0.24, 0.2, 0.12), pigment("#16171a"), layer=4)
    prop.panel([(-0.09, y + 0.04, -0.462), (0.09, y + 0.04, -0.462), (0.09, y + 0.16, -0.462), (-0.09, y + 0.16, -0.462)], GLASS, layer=5)
    prop.rod([(-0.05, y - 0.03, -0.4), (-0.05, y - 0.03, 0.3)], 0.018, CHROME, layer=1)
    prop.box((0.16, y + 0.16, 0.1), (0.03, 0.12, 0.18), JET, layer=4)


def softbox(scenery: Scenery, at: Frame, colour: Rgb, *, high: float = 1.9, size: float = 0.95, power: float = 3.0, tall: float = 1.25) -> None:
    """A lit box on a stand; shines towards -z of its frame and a little down."""
    aim = unit(at.turned((0, -0.3, -1)))
    scenery.stage.light.lamps.append(Lamp(at.world((0, high, -0.3)), colour, power, size * 0.7, aim, 0.8))
    prop = Prop(scenery, at)
    prop.shade(0.5, 0.5, strength=0.35)
    for turn in (0.5, 2.6, 4.7):
        prop.rod([(0, 0.4, 0.3), (0.45 * math.cos(turn), 0, 0.3 + 0.45 * math.sin(turn))], 0.026, JET)
    prop.rod([(0, 0.1, 0.3), (0, high, 0.3)], 0.032, JET)
    half, up = size / 2, size * tall / 2
    front = [(-half, high - up, -0.2), (half, high - up, -0.2), (half, high + up, -0.05), (-half, high + up, -0.05)]
    rear = [(-0.1, high - 0.1, 0.3), (0.1, high - 0.1, 0.3), (0.1, high + 0.1, 0.3), (-0.1, high + 0.1, 0.3)]
    for i in range(4):
        j = (i + 1) % 4
        prop.panel([front[j], front[i], rear[i], rear[j]], pigment("#1a1b1f"), layer=1, both=True)
    prop.tube((0, high, 0.28), (0, high, 0.5), 0.08, RUBBER, layer=2 if at.yaw == 0 else 1)
    prop.panel(front, colour, glow=3.2, layer=3)
    rim = [front[0], front[1], front[2], front[3], front[0]]
    prop.rod(rim, 0.03, JET, layer=3)
    middle = at.world((0, high, -0.15))

    def glare(stage: Stage) -> None:
        if stage.camera.faces(middle, at.turned((0, 0, -1))):
            stage.halo(middle, size * 1.5, colour, alpha=0.3)

    prop.add((0, high, -0.3), glare, 4)
    prop.stand()


def fresnel(scenery: Scenery, at: Frame, colour: Rgb, *, high: float = 2.2, power: float = 4.0, target: Vec = (0, 0, 0)) -> None:
    """A film lamp with barn doors and a visible beam."""
    head = at.world((0, high, 0))
    aim = unit(sub(target, head))
    scenery.stage.light.lamps.append(Lamp(head, colour, power, 0.4, aim, 2.2))
    prop = Prop(scenery, at)
    prop.shade(0.5, 0.5, strength=0.35)
    for turn in (0.5, 2.6, 4.7):
        prop.rod([(0, 0.5, 0), (0.5 * math.cos(turn), 0, 0.5 * math.sin(turn))], 0.03, JET)
    prop.rod([(0, 0.1, 0), (0, high, 0)], 0.036, JET)
    lens = add(head, (aim[0] * 0.22, aim[1] * 0.22, aim[2] * 0.22))
    rearmost = sub(head, (aim[0] * 0.16, aim[1] * 0.16, aim[2] * 0.16))
    prop.add((0, high, 0), lambda stage: _lamp_head(stage, rearmost, lens, aim, colour), 2)
    prop.stand()


def _lamp_head(stage: Stage, rearmost: Vec, lens: Vec, aim: Vec, colour: Rgb) -> None:
    paint_tube(stage, (rearmost, lens), (0.13, 0.17), (pigment("#2a2c31"), scaled(colour, 7)), 0.08)
    end = add(lens, (aim[0] * 2.2, aim[1] * 2.2, aim[2] * 2.2))
    start_shown, end_shown = stage.camera.shown(lens), stage.camera.shown(end)
    near, far = 0.15 * stage.camera.scale(lens), 0.95 * stage.camera.scale(end)
    dx, dy = end_shown[0] - start_shown[0], end_shown[1] - start_shown[1]
    long = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / long, dx / long
    soft = developed(scaled(colour, 1.4))
    paint = stage.canvas.linear(start_shown, end_shown, [(0, soft, 0.3), (1, soft, 0.0)])
    stage.canvas.fill(
        [
            (start_shown[0] + nx * near, start_shown[1] + ny * near),
            (end_shown[0] + nx * far, end_shown[1] + ny * far),
            (end_shown[0] - nx * far, end_shown[1] - ny * far),
            (start_shown[0] - nx * near, start_shown[1] - ny * near),
        ],
        paint,
    )
    stage.halo(lens, 0.7, colour, alpha=0.6)


def backdrop(scenery: Scenery, at: Frame, paper: Rgb, *, wide: float = 2.7, high: float = 2.6, run: float = 2.2) -> None:
    """A roll of paper on two stands that sweeps down and out over the floor."""
    prop = Prop(scenery, at)
    for side in (-1, 1):
        x = side * (wide / 2 + 0.18)
        prop.rod([(x, 0, 0.1), (x, high + 0.05, 0.1)], 0.035, JET)
        for turn in (0.4, 2.5, 4.6):
            prop.rod([(x, 0.4, 0.1), (x + 0.32 * math.cos(turn), 0, 0.1 + 0.32 * math.sin(turn))], 0.026, JET)
    prop.rod([(-wide / 2 - 0.2, high + 0.05, 0.1), (wide / 2 + 0.2, high + 0.05, 0.1)], 0.05, STEEL)
    prop.add((0, high / 2, 0), lambda stage: _sweep(stage, at, paper, wide, high, run), 1)
    prop.tube((-wide / 2, high, 0.08), (wide / 2, high, 0.08), 0.07, scaled(paper, 0.9), layer=2)
    prop.stand(bias=-1.2)


def _sweep(stage: Stage, at: Frame, paper: Rgb, wide: float, high: float, run: float) -> None:
    bend = 0.6
    profile: list[tuple[float, float]] = [(high, 0.0), (high * 0.66, 0.0), (high * 0.4, 0.0), (bend, 0.0)]
    for step in range(1, 9):
        turn = math.pi / 2 * step / 8
        profile.append((bend - bend * math.sin(turn), -bend * (1 - math.cos(turn))))
    profile += [(0.004, -bend - (run - bend) * share) for share in (0.33, 0.66, 1.0)]
    x = wide / 2
    shade = [at.world(p) for p in ((-x - 0.05, 0, -run), (x + 0.05, 0, -run), (x + 0.05, 0, 0), (-x - 0.05, 0, 0))]
    stage.canvas.fill(stage.camera.outline(shade), "#000000", alpha=0.25)
    count = 8
    for (y0, z0), (y1, z1) in zip(profile, profile[1:], strict=False):
        normal = unit(at.turned((0, -(z1 - z0), (y1 - y0))))
        for i in range(count):
            left, right = -x + wide * i / count, -x + wide * (i + 1) / count + (0.01 if i < count - 1 else 0)
            over = 0.012
            corners = [at.world(p) for p in ((left, y0 + over, z0), (right, y0 + over, z0), (right, y1, z1 - over), (left, y1, z1 - over))]
            stage.face(corners, normal, paper)


def director_chair(scenery: Scenery, at: Frame, cloth: Rgb) -> None:
    """Crossed legs, cloth seat and back."""
    prop = Prop(scenery, at)
    prop.shade(0.55, 0.5)
    wood = pigment("#8a5a34")
    for z in (-0.2, 0.2):
        prop.rod([(-0.26, 0, z), (0.26, 0.62, z)], 0.03, wood)
        prop.rod([(0.26, 0, z), (-0.26, 0.62, z)], 0.03, wood)
    prop.panel([(-0.27, 0.62, -0.22), (0.27, 0.62, -0.22), (0.27, 0.62, 0.22), (-0.27, 0.62, 0.22)], cloth, layer=1, both=True)
    for side in (-1, 1):
        prop.rod([(side * 0.28, 0.6, 0.2), (side * 0.28, 1.12, 0.24)], 0.03, wood, layer=1)
        prop.rod([(side * 0.28, 0.84, -0.22), (side * 0.28, 0.84, 0.22)], 0.04, wood, layer=2)
        prop.rod([(side * 0.28, 0.6, -0.2), (side * 0.28, 0.84, -0.2)], 0.03, wood, layer=1)
    prop.panel([(-0.28, 0.9, 0.22), (0.28, 0.9, 0.22), (0.28, 1.12, 0.24), (-0.28, 1.12, 0.24)], cloth, layer=2, both=True)
    prop.stand()


def dolly(scenery: Scenery, at: Frame, *, run: float = 3.0) -> None:
    """Rails on the floor and a cine camera on its cart."""

    def rails(stage: Stage) -> None:
        for side in (-0.3, 0.3):
            ends = [at.world((-run / 2, 0.05, side)), at.world((run / 2, 0.05, side))]
            shade = [at.world((-run / 2, 0, side - 0.03)), at.world((run / 2, 0, side - 0.03))]
            stage.stroke(shade, "#000000", 0.09, alpha=0.3)
            stage.stroke(ends, stage.tone(ends[0], (0, 1, 0), CHROME), 0.045)
        for i in range(7):
            x = run * (i / 6 - 0.5)
            tie = [at.world((x, 0.02, -0.36)), at.world((x, 0.02, 0.36))]
            stage.stroke(tie, stage.tone(tie[0], (0, 1, 0), pigment("#5a3a26")), 0.07)

    scenery.under(rails)
    cart = Prop(scenery, at)
    cart.shade(0.9, 0.8)
    cart.box((0, 0.14, 0), (0.9, 0.07, 0.8), pigment("#33363c"))
    for x in (-0.36, 0.36):
        for z in (-0.3, 0.3):
            cart.tube((x, 0.1, z - 0.03), (x, 0.1, z + 0.03), 0.07, JET)
    cart.tube((0, 0.2, 0), (0, 1.0, 0), 0.06, STEEL, layer=1, gloss=0.2)
    cine_body(cart, 1.02)
    cart.stand()


def flag(scenery: Scenery, at: Frame, *, wide: float = 1.1, high: float = 2.2, colour: Rgb = (0.9, 0.9, 0.88)) -> None:
    """A V-shaped pair of large boards."""
    prop = Prop(scenery, at)
    prop.shade(wide, 0.5)
    for side in (-1, 1):
        outer = (side * wide * 0.8, 0.0, 0.35)
        corners = [(0.0, 0.0, 0.0), outer, (outer[0], high, outer[2]), (0.0, high, 0.0)]
        tint = colour if side < 0 else mix(colour, (0.1, 0.1, 0.1), 0.15)
        prop.panel(corners, tint, both=True)
    prop.stand()


def field_monitor(scenery: Scenery, at: Frame) -> None:
    """A large screen on a stand for those who watch."""
    from studiobook.dev.scenes.audio import screen

    prop = Prop(scenery, at)
    prop.shade(0.6, 0.5, strength=0.4)
    for turn in (0.5, 2.6, 4.7):
        prop.rod([(0, 0.4, 0.05), (0.36 * math.cos(turn), 0, 0.36 * math.sin(turn))], 0.03, JET)
    prop.rod([(0, 0.1, 0.05), (0, 1.1, 0.05)], 0.04, JET)
    screen(prop, (0, 1.0, 0), wide=0.8, kind="picture")
    prop.stand()
