"""Fits the constants of the scope judgement on labelled questions: run by hand, then copied over.

    python -m benchmarks.fit_scope tests/golden/dev-*.jsonl

Logistic regression with a small ridge, trained by gradient descent. The threshold printed is the
highest that declines at most 2.5 % of the answerable questions when every tenth is left out of the
fit; the one in use is chosen near it (docs/decisions/0003-declining.md).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np

from bot.knowledge import open_knowledge
from bot.settings import Settings
from retrieval.bm25 import Floats
from retrieval.engine import Engine
from retrieval.evaluation import Labelled, read_labelled
from retrieval.reading import Context
from retrieval.scope import Features

NAMES = tuple(field.name for field in fields(Features))
BEFORE = "What should a school leader do about family engagement?"
RIDGE = 0.003
STEPS = 20000
MOST_DECLINED = 0.025
FOLDS = 10


def features(engine: Engine, questions: Sequence[Labelled]) -> tuple[Floats, Floats, list[str]]:
    """Return features and labels of the questions that reach the judgement.

    What is not covered is not covered in a conversation either, so each unanswerable question
    counts twice: alone, and after a covered one.
    """
    rows, labels, asked = [], [], []
    for labelled in questions:
        starts = [labelled.turns[:-1]]
        if not labelled.answerable and len(labelled.turns) == 1:
            starts.append((BEFORE,))
        for start in starts:
            context = Context()
            for turn in start:
                context = engine.answer(turn, context).context
            judgement = engine.judgement(labelled.turns[-1], context)
            if judgement is not None:
                rows.append([getattr(judgement.features, name) for name in NAMES])
                labels.append(float(labelled.answerable))
                asked.append(f"{labelled.qid} {' / '.join((*start, labelled.turns[-1]))}")
    return np.array(rows), np.array(labels), asked


def fit(rows: Floats, labels: Floats) -> Floats:
    """Return the constants for :data:`NAMES` and, last, the intercept; classes weigh the same."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    balance = np.where(labels == 1, 1.0, (labels == 1).sum() / max((labels == 0).sum(), 1))
    constants = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        wrong = (1 / (1 + np.exp(-scaled @ constants)) - labels) * balance
        constants -= 0.3 * (scaled.T @ wrong / len(labels) + RIDGE * np.r_[constants[:-1], 0])
    plain = constants[:-1] / spread
    fitted: Floats = np.r_[plain, constants[-1] - (plain * mean).sum()]
    return fitted


def probabilities(rows: Floats, constants: Floats) -> Floats:
    """Return the probability that each question is covered."""
    result: Floats = 1 / (1 + np.exp(-(rows @ constants[:-1] + constants[-1])))
    return result


def main(paths: Sequence[str]) -> None:
    """Fit on the files' questions and print constants, threshold and what falls on which side."""
    questions = [q for path in paths for q in read_labelled(Path(path))]
    engine = Engine(open_knowledge(Settings.from_environment()))
    rows, labels, asked = features(engine, questions)
    held_out = np.zeros(len(labels))
    folds = np.arange(len(labels)) % FOLDS
    for fold in range(FOLDS):
        out = folds == fold
        held_out[out] = probabilities(rows[out], fit(rows[~out], labels[~out]))
    thresholds = np.linspace(0.02, 0.98, 193)
    allowed = [t for t in thresholds if (held_out[labels == 1] < t).mean() <= MOST_DECLINED]
    threshold = max(allowed)
    constants = fit(rows, labels)
    for name, value in zip((*NAMES, "intercept"), constants, strict=True):
        print(f"    {name}: float = {value:.4g}")
    print(f"    threshold: float = {threshold:.3g}")
    print(
        f"left out of the fit: declined {(held_out[labels == 1] < threshold).mean():.3f} of "
        f"{int((labels == 1).sum())} answerable, {(held_out[labels == 0] < threshold).mean():.3f} "
        f"of {int((labels == 0).sum())} unanswerable questions"
    )
    for wrong, title in ((1.0, "declined"), (0.0, "answered")):
        for probability, label, question in sorted(zip(held_out, labels, asked, strict=True)):
            if label == wrong and (probability < threshold) == bool(wrong):
                print(f"wrongly {title} {probability:.2f} {question}")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("Name the labelled files to fit on, such as tests/golden/*.jsonl.")
    main(sys.argv[1:])
