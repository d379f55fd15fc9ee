"""The sheet of paper: paths, gradients and glows gathered as SVG and developed into a PNG."""

from collections.abc import Iterable, Sequence
from typing import Final

import resvg_py

from studiobook.dev.scenes.space import HEIGHT, WIDTH, Point

PIXELS_WIDE: Final = 1600
Stop = tuple[float, str, float]


class Canvas:
    """One picture of 1800 by 1200 units, painted back to front."""

    def __init__(self) -> None:
        self._marks: list[str] = []
        self._paints: list[str] = []
        self._known: dict[str, str] = {}

    def fill(self, points: Sequence[Point], paint: str, *, alpha: float = 1.0) -> None:
        """A filled polygon."""
        if _is_visible(points):
            self._marks.append(f'<path d="{_path(points)}Z" fill="{paint}"{_alpha(alpha)}/>')

    def soft(self, points: Sequence[Point], paint: str, rounding: float) -> None:
        """A polygon that is blown up by half of `rounding`, with round corners."""
        if _is_visible(points):
            self._marks.append(
                f'<path d="{_path(points)}Z" fill="{paint}" stroke="{paint}" '
                f'stroke-width="{rounding:.1f}" stroke-linejoin="round"/>'
            )

    def line(
        self,
        points: Sequence[Point],
        paint: str,
        width: float,
        *,
        alpha: float = 1.0,
        closed: bool = False,
    ) -> None:
        """A stroke with round ends."""
        if _is_visible(points, margin=width):
            self._marks.append(
                f'<path d="{_path(points)}{"Z" if closed else ""}" fill="none" stroke="{paint}" '
                f'stroke-width="{width:.2f}" stroke-linecap="round" stroke-linejoin="round"'
                f"{_alpha(alpha)}/>"
            )

    def curve(self, data: str, paint: str, *, alpha: float = 1.0, stroke: float = 0.0) -> None:
        """SVG path data, filled, or stroked when `stroke` is given."""
        if stroke:
            self._marks.append(
                f'<path d="{data}" fill="none" stroke="{paint}" stroke-width="{stroke:.2f}" '
                f'stroke-linecap="round" stroke-linejoin="round"{_alpha(alpha)}/>'
            )
        else:
            self._marks.append(f'<path d="{data}" fill="{paint}"{_alpha(alpha)}/>')

    def ellipse(
        self, centre: Point, rx: float, ry: float, paint: str, *, alpha: float = 1.0
    ) -> None:
        """An upright ellipse."""
        self._marks.append(
            f'<ellipse cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" '
            f'fill="{paint}"{_alpha(alpha)}/>'
        )

    def glow(
        self, centre: Point, rx: float, ry: float, colour: str, *, alpha: float = 0.5
    ) -> None:
        """Light that fades to nothing at the edge of an ellipse."""
        stops = ((0.0, 1.0), (0.15, 0.72), (0.35, 0.38), (0.6, 0.14), (0.8, 0.04), (1.0, 0.0))
        paint = self._paint(
            "radialGradient", "", [(at, colour, round(alpha * share, 3)) for at, share in stops]
        )
        self.ellipse(centre, rx, ry, paint)

    def linear(self, start: Point, end: Point, stops: Iterable[Stop | tuple[float, str]]) -> str:
        """A paint that runs from `start` to `end`; stops are (place, colour[, alpha])."""
        place = (
            f'gradientUnits="userSpaceOnUse" x1="{start[0]:.0f}" y1="{start[1]:.0f}" '
            f'x2="{end[0]:.0f}" y2="{end[1]:.0f}"'
        )
        return self._paint("linearGradient", place, stops)

    def radial(
        self, centre: Point, radius: float, stops: Iterable[Stop | tuple[float, str]]
    ) -> str:
        """A paint that spreads from `centre`."""
        place = (
            f'gradientUnits="userSpaceOnUse" cx="{centre[0]:.0f}" cy="{centre[1]:.0f}" '
            f'r="{radius:.0f}"'
        )
        return self._paint("radialGradient", place, stops)

    def clip(self, points: Sequence[Point]) -> None:
        """Keep what follows within the polygon, until `unclip`."""
        name = f"c{len(self._paints)}"
        self._paints.append(f'<clipPath id="{name}"><path d="{_path(points)}Z"/></clipPath>')
        self._marks.append(f'<g clip-path="url(#{name})">')

    def unclip(self) -> None:
        """End the last `clip` or `mirror`."""
        self._marks.append("</g>")

    def mirror(self) -> None:
        """Draw what follows left to right exchanged, until `unclip`."""
        self._marks.append(f'<g transform="matrix(-1 0 0 1 {WIDTH:.0f} 0)">')

    def png(self, *, width: int = PIXELS_WIDE) -> bytes:
        """The finished picture."""
        drawing = resvg_py.svg_to_bytes(svg_string=self.svg(), width=width, skip_system_fonts=True)
        return bytes(drawing)

    def svg(self) -> str:
        """The picture as a drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{HEIGHT:.0f}" '
            f'viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}"><defs>{"".join(self._paints)}</defs>'
            f"{''.join(self._marks)}</svg>"
        )

    def _paint(
        self, element: str, place: str, stops: Iterable[Stop | tuple[float, str]]
    ) -> str:
        body = "".join(_stop(stop) for stop in stops)
        key = f"{element}{place}{body}"
        if key not in self._known:
            name = f"p{len(self._known)}"
            self._known[key] = f"url(#{name})"
            self._paints.append(f'<{element} id="{name}" {place}>{body}</{element}>')
        return self._known[key]


def _stop(stop: Stop | tuple[float, str]) -> str:
    fade = f' stop-opacity="{stop[2]:.3f}"' if len(stop) > 2 else ""
    return f'<stop offset="{stop[0]:.3f}" stop-color="{stop[1]}"{fade}/>'


def _alpha(alpha: float) -> str:
    return "" if alpha >= 1 else f' opacity="{alpha:.3f}"'


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _is_visible(points: Sequence[Point], margin: float = 0.0) -> bool:
    if len(points) < 2:
        return False
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    return (
        max(xs) > -margin
        and min(xs) < WIDTH + margin
        and max(ys) > -margin
        and min(ys) < HEIGHT + margin
    )
