"""A question in, a cited answer (or an honest "not covered") out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.analyzer import fold
from retrieval.answer import NOT_COVERED, UNCLEAR, Answer, GlossaryEntry, NotCovered
from retrieval.composition import blocks_by_id, compose
from retrieval.intents import ABOUT_ME, AFFIRMATION, GOODBYE, GREETING, THANKS
from retrieval.knowledge import Knowledge
from retrieval.ranking import Ranked, Ranker
from retrieval.reading import Context, Reader, Reading, says_nothing
from retrieval.scope import Judgement, ScopeJudge

_NEAREST_BLOCKS = 3

_SMALL_TALK = {
    GREETING: "Hello! Ask me what the Blueprint says, in your own words.",
    THANKS: "You're welcome. Ask again whenever something comes up.",
    GOODBYE: "Goodbye, and thank you for the work you do.",
    AFFIRMATION: "Good. What would you like to look up next?",
    ABOUT_ME: (
        "I answer questions about teaching and supporting English learners out of the "
        "Massachusetts Blueprint for English Learner Success, and I cite every sentence."
    ),
}
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
        self._acronyms = {
            fold(form): GlossaryEntry(acronym["short"], acronym["meaning"], acronym["explained"])
            for acronym in knowledge.tables["acronyms"]
            for form in (acronym["short"], acronym["meaning"], *acronym["also"])
        }

    @property
    def sources(self) -> Mapping[str, Any]:
        """The published documents and how to credit them."""
        sources: Mapping[str, Any] = self._tables["sources"]
        return sources

    def answer(
        self, question: str, context: Context | None = None, level: str | None = None
    ) -> Answer | NotCovered:
        """Answer ``question`` in the light of ``context``.

        ``level`` is the asker's own, used where the words name none.
        """
        reading = self._reader.read(question, context, level)
        if reading.intent.small_talk:
            return self._decline(reading, UNCLEAR, _SMALL_TALK[reading.intent.small_talk], context)
        if says_nothing(reading):
            return self._decline(
                reading,
                UNCLEAR,
                "I could not find a question in that. Try a few words on what you need.",
                context,
            )
        ranked = self._ranker.rank(reading)
        glossary = self._glossary(reading)
        known_to_be_covered = glossary is not None or reading.pointed_at is not None
        if not known_to_be_covered:
            judgement = self._judge.judge(reading, ranked)
            if not judgement.covered:
                return self._not_covered(reading, ranked, judgement, context)
        return compose(reading, ranked, self._items, glossary)

    def judgement(self, question: str, context: Context | None = None) -> Judgement | None:
        """Return how a question's scope is judged; None where it says too little to be judged."""
        reading = self._reader.read(question, context)
        if reading.intent.small_talk or says_nothing(reading):
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

    def _glossary(self, reading: Reading) -> GlossaryEntry | None:
        asked = reading.intent.definition
        return self._acronyms.get(asked.strip()) if asked else None

    def _not_covered(
        self, reading: Reading, ranked: Ranked, judgement: Judgement, context: Context | None
    ) -> NotCovered:
        if judgement.topic is not None:
            topic = self._tables["out_of_scope"][judgement.topic]
            return self._decline(
                reading,
                NOT_COVERED,
                f"The Blueprint and its guidance do not cover {topic['topic']}.",
                context,
                ranked=ranked,
                instead=topic["instead"],
            )
        return self._decline(
            reading,
            NOT_COVERED,
            "I find nothing in the Blueprint, its guidance or its resources that answers this.",
            context,
            ranked=ranked,
        )

    def _decline(
        self,
        reading: Reading,
        reason: str,
        message: str,
        context: Context | None,
        *,
        ranked: Ranked | None = None,
        instead: str | None = None,
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
            context=context or Context(),
            instead=instead,
        )

    def _nearest_blocks(self, ranked: Ranked) -> list[str]:
        blocks: dict[str, None] = {}
        for number in ranked.order.tolist():
            if ranked.matches[number] <= 0 or len(blocks) == _NEAREST_BLOCKS:
                break
            if self._items[number]["block"]:
                blocks.setdefault(self._items[number]["block"])
        return list(blocks)
