"""Ranks the items of the corpus for a question that has been read.

Evidence flows three ways: an item's own BM25 over its fields, the building block it stands in
(a block whose items match well lifts the ones that match less), and cross references (an item that
a good match points to is likely wanted too). The asked level comes first, sibling levels below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from content.ids import LEVELS
from retrieval.bm25 import Floats, Ints
from retrieval.expansion import Terms
from retrieval.knowledge import FIELDS, Knowledge
from retrieval.reading import Reading

_STRONG_LEVEL = 3.0


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts. Fitted on the development questions."""

    whole: float = 1.5
    text: float = 1.0
    keywords: float = 0.4
    official: float = 0.3
    asked: float = 0.5
    block: float = 0.15
    block_depth: int = 5
    refers: float = 0.7
    level: float = 0.3
    resource: float = 0.35
    named: float = 3.0


@dataclass(frozen=True)
class Ranked:
    """Items with their scores, best first, and each item's own match before any lifting.

    ``topics`` are the best items of the topics of a message that joins several, one each.
    """

    order: Ints
    scores: Floats
    matches: Floats
    topics: tuple[int, ...] = ()


class Ranker:
    """Scores every item for a question."""

    def __init__(self, knowledge: Knowledge, weights: Weights | None = None) -> None:
        """Rank the items of ``knowledge``, with the fitted weights unless others are given."""
        items = knowledge.tables["items"]
        self._knowledge = knowledge
        self.weights = weights or Weights()
        self.ids = [item["id"] for item in items]
        self.numbers = {item_id: number for number, item_id in enumerate(self.ids)}
        self._owners = np.array(knowledge.tables["asked_owners"], dtype=np.intp)
        self._blocks = sorted({item["block"] for item in items if item["block"]})
        self._block_of = np.array(
            [self._blocks.index(item["block"]) if item["block"] else -1 for item in items]
        )
        self._level_of = np.array(
            [LEVELS.index(item["level"]) if item["kind"] == "indicator" else -1 for item in items]
        )
        self._is_resource = np.array([item["kind"] == "resource" for item in items])
        self._refers = _references(items, self.numbers)

    def rank(self, reading: Reading) -> Ranked:
        """Score all items for ``reading``."""
        weights = self.weights
        matches = self._match(reading.terms)
        own = _unit(matches)
        scores = own + self._from_blocks(own) + self._from_references(own)
        if reading.intent.resource:
            scores = np.where(self._is_resource, scores * (1 + weights.resource), scores)
        scores = self._by_level(scores, reading)
        scores = self._by_reference(scores, reading)
        topics = tuple(int(np.argmax(self._match(topic))) for topic in reading.topics)
        return Ranked(np.argsort(-scores, kind="stable"), scores, matches, topics)

    def _match(self, terms: Terms) -> Floats:
        query, weights, fields = terms.weights, self.weights, self._knowledge.fields
        total: Floats = np.zeros(len(self.ids))
        for name in FIELDS:
            total += getattr(weights, name) * fields[name].scores(query)
        best_asked: Floats = np.zeros(len(self.ids))
        np.maximum.at(best_asked, self._owners, self._knowledge.asked.scores(query))
        return total + weights.asked * best_asked

    def _from_blocks(self, own: Floats) -> Floats:
        lift = np.zeros(len(own))
        for block in range(len(self._blocks)):
            members = self._block_of == block
            best = np.sort(own[members])[::-1][: self.weights.block_depth]
            lift[members] = best.mean()
        return self.weights.block * lift

    def _from_references(self, own: Floats) -> Floats:
        lift: Floats = self.weights.refers * (self._refers * own[:, None]).max(axis=0)
        return lift

    def _by_level(self, scores: Floats, reading: Reading) -> Floats:
        if reading.level is None or len(reading.levels) > 1:
            return scores
        share = min(1.0, (reading.level_strength or _STRONG_LEVEL / 2) / _STRONG_LEVEL)
        asked = self._level_of == LEVELS.index(reading.level)
        return np.where(asked, scores * (1 + self.weights.level * share), scores)

    def _by_reference(self, scores: Floats, reading: Reading) -> Floats:
        """Put what a question names by number, title or as a list before everything else."""
        if not reading.references.any and reading.pointed_at is None:
            return scores
        lift = np.array([self._named(number, reading) for number in range(len(self.ids))])
        # A list that was asked for by name comes in the document's order.
        order = np.linspace(0.1, 0.0, len(scores)) if reading.references.listed else 0.2 * scores
        return np.where(lift > 0, self.weights.named + lift + order, scores)

    def _serves(self, number: int, named: Iterable[str]) -> float:
        """Return how strongly what is named points to a resource; 0 for other items."""
        if not self._is_resource[number]:
            return 0.0
        below = tuple(f"{name}/" for name in named)
        members = [row for row, i in enumerate(self.ids) if i in named or i.startswith(below)]
        return float(2.0 * self._refers[members, number].max(initial=0.0))

    def _named(self, number: int, reading: Reading) -> float:
        item_id, references = self.ids[number], reading.references
        if item_id == reading.pointed_at:
            return 3.0
        if item_id in references.listed:
            return 2.0
        if reading.intent.resource and references.named:
            return self._serves(number, references.named)
        if item_id in references.named:
            return 0.5 if reading.level_said else 2.0
        if any(item_id.startswith(name + "/") for name in references.named):
            level = self._level_of[number]
            right = level >= 0 and (reading.level is None or LEVELS[level] == reading.level)
            return 2.0 if right else 0.5
        return 0.0


def _unit(scores: Floats) -> Floats:
    top = scores.max(initial=0.0)
    unit: Floats = np.maximum(scores, 0.0) / top if top > 0 else np.zeros(len(scores))
    return unit


def _references(
    items: list[Mapping[str, Any]], numbers: Mapping[str, int]
) -> npt.NDArray[np.float64]:
    """Return how strongly each item (row) points to each other one (column)."""
    matrix = np.zeros((len(items), len(items)))
    for row, item in enumerate(items):
        for place, other in enumerate(item["related"]):
            matrix[row, numbers[other]] = 1 - 0.07 * place
    return matrix
