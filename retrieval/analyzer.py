"""One analyzer for index and question: text in, terms out.

Unicode folding (accents, case, ligatures), words and numbers, hyphens and apostrophes, stop words,
then Snowball stemming (M. F. Porter, "Snowball: A language for stemming algorithms", 2001).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_CITATION = re.compile(r"[ivx]+-[a-z]-\d")


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, with plain apostrophes and hyphens."""
    text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_DASHES))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order, compounds ("two-way") still whole."""
    return _WORD.findall(fold(text))


STEMMERS = {"en": "english", "es": "spanish", "pt": "portuguese"}
"""Snowball stemmers by language; Haitian Creole has no inflection to take off."""


@lru_cache(maxsize=4)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)


def stem(word: str, language: str = "english") -> str:
    """Return the Snowball stem of one folded word."""
    stemmed: str = _stemmer(language).stemWord(word)
    return stemmed


def stem_in(word: str, language: str) -> str:
    """Return the stem of a folded word of ``language`` (unchanged where none is known)."""
    return stem(word, STEMMERS[language]) if language in STEMMERS else word


class Analyzer:
    """Turns text into terms, leaving out the stop words it was given."""

    def __init__(self, stop_words: Iterable[str] = ()) -> None:
        """Leave out ``stop_words``; none unless given."""
        self._stop_words = frozenset(fold(word) for word in stop_words)

    def terms(self, text: str) -> list[str]:
        """Return the terms of ``text`` in order.

        A hyphenated word gives its parts and the parts run together ("co-teach" → co, teach,
        coteach), so that either spelling finds the other; a citation such as I-E-1 stays one term.
        """
        return [term for word in words(text) for term in self.terms_of_word(word)]

    def terms_of_word(self, word: str) -> list[str]:
        """Return the terms that one folded word stands for; none for a stop word."""
        if word in self._stop_words:
            return []
        if _CITATION.fullmatch(word):
            return [word]
        if "-" in word:
            parts = word.split("-")
            whole = "".join(parts)
            return [term for part in parts for term in self._simple(part)] + [stem(whole)]
        return self._simple(word)

    def _simple(self, word: str) -> list[str]:
        if word in self._stop_words:
            return []
        word = word.split("'", 1)[0] if word.endswith(("'s", "'")) else word.replace("'", "")
        if word in self._stop_words or (len(word) == 1 and not word.isdigit()):
            return []
        return [stem(word)]
