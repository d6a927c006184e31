"""Prints the figures of the README: all development questions, and any other labelled file.

python -m benchmarks.figures [LABELLED.jsonl ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.evaluation import run_questions
from bot.knowledge import open_engine
from bot.settings import Settings
from content.ids import block_of
from retrieval.evaluation import read_labelled, summarise

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
MEASURES = ("nDCG@10", "block@1", "block@3", "declined", "abstained")


def main() -> None:
    """Print a row for the development questions and one for each file given."""
    engine = open_engine(Settings.from_environment())
    files = {"development": sorted(GOLDEN.glob("*.jsonl"))}
    files |= {name: [Path(name)] for name in sys.argv[1:]}
    print(f"{'':<24}{'questions':>10}" + "".join(f"{name:>11}" for name in MEASURES))
    for name, paths in files.items():
        questions = [question for path in paths for question in read_labelled(path)]
        figures = summarise(run_questions(engine, questions), block_of)["all"]
        row = "".join(f"{figures.get(measure, float('nan')):>11.3f}" for measure in MEASURES)
        print(f"{Path(name).name:<24}{len(questions):>10}{row}")


if __name__ == "__main__":
    main()
