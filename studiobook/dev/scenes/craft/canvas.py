"""The sheet of paper: paths, gradients and glows gathered as SVG and developed into a PNG."""

from collections.abc import Iterable, Sequence
from typing import Final

from resvg import render, usvg

from studiobook.dev.scenes.craft.space import HEIGHT, WIDTH, Point

#: Enough for a large screen; one picture in 1600 takes a quarter longer to paint.
PIXELS_WIDE: Final = 1440
Stop = tuple[float, str, float]
#: The affine transformation of a picture that is neither moved nor stretched.
_AS_IT_IS: Final = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


class Canvas:
    """One picture, painted back to front; 1800 by 1200 units unless it says otherwise."""

    def __init__(self, *, wide: float = WIDTH, high: float = HEIGHT) -> None:
        self._size = (wide, high)
        self._marks: list[str] = []
        self._paints: list[str] = []
        self._known: dict[str, str] = {}
        self._open = 0

    def fill(self, points: Sequence[Point], paint: str, *, alpha: float = 1.0) -> None:
        """A filled polygon."""
        if is_visible(points):
            self._marks.append(f'<path d="{_path(points)}Z" fill="{paint}"{_alpha(alpha)}/>')

    def soft(self, points: Sequence[Point], paint: str, rounding: float) -> None:
        """A polygon that is blown up by half of `rounding`, with round corners."""
        if is_visible(points):
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
        if is_visible(points, margin=width):
            self._marks.append(
                f'<path d="{_path(points)}{"Z" if closed else ""}" fill="none" stroke="{paint}" '
                f'stroke-width="{width:.2f}" stroke-linecap="round" stroke-linejoin="round"'
                f"{_alpha(alpha, 'stroke')}/>"
            )

    def curve(self, data: str, paint: str, *, alpha: float = 1.0, stroke: float = 0.0) -> None:
        """SVG path data, filled, or stroked when `stroke` is given."""
        if stroke:
            self._marks.append(
                f'<path d="{data}" fill="none" stroke="{paint}" stroke-width="{stroke:.2f}" '
                f'stroke-linecap="round" stroke-linejoin="round"{_alpha(alpha, "stroke")}/>'
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

    def glow(self, centre: Point, rx: float, ry: float, colour: str, *, alpha: float = 0.5) -> None:
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
        self._open += 1

    def unclip(self) -> None:
        """End the last `clip`."""
        self._marks.append("</g>")
        self._open -= 1

    def cover(self, paint: str) -> None:
        """The whole sheet."""
        wide, high = self._size
        self.fill([(0, 0), (wide, 0), (wide, high), (0, high)], paint)

    def mirror(self) -> None:
        """Draw all that follows left to right exchanged."""
        self._marks.append(f'<g transform="matrix(-1 0 0 1 {self._size[0]:.0f} 0)">')
        self._open += 1

    def png(self, *, width: int = PIXELS_WIDE) -> bytes:
        """The finished picture."""
        drawing = usvg.Tree.from_str(self.svg(width=width), usvg.Options.default())
        return render(drawing, _AS_IT_IS)

    def svg(self, *, width: int = PIXELS_WIDE) -> str:
        """The picture as a drawing that says how large it wants to be painted, in pixels."""
        wide, high = self._size
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{round(high * width / wide)}" '
            f'viewBox="0 0 {wide:.0f} {high:.0f}"><defs>{"".join(self._paints)}</defs>'
            f"{''.join(self._marks)}{'</g>' * self._open}</svg>"
        )

    def _paint(self, element: str, place: str, stops: Iterable[Stop | tuple[float, str]]) -> str:
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


def _alpha(alpha: float, kind: str = "fill") -> str:
    # Not `opacity`, which costs a layer of its own.
    return "" if alpha >= 1 else f' {kind}-opacity="{alpha:.3f}"'


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def is_visible(points: Sequence[Point], margin: float = 0.0) -> bool:
    """Whether any of it can fall inside the picture."""
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
