"""What stands behind a card's buttons: what an indicator means, and the box for a note."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.indicators import label
from bot.blocks.text import Block, context, escape, link, plain, section, shorten
from content.models import Scale
from conversations.assessment.model import LONGEST_WORDS, Statement

SAVE_NOTE = "rating_note_save"
NOTE = "words"
"""The block and the action of the box for a note."""

_HINT = f"Nothing about a student, please. There is room for {LONGEST_WORDS:,} characters."
_OFFICIAL = "*The Department's own wording*"
_OURS = "Everything else here is in plain words, not the Department's text."


@dataclass(frozen=True)
class Meaning:
    """What explains an indicator besides its statement: its block, and the official wording."""

    statement: Statement
    scale: Scale
    block: str
    official: str | None


@dataclass(frozen=True)
class NoteBox:
    """What the window for a note keeps: whose card, where it stands, and the words warned about.

    ``warned`` is a digest of them, so that sending the same words again is understood.
    """

    participant: str
    indicator: str
    in_thread: bool = False
    warned: str = ""

    def to_metadata(self) -> str:
        """Return it as the window holds it."""
        return json.dumps([self.participant, self.indicator, self.in_thread, self.warned])

    @classmethod
    def from_metadata(cls, kept: str) -> NoteBox:
        """Return what a window holds."""
        return cls(*json.loads(kept))

    def warning_of(self, words: str) -> NoteBox:
        """Return it with the words that the person is warned about."""
        return replace(self, warned=_digest(words))

    def was_warned_of(self, words: str) -> bool:
        """Tell whether the person was warned about just these words."""
        return self.warned == _digest(words)


def meaning_blocks(meaning: Meaning) -> list[Block]:
    """Return why it is asked, what to look at, what each point stands for, and where it is from."""
    statement, scale = meaning.statement, meaning.scale
    look_at = "\n".join(f"•  {escape(prompt)}" for prompt in statement.look_at)
    anchors = "\n".join(
        f"*{point.value} · {escape(point.label)}*  {escape(point.anchor)}" for point in scale.points
    )
    blocks = [
        *([section(f"*Why it is asked*\n{escape(statement.why)}")] if statement.why else []),
        *([section(f"*What to look at*\n{look_at}")] if look_at else []),
        section(f"*{escape(scale.question)}*\n{anchors}"),
        section(f"*{escape(statement.block_title)}*\n{escape(meaning.block)}"),
    ]
    if meaning.official:
        blocks += [section(_OFFICIAL), _quoted(meaning.official)]
    where = link(statement.url, statement.locator)
    ours = f"{_OURS} " if meaning.official else ""
    return [*blocks, context(f"{escape(scale.note)} {ours}{where}")]


def meaning_modal(meaning: Meaning) -> dict[str, Any]:
    """Return the window that explains an indicator."""
    statement = meaning.statement
    blocks = [
        context(label(statement.id)),
        section(f"*{escape(statement.title)}*\n{escape(statement.text)}"),
        *meaning_blocks(meaning),
    ]
    return fitting.modal("What does this mean?", blocks, close="Close")


def note_modal(
    box: NoteBox, statement: Statement, asks: str, words: str, warning: str | None = None
) -> dict[str, Any]:
    """Return the window in which a note is written; ``warning`` stands above the box."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": NOTE,
        "multiline": True,
        "max_length": LONGEST_WORDS,
        "focus_on_load": True,
    }
    if words:
        element["initial_value"] = shorten(words, LONGEST_WORDS)
    blocks = [
        *([section(warning)] if warning else []),
        {
            "type": "section",
            "text": {"type": "plain_text", "text": shorten(statement.text, 600), "emoji": False},
        },
        {
            "type": "input",
            "block_id": NOTE,
            "optional": True,
            "label": plain(asks, limits.INPUT_LABEL),
            "hint": plain(_HINT, limits.INPUT_HINT),
            "element": element,
        },
    ]
    return fitting.modal(
        "Your note",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE_NOTE,
        private_metadata=box.to_metadata(),
    )


def _quoted(text: str) -> Block:
    words = {"type": "text", "text": shorten(text, limits.SECTION_TEXT)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words]}]}


def _digest(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()
