"""Asks labelled questions as a person would, turn by turn, and prints the measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from content.ids import LEVELS
from retrieval.answer import NotCovered
from retrieval.engine import Engine
from retrieval.evaluation import Labelled, Outcome
from retrieval.reading import Context

_RANKED = 50
_COLUMNS = (
    "questions",
    "nDCG@10",
    "MRR@10",
    "recall@10",
    "hit@1",
    "block@1",
    "block@3",
    "declined",
    "abstained",
)


def run_questions(
    engine: Engine, questions: Iterable[Labelled], with_role: bool = False
) -> list[Outcome]:
    """Ask every question, turn by turn, and return what came back for its last turn."""
    outcomes = []
    for labelled in questions:
        context = Context()
        level = labelled.role if with_role and labelled.role in LEVELS else None
        for turn in labelled.turns:
            before = context
            answer = engine.answer(turn, before, level)
            context = answer.context
        declined = isinstance(answer, NotCovered)
        ranking = [] if declined else engine.search(labelled.turns[-1], _RANKED, before, level)
        outcomes.append(Outcome(labelled, declined, ranking))
    return outcomes


def print_table(summary: Mapping[str, Mapping[str, float]]) -> None:
    """Print the measures, a row for each kind of question and one for all."""
    click.echo(f"{'kind':<14}" + "".join(f"{name:>11}" for name in _COLUMNS))
    for kind, measures in summary.items():
        cells = [
            f"{measures[name]:>11.3f}" if name in measures else f"{'':>11}" for name in _COLUMNS[1:]
        ]
        click.echo(f"{kind:<14}{int(measures['questions']):>11}" + "".join(cells))
