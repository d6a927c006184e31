"""Composes the answer to a covered question: heading, numbered citations, what to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content.ids import LEVELS
from retrieval.answer import PEOPLE, Answer, Citation, GlossaryEntry, Section
from retrieval.ranking import Ranked
from retrieval.reading import Context, Reading
from retrieval.shapes import BLUEPRINT_KINDS, Sections, sections

_NOTED_RESPELLINGS = 3
_READ_AS = {
    "es": "Leí la pregunta en español; la respuesta está en inglés.",
    "pt": "Li a pergunta em português; a resposta está em inglês.",
    "ht": "Mwen li kesyon an an kreyòl; repons lan an anglè.",
}


def compose(
    reading: Reading,
    ranked: Ranked,
    items: Sequence[Mapping[str, Any]],
    glossary: tuple[GlossaryEntry, ...] = (),
) -> Answer:
    """Compose the answer to a covered question.

    ``glossary`` explains what it asks the meaning of.
    """
    numbered = _number(sections(reading, ranked, items, brief=bool(glossary)))
    cited = [citation.item for section in numbered for citation in section.citations]
    ids = dict.fromkeys(item["block"] for item in cited if item["block"])
    blocks = blocks_by_id(ids, items, reading.level)
    return Answer(
        question=reading.question,
        level=reading.level,
        heading=_heading(reading, blocks, cited, glossary),
        blocks=blocks,
        sections=numbered,
        suggestions=_suggestions(blocks, cited),
        context=Context(
            level=reading.level,
            language=reading.language,
            named=_named_for_later(reading, cited),
            shown=tuple(item["id"] for item in cited),
            terms=reading.terms,
        ),
        glossary=glossary,
        notes=notes_on(reading),
    )


def notes_on(reading: Reading) -> tuple[str, ...]:
    """Return how a question was read where that is not plain: its language, words respelled."""
    notes = []
    if reading.language in _READ_AS:
        notes.append(_READ_AS[reading.language])
    if reading.spelling.respelled:
        respelled = ", ".join(
            f"“{said}” as “{meant}”"
            for said, meant in list(reading.spelling.respelled.items())[:_NOTED_RESPELLINGS]
        )
        notes.append(f"I read {respelled}.")
    return tuple(notes)


def _named_for_later(reading: Reading, cited: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the blocks or pillars that a short follow-up ("and teachers?") will be about."""
    if reading.pointed_at:
        place = cited[0]["block"] or cited[0]["id"]
        return (place,) if place.startswith("blueprint/p") else ()
    return tuple(i for i in reading.references.named if i.startswith("blueprint/p"))


def _number(shown: Sections) -> tuple[Section, ...]:
    numbered: list[Section] = []
    n = 0
    for heading, candidates in shown:
        citations = []
        for candidate in candidates:
            n += 1
            citations.append(Citation(n, candidate.item, candidate.score))
        if citations:
            numbered.append(Section(heading, tuple(citations)))
    return tuple(numbered)


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
    glossary: tuple[GlossaryEntry, ...],
) -> str:
    """Return a heading that says what the answer is about and for whom."""
    if glossary:
        return " / ".join(entry.heading for entry in glossary)
    if reading.references.listed:
        return reading.references.list_title
    subject = _subject(blocks, cited)
    if not reading.level or len(reading.levels) > 1:
        return subject or "From across the Blueprint"
    people = PEOPLE[reading.level]
    return f"{subject}, for {people}" if subject else f"For {people}"


def _subject(blocks: Sequence[Mapping[str, Any]], cited: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the block that most statements stand in, or what stands first if no statement does."""
    first = cited[0]
    if first["kind"] in ("vision", "pillar", "building_block"):
        return str(first["title"])
    counted = Counter(item["block"] for item in cited if item["kind"] == "indicator")
    most, count = counted.most_common(1)[0] if counted else (None, 0)
    titles = {block["id"]: block["title"] for block in blocks}
    block = titles[most] if most and count * 2 >= counted.total() else None
    if first["kind"] == "resource":
        return f"Resources on “{block}”" if block else "Resources"
    if first["kind"] not in BLUEPRINT_KINDS:
        return str(first["title"])
    return block


def _suggestions(
    blocks: Sequence[Mapping[str, Any]], cited: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Return questions that go on from here; each can also be asked on its own."""
    if not blocks:
        return ()
    title = blocks[0]["title"]
    shown = {item["level"] for item in cited}
    unseen = [level for level in LEVELS if level not in shown]
    suggestions = [f"What should {PEOPLE[level]} do about “{title}”?" for level in unseen[:2]]
    if not any(item["kind"] == "resource" for item in cited):
        suggestions.append(f"Any resources on “{title}”?")
    return tuple(suggestions)
