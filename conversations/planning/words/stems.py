"""Words without their endings, so that "scheduling" is "schedule"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.assessment.words.folding import fold, word_list

if TYPE_CHECKING:
    import Stemmer


def stems(text: str) -> list[str]:
    """Return the English Snowball stems of a text's words, in order."""
    found: list[str] = _stemmer().stemWords(word_list(fold(text).folded))
    return found


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    # Loaded when words are first compared, so that a start stays quick.
    import Stemmer

    return Stemmer.Stemmer("english")
