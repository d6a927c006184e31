"""Letters in a picture: whose fonts have them, how wide they run, where a line breaks.

A team's name or a district's scale may be in any script. Letters that no font here has become a
box and symbols (emoji) are left out, so that a picture is drawn whatever was typed.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

_COMES_WITH_THE_LIBRARY = "DejaVu Sans"
_WHERE_INSTALLED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "Droid Sans Fallback",
    "Noto Sans Khmer",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Gujarati",
    "Noto Sans Ethiopic",
    "Noto Sans Thai",
    "Noto Sans Myanmar",
    "Arial Unicode MS",
)
_BOX = "□"
_JOINERS = "\u200c\u200d"
_VIRAMA = 9
NARROW = "\u202f"
"""A space at which no line breaks."""

_LONGEST_CLUSTER = 8

RIGHT_TO_LEFT = "\u200f"
"""Before a line, lets it run leftwards even where its first word does not."""


class Lettering:
    """Measures and breaks what is written in one picture; sizes and widths are pixels."""

    def __init__(self, renderer: RendererAgg, texts: Iterable[str]) -> None:
        """Take the fonts for all of ``texts``."""
        self._renderer = renderer
        self._families, self._known = _fonts({letter for text in texts for letter in text})
        # Scripts that stack their signs need more air than the library's own font.
        self.leading = 1.25 if len(self._families) == 1 else 1.5
        """How far lines stand apart, as a share of their size."""
        self._widths: dict[tuple[str, float, bool], float] = {}

    def font(self, size: float, *, bold: bool = False) -> FontProperties:
        """Return a font for all that is written here."""
        from matplotlib.font_manager import FontProperties

        weight = "bold" if bold else "normal"
        return FontProperties(family=self._families, size=size, weight=weight)

    def drawable(self, text: str) -> str:
        """Return ``text`` with nothing in it that the fonts do not have."""
        known = "".join(self._letter(letter) for letter in text)
        return " ".join(word for word in known.split(" ") if word)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a line of drawable text runs."""
        key = (text, size, bold)
        if key not in self._widths:
            font = self.font(size, bold=bold)
            width, *_ = self._renderer.get_text_width_height_descent(text, font, ismath=False)
            self._widths[key] = float(width)
        return self._widths[key]

    def lines(
        self, text: str, width: float, size: float, *, bold: bool = False, most: int = 3
    ) -> list[str]:
        """Return drawable lines that keep to a width, the last with an ellipsis where cut."""
        lines = [""]
        for word in self.drawable(text).split(" "):
            longer = f"{lines[-1]} {word}".lstrip()
            if self.width(longer, size, bold=bold) <= width:
                lines[-1] = longer
            else:
                pieces = self._pieces(word, width, size, bold)
                lines = [line for line in (*lines, *pieces) if line]
            if len(lines) > most:
                return [*lines[: most - 1], self._cut(lines[most - 1], width, size, bold)]
        return lines

    def _pieces(self, word: str, width: float, size: float, bold: bool) -> list[str]:
        if self.width(word, size, bold=bold) <= width:
            return [word]
        pieces = [""]
        for cluster in _clusters(word):
            if self.width(pieces[-1] + cluster, size, bold=bold) > width and pieces[-1]:
                pieces.append("")
            pieces[-1] += cluster
        return pieces

    def _cut(self, line: str, width: float, size: float, bold: bool) -> str:
        while line and self.width(f"{line}…", size, bold=bold) > width:
            line = line[:-1]
        return f"{line.rstrip()}…"

    def _letter(self, letter: str) -> str:
        if letter.isspace():
            return NARROW if letter == NARROW else " "
        sort = unicodedata.category(letter)
        if sort[0] == "C" and letter not in _JOINERS:
            return ""
        if ord(letter) in self._known:
            return letter
        return _BOX if sort[0] in "LN" else ""


def runs_leftwards(text: str) -> bool:
    """Return whether a paragraph runs from right to left: most of its letters do.

    Its first letter would not say so, as much of what is typed here begins with "ACCESS" or "ESL".
    """
    ways = [unicodedata.bidirectional(letter) for letter in text]
    return ways.count("R") + ways.count("AL") > ways.count("L")


def _clusters(word: str) -> list[str]:
    """Return the letters of a word, each with the signs that are written on it."""
    clusters = [""]
    for letter in word:
        last = clusters[-1]
        joined = unicodedata.category(letter)[0] == "M" or letter in _JOINERS
        stacked = bool(last) and unicodedata.combining(last[-1]) == _VIRAMA
        if last and not ((joined or stacked) and len(last) < _LONGEST_CLUSTER):
            clusters.append("")
        clusters[-1] += letter
    return clusters


def _fonts(letters: set[str]) -> tuple[list[str], set[int]]:
    """Return the families that have the letters, best first, and all that these can draw."""
    from matplotlib import font_manager

    # That a family has no bold letters of its own is no news to whoever reads the log.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    families = [_COMES_WITH_THE_LIBRARY]
    known = _drawn_by(_COMES_WITH_THE_LIBRARY)
    missing = {ord(letter) for letter in letters if letter.isalnum()} - known
    installed = {entry.name for entry in font_manager.fontManager.ttflist} if missing else set()
    for family in _WHERE_INSTALLED:
        if family in installed and missing & (drawn := _drawn_by(family)):
            families.append(family)
            known |= drawn
            missing -= drawn
    return families, known


def _drawn_by(family: str) -> set[int]:
    """Return the letters that a family has, in normal and in bold."""
    from matplotlib import font_manager

    return set.intersection(
        *(
            set(font_manager.get_font(font_manager.findfont(font)).get_charmap())
            for weight in ("normal", "bold")
            for font in [font_manager.FontProperties(family=family, weight=weight)]
        )
    )
