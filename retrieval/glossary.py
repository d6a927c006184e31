"""Explains abbreviations and words of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from retrieval.analyzer import stem, words
from retrieval.answer import GlossaryEntry


def look_up(names: Iterable[str], table: Mapping[str, Any]) -> tuple[GlossaryEntry, ...]:
    """Return the entries for names in singular or plural; none unless all are known."""
    numbers = [table["forms"].get(key(name)) for name in names]
    if None in numbers:
        return ()
    return tuple(GlossaryEntry(**table["entries"][number]) for number in dict.fromkeys(numbers))


def key(name: str) -> str:
    """Return the stems of a name, by which its forms are known."""
    return " ".join(stem(word) for word in words(name))
