"""What people wrote beside their ratings, by rating, in an order that tells nothing.

Typed words stand in rich text: nothing in them pings, links or formats.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

from bot.blocks import fitting
from bot.blocks.indicators import distribution, label, point
from bot.blocks.text import Block, actions, button, context, escape, section
from content.models import Scale
from conversations.assessment.findings import Finding
from conversations.assessment.model import Session
from conversations.exports.legible import legible, one_line

NOTES_A_PAGE = 20

Names = Mapping[str, str]
"""Who a participant is, where the team chose to show names; else empty."""


@dataclass(frozen=True)
class Note:
    """What one person wrote beside their rating."""

    value: int | None
    words: str
    name: str


def told_few(
    session: Session, finding: Finding, names: Names, *, each: int = 2, longest: int = 280
) -> list[Block]:
    """Return the beginning of what people wrote, for a message; empty where nobody did.

    There are ``each`` notes of a side, each cut to ``longest`` characters.
    """
    notes = notes_of(finding, names)
    few = [
        replace(note, words=one_line(note.words, longest))
        for _, side in groupby(notes, key=lambda note: note.value)
        for note in islice(side, each)
    ]
    return notes_blocks(session.scale, few)


def evidence_modal(
    session: Session, finding: Finding, names: Names, page: int = 0
) -> dict[str, Any]:
    """Return the window with all that people wrote on one indicator, a page of it."""
    notes = notes_of(finding, names)
    pages = max(-(-len(notes) // NOTES_A_PAGE), 1)
    page = min(max(page, 0), pages - 1)
    shown = notes[page * NOTES_A_PAGE : (page + 1) * NOTES_A_PAGE]
    statement = finding.statement
    blocks = [
        context(f"{label(statement.id)}  ·  {escape(statement.block_title)}"),
        section(f"*{escape(statement.title)}*\n{escape(statement.text)}"),
        section(distribution(session.scale, finding)),
        *notes_blocks(session.scale, shown),
    ]
    if pages > 1:
        blocks += [
            context(f"Page {page + 1} of {pages}"),
            actions(*_turning(session, finding, page, pages)),
        ]
    return fitting.modal("Evidence", blocks, close="Close")


def notes_of(finding: Finding, names: Names) -> list[Note]:
    """Return what people wrote on an indicator, by rating."""
    found = [
        Note(rating.value, rating.words, names.get(participant, ""))
        for participant, rating in finding.ratings.items()
        if legible(rating.words).strip()
    ]
    return sorted(found, key=lambda note: (note.value is None, note.value or 0, note.words))


def notes_blocks(scale: Scale, notes: Sequence[Note]) -> list[Block]:
    """Return notes as blocks; of no notes there are none."""
    if not notes:
        return []
    elements: list[Block] = []
    for value, side in groupby(notes, key=lambda note: note.value):
        title = scale.dont_know if value is None else point(scale, value)
        elements.append(_section({**_text(title), "style": {"bold": True}}))
        entries = [_section(*_said(note)) for note in side]
        elements.append({"type": "rich_text_list", "style": "bullet", "elements": entries})
    return [{"type": "rich_text", "elements": elements}]


def _said(note: Note) -> Iterator[Block]:
    if note.name:
        yield {**_text(f"{one_line(note.name)}: "), "style": {"italic": True}}
    yield _text(legible(note.words).strip())


def _turning(session: Session, finding: Finding, page: int, pages: int) -> Iterator[Block]:
    for name, to in (("Previous", page - 1), ("Next", page + 1)):
        if 0 <= to < pages:
            value = json.dumps({"s": session.id, "i": finding.statement.id, "p": to})
            yield button(name, f"session_evidence_{name.lower()}", value)


def _section(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(text: str) -> Block:
    return {"type": "text", "text": text}
