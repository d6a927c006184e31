"""A page of pixels that grows downwards: letters, shapes and lines on it, and a file out of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from conversations.exports.legible import legible
from conversations.exports.lettering import RIGHT_TO_LEFT, Lettering

_ASCENT = 0.93
_FIGURE_HEIGHT = 0.73
_LEADING = 1.25
_LINE = 1.5
_BELOW_BASELINE = 0.32


@dataclass(frozen=True)
class Frame:
    """A place on a surface, by its left top corner."""

    x: float
    y: float
    width: float
    height: float


class Surface:
    """What one picture is drawn on; sizes are pixels, and y runs down from the top."""

    def __init__(self, width: int, texts: Iterable[str]) -> None:
        """Take an empty page; ``texts`` are all those that will be written on it."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        # At 72 dots an inch a point is a pixel: letters and boxes are measured alike.
        self._figure = Figure(figsize=(width / 72, 1), dpi=72, facecolor="#ffffff")
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.axis("off")
        self.width = width
        self.letters = Lettering(self._canvas.get_renderer(), texts)

    def text(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False
    ) -> None:
        """Write a line of drawable text, given its left top corner."""
        self._write(x, y + _ASCENT * size, text, size, colour, bold=bold, aligned="left")

    def centred(self, x: float, y: float, text: str, size: float, colour: str) -> None:
        """Write figures in bold around a point."""
        below = y + _FIGURE_HEIGHT * size / 2
        self._write(x, below, text, size, colour, bold=True, aligned="center")

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        *,
        width: float,
        bold: bool = False,
    ) -> float:
        """Write lines that keep to a width, four at the most, and return where they end."""
        for line in self.letters.lines(text, width, size, bold=bold, most=4):
            self.text(x, y, line, size, colour, bold=bold)
            y += _LEADING * size
        return y

    def box(self, frame: Frame, *, fill: str, edge: str, hatch: str | None = None) -> None:
        """Draw a box; a hatch is drawn in the colour of the edge."""
        from matplotlib.patches import Rectangle

        box = Rectangle(
            (frame.x, frame.y),
            frame.width,
            frame.height,
            facecolor=fill,
            edgecolor=edge,
            linewidth=_LINE,
            hatch=hatch,
        )
        box.set_hatch_linewidth(_LINE)
        self._axes.add_patch(box)

    def rule(self, y: float, left: float, right: float, colour: str) -> None:
        """Draw a thin line across."""
        self._axes.plot([left, right], [y, y], color=colour, linewidth=_LINE)

    def line(
        self,
        frame: Frame,
        text: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        leftwards: bool = False,
    ) -> None:
        """Write a line into a frame as tall as the leading, at its right if it runs leftwards."""
        y = frame.y + frame.height - _BELOW_BASELINE * size
        x, aligned = (frame.x + frame.width, "right") if leftwards else (frame.x, "left")
        words = RIGHT_TO_LEFT + text if leftwards else text
        self._write(x, y, words, size, colour, bold=bold, aligned=aligned)

    def stroke(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        thickness: float,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw a line through points; dashes and gaps are as long as so many thicknesses."""
        across, down = zip(*points, strict=True)
        self._axes.plot(
            across,
            down,
            color=colour,
            linewidth=thickness,
            linestyle=(0, dashes) if dashes else "-",
            solid_joinstyle="round",
            clip_on=False,
        )

    def shape(self, points: Sequence[tuple[float, float]], fill: str, edge: str) -> None:
        """Fill the area between points."""
        from matplotlib.patches import Polygon

        self._axes.add_patch(
            Polygon(points, closed=True, facecolor=fill, edgecolor=edge, linewidth=_LINE, zorder=3)
        )

    def png(self, height: float) -> bytes:
        """Return what was drawn, down to a height."""
        self._cut(height)
        picture = io.BytesIO()
        self._canvas.print_png(picture)
        return picture.getvalue()

    def svg(self, height: float, title: str, words: str) -> bytes:
        """Return what was drawn as an SVG, with a title and a description for whoever hears it.

        Letters are outlines, so that they look the same where their fonts are missing; the same
        picture gives the same bytes.
        """
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        self._cut(height)
        # Without a salt of ours, the library draws the names of its parts by lot.
        matplotlib.rcParams["svg.hashsalt"] = "blueprint"
        picture = io.StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        FigureCanvasSVG(self._figure).print_svg(picture, metadata=nothing)
        before, after = picture.getvalue().split("<svg ", 1)
        attributes, inside = after.split(">", 1)
        told = (
            f'<svg role="img" aria-labelledby="title desc" {attributes}>\n'
            f'<title id="title">{escape(legible(title))}</title>\n'
            f'<desc id="desc">{escape(legible(words))}</desc>'
        )
        return f"{before}{told}{inside}".encode()

    def _cut(self, height: float) -> None:
        self._figure.set_size_inches(self.width / 72, height / 72)
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(height, 0)

    def _write(
        self, x: float, y: float, text: str, size: float, colour: str, *, bold: bool, aligned: str
    ) -> None:
        self._axes.text(
            x,
            y,
            text,
            color=colour,
            fontproperties=self.letters.font(size, bold=bold),
            horizontalalignment=aligned,
            verticalalignment="baseline",
            parse_math=False,
        )
