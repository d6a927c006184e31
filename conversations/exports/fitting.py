"""How many lines words take, before there is a page, and where to cut words that take too many.

Widths are estimates on the wide side: of the fonts that a reader's machine may put in the place of
the document's own, and of scripts whose letters run wide.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

from conversations.exports.legible import one_line

_WIDTHS = (
    (frozenset(" iljI.,:;'|!"), 0.3),
    (frozenset("()[]ftr-/’‘“”"), 0.44),
    (frozenset("acekszvxyJ0123456789"), 0.56),
    (frozenset("mwMW@%—…&"), 0.96),
)
"""Letters by their width in ems, of the widest of the fonts that may stand in."""
_UPPER, _LOWER, _OTHER, _FULL, _SYMBOL = 0.72, 0.62, 0.75, 1.02, 1.3
_NARROWEST_LETTER = 0.2
_NEAR_THE_END = 24


def lines(text: str, inches: float, points: float) -> int:
    """Return how many lines of a width a paragraph takes at a size of letters."""
    room, taken, used = inches * 72 / points, 1, 0.0
    for word in text.split():
        for piece, gap in _breakable(word):
            width = sum(map(_em, piece))
            if used and used + gap + width > room:
                taken, used = taken + 1, 0.0
            if width > room:
                more = math.ceil(width / max(room - 1, 1)) - 1
                taken, used = taken + more, room
            else:
                used += width + (gap if used else 0)
    return taken


def cut(text: str, inches: float, points: float, most: int) -> str:
    """Return words in one paragraph of so many lines at most, with an ellipsis where cut."""
    # Longer than this it cannot be, whatever its letters.
    ceiling = math.ceil(most * inches * 72 / points / _NARROWEST_LETTER)
    line = one_line(text, ceiling)
    if lines(line, inches, points) <= most:
        return line
    fits, too_long = 0, len(line)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if lines(_ended(line[:middle]), inches, points) <= most:
            fits = middle
        else:
            too_long = middle
    kept = line[:fits]
    space = kept.rfind(" ", max(fits - _NEAR_THE_END, 1))
    return _ended(kept[:space] if space > 0 else kept)


def _ended(text: str) -> str:
    return f"{text.rstrip(' ,;:.')}…"


def _breakable(word: str) -> list[tuple[str, float]]:
    """Return the pieces between which a line may break, each with the gap before it, in ems."""
    gap = _em(" ")
    if not any(unicodedata.east_asian_width(letter) in "WF" for letter in word):
        return [(word, gap)]
    return [(letter, 0.0 if place else gap) for place, letter in enumerate(word)]


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    for letters, width in _WIDTHS:
        if letter in letters:
            return width
    sort = unicodedata.category(letter)
    if sort in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _SYMBOL if sort == "So" else _FULL
    if letter.isascii():
        return _UPPER if letter.isupper() else _LOWER
    return _OTHER
