"""What a document says, before it is a document: paragraphs of plain words, strong words, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead to a page."""

    text: str
    url: str


Part = str | Strong | Link


@dataclass(frozen=True)
class Passage:
    """A paragraph; one that ``leads`` stays on the page of what follows it."""

    parts: tuple[Part, ...]
    listed: bool = False
    leads: bool = False


def said(*parts: Part) -> Passage:
    """Return a paragraph."""
    return Passage(parts)


def leading(*parts: Part) -> Passage:
    """Return a paragraph that leads into what follows it."""
    return Passage(parts, leads=True)


def listed(*parts: Part) -> Passage:
    """Return an entry of a list."""
    return Passage(parts, listed=True)


Cell = tuple[Passage, ...]


@dataclass(frozen=True)
class Band:
    """A row of a table that runs over all its columns and heads the rows below it."""

    passages: Cell


Row = Sequence[Cell] | Band
