"""Explains abbreviations and words of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from content.models import Lexicon
from retrieval.analyzer import stem, words
from retrieval.answer import GlossaryEntry

Table = dict[str, dict[str, Any]]
"""Form, as stems → the entry that explains it."""


def glossary_table(lexicon: Lexicon) -> Table:
    """Return the entries by all their forms; an entry's own name wins over another's other form."""
    acronyms = [
        (a.short, a.also, {"short": a.short, "meaning": a.meaning, "explained": a.explained})
        for a in lexicon.acronyms
    ]
    terms = [
        (t.term, t.also, {"short": t.term, "meaning": None, "explained": t.explained})
        for t in lexicon.glossary
    ]
    table: Table = {}
    for short, _, entry in acronyms + terms:
        table.setdefault(_key(short), entry)
    for acronym, (_, _, entry) in zip(lexicon.acronyms, acronyms, strict=True):
        table.setdefault(_key(acronym.meaning), entry)
    for _, also, entry in acronyms + terms:
        for form in also:
            table.setdefault(_key(form), entry)
    return table


def look_up(names: Iterable[str], table: Mapping[str, Any]) -> tuple[GlossaryEntry, ...]:
    """Return the entries for names in singular or plural; none unless all are known."""
    found = [table.get(_key(name)) for name in names]
    if not all(found):
        return ()
    return tuple(dict.fromkeys(GlossaryEntry(**entry) for entry in found if entry))


def _key(name: str) -> str:
    return " ".join(stem(word) for word in words(name))
