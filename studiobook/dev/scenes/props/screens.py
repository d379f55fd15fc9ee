"""Displays that show tracks or a picture."""

from studiobook.dev.scenes.craft.build import JET, Prop
from studiobook.dev.scenes.craft.space import Vec, add, mul
from studiobook.dev.scenes.craft.stage import Stage


def screen(
    prop: Prop, base: Vec, *, wide: float = 0.7, layer: int = 2, kind: str = "tracks"
) -> None:
    """A display that shows coloured tracks or a picture."""
    high = wide * 0.56
    prop.box((base[0], base[1], base[2] + 0.05), (0.06, 0.12, 0.04), JET, layer=layer)
    prop.box((base[0], base[1] + 0.1, base[2]), (wide, high, 0.03), JET, layer=layer + 1)
    z = base[2] - 0.018
    corners: list[Vec] = [
        (base[0] - wide / 2 + 0.012, base[1] + 0.112, z),
        (base[0] + wide / 2 - 0.012, base[1] + 0.112, z),
        (base[0] + wide / 2 - 0.012, base[1] + 0.088 + high, z),
        (base[0] - wide / 2 + 0.012, base[1] + 0.088 + high, z),
    ]
    world = [prop.frame.world(p) for p in corners]
    facing = prop.frame.turned((0, 0, -1))
    lanes = [prop.stage.dice.random() for _ in range(90)]

    def paint(stage: Stage) -> None:
        if not stage.camera.faces(world[0], facing):
            return
        if kind == "tracks":
            _tracks(stage, world, lanes)
        else:
            _picture(stage, world, lanes)

    prop.add((base[0], base[1] + high / 2, z), paint, layer + 2)


def _within(corners: list[Vec], x: float, y: float) -> Vec:
    a, b, _, d = corners
    return add(
        a,
        add(
            mul((b[0] - a[0], b[1] - a[1], b[2] - a[2]), x),
            mul((d[0] - a[0], d[1] - a[1], d[2] - a[2]), y),
        ),
    )


def _tracks(stage: Stage, corners: list[Vec], lanes: list[float]) -> None:
    stage.canvas.fill(stage.camera.outline(corners), "#15202b")
    colours = ("#5ac8a8", "#e8a24a", "#e2604f", "#6c8ff0", "#c77dd6", "#9ccc5a")
    for row in range(9):
        x = 0.12 + 0.2 * lanes[row]
        while x < 0.94:
            long = 0.06 + 0.3 * lanes[(row * 7 + int(x * 20)) % 90]
            y, end = 0.06 + row * 0.1, min(0.97, x + long)
            block = [
                _within(corners, *p) for p in ((x, y), (end, y), (end, y + 0.075), (x, y + 0.075))
            ]
            stage.canvas.fill(stage.camera.outline(block), colours[row % 6], alpha=0.9)
            x = end + 0.02 + 0.08 * lanes[(row * 3 + int(x * 31)) % 90]


def _picture(stage: Stage, corners: list[Vec], lanes: list[float]) -> None:
    top, low = stage.camera.shown(corners[3]), stage.camera.shown(corners[0])
    sky = ("#f3a26b", "#3d6ea8", "#d9cfc0", "#7a4a78")[int(lanes[0] * 4)]
    stage.canvas.fill(
        stage.camera.outline(corners), stage.canvas.linear(top, low, [(0, sky), (1, "#1b1d2a")])
    )
    hills = [_within(corners, i / 8, 0.2 + 0.3 * lanes[i]) for i in range(9)]
    outline = stage.camera.outline([*hills, corners[1], corners[0]])
    stage.canvas.fill(outline, "#141724", alpha=0.8)
