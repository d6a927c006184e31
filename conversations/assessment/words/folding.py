"""Words as typed, made comparable: lower case, without accents, with plain apostrophes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PLAIN = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("‐‑−", "-")})
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True)
class Folded:
    """A text made comparable, and for each of its characters the place where it came from."""

    text: str
    folded: str
    origins: tuple[int, ...]

    def original(self, start: int) -> str:
        """Return the text as typed, from a place in the folded one to the end."""
        return self.text[self.origins[start] :] if start < len(self.origins) else ""


def fold(text: str) -> Folded:
    """Fold a text; what it falls apart into ("½") stays at its place."""
    folded, origins = [], []
    for place, character in enumerate(text.translate(_PLAIN)):
        for part in unicodedata.normalize("NFKD", character).casefold():
            # Marks: accents, and what makes a digit a picture.
            if not unicodedata.category(part).startswith("M"):
                folded.append(part)
                origins.append(place)
    return Folded(text, "".join(folded), tuple(origins))


def word_list(folded: str) -> list[str]:
    """Return the words of a folded text, in order."""
    return WORD.findall(folded)


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of some lines, as a set to look up."""
    return frozenset(" ".join(lines).split())
