"""A question in, a cited answer (or an honest "not covered") out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.answer import NOT_COVERED, UNCLEAR, Answer, NotCovered
from retrieval.composition import blocks_by_id, compose, notes_on
from retrieval.glossary import look_up
from retrieval.intents import (
    ABOUT_ME,
    AFFIRMATION,
    GOODBYE,
    GREETING,
    MISSED,
    THANKS,
    WEARY,
)
from retrieval.knowledge import Knowledge
from retrieval.ranking import Ranked, Ranker
from retrieval.reading import Context, Reader, Reading, as_definition, seen_from
from retrieval.scope import Judgement, ScopeJudge
from retrieval.shapes import WORTH_OPENING, candidates

_NEAREST_BLOCKS = 3

_SMALL_TALK = {
    GREETING: "Hello! Ask me what the Blueprint says, in your own words.",
    THANKS: "You're welcome. Ask again whenever something comes up.",
    GOODBYE: "Goodbye, and thank you for the work you do.",
    AFFIRMATION: "Good. What would you like to look up next?",
    WEARY: (
        "That sounds hard, and I am sorry. I only know the Blueprint; a colleague you trust or "
        "your district's employee assistance program can listen. When you are ready, here are "
        "small things to look up."
    ),
    MISSED: (
        "I am sorry that this missed. Say it in other words, or name who it is for: teachers, "
        "school leaders, the district or the Department."
    ),
    ABOUT_ME: (
        "I answer questions about teaching and supporting English learners out of the "
        "Massachusetts Blueprint for English Learner Success, and I cite every sentence."
    ),
}
_NOTHING_SAID = "I could not find a question in that. Try a few words on what you need."
_OUTLINE = "The Blueprint has four pillars, and each pillar has three building blocks."
_EXAMPLES = (
    "What should a school leader do about family engagement?",
    "How do teachers support students who missed years of school?",
    "Any tool for reviewing our master schedule?",
)


class Engine:
    """Answers questions out of compiled knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Answer out of ``knowledge``; building the readers takes some milliseconds."""
        self._tables = knowledge.tables
        self._items = knowledge.tables["items"]
        self._reader = Reader(knowledge)
        self._ranker = Ranker(knowledge)
        self._judge = ScopeJudge(knowledge)

    @property
    def sources(self) -> Mapping[str, Any]:
        """The published documents and how to credit them."""
        sources: Mapping[str, Any] = self._tables["sources"]
        return sources

    def title(self, item_id: str) -> str:
        """Return the title of an item."""
        return str(self.item(item_id)["title"])

    def answer(
        self,
        question: str,
        context: Context | None = None,
        level: str | None = None,
        at_level: str | None = None,
    ) -> Answer | NotCovered:
        """Answer ``question`` in the light of ``context``.

        ``level`` is the asker's own, used where the words name none; ``at_level`` is one chosen
        for this answer, whatever the words say.
        """
        reading = self._reader.read(question, context, level)
        if at_level:
            reading = seen_from(reading, at_level)
        if reading.intent.small_talk:
            return self._decline(reading, UNCLEAR, _SMALL_TALK[reading.intent.small_talk])
        if reading.references.beyond:
            return self._decline(reading, UNCLEAR, _OUTLINE)
        entries = look_up(reading.intent.definitions, self._tables["glossary"])
        if entries:
            reading = as_definition(reading)
        if reading.says_nothing and not entries:
            return self._decline(reading, UNCLEAR, _NOTHING_SAID)
        ranked = self._ranker.rank(reading)
        if not entries and not _is_named(reading):
            judgement = self._judge.judge(reading, ranked)
            if not judgement.covered:
                return self._not_covered(reading, ranked, judgement)
        return compose(reading, ranked, self._items, entries)

    def further(
        self, question: str, context: Context | None, count: int
    ) -> dict[str, list[Mapping[str, Any]]]:
        """Return more items for a covered question than an answer shows, by sort, best first.

        The sorts are ``statements``, ``guidance`` and ``resources``, each with ``count`` at most.
        """
        ranked = self._ranker.rank(self._reader.read(question, context))
        found = candidates(ranked, self._items)
        worth = WORTH_OPENING * found[0].score if found else 0.0
        good = [c for c in found if c.score >= worth]
        return {
            sort: [c.item for c in good if c.sort == sort][:count]
            for sort in ("statements", "guidance", "resources")
        }

    def item(self, item_id: str) -> Mapping[str, Any]:
        """Return an item as answers cite it; raises KeyError for an id that there is not."""
        item: Mapping[str, Any] = self._items[self._ranker.numbers[item_id]]
        return item

    def judgement(self, question: str, context: Context | None = None) -> Judgement | None:
        """Return how a question's scope is judged; None where it says too little to be judged."""
        reading = self._reader.read(question, context)
        if reading.intent.small_talk or reading.says_nothing or _is_named(reading):
            return None
        return self._judge.judge(reading, self._ranker.rank(reading))

    def search(
        self, query: str, k: int, context: Context | None = None, level: str | None = None
    ) -> list[tuple[str, float]]:
        """Return the ``k`` best items for a query with their scores, whether covered or not."""
        ranked = self._ranker.rank(self._reader.read(query, context, level))
        return [
            (self._ranker.ids[number], float(ranked.scores[number]))
            for number in ranked.order[:k].tolist()
            if ranked.scores[number] > 0
        ]

    def _not_covered(self, reading: Reading, ranked: Ranked, judgement: Judgement) -> NotCovered:
        if judgement.topic is not None:
            topic = self._tables["out_of_scope"][judgement.topic]
            return self._decline(
                reading,
                NOT_COVERED,
                f"The Blueprint and its guidance do not cover {topic['topic']}.",
                ranked=ranked,
                topic=topic,
            )
        return self._decline(
            reading,
            NOT_COVERED,
            "I find nothing in the Blueprint, its guidance or its resources that answers this.",
            ranked=ranked,
        )

    def _decline(
        self,
        reading: Reading,
        reason: str,
        message: str,
        *,
        ranked: Ranked | None = None,
        topic: Mapping[str, str] | None = None,
    ) -> NotCovered:
        nearest = self._nearest_blocks(ranked) if ranked else []
        blocks = blocks_by_id(nearest, self._items, reading.level)
        return NotCovered(
            question=reading.question,
            level=reading.level,
            reason=reason,
            message=message,
            blocks=blocks,
            suggestions=tuple(
                f"What does the Blueprint say about “{block['title']}”?" for block in blocks
            )
            or _EXAMPLES,
            # A refused question changes nothing in what the conversation is about.
            context=reading.context,
            topic=topic["topic"] if topic else None,
            instead=topic["instead"] if topic else None,
            notes=notes_on(reading),
        )

    def _nearest_blocks(self, ranked: Ranked) -> list[str]:
        blocks: dict[str, None] = {}
        for number in ranked.order.tolist():
            if ranked.matches[number] <= 0 or len(blocks) == _NEAREST_BLOCKS:
                break
            if self._items[number]["block"]:
                blocks.setdefault(self._items[number]["block"])
        return list(blocks)


_FEW_WORDS = 6


def _is_named(reading: Reading) -> bool:
    """Tell whether a question names what it wants, so that its scope needs no judging."""
    references, intent = reading.references, reading.intent
    named = references.blocks or references.pillars or references.listed
    few = references.parts and len(reading.spelling.words) <= _FEW_WORDS
    asks = not (intent.errand or intent.manipulation)
    return reading.pointed_at is not None or bool((named or few) and asks)
