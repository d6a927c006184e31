"""A page of pixels that grows downwards: letters, boxes and rules on it, and a PNG out of it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from conversations.exports.lettering import Lettering

_ASCENT = 0.93
_FIGURE_HEIGHT = 0.73
_LEADING = 1.25
_LINE = 1.5


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

    def png(self, height: float) -> bytes:
        """Return what was drawn, down to a height."""
        self._figure.set_size_inches(self.width / 72, height / 72)
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(height, 0)
        picture = io.BytesIO()
        self._canvas.print_png(picture)
        return picture.getvalue()

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
