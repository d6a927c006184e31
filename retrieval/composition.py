"""Composes an answer from ranked items: which are shown, in which shape, under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.answer import PEOPLE, Answer, Citation, GlossaryEntry, Section
from retrieval.ranking import LEVELS, Ranked
from retrieval.reading import Context, Reading

STATEMENTS, GUIDANCE, RESOURCES = 5, 3, 3
_WORTH_SHOWING = 0.45
_NAMED_STATEMENTS = 12
_SUGGESTIONS = 3

_NOTED_RESPELLINGS = 3
_READ_AS = {
    "es": "Leí la pregunta en español; la respuesta está en inglés.",
    "pt": "Li a pergunta em português; a resposta está em inglês.",
    "ht": "Mwen li kesyon an an kreyòl; repons lan an anglè.",
}
_BLUEPRINT_KINDS = frozenset(("vision", "pillar", "building_block", "indicator"))
_HEADINGS = {
    "statements": "What the Blueprint says",
    "guidance": "Guidance",
    "resources": "Resources",
}
_FIRST_BY_SHAPE = {
    "tool": ("resources", "statements", "guidance"),
    "process": ("guidance", "statements", "resources"),
    "do": ("statements", "guidance", "resources"),
}


@dataclass(frozen=True)
class _Candidate:
    item: Mapping[str, Any]
    score: float


def compose(
    reading: Reading,
    ranked: Ranked,
    items: Sequence[Mapping[str, Any]],
    glossary: GlossaryEntry | None,
) -> Answer:
    """Compose the answer to a covered question."""
    best = float(ranked.scores[ranked.order[0]])
    candidates = [
        _Candidate(items[number], float(ranked.scores[number])) for number in ranked.order.tolist()
    ]
    worth = [c for c in candidates if c.score >= _WORTH_SHOWING * best]
    sections = _sections(reading, worth, candidates)
    numbered = _number(sections)
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
    """Return which shape suits the question: compare, list, tool, process or do."""
    if reading.intent.compare or len(reading.levels) > 1:
        return "compare"
    if reading.references.any:
        return "list"
    if reading.intent.resource or best["kind"] == "resource":
        return "tool"
    if best["kind"] not in _BLUEPRINT_KINDS and best["kind"] != "resource":
        return "process"
    return "do"


def _sections(
    reading: Reading, worth: list[_Candidate], candidates: list[_Candidate]
) -> list[tuple[str, list[_Candidate]]]:
    shape = shape_of(reading, worth[0].item)
    if shape == "compare":
        return _by_level(_best_block(worth, candidates), reading.levels)
    if shape == "list" and reading.references.listed:
        return [("In short", [c for c in candidates if c.item["id"] in reading.references.listed])]
    if shape == "list":
        named = reading.references.named
        listed = [
            c
            for c in candidates
            if any(c.item["id"] == n or c.item["id"].startswith(n + "/") for n in named)
            and (c.item["level"] in (None, reading.level) or not reading.level_said)
        ]
        if listed:
            in_order = [c for c in listed if c.item["kind"] != "indicator"]
            indicators = [c for c in listed if c.item["kind"] == "indicator"]
            if reading.level_said:
                return [
                    ("In short", in_order),
                    (f"For {PEOPLE[str(reading.level)]}", indicators[:_NAMED_STATEMENTS]),
                ]
            return [("In short", in_order[:4]), *_by_level(indicators, ())]
        shape = "do"
    groups: dict[str, list[_Candidate]] = {"statements": [], "guidance": [], "resources": []}
    limits = {"statements": STATEMENTS, "guidance": GUIDANCE, "resources": RESOURCES}
    if shape == "tool":
        limits |= {"statements": 3, "resources": STATEMENTS}
    if shape == "process":
        limits |= {"statements": 3, "guidance": STATEMENTS}
    for place, candidate in enumerate(worth):
        group = _group(candidate.item)
        elsewhere = (
            group == "statements"
            and reading.level is not None
            and candidate.item["level"] not in (None, reading.level)
        )
        # What a block or pillar is about says less than its indicators, unless it fits best.
        overview = group == "statements" and candidate.item["kind"] != "indicator" and place > 0
        if not elsewhere and not overview and len(groups[group]) < limits[group]:
            groups[group].append(candidate)
    if not any(groups.values()):
        groups["statements"] = worth[:STATEMENTS]
    if reading.level is None and shape == "do":
        statements = groups["statements"]
        spread = _by_level([c for c in statements if c.item["level"]], (), per_level=2)
        spread.append(("In short", [c for c in statements if not c.item["level"]]))
        return [*spread, ("Guidance", groups["guidance"]), ("Resources", groups["resources"])]
    return [(_HEADINGS[name], groups[name]) for name in _FIRST_BY_SHAPE[shape]]


def _group(item: Mapping[str, Any]) -> str:
    if item["kind"] in _BLUEPRINT_KINDS:
        return "statements"
    return "resources" if item["kind"] == "resource" else "guidance"


def _best_block(worth: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    block = next((c.item["block"] for c in worth if c.item["block"]), None)
    return [c for c in candidates if c.item["block"] == block and c.item["kind"] == "indicator"]


def _by_level(
    candidates: Iterable[_Candidate], levels: Sequence[str], per_level: int = 3
) -> list[tuple[str, list[_Candidate]]]:
    wanted = levels if len(levels) > 1 else LEVELS
    listed = list(candidates)
    return [
        (f"For {PEOPLE[level]}", [c for c in listed if c.item["level"] == level][:per_level])
        for level in LEVELS
        if level in wanted
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
    asked = {
        "classroom": "And for teachers?",
        "school": "And for school leaders?",
        "district": "And at the district level?",
        "state": "And what does the state do?",
    }
    suggestions = []
    if blocks:
        suggestions += [text for level, text in asked.items() if level != reading.level][1:3]
    if not any(item["kind"] == "resource" for item in cited):
        suggestions.append("Any resources on that?")
    if len(cited) > 1:
        suggestions.append("Tell me more about the second one")
    return tuple(suggestions[:_SUGGESTIONS])
