"""The shapes of answers: which of the ranked items are shown, and under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.ids import LEVELS
from retrieval.answer import PEOPLE
from retrieval.ranking import Ranked
from retrieval.reading import Reading

STATEMENTS, GUIDANCE, RESOURCES = 5, 3, 3
"""The most of each sort that an answer shows; the sort that was asked for may take five."""

_WORTH_SHOWING = 0.65
"""Share of the best score from which an item is shown: on the development questions six of ten
statements shown are then relevant, and three of four direct answers are among them."""

WORTH_OPENING = 0.25
"""Share of the best score from which guidance or a resource is listed for who asks for more."""

_WORTH_IN_BEST_BLOCK = 0.5
_WORTH_AS_ONLY_ONE = 0.5
_WORTH_COMPARING = 0.3
_LISTED_INDICATORS = 12
_PER_LEVEL, _ALL_OF_A_LEVEL = 2, 3

BLUEPRINT_KINDS = frozenset(("vision", "pillar", "building_block", "indicator"))
_ORDER_BY_SHAPE = {
    "tool": ("resources", "statements", "guidance"),
    "process": ("guidance", "statements", "resources"),
    "do": ("statements", "guidance", "resources"),
}
_HEADINGS = {
    "statements": "What the Blueprint says",
    "guidance": "Guidance",
    "resources": "Resources",
}
_IN_SHORT = "In short"


@dataclass(frozen=True)
class Candidate:
    """An item that an answer may show; ``number`` is its place in the corpus."""

    number: int
    item: Mapping[str, Any]
    score: float

    @property
    def sort(self) -> str:
        """Which part of an answer the item belongs to."""
        if self.item["kind"] in BLUEPRINT_KINDS:
            return "statements"
        return "resources" if self.item["kind"] == "resource" else "guidance"

    @property
    def is_indicator(self) -> bool:
        """Whether it is one of the 128 indicators."""
        return bool(self.item["kind"] == "indicator")


Sections = list[tuple[str, list[Candidate]]]


def candidates(ranked: Ranked, items: Sequence[Mapping[str, Any]]) -> list[Candidate]:
    """Return the ranked items, best first, as what an answer may show."""
    return [
        Candidate(number, items[number], float(ranked.scores[number]))
        for number in ranked.order.tolist()
    ]


def shape_of(reading: Reading, best: Mapping[str, Any]) -> str:
    """Return the shape that suits a question: item, list, tool, compare, named, process or do."""
    kind = best["kind"]
    shapes = {
        "item": reading.pointed_at is not None,
        "list": bool(reading.references.listed),
        "tool": reading.intent.resource or kind == "resource",
        "compare": len(reading.levels) > 1,
        "named": bool(reading.references.named),
        "process": kind not in BLUEPRINT_KINDS,
    }
    return next((shape for shape, fits in shapes.items() if fits), "do")


def sections(
    reading: Reading, ranked: Ranked, items: Sequence[Mapping[str, Any]], brief: bool
) -> Sections:
    """Return what an answer shows, part by part; ``brief`` where a definition says the most."""
    listed = candidates(ranked, items)
    shape = shape_of(reading, listed[0].item)
    if shape == "item":
        return _one_item(listed)
    if shape == "list":
        return [(_IN_SHORT, _in_order(listed, reading.references.listed))]
    if shape == "compare":
        return _compared(reading, listed)
    if shape == "named":
        return _named(reading, listed)
    blocks = (*reading.titled, *_best_blocks(listed, ranked, items))
    found = _found(reading, listed, shape, blocks, brief)
    return found if any(shown for _, shown in found) else _found(reading, listed[:1], shape)


def _one_item(candidates: list[Candidate]) -> Sections:
    """Show the best item in full and what its cross references lead to."""
    by_id = {c.item["id"]: c for c in candidates}
    related = [by_id[item_id] for item_id in candidates[0].item["related"]]
    return [("In full", candidates[:1]), ("Goes with it", related[:STATEMENTS])]


def _in_order(candidates: Iterable[Candidate], ids: Iterable[str]) -> list[Candidate]:
    wanted = frozenset(ids)
    return sorted((c for c in candidates if c.item["id"] in wanted), key=lambda c: c.number)


def _compared(reading: Reading, candidates: list[Candidate]) -> Sections:
    """Show one block's indicators level by level: the block named, or else the best one."""
    named = [name for name in reading.references.blocks if name.startswith("blueprint/")]
    block = named[0] if named else _first_block(candidates)
    worth = 0.0 if named else _WORTH_COMPARING * candidates[0].score
    listed = [
        c for c in candidates if c.item["block"] == block and c.is_indicator and c.score >= worth
    ]
    return _by_level(listed, reading.levels, _ALL_OF_A_LEVEL)


def _named(reading: Reading, candidates: list[Candidate]) -> Sections:
    """Show what stands under the names that a question gives, at its level, in document order."""
    names = reading.references.named
    under = tuple(f"{name}/" for name in names)
    named = sorted(
        (
            c
            for c in candidates
            if (c.item["id"] in names or c.item["id"].startswith(under))
            and (not reading.level_said or c.item["level"] in (None, reading.level))
        ),
        key=lambda c: c.number,
    )
    indicators = [c for c in named if c.is_indicator]
    overviews = [c for c in named if not c.is_indicator]
    if reading.level_said and reading.level:
        heading = f"For {PEOPLE[reading.level]}"
        return [(_IN_SHORT, overviews), (heading, indicators[:_LISTED_INDICATORS])]
    # A pillar's thirty indicators are a wall: its blocks say what it is about.
    shown = indicators if len(indicators) <= _LISTED_INDICATORS else []
    return [(_IN_SHORT, overviews), *_by_level(shown, LEVELS, _ALL_OF_A_LEVEL)]


def _found(
    reading: Reading,
    candidates: list[Candidate],
    shape: str,
    blocks: Iterable[str] = (),
    brief: bool = False,
) -> Sections:
    """Show what matches best: statements, guidance and resources, what was asked for first.

    ``blocks`` are the best ones, one for each topic; their indicators are shown more readily.
    """
    groups: dict[str, list[Candidate]] = {"statements": [], "guidance": [], "resources": []}
    limits = {"statements": STATEMENTS, "guidance": GUIDANCE, "resources": RESOURCES}
    if shape != "do":
        limits |= {"statements": 3, _ORDER_BY_SHAPE[shape][0]: STATEMENTS}
    elif reading.titled and reading.level is None:
        limits["statements"] = _PER_LEVEL * len(LEVELS)
    if brief:
        limits = {"statements": 3, "guidance": 1, "resources": 1}
    best, preferred = candidates[0].score, tuple(blocks)
    for candidate in candidates:
        group = groups[candidate.sort]
        worth = _WORTH_SHOWING if group else _WORTH_AS_ONLY_ONE
        if candidate.is_indicator and candidate.item["block"] in preferred:
            worth = 0.0 if candidate.item["block"] in reading.titled else _WORTH_IN_BEST_BLOCK
        if (
            candidate.score >= worth * best
            and len(group) < limits[candidate.sort]
            and _suits(candidate, reading, first=candidate is candidates[0])
        ):
            group.append(candidate)
    statements = groups["statements"]
    statements.sort(key=lambda c: c.item["block"] not in preferred)
    if reading.level is None and shape == "do":
        overviews = [c for c in statements if not c.item["level"]]
        spread = [(_IN_SHORT, overviews), *_by_level(statements, LEVELS, _PER_LEVEL)]
        return [*spread, *((_HEADINGS[sort], groups[sort]) for sort in ("guidance", "resources"))]
    return [(_HEADINGS[sort], groups[sort]) for sort in _ORDER_BY_SHAPE[shape]]


def _suits(candidate: Candidate, reading: Reading, first: bool) -> bool:
    """Tell whether an item may be shown: of the asked level, and no overview unless best."""
    if candidate.sort != "statements":
        return True
    if candidate.is_indicator:
        return reading.level is None or candidate.item["level"] == reading.level
    # What a block or pillar is about says less than its indicators, unless it fits best.
    return first and not reading.level_said


def _best_blocks(
    candidates: list[Candidate], ranked: Ranked, items: Sequence[Mapping[str, Any]]
) -> list[str]:
    of_topics = [items[number]["block"] for number in ranked.topics]
    return [block for block in (_first_block(candidates), *of_topics) if block]


def _first_block(candidates: Iterable[Candidate]) -> str | None:
    return next((c.item["block"] for c in candidates if c.item["block"]), None)


def _by_level(candidates: Iterable[Candidate], levels: Sequence[str], most: int) -> Sections:
    listed = list(candidates)
    return [
        (f"For {PEOPLE[level]}", [c for c in listed if c.item["level"] == level][:most])
        for level in LEVELS
        if level in levels
    ]
