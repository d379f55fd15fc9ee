"""The room as an empty box: its surfaces, its windows, its openings."""

from dataclasses import dataclass

from studiobook.dev.scenes.craft.colour import Rgb, developed, pigment, plus, scaled
from studiobook.dev.scenes.craft.light import Lamp
from studiobook.dev.scenes.craft.moods import Mood
from studiobook.dev.scenes.craft.space import Point, Vec, add, between, mul, sub, unit
from studiobook.dev.scenes.craft.stage import Stage
from studiobook.dev.scenes.craft.surfaces import Surface

_IRON = pigment("#202327")


@dataclass(frozen=True, slots=True)
class Room:
    """Metres; the room spans x from -wide/2 to wide/2, y from 0 to high, z from 0 to deep."""

    wide: float
    high: float
    deep: float

    @property
    def floor(self) -> Surface:
        """Across runs away from the viewer."""
        return Surface((-self.wide / 2, 0, 0), (0, 0, self.deep), (self.wide, 0, 0), (0, 1, 0))

    @property
    def crosswise_floor(self) -> Surface:
        """The floor with across from left to right."""
        return Surface((-self.wide / 2, 0, 0), (self.wide, 0, 0), (0, 0, self.deep), (0, 1, 0))

    @property
    def ceiling(self) -> Surface:
        """Across runs from left to right."""
        corner = (-self.wide / 2, self.high, 0)
        return Surface(corner, (self.wide, 0, 0), (0, 0, self.deep), (0, -1, 0))

    @property
    def back(self) -> Surface:
        """The wall that faces the viewer."""
        corner = (-self.wide / 2, 0, self.deep)
        return Surface(corner, (self.wide, 0, 0), (0, self.high, 0), (0, 0, -1))

    @property
    def left(self) -> Surface:
        """Across runs away from the viewer."""
        return Surface((-self.wide / 2, 0, 0), (0, 0, self.deep), (0, self.high, 0), (1, 0, 0))

    @property
    def right(self) -> Surface:
        """Across runs away from the viewer."""
        return Surface((self.wide / 2, 0, 0), (0, 0, self.deep), (0, self.high, 0), (-1, 0, 0))


@dataclass(frozen=True, slots=True)
class Window:
    """An opening in a wall, in metres of that wall, divided into panes."""

    wall: Surface
    s: float
    t: float
    wide: float
    high: float
    columns: int = 2
    rows: int = 2
    frame: Rgb = _IRON
    reveal: float = 0.16

    @property
    def middle(self) -> Vec:
        """Its centre on the wall."""
        return self.wall.at(self.s + self.wide / 2, self.t + self.high / 2)

    def lamp(self, mood: Mood, *, share: float = 1.0) -> Lamp:
        """What it gives to the room."""
        area = self.wide * self.high
        power = mood.window_power * share * min(1.6, 0.35 + area / 6)
        place = add(self.middle, mul(self.wall.normal, 0.1))
        return Lamp(place, mood.window, power, 0.5 + self.high / 2, self.wall.normal, 0.7)

    def paint(self, stage: Stage, mood: Mood) -> None:
        """Sky, a skyline, reveals, bars and glare."""
        canvas, camera = stage.canvas, stage.camera
        hole = self.wall.part(self.s, self.t, self.wide, self.high)
        glass = hole.patch(0, 0, self.wide, self.high, -self.reveal)
        edge = hole.patch(0, 0, self.wide, self.high)
        outline = camera.outline(glass)
        top, low = camera.shown(hole.at(0, self.high)), camera.shown(hole.at(0, 0))
        canvas.clip(camera.outline(edge))
        canvas.fill(outline, canvas.linear(top, low, [(0, mood.sky[0]), (0.85, mood.sky[1])]))
        self._paint_skyline(stage, mood)
        canvas.unclip()
        for i in range(4):
            j = (i + 1) % 4
            inward = unit(
                sub(hole.at(self.wide / 2, self.high / 2), between(edge[i], edge[j], 0.5))
            )
            if camera.faces(between(edge[i], glass[j], 0.5), inward):
                middle = between(edge[i], glass[j], 0.5)
                plaster = stage.light.at(add(middle, mul(hole.normal, 0.3)), inward)
                sky = scaled(mood.window, mood.window_power * (0.1 if i != 2 else 0.04))
                lit = scaled(plus(scaled(plaster, 0.5), sky), 0.8)
                canvas.fill(camera.outline([edge[i], edge[j], glass[j], glass[i]]), developed(lit))
        self._paint_bars(stage, hole)
        if mood.window_power > 3:
            reach = max(self.wide, self.high) * camera.scale(self.middle)
            canvas.glow(camera.shown(self.middle), reach, reach, mood.sky[1], alpha=0.2)

    def _paint_skyline(self, stage: Stage, mood: Mood) -> None:
        hole = self.wall.part(self.s, self.t, self.wide, self.high)
        s = -0.2
        while s < self.wide:
            wide, high = stage.dice.uniform(0.12, 0.5), stage.dice.uniform(0.08, 0.42) * self.high
            block = hole.patch(s, -0.1, wide, high + 0.1, -self.reveal)
            stage.canvas.fill(stage.camera.outline(block), mood.skyline, alpha=0.75)
            if mood.window_power < 5:
                for _ in range(int(wide * high * 40)):
                    x, y = stage.dice.uniform(s, s + wide), stage.dice.uniform(0, high)
                    lit = hole.patch(x, y, 0.025, 0.03, -self.reveal)
                    stage.canvas.fill(stage.camera.outline(lit), "#ffd38a", alpha=0.85)
            s += wide * stage.dice.uniform(0.7, 1.3)

    def _paint_bars(self, stage: Stage, hole: Surface) -> None:
        out = 0.02 - self.reveal
        tone = stage.tone(hole.at(self.wide / 2, self.high / 2), hole.normal, self.frame)
        for i in range(self.columns + 1):
            s = i * self.wide / self.columns
            thick = 0.05 if i in {0, self.columns} else 0.03
            bar = hole.patch(s - thick / 2, 0, thick, self.high, out)
            stage.canvas.fill(stage.camera.outline(bar), tone)
        for i in range(self.rows + 1):
            t = i * self.high / self.rows
            thick = 0.05 if i in {0, self.rows} else 0.03
            bar = hole.patch(0, t - thick / 2, self.wide, thick, out)
            stage.canvas.fill(stage.camera.outline(bar), tone)

    def sunlight(self, stage: Stage, mood: Mood, room: Room, *, strength: float = 0.34) -> None:
        """The bright panes that the sun throws on the floor."""
        if mood.sun is None:
            return
        direction = unit(
            (mood.sun[0] * self.wall.normal[0] or mood.sun[2], mood.sun[1], mood.sun[2])
        )
        if self.wall.normal[2] < 0:
            direction = unit((mood.sun[0] * 0.5, mood.sun[1], -0.8))
        colour = developed(scaled(mood.window, 1.6))
        stage.canvas.clip(
            stage.camera.outline(room.crosswise_floor.patch(0, 0, room.wide, room.deep))
        )
        for column in range(self.columns):
            for row in range(self.rows):
                self._sun_pane(stage, (column, row), direction, colour, strength)
        stage.canvas.unclip()

    def _sun_pane(
        self,
        stage: Stage,
        cell: tuple[int, int],
        direction: Vec,
        colour: str,
        strength: float,
    ) -> None:
        column, row = cell
        wide, high = self.wide / self.columns, self.high / self.rows
        for shrink in (0.0, 0.035, 0.07):
            pane = self.wall.patch(
                self.s + column * wide + 0.02 + shrink,
                self.t + row * high + 0.02 + shrink,
                wide - 0.04 - 2 * shrink,
                high - 0.04 - 2 * shrink,
            )
            fallen = [add(p, mul(direction, p[1] / -direction[1])) for p in pane]
            points: list[Point] = stage.camera.outline([(p[0], 0.0, p[2]) for p in fallen])
            stage.canvas.fill(points, colour, alpha=strength / 3)
