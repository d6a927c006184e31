"""The development figures stay above the recorded floor.

The floors are a little below the figures of the day they were written down; raise them when the
figures rise. Of the sets, dev-c was written to be hard on refusals.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation import run_questions
from content.ids import block_of
from content.loader import Corpus
from retrieval.analyzer import words
from retrieval.answer import NotCovered
from retrieval.engine import Engine
from retrieval.evaluation import Outcome, read_labelled, summarise

GOLDEN = Path(__file__).parents[1] / "golden"

FLOORS = {"nDCG@10": 0.66, "block@1": 0.83, "block@3": 0.93, "hit@1": 0.695, "abstained": 0.93}
MOST_DECLINED = 0.03
MOST_DECLINED_IN_CONVERSATION = 0.95
SAME_IN_CONVERSATION = 0.9


@pytest.fixture(scope="module")
def outcomes(engine: Engine) -> list[Outcome]:
    questions = [q for path in sorted(GOLDEN.glob("*.jsonl")) for q in read_labelled(path)]
    return run_questions(engine, questions)


@pytest.mark.parametrize("measure", FLOORS)
def test_a_measure_stays_above_its_floor(outcomes: list[Outcome], measure: str) -> None:
    figures = summarise(outcomes, block_of)["all"]
    assert figures[measure] >= FLOORS[measure], figures


def test_few_answerable_questions_are_declined(outcomes: list[Outcome]) -> None:
    assert summarise(outcomes, block_of)["all"]["declined"] <= MOST_DECLINED


def test_the_set_is_large_and_varied(outcomes: list[Outcome]) -> None:
    kinds = {outcome.labelled.kind for outcome in outcomes}
    assert len(outcomes) >= 200
    assert {"role", "topic", "gap", "language", "followup", "unanswerable"} <= kinds


def test_no_labelled_question_was_copied_into_the_corpus(
    outcomes: list[Outcome], corpus: Corpus
) -> None:
    asked = [q for _, q in corpus.asked()]
    asked += [q for topic in corpus.out_of_scope for q in topic.asked]
    labelled = [turn for outcome in outcomes for turn in outcome.labelled.turns]
    assert not {*map(plain, asked)} & {*map(plain, labelled)} - {""}


def plain(question: str) -> str:
    return " ".join(words(question))


def test_in_a_conversation_uncovered_questions_are_declined_too(engine: Engine) -> None:
    before = engine.answer("What should a school leader do about family engagement?").context
    alone = [q for q in _single(answerable=False) if isinstance(engine.answer(q), NotCovered)]
    declined = [q for q in alone if isinstance(engine.answer(q, before), NotCovered)]
    assert len(declined) / len(alone) >= MOST_DECLINED_IN_CONVERSATION


def test_a_question_of_its_own_is_seldom_taken_for_a_follow_up(engine: Engine) -> None:
    before = engine.answer("What should a school leader do about family engagement?").context
    questions = _single(answerable=True)
    same = [q for q in questions if engine.search(q, 1) == engine.search(q, 1, before)]
    assert len(same) / len(questions) >= SAME_IN_CONVERSATION


def _single(answerable: bool) -> list[str]:
    questions = [q for path in sorted(GOLDEN.glob("*.jsonl")) for q in read_labelled(path)]
    return [q.turns[0] for q in questions if q.answerable is answerable and len(q.turns) == 1]
