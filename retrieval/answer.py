"""What an answer is: cited items in sections, or an honest "not covered"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retrieval.reading import Context

PEOPLE = {
    "classroom": "teachers",
    "school": "school leaders",
    "district": "district leaders",
    "state": "the Department (DESE)",
}
"""How each level's people are called in headings."""

NOT_COVERED, UNCLEAR = "not_covered", "unclear"

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“(A-Z0-9])")


def sentences(text: str) -> list[str]:
    """Return the sentences of an item's text, each of which is shown with its citation."""
    return _SENTENCE_END.split(text)


@dataclass(frozen=True)
class Citation:
    """An item that an answer shows, under its number ``n``."""

    n: int
    item: Mapping[str, Any]
    score: float


@dataclass(frozen=True)
class Section:
    """A part of an answer: a short heading and the citations under it, in order."""

    heading: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class GlossaryEntry:
    """An abbreviation or word that the question asks about, explained by this project.

    ``meaning`` is what an abbreviation stands for, None for a word.
    """

    short: str
    meaning: str | None
    explained: str

    @property
    def heading(self) -> str:
        """The entry's name, an abbreviation spelled out."""
        name = self.short[0].upper() + self.short[1:]
        return f"{name}: {self.meaning}" if self.meaning else name


@dataclass(frozen=True)
class Answer:
    """A covered question's answer.

    ``context`` is what the conversation remembers of it; ``notes`` say how the question was read
    where that is not plain: another language, words respelled.
    """

    question: str
    level: str | None
    heading: str
    blocks: tuple[Mapping[str, Any], ...]
    sections: tuple[Section, ...]
    suggestions: tuple[str, ...]
    context: Context
    glossary: tuple[GlossaryEntry, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def citations(self) -> list[Citation]:
        """All citations in the order of their numbers."""
        return [citation for section in self.sections for citation in section.citations]

    def to_json(self) -> dict[str, Any]:
        """Return the answer in the shape that ``ask --json`` prints."""
        return {
            "question": self.question,
            "level": self.level,
            "answered": True,
            "reason": None,
            "building_blocks": [dict(block) for block in self.blocks],
            "citations": [
                {
                    "n": citation.n,
                    "id": citation.item["id"],
                    "title": citation.item["title"],
                    "locator": citation.item["locator"],
                    "text": citation.item["text"],
                    "url": citation.item["url"],
                    "score": round(citation.score, 4),
                }
                for citation in self.citations
            ],
            "suggestions": list(self.suggestions),
        }


@dataclass(frozen=True)
class NotCovered:
    """A question that the corpus does not answer, or that says too little to tell.

    ``message`` is a sentence for the person, ``topic`` what the question is about where that is
    known, ``instead`` a sentence on who can help, ``blocks`` the building blocks nearest to it.
    """

    question: str
    level: str | None
    reason: str
    message: str
    blocks: tuple[Mapping[str, Any], ...]
    suggestions: tuple[str, ...]
    context: Context = field(default_factory=Context)
    topic: str | None = None
    instead: str | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the refusal in the shape that ``ask --json`` prints."""
        return {
            "question": self.question,
            "level": self.level,
            "answered": False,
            "reason": self.reason,
            "building_blocks": [dict(block) for block in self.blocks],
            "citations": [],
            "suggestions": list(self.suggestions),
        }
