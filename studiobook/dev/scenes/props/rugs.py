"""Rugs, woven flat on the floor."""

from studiobook.dev.scenes.craft.colour import Rgb, mix, scaled
from studiobook.dev.scenes.craft.space import Frame, Vec, ring
from studiobook.dev.scenes.craft.stage import Scenery, Stage


def oriental(
    scenery: Scenery, at: Frame, wide: float, deep: float, colours: tuple[Rgb, Rgb, Rgb]
) -> None:
    """Borders, a field of small motifs and a medallion."""

    def paint(stage: Stage) -> None:
        ground, second, light = colours
        _cloth(stage, at, wide + 0.03, deep + 0.03, scaled(ground, 0.3))
        _cloth(stage, at, wide, deep, second)
        _cloth(stage, at, wide - 0.12, deep - 0.12, scaled(ground, 0.6))
        _chain(stage, at, (wide - 0.22, deep - 0.22), light, 0.13)
        _cloth(stage, at, wide - 0.4, deep - 0.4, light)
        _cloth(stage, at, wide - 0.46, deep - 0.46, ground)
        _field(stage, at, wide - 0.6, deep - 0.6, (second, light))
        for size, colour in (
            (0.62, second),
            (0.52, light),
            (0.47, scaled(ground, 0.55)),
            (0.3, second),
            (0.14, light),
        ):
            _diamond(stage, at, (0, 0), (wide * size * 0.42, deep * size * 0.5), colour)
        _fringe(stage, at, wide, deep, light)

    scenery.under(paint)


def kilim(
    scenery: Scenery, at: Frame, wide: float, deep: float, colours: tuple[Rgb, Rgb, Rgb]
) -> None:
    """Bands and rows of triangles."""

    def paint(stage: Stage) -> None:
        _cloth(stage, at, wide, deep, colours[0])
        rows = 7
        for row in range(rows):
            z = deep * ((row + 0.5) / rows - 0.5)
            band = deep / rows * 0.5
            if row % 2:
                _strip(stage, at, z, (wide / 2, band * 0.3), colours[2])
                continue
            count = int(wide / 0.2)
            for i in range(count):
                x = wide * ((i + 0.5) / count - 0.5)
                _diamond(stage, at, (x, z), (wide / count * 0.46, band), colours[1])
        _fringe(stage, at, wide, deep, colours[2])

    scenery.under(paint)


def plain_rug(
    scenery: Scenery, at: Frame, wide: float, deep: float, colours: tuple[Rgb, Rgb, Rgb]
) -> None:
    """One colour with a thin line inside its edge."""

    def paint(stage: Stage) -> None:
        _cloth(stage, at, wide, deep, scaled(colours[0], 0.8))
        _cloth(stage, at, wide - 0.02, deep - 0.02, colours[0])
        _cloth(stage, at, wide - 0.26, deep - 0.26, mix(colours[0], colours[2], 0.5))
        _cloth(stage, at, wide - 0.3, deep - 0.3, colours[0])

    scenery.under(paint)


def round_rug(scenery: Scenery, at: Frame, radius: float, colours: tuple[Rgb, Rgb, Rgb]) -> None:
    """Rings of braid."""

    def paint(stage: Stage) -> None:
        for i, share in enumerate((1.0, 0.9, 0.72, 0.66, 0.36, 0.32)):
            colour = colours[i % 2] if i != 3 else colours[2]
            points = ring((at.x, at.y, at.z), (0, 1, 0), radius * share, 48)
            tone = stage.shading([points[0], points[12], points[24], points[36]], (0, 1, 0), colour)
            stage.canvas.fill(stage.camera.outline(points), tone)

    scenery.under(paint)


def _cloth(stage: Stage, at: Frame, wide: float, deep: float, colour: Rgb) -> None:
    x, z, count = wide / 2, deep / 2, 4
    for i in range(count):
        start, end = -x + wide * i / count, -x + wide * (i + 1) / count
        if i < count - 1:
            end += 0.01
        corners: list[Vec] = [(start, 0, -z), (end, 0, -z), (end, 0, z), (start, 0, z)]
        stage.face([at.world(p) for p in corners], (0, 1, 0), colour, stops=4)


def _diamond(
    stage: Stage, at: Frame, centre: tuple[float, float], half: tuple[float, float], colour: Rgb
) -> None:
    (x, z), (w, d) = centre, half
    points = [at.world(p) for p in ((x - w, 0, z), (x, 0, z - d), (x + w, 0, z), (x, 0, z + d))]
    stage.canvas.fill(
        stage.camera.outline(points), stage.tone(at.world((x, 0, z)), (0, 1, 0), colour)
    )


def _strip(stage: Stage, at: Frame, z: float, half: tuple[float, float], colour: Rgb) -> None:
    wide, deep = half[0] * 2, half[1]
    x = wide / 2
    points = [
        at.world(p)
        for p in ((-x, 0, z - deep), (x, 0, z - deep), (x, 0, z + deep), (-x, 0, z + deep))
    ]
    stage.face(points, (0, 1, 0), colour)


def _chain(stage: Stage, at: Frame, size: tuple[float, float], colour: Rgb, step: float) -> None:
    wide, deep = size
    across, along = max(2, int(wide / step)), max(2, int(deep / step))
    for i in range(across + 1):
        x = wide * (i / across - 0.5)
        for z in (-deep / 2, deep / 2):
            _diamond(stage, at, (x, z), (step * 0.34, 0.04), colour)
    for i in range(1, along):
        z = deep * (i / along - 0.5)
        for x in (-wide / 2, wide / 2):
            _diamond(stage, at, (x, z), (0.04, step * 0.34), colour)


def _field(stage: Stage, at: Frame, wide: float, deep: float, colours: tuple[Rgb, Rgb]) -> None:
    across, along = max(2, int(wide / 0.26)), max(2, int(deep / 0.26))
    for i in range(across + 1):
        for j in range(along + 1):
            x, z = wide * (i / across - 0.5), deep * (j / along - 0.5)
            _diamond(stage, at, (x, z), (0.05, 0.06), colours[(i + j) % 2])


def _fringe(stage: Stage, at: Frame, wide: float, deep: float, colour: Rgb) -> None:
    count = int(deep / 0.07)
    for i in range(count):
        z = deep * ((i + 0.5) / count - 0.5)
        for side in (-1, 1):
            points = [
                at.world((side * wide / 2, 0, z)),
                at.world((side * (wide / 2 + 0.06), 0, z + 0.01)),
            ]
            stage.stroke(points, stage.tone(points[0], (0, 1, 0), colour), 0.012, alpha=0.8)
