"""An answer as a message: what it says and for whom, statements with numbers, sources, controls.

The first screen fits a phone: what goes beyond is folded behind a button. Every button carries
the answer's id and the state of the message that it leads to, so that it works at any later time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.text import Block, actions, button, context, escape, header, link, option, shorten
from retrieval.answer import Answer, sentences
from retrieval.shapes import BLUEPRINT_KINDS

ALL, GUIDANCE, RESOURCES = "all", "guidance", "resources"
"""The parts of an answer that may be folded: further statements, guidance, resources."""

LEVEL_LABELS = {
    "classroom": "Classroom",
    "school": "School",
    "district": "District",
    "state": "State",
}
_ROOM = 600
"""Characters on the first screen of a phone, below the answer's heading and above its buttons."""

_HEADING_LINE, _SOURCE_LINE = 60, 40
"""What a heading in between and a further source take of that room."""

# Short, because it stands under every answer; the help has the Department's full name.
_CREDIT = "Plain words, not the Department's text. Source:"
_OFFICIAL = "Massachusetts DESE, official pages"

_FEWEST = 1
_QUESTION_SHOWN = 300
Item = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """How an answer is shown: at which chosen level, with which parts unfolded."""

    answer_id: str
    level: str | None = None
    unfolded: frozenset[str] = frozenset()

    def to_value(self) -> str:
        """Return the state as a button carries it."""
        value = {"a": self.answer_id, "l": self.level, "u": sorted(self.unfolded)}
        return json.dumps(value, separators=(",", ":"))

    @classmethod
    def from_value(cls, value: str) -> Shown:
        """Return the state that a button carries."""
        kept = json.loads(value)
        return cls(kept["a"], kept["l"], frozenset(kept["u"]))

    def unfolding(self, part: str) -> Shown:
        """Return the state with a part unfolded."""
        return replace(self, unfolded=self.unfolded | {part})


@dataclass(frozen=True)
class Setting:
    """Where an answer stands.

    ``asked_by`` is a mention and ``question`` the words where the message does not stand right
    under them; ``shareable`` for one that only the asker sees; ``in_thread`` where others talk too.
    """

    question: str | None = None
    asked_by: str | None = None
    shareable: bool = False
    in_thread: bool = False


@dataclass(frozen=True)
class _Entry:
    n: int
    item: Item
    heading: str


@dataclass(frozen=True)
class _Folds:
    entries: list[_Entry]
    folded: dict[str, int] = field(default_factory=dict)


def sort_of(item: Item) -> str:
    """Return which part of an answer an item belongs to."""
    if item["kind"] in BLUEPRINT_KINDS:
        return ALL
    return RESOURCES if item["kind"] == "resource" else GUIDANCE


def answer_message(
    answer: Answer,
    shown: Shown,
    setting: Setting,
    further: Mapping[str, Sequence[Item]],
    sources: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the message of an answer; ``further`` has more items for each part."""
    folds = _fold(answer, shown, further)
    blocks = [
        *_asked(setting),
        header(answer.heading),
        *([context(escape(" ".join(answer.notes)))] if answer.notes else []),
        *_glossary(answer),
        _statements(folds.entries),
        context(_sources_line(folds.entries)),
        *_controls(answer, shown, setting, folds),
        context(f"{_CREDIT} {link(sources['dashboard'], _OFFICIAL)}"),
    ]
    return fitting.message(_fallback(answer, folds.entries), blocks)


def _fold(answer: Answer, shown: Shown, further: Mapping[str, Sequence[Item]]) -> _Folds:
    """Choose what stands on the first screen, and count what is folded behind each button."""
    entries = [
        _Entry(citation.n, citation.item, section.heading)
        for section in answer.sections
        for citation in section.citations
    ]
    inline: list[_Entry] = []
    later: list[_Entry] = []
    room = _ROOM - sum(len(entry.explained) for entry in answer.glossary)
    for entry in entries:
        taken = _room_taken(entry, inline)
        unfolded = sort_of(entry.item) in shown.unfolded
        if unfolded or (not later and (taken <= room or len(inline) < _FEWEST)):
            inline.append(entry)
            room -= taken
        else:
            later.append(entry)
    n = max((entry.n for entry in entries), default=0)
    cited = {entry.item["id"] for entry in entries}
    folded = {part: sum(sort_of(e.item) == part for e in later) for part in (ALL, GUIDANCE)}
    folded[RESOURCES] = sum(sort_of(entry.item) == RESOURCES for entry in later)
    for part, heading in ((GUIDANCE, "More guidance"), (RESOURCES, "More resources")):
        more = [item for item in further.get(part, ()) if item["id"] not in cited]
        if part in shown.unfolded:
            inline += [_Entry(n + i, item, heading) for i, item in enumerate(more, start=1)]
            n += len(more)
        else:
            folded[part] += len(more)
    return _Folds(inline, folded)


def _room_taken(entry: _Entry, above: Sequence[_Entry]) -> int:
    heading = entry.heading not in (other.heading for other in above)
    source = _place(entry.item) not in (_place(other.item) for other in above)
    return len(entry.item["text"]) + _HEADING_LINE * heading + _SOURCE_LINE * source


def _asked(setting: Setting) -> Iterator[Block]:
    if setting.question:
        words = shorten(setting.question, _QUESTION_SHOWN)
        by: list[Block] = []
        if setting.asked_by:
            by = [{"type": "mrkdwn", "text": f"{setting.asked_by} looked up:"}]
        # Typed words are shown as plain text: nothing in them can ping, link or format.
        asked = {"type": "plain_text", "text": f"“{words}”", "emoji": False}
        yield {"type": "context", "elements": [*by, asked]}


def _glossary(answer: Answer) -> Iterator[Block]:
    for entry in answer.glossary:
        text = f"{escape(entry.explained)} [Glossary]"
        yield {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _statements(entries: Sequence[_Entry]) -> Block:
    elements: list[Block] = []
    heading = None
    for entry in entries:
        if entry.heading != heading:
            heading = entry.heading
            elements.append(
                _rich("rich_text_section", [{**_text(heading), "style": {"bold": True}}])
            )
            elements.append({"type": "rich_text_list", "style": "bullet", "elements": []})
        elements[-1]["elements"].append(_rich("rich_text_section", list(_cited(entry))))
    return {"type": "rich_text", "elements": elements}


def _cited(entry: _Entry) -> Iterator[Block]:
    """Yield an item's sentences, each followed by its number, which links to the official page."""
    item = entry.item
    if item["kind"] in ("pillar", "building_block", "resource"):
        year = f" ({item['school_year']})" if item.get("school_year") else ""
        yield {**_text(f"{item['title']}{year}: "), "style": {"bold": True}}
    mark = f"[{entry.n}]"
    for place, sentence in enumerate(sentences(item["text"])):
        yield _text(f" {sentence} " if place else f"{sentence} ")
        yield {"type": "link", "url": item["url"], "text": mark} if item["url"] else _text(mark)


def _rich(kind: str, elements: list[Block]) -> Block:
    return {"type": kind, "elements": elements}


def _text(text: str) -> Block:
    return {"type": "text", "text": text}


def _sources_line(entries: Iterable[_Entry]) -> str:
    """Return where the shown items stand, those of one page together, with links."""
    places: dict[tuple[str, str | None], list[int]] = {}
    for entry in entries:
        places.setdefault(_place(entry.item), []).append(entry.n)
    listed = (
        f"{' '.join(f'[{n}]' for n in numbers)} {link(url, locator)}"
        for (locator, url), numbers in places.items()
    )
    return "*Sources* " + "   ".join(listed)


def _place(item: Item) -> tuple[str, str | None]:
    """Return what an item stands on: a page's name and address, or a guide's."""
    if item["kind"] == "resource" and not item["url"]:
        # By the full title of the guide that lists them, people find both it and them.
        return item["heading"][0], None
    locator = item["locator"]
    return locator.rsplit(" · ", 1)[0] if item["kind"] == "indicator" else locator, item["url"]


def _controls(answer: Answer, shown: Shown, setting: Setting, folds: _Folds) -> Iterator[Block]:
    """Yield the buttons, in one row that wraps: a phone has no room for three rows of their own."""
    # Guidance and resources are as many as are worth showing, so that their number says nothing.
    labels = {
        ALL: f"More ({folds.folded[ALL]})",
        GUIDANCE: "Guidance",
        RESOURCES: "Resources",
    }
    spoken = {
        ALL: f"{labels[ALL]}: show all that the Blueprint says on this",
        GUIDANCE: "Guidance: show more of it on this",
        RESOURCES: "Resources: show more of them on this",
    }
    unfold = [
        button(
            label,
            f"answer_{part}",
            shown.unfolding(part).to_value(),
            accessibility_label=spoken[part],
        )
        for part, label in labels.items()
        if folds.folded[part]
    ]
    if shown.unfolded:
        folded = Shown(shown.answer_id, shown.level).to_value()
        unfold.append(button("Show less", "answer_less", folded))
    wording = button("Official wording", "answer_official", shown.to_value())
    share = [button("Share in channel", "answer_share", shown.to_value())]
    quiet = [_thread_menu()] if setting.in_thread else []
    yield actions(
        *_levels(answer, shown),
        *unfold,
        wording,
        *_assess(answer, shown),
        *(share if setting.shareable else []),
        *quiet,
        block_id="answer_controls",
    )
    yield _votes(shown.answer_id)


def _levels(answer: Answer, shown: Shown) -> list[Block]:
    """Return a button for each other level, where the answer has something to say for one."""
    if not any(citation.item["kind"] == "indicator" for citation in answer.citations):
        return []
    return [
        button(
            label,
            f"answer_level_{level}",
            Shown(shown.answer_id, level).to_value(),
            accessibility_label=f"{label}: show what it says for this level",
        )
        for level, label in LEVEL_LABELS.items()
        if level != (shown.level or answer.level)
    ]


def _assess(answer: Answer, shown: Shown) -> list[Block]:
    """Return the button that rates one's own practice, where the answer names building blocks."""
    if not answer.blocks:
        return []
    spoken = "Self-assess this block: rate what is in place where you work"
    return [
        button(
            "Self-assess this block",
            "session_prepare_answer",
            shown.to_value(),
            accessibility_label=spoken,
        )
    ]


def _thread_menu() -> Block:
    return {
        "type": "overflow",
        "action_id": "thread_menu",
        "options": [
            option("Stay quiet in this thread", "quiet"),
            option("What can I ask?", "help"),
        ],
    }


def _votes(answer_id: str) -> Block:
    def choice(label: str, spoken: str, value: str) -> Block:
        return {
            "text": {"type": "plain_text", "text": label},
            "value": f"{value}:{answer_id}",
            "accessibility_label": spoken,
        }

    return {
        "type": "context_actions",
        "block_id": "answer_votes",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "answer_vote",
                "positive_button": choice("Helpful", "Helpful: this answer helped", "yes"),
                "negative_button": choice(
                    "Not helpful", "Not helpful: this answer did not help", "no"
                ),
            }
        ],
    }


def _fallback(answer: Answer, entries: Iterable[_Entry]) -> str:
    said = " ".join(f"{entry.item['text']} [{entry.n}]" for entry in entries)
    explained = " ".join(entry.explained for entry in answer.glossary)
    return escape(
        shorten(
            " ".join(filter(None, (f"{answer.heading}.", explained, said))), limits.SECTION_TEXT
        )
    )
