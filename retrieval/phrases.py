"""Finds known phrases in a run of words: role words, acronyms, synonyms, foreign terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Meaning = TypeVar("Meaning")

Table = dict[str, list[tuple[list[str], Any]]]
"""First word → phrases that start with it, longest first, each with its meaning. Plain data, so
that a compiled table is used as it was read."""


@dataclass(frozen=True)
class Match(Generic[Meaning]):
    """A phrase found: words ``start`` up to ``end`` (exclusive) and what the phrase means."""

    start: int
    end: int
    meaning: Meaning


def phrase_table(entries: Iterable[tuple[Sequence[str], Any]]) -> Table:
    """Return the table of phrases with their meanings; of equal phrases the first counts."""
    meanings: dict[tuple[str, ...], Any] = {}
    for phrase, meaning in entries:
        if phrase:
            meanings.setdefault(tuple(phrase), meaning)
    table: Table = {}
    for words, meaning in sorted(meanings.items(), key=lambda entry: -len(entry[0])):
        table.setdefault(words[0], []).append((list(words), meaning))
    return table


class PhraseBook(Generic[Meaning]):
    """Known phrases, each a sequence of words, with a meaning."""

    def __init__(self, table: Mapping[str, Sequence[tuple[list[str], Meaning]]]) -> None:
        """Take a table as :func:`phrase_table` makes it."""
        self._table = table

    def find(self, words: Sequence[str]) -> list[Match[Meaning]]:
        """Return the phrases found in ``words``, leftmost and longest, none overlapping another."""
        listed = list(words)
        matches: list[Match[Meaning]] = []
        start = 0
        while start < len(listed):
            for phrase, meaning in self._table.get(listed[start], ()):
                end = start + len(phrase)
                if listed[start:end] == phrase:
                    matches.append(Match(start, end, meaning))
                    start = end
                    break
            else:
                start += 1
        return matches
