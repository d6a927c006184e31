"""Composes an answer from ranked items: which are shown, in which shape, under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.ids import LEVELS
from retrieval.answer import PEOPLE, Answer, Citation, GlossaryEntry, Section
from retrieval.ranking import Ranked
from retrieval.reading import Context, Reading

STATEMENTS, GUIDANCE, RESOURCES = 5, 3, 3
"""The most of each sort that an answer shows; the sort that was asked for may take five."""

_WORTH_SHOWING = 0.65
"""Share of the best score from which an item is shown: on the development questions six of ten
statements shown are then relevant, and three of four direct answers are among them."""

_WORTH_IN_BEST_BLOCK = 0.5
_WORTH_AS_ONLY_ONE = 0.55
_WORTH_COMPARING = 0.3
_LISTED_INDICATORS = 12
_LISTED_OVERVIEWS = 4
_PER_LEVEL, _COMPARED_PER_LEVEL = 2, 3
_NOTED_RESPELLINGS = 3
_READ_AS = {
    "es": "Leí la pregunta en español; la respuesta está en inglés.",
    "pt": "Li a pergunta em português; a resposta está em inglês.",
    "ht": "Mwen li kesyon an an kreyòl; repons lan an anglè.",
}
_BLUEPRINT_KINDS = frozenset(("vision", "pillar", "building_block", "indicator"))
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
class _Candidate:
    item: Mapping[str, Any]
    score: float

    @property
    def sort(self) -> str:
        """Which part of an answer the item belongs to."""
        if self.item["kind"] in _BLUEPRINT_KINDS:
            return "statements"
        return "resources" if self.item["kind"] == "resource" else "guidance"


_Sections = list[tuple[str, list[_Candidate]]]


def compose(
    reading: Reading,
    ranked: Ranked,
    items: Sequence[Mapping[str, Any]],
    glossary: GlossaryEntry | None,
) -> Answer:
    """Compose the answer to a covered question."""
    candidates = [
        _Candidate(items[number], float(ranked.scores[number])) for number in ranked.order.tolist()
    ]
    numbered = _number(_sections(reading, candidates))
    if not numbered:
        numbered = _number([(_HEADINGS["statements"], candidates[:STATEMENTS])])
    cited = [citation.item for section in numbered for citation in section.citations]
    blocks = _blocks(cited, items, reading.level)
    return Answer(
        question=reading.question,
        level=reading.level,
        heading=_heading(reading, blocks, cited, glossary),
        blocks=blocks,
        sections=numbered,
        suggestions=_suggestions(reading, blocks, cited),
        context=Context(
            level=reading.level,
            language=reading.language,
            blocks=tuple(block["id"] for block in blocks),
            shown=tuple(item["id"] for item in cited),
            terms=reading.terms,
        ),
        glossary=glossary,
        notes=_notes(reading),
    )


def _notes(reading: Reading) -> tuple[str, ...]:
    notes = []
    if reading.language in _READ_AS:
        notes.append(_READ_AS[reading.language])
    if reading.terms.respelled:
        respelled = ", ".join(
            f"“{said}” as “{meant}”"
            for said, meant in list(reading.terms.respelled.items())[:_NOTED_RESPELLINGS]
        )
        notes.append(f"I read {respelled}.")
    return tuple(notes)


def shape_of(reading: Reading, best: Mapping[str, Any]) -> str:
    """Return the shape that suits a question: item, compare, list, named, tool, process or do."""
    kind = best["kind"]
    shapes = {
        "item": reading.pointed_at is not None,
        "compare": reading.intent.compare or len(reading.levels) > 1,
        "list": bool(reading.references.listed),
        "tool": reading.intent.resource or kind == "resource",
        "named": bool(reading.references.named),
        "process": kind not in _BLUEPRINT_KINDS,
    }
    return next((shape for shape, fits in shapes.items() if fits), "do")


def _sections(reading: Reading, candidates: list[_Candidate]) -> _Sections:
    shape = shape_of(reading, candidates[0].item)
    if shape == "item":
        return _one_item(candidates)
    if shape == "compare":
        return _compared(reading, candidates)
    if shape == "list":
        listed = [c for c in candidates if c.item["id"] in reading.references.listed]
        return [(_IN_SHORT, listed)]
    if shape == "named":
        return _named(reading, candidates)
    return _found(reading, candidates, shape)


def _one_item(candidates: list[_Candidate]) -> _Sections:
    """Show the best item in full and what its cross references lead to."""
    by_id = {c.item["id"]: c for c in candidates}
    related = [by_id[item_id] for item_id in candidates[0].item["related"]]
    return [("In full", candidates[:1]), ("Goes with it", related[:STATEMENTS])]


def _compared(reading: Reading, candidates: list[_Candidate]) -> _Sections:
    """Show the best block's indicators level by level."""
    block = _best_block(candidates)
    worth = _WORTH_COMPARING * candidates[0].score
    indicators = [
        c for c in candidates if c.item["block"] == block and _is_indicator(c) and c.score >= worth
    ]
    levels = reading.levels if len(reading.levels) > 1 else LEVELS
    return _by_level(indicators, levels, _COMPARED_PER_LEVEL)


def _named(reading: Reading, candidates: list[_Candidate]) -> _Sections:
    """Show what stands under the names that a question gives, at the level it gives."""
    under = tuple(f"{name}/" for name in reading.references.named)
    named = [
        c
        for c in candidates
        if (c.item["id"] in reading.references.named or c.item["id"].startswith(under))
        and (not reading.level_said or c.item["level"] in (None, reading.level))
    ]
    indicators = [c for c in named if _is_indicator(c)]
    overviews = [c for c in named if not _is_indicator(c)]
    if reading.level_said and reading.level:
        heading = f"For {PEOPLE[reading.level]}"
        return [(_IN_SHORT, overviews), (heading, indicators[:_LISTED_INDICATORS])]
    spread = _by_level(indicators, LEVELS, _COMPARED_PER_LEVEL)
    return [(_IN_SHORT, overviews[:_LISTED_OVERVIEWS] if indicators else overviews), *spread]


def _found(reading: Reading, candidates: list[_Candidate], shape: str) -> _Sections:
    """Show what matches best: statements, guidance and resources, what was asked for first."""
    groups: dict[str, list[_Candidate]] = {"statements": [], "guidance": [], "resources": []}
    limits = {"statements": STATEMENTS, "guidance": GUIDANCE, "resources": RESOURCES}
    if shape != "do":
        limits |= {"statements": 3, _ORDER_BY_SHAPE[shape][0]: STATEMENTS}
    best, block = candidates[0].score, _best_block(candidates)
    for candidate in candidates:
        group = groups[candidate.sort]
        worth = _WORTH_SHOWING if group else _WORTH_AS_ONLY_ONE
        if candidate.item["block"] == block and _is_indicator(candidate):
            worth = _WORTH_IN_BEST_BLOCK
        if (
            candidate.score >= worth * best
            and len(group) < limits[candidate.sort]
            and _suits(candidate, reading, first=candidate is candidates[0])
        ):
            group.append(candidate)
    statements = groups["statements"]
    statements.sort(key=lambda c: c.item["block"] != block)
    if reading.level is None and shape == "do":
        overviews = [c for c in statements if not c.item["level"]]
        spread = [(_IN_SHORT, overviews), *_by_level(statements, LEVELS, _PER_LEVEL)]
        return [*spread, *((_HEADINGS[sort], groups[sort]) for sort in ("guidance", "resources"))]
    return [(_HEADINGS[sort], groups[sort]) for sort in _ORDER_BY_SHAPE[shape]]


def _suits(candidate: _Candidate, reading: Reading, first: bool) -> bool:
    """Tell whether an item may be shown: of the asked level, and no overview unless best."""
    if candidate.sort != "statements":
        return True
    if _is_indicator(candidate):
        return reading.level is None or candidate.item["level"] == reading.level
    # What a block or pillar is about says less than its indicators, unless it fits best.
    return first and not reading.level_said


def _best_block(candidates: Iterable[_Candidate]) -> str | None:
    return next((c.item["block"] for c in candidates if c.item["block"]), None)


def _is_indicator(candidate: _Candidate) -> bool:
    return bool(candidate.item["kind"] == "indicator")


def _by_level(candidates: Iterable[_Candidate], levels: Sequence[str], per_level: int) -> _Sections:
    listed = list(candidates)
    return [
        (f"For {PEOPLE[level]}", [c for c in listed if c.item["level"] == level][:per_level])
        for level in LEVELS
        if level in levels
    ]


def _number(sections: Iterable[tuple[str, list[_Candidate]]]) -> tuple[Section, ...]:
    numbered: list[Section] = []
    n = 0
    for heading, candidates in sections:
        citations = []
        for candidate in candidates:
            n += 1
            citations.append(Citation(n, candidate.item, candidate.score))
        if citations:
            numbered.append(Section(heading, tuple(citations)))
    return tuple(numbered)


def _blocks(
    cited: Iterable[Mapping[str, Any]], items: Sequence[Mapping[str, Any]], level: str | None
) -> tuple[Mapping[str, Any], ...]:
    ids = dict.fromkeys(item["block"] for item in cited if item["block"])
    return blocks_by_id(ids, items, level)


def blocks_by_id(
    ids: Iterable[str], items: Sequence[Mapping[str, Any]], level: str | None
) -> tuple[Mapping[str, Any], ...]:
    """Return building blocks as answers name them: id, title, pillar, level."""
    titles = {item["id"]: item["title"] for item in items}
    return tuple(
        {
            "id": block,
            "title": titles[block],
            "pillar": titles[block.rsplit("/", 1)[0]],
            "level": level,
        }
        for block in ids
    )


def _heading(
    reading: Reading,
    blocks: Sequence[Mapping[str, Any]],
    cited: Sequence[Mapping[str, Any]],
    glossary: GlossaryEntry | None,
) -> str:
    if glossary:
        return f"{glossary.short}: {glossary.meaning}"
    kind = cited[0]["kind"]
    subject = blocks[0]["title"] if kind in _BLUEPRINT_KINDS and blocks else cited[0]["heading"][-1]
    if kind in ("vision", "pillar"):
        subject = cited[0]["title"]
    return f"{subject}, for {PEOPLE[reading.level]}" if reading.level else str(subject)


def _suggestions(
    reading: Reading,
    blocks: Sequence[Mapping[str, Any]],
    cited: Sequence[Mapping[str, Any]],
) -> tuple[str, ...]:
    """Return questions that go on from here; each can also be asked on its own."""
    if not blocks:
        return ()
    title = blocks[0]["title"]
    shown = {item["level"] for item in cited}
    levels = [level for level in LEVELS if level not in shown] or [
        level for level in LEVELS if level != reading.level
    ]
    suggestions = [f"What should {PEOPLE[level]} do about “{title}”?" for level in levels[:2]]
    if not any(item["kind"] == "resource" for item in cited):
        suggestions.append(f"Any resources on “{title}”?")
    return tuple(suggestions)
