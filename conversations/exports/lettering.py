"""Letters in a picture: whose fonts have them, how wide they run, where a line breaks.

A team's name or a district's scale may be in any script. Letters that no font here has become a
box and symbols (emoji) are left out, so that a picture is drawn whatever was typed.
"""

from __future__ import annotations

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


class Lettering:
    """Measures and breaks what is written in one picture; sizes and widths are pixels."""

    def __init__(self, renderer: RendererAgg, texts: Iterable[str]) -> None:
        """Take the fonts for all of ``texts``."""
        self._renderer = renderer
        self._families, self._known = _fonts({letter for text in texts for letter in text})

    def font(self, size: float, *, bold: bool = False) -> FontProperties:
        """Return a font for all that is written here."""
        from matplotlib.font_manager import FontProperties

        weight = "bold" if bold else "normal"
        return FontProperties(family=self._families, size=size, weight=weight)

    def drawable(self, text: str) -> str:
        """Return ``text`` with nothing in it that the fonts do not have."""
        return " ".join("".join(self._letter(letter) for letter in text).split())

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a line of drawable text runs."""
        font = self.font(size, bold=bold)
        return float(self._renderer.get_text_width_height_descent(text, font, ismath=False)[0])

    def lines(
        self, text: str, width: float, size: float, *, bold: bool = False, most: int = 3
    ) -> list[str]:
        """Return drawable lines that keep to a width, the last with an ellipsis where cut."""
        lines = [""]
        for word in self.drawable(text).split():
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
        pieces = [""]
        for letter in word:
            if self.width(pieces[-1] + letter, size, bold=bold) > width and pieces[-1]:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def _cut(self, line: str, width: float, size: float, bold: bool) -> str:
        while line and self.width(f"{line}…", size, bold=bold) > width:
            line = line[:-1]
        return f"{line.rstrip()}…"

    def _letter(self, letter: str) -> str:
        if letter.isspace():
            return " "
        sort = unicodedata.category(letter)
        if sort[0] == "C" and letter not in _JOINERS:
            return ""
        if ord(letter) in self._known:
            return letter
        return _BOX if sort[0] in "LN" else ""


def _fonts(letters: set[str]) -> tuple[list[str], set[int]]:
    """Return the families that have the letters, best first, and all that these can draw."""
    from matplotlib import font_manager

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
