"""How a Word document looks: sizes and distances in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MARGIN = 0.8
"""Inches of white around a page."""

PAPER = (8.5, 11.0)
"""American letter, in inches."""

ACROSS = PAPER[0] - 2 * MARGIN
"""Inches that a line may take on an upright page."""


@dataclass(frozen=True)
class Look:
    """Sizes of letters by style, and the distances around them.

    With a ``leading``, a line is so many times as high as its letters, whatever script they are
    in; without one, fonts decide. ``before`` is above a first-level heading, where it is not as
    the library has it.
    """

    sizes: Mapping[str, float]
    body: float
    cell: float
    after: float
    leading: float | None = None
    before: float | None = None

    def line(self, size: float) -> float:
        """Return how high a line of letters of a size is, where that is known."""
        return size * (self.leading or 1)


ROOMY = Look({"Title": 24, "Heading 1": 17, "Heading 2": 14, "Heading 3": 12}, 11, 10, 6)
"""For a document that is read from end to end."""

COMPACT = Look(
    {"Title": 20, "Heading 1": 13, "Heading 2": 11, "Heading 3": 10},
    body=10,
    cell=9.5,
    after=4,
    leading=1.38,
    before=9,
)
"""For a handout whose pages are counted: every line has a known height."""

CELL_AFTER = 2
"""Points below a paragraph in a cell."""

BOX_PADDING = 6
"""Points between a box and what stands in it, above and below."""
