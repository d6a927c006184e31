"""Measures answers on labelled questions, and writes them as a TREC run.

Gain is 2^grade − 1, discounted by log2(rank + 1) (K. Järvelin and J. Kekäläinen, "Cumulated
Gain-Based Evaluation of IR Techniques", 2002, in Burges's exponential form). Grades 2 and up are
hits. A declined question has no ranking, so its measures are nought.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

DEPTH = 10
HIT = 2

Ranking = Sequence[tuple[str, float]]


class LabelledFileError(Exception):
    """A labelled file cannot be read; the message says where and why."""


@dataclass(frozen=True)
class Labelled:
    """A labelled question: its turns (one, or several of a conversation) and graded items."""

    qid: str
    turns: tuple[str, ...]
    kind: str
    role: str | None
    answerable: bool
    relevant: Mapping[str, int]


@dataclass(frozen=True)
class Outcome:
    """What came back for a labelled question; ``ranking`` is empty where it was declined."""

    labelled: Labelled
    declined: bool
    ranking: Ranking

    @property
    def ids(self) -> list[str]:
        """Ranked ids, best first."""
        return [item_id for item_id, _ in self.ranking]


def read_labelled(path: Path) -> list[Labelled]:
    """Read a file of labelled questions, one JSON object a line.

    Raises LabelledFileError.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LabelledFileError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise LabelledFileError(f"{path} is not a text file in UTF-8.") from None
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry: dict[str, Any] = json.loads(line)
            turns = entry["turns"] if "turns" in entry else [entry["query"]]
            if not isinstance(turns, list) or not turns:
                raise ValueError("turns must be a list of questions")
            relevant = {str(i): int(grade) for i, grade in entry.get("relevant", {}).items()}
            questions.append(
                Labelled(
                    qid=str(entry["qid"]),
                    turns=tuple(map(str, turns)),
                    kind=str(entry.get("kind", "all")),
                    role=entry.get("role"),
                    answerable=bool(entry.get("answerable", bool(relevant))),
                    relevant=relevant,
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LabelledFileError(
                f"{path}, line {number} is not a labelled question ({error})."
            ) from None
    if not questions:
        raise LabelledFileError(f"{path} holds no labelled question.")
    return questions


def ndcg(ids: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the normalised discounted cumulated gain of a ranking at ``depth``, 0 to 1."""
    ideal = sorted(relevant.values(), reverse=True)[:depth]
    best = sum(_gain(grade) / math.log2(rank + 1) for rank, grade in enumerate(ideal, 1))
    found = sum(
        _gain(relevant.get(item_id, 0)) / math.log2(rank + 1)
        for rank, item_id in enumerate(ids[:depth], 1)
    )
    return found / best if best else 0.0


def _gain(grade: int) -> float:
    return float(2**grade - 1)


def reciprocal_rank(ids: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return one over the rank of the first hit within ``depth``, or 0."""
    for rank, item_id in enumerate(ids[:depth], 1):
        if relevant.get(item_id, 0) >= HIT:
            return 1 / rank
    return 0.0


def recall(ids: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the share of all hits found within ``depth``."""
    hits = {item_id for item_id, grade in relevant.items() if grade >= HIT}
    return len(hits.intersection(ids[:depth])) / len(hits) if hits else 0.0


def hit_at_1(ids: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return 1 where the first item is a hit."""
    return float(bool(ids) and relevant.get(ids[0], 0) >= HIT)


def block_rank(
    ids: Sequence[str], relevant: Mapping[str, int], block_of: Callable[[str], str | None]
) -> int | None:
    """Return the rank of the first right block among the distinct building blocks of a ranking.

    A block is right where one of its items is a hit. None where no block is right; 0 where none
    of the right ones was found.
    """
    right = {block_of(i) for i, grade in relevant.items() if grade >= HIT} - {None}
    if not right:
        return None
    blocks = list(dict.fromkeys(b for b in map(block_of, ids) if b is not None))
    return next((rank for rank, block in enumerate(blocks, 1) if block in right), 0)


def summarise(
    outcomes: Iterable[Outcome], block_of: Callable[[str], str | None]
) -> dict[str, dict[str, float]]:
    """Return the measures per kind of question and under ``all``.

    ``declined`` is the share declined of the answerable questions, ``abstained`` that of the
    unanswerable ones; measures are means over answerable questions.
    """
    groups: dict[str, list[Outcome]] = {}
    listed = list(outcomes)
    for outcome in listed:
        groups.setdefault(outcome.labelled.kind, []).append(outcome)
    return {kind: _measures(group, block_of) for kind, group in {**groups, "all": listed}.items()}


def _measures(
    outcomes: Sequence[Outcome], block_of: Callable[[str], str | None]
) -> dict[str, float]:
    answerable = [outcome for outcome in outcomes if outcome.labelled.answerable]
    unanswerable = [outcome for outcome in outcomes if not outcome.labelled.answerable]
    measures: dict[str, float] = {"questions": len(outcomes)}
    if answerable:
        pairs = [(outcome.ids, outcome.labelled.relevant) for outcome in answerable]
        blocks = [rank for pair in pairs if (rank := block_rank(*pair, block_of)) is not None]
        measures |= {
            "nDCG@10": fmean(ndcg(*pair) for pair in pairs),
            "MRR@10": fmean(reciprocal_rank(*pair) for pair in pairs),
            "recall@10": fmean(recall(*pair) for pair in pairs),
            "hit@1": fmean(hit_at_1(*pair) for pair in pairs),
            "declined": fmean(outcome.declined for outcome in answerable),
        }
        if blocks:
            measures["block@1"] = fmean(rank == 1 for rank in blocks)
            measures["block@3"] = fmean(1 <= rank <= 3 for rank in blocks)
    if unanswerable:
        measures["abstained"] = fmean(outcome.declined for outcome in unanswerable)
    return measures


def run_lines(outcomes: Iterable[Outcome], tag: str) -> list[str]:
    """Return the lines of a TREC run file: qid Q0 id rank score tag. A declined one has none."""
    return [
        f"{outcome.labelled.qid} Q0 {item_id} {rank} {score:.6f} {tag}"
        for outcome in outcomes
        if not outcome.declined
        for rank, (item_id, score) in enumerate(outcome.ranking, 1)
    ]
