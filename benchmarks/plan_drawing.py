"""Draws a large plan (a fishbone of 40 causes, a driver diagram of 30 ideas) and exports it.

    python -m benchmarks.plan_drawing [RUNS]

Each is drawn in a process of its own, so that its peak memory is its own; the first, uncounted
run reads the fonts. The peak of a process that only imports the drawing library stands beside it.
A document is measured twice: put together from pictures that are there, and with their drawing.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import lru_cache

from benchmarks.large_plan import large_plan
from conversations.exports.driver_diagram import driver_diagram, driver_diagram_svg
from conversations.exports.fishbone import fishbone, fishbone_svg
from conversations.exports.plan_document import plan_document
from conversations.exports.plan_report import MeasureShown, PlanReport
from conversations.exports.plan_summary import plan_summary
from conversations.exports.run_chart import run_chart

Pictures = tuple[bytes, bytes, list[tuple[MeasureShown, bytes]]]


def nothing(_: PlanReport) -> bytes:
    """Import what every drawing needs, and draw nothing."""
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    import matplotlib.figure

    return bytes(matplotlib.figure.__name__, "ascii")


def pictures(plan: PlanReport) -> Pictures:
    """Return all pictures of a plan's document: two diagrams and the run charts."""
    charts = [(measure, run_chart(measure, plan.title)) for measure in plan.measures]
    return fishbone(plan.fishbone), driver_diagram(plan.diagram), charts


drawn_once = lru_cache(maxsize=1)(pictures)


DRAWINGS: dict[str, Callable[[PlanReport], bytes]] = {
    "nothing, libraries only": nothing,
    "fishbone, PNG": lambda plan: fishbone(plan.fishbone),
    "fishbone, SVG": lambda plan: fishbone_svg(plan.fishbone),
    "driver diagram, PNG": lambda plan: driver_diagram(plan.diagram),
    "driver diagram, SVG": lambda plan: driver_diagram_svg(plan.diagram),
    "document, DOCX": lambda plan: plan_document(plan, *drawn_once(plan)),
    "document with its drawing": lambda plan: plan_document(plan, *pictures(plan)),
    "summary, DOCX": lambda plan: plan_summary(plan, drawn_once(plan)[1]),
}


def measured(name: str, runs: int) -> tuple[float, float, float]:
    """Return the median seconds of a drawing, its size in kB and the process's peak in MB."""
    plan, draw = large_plan(), DRAWINGS[name]
    drawn = draw(plan)
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        draw(plan)
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return statistics.median(seconds), len(drawn) / 1024, peak


def main() -> None:
    """Print a row for each drawing."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"{'':<28}{'median':>10}{'size':>10}{'peak':>10}")
    for name in DRAWINGS:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            median, size, peak = pool.apply(measured, (name, runs))
        print(f"{name:<28}{median:>8.2f} s{size:>7.0f} kB{peak:>7.0f} MB")


if __name__ == "__main__":
    main()
