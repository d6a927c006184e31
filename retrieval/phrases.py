"""Finds known phrases in a run of words: role words, acronyms, synonyms, foreign terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Match(Generic[Meaning]):
    """A phrase found: words ``start`` up to ``end`` (exclusive) and what the phrase means."""

    start: int
    end: int
    meaning: Meaning


class PhraseBook(Generic[Meaning]):
    """Known phrases, each a sequence of words, with a meaning."""

    def __init__(self, entries: Iterable[tuple[Sequence[str], Meaning]]) -> None:
        """Take phrases with their meanings; of equal phrases the first counts."""
        by_first: dict[str, dict[tuple[str, ...], Meaning]] = {}
        for phrase, meaning in entries:
            if phrase:
                by_first.setdefault(phrase[0], {}).setdefault(tuple(phrase), meaning)
        self._by_first: Mapping[str, list[tuple[tuple[str, ...], Meaning]]] = {
            first: sorted(phrases.items(), key=lambda entry: -len(entry[0]))
            for first, phrases in by_first.items()
        }

    def find(self, words: Sequence[str]) -> list[Match[Meaning]]:
        """Return the phrases found in ``words``, leftmost and longest, none overlapping another."""
        matches: list[Match[Meaning]] = []
        start = 0
        while start < len(words):
            for phrase, meaning in self._by_first.get(words[start], ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    matches.append(Match(start, start + len(phrase), meaning))
                    start += len(phrase)
                    break
            else:
                start += 1
        return matches
