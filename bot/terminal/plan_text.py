"""A whole plan as text for a terminal: the chain from the problem to tasks and measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from bot.terminal.console import listed, wrapped
from conversations.exports import grouping, plan_words
from conversations.exports.legible import one_line
from conversations.exports.plan_report import (
    CauseShown,
    DriverShown,
    Fishbone,
    MeasureShown,
    PlanReport,
    TaskShown,
)


def whole(report: PlanReport, width: int) -> str:
    """Return the plan; what is not said yet is left out, but for what is listed as missing."""
    lines = bold(one_line(report.title), width)
    facts = [report.team, report.state, plan_words.progress(report)]
    lines += dim(" · ".join(one_line(fact) for fact in facts if fact), width)
    for title, words in (
        ("The problem", report.problem),
        ("The goal", report.goal.sentence),
        ("Theory of action", report.theory),
    ):
        if words:
            lines += [*heading(title), *wrapped(one_line(words), width, "  ")]
    if any(bone.causes for bone in report.fishbone.bones):
        lines += [*heading("Causes"), *causes(report.fishbone, width)]
    if report.diagram.drivers:
        lines += heading("What has to change, what we try, who does what")
        for driver in report.diagram.drivers:
            lines += _driver(driver, width, "  ")
    if report.measures:
        lines += heading("How we will know")
        lines += listed(map(measure, report.measures), width)
    if report.considerations:
        lines += heading("What else to think of")
        lines += listed(
            (f"{name}: {one_line(said)}" for name, said in report.considerations), width
        )
    if report.missing:
        lines += [*heading("Still missing"), *listed(map(one_line, report.missing), width)]
    return "\n".join(lines)


def causes(fishbone: Fishbone, width: int) -> Iterator[str]:
    """Yield the lines of all causes, bone by bone."""
    for bone in fishbone.bones:
        if bone.causes:
            yield from wrapped(one_line(bone.name), width, "  ")
            for cause in bone.causes:
                yield from _cause(cause, width, "    ")


def task(shown: TaskShown) -> str:
    """Return a task in a line: what, who, by when, how it stands."""
    due = f"due {plan_words.short_day(shown.due)}" if shown.due else "no date yet"
    said = f"{one_line(shown.what)} ({one_line(shown.owner)}, {due}, {shown.status.lower()})"
    return f"{said}: {one_line(shown.note)}" if shown.note else said


def measure(shown: MeasureShown) -> str:
    """Return a measure in a line: what is counted, from where to where, and the latest reading."""
    start = plan_words.amount(shown.baseline, shown.unit)
    target = plan_words.amount(shown.target, shown.unit)
    told = f"{one_line(shown.what)} ({shown.sort}): {start} now, {target} is the target"
    if shown.readings:
        told += f"; latest {plan_words.reading(shown, plan_words.latest(shown))}"
    return told


def long_day(when: date) -> str:
    """Return a day with its weekday, such as "Friday, June 11, 2027"."""
    return f"{when:%A}, {grouping.day(when)}"


def heading(text: str) -> list[str]:
    """Return the lines of a heading."""
    return ["", click.style(text, fg="cyan", bold=True)]


def bold(text: str, width: int) -> list[str]:
    """Return lines that stand out."""
    return [click.style(line, bold=True) for line in wrapped(text, width)]


def dim(text: str, width: int) -> list[str]:
    """Return lines that stand back."""
    return [click.style(line, dim=True) for line in wrapped(text, width)]


def dim_at(text: str, width: int, indent: str) -> list[str]:
    """Return lines that stand back, under what they belong to."""
    return [click.style(line, dim=True) for line in wrapped(text, width, indent)]


def _cause(cause: CauseShown, width: int, indent: str) -> Iterator[str]:
    root = " (root cause)" if cause.is_root else ""
    data = f" [{'; '.join(map(one_line, cause.data))}]" if cause.data else ""
    yield from wrapped(f"{one_line(cause.text)}{root}{data}", width, f"{indent}• ", f"{indent}  ")
    for why in cause.whys:
        yield from _cause(why, width, f"{indent}  ")


def _driver(driver: DriverShown, width: int, indent: str) -> Iterator[str]:
    yield from wrapped(one_line(driver.text), width, f"{indent}• ", f"{indent}  ")
    for idea in driver.ideas:
        judged = f" [{idea.verdict.lower()}]" if idea.verdict else ""
        text, source = one_line(idea.text), one_line(idea.source)
        # What is taken as it is has the title of its source.
        where = source.removeprefix(text).strip()
        said = f"{text} {where if where.startswith('(') else f'({source})' if source else ''}"
        said = f"{said.strip()}{judged}"
        yield from wrapped(said, width, f"{indent}    → ", f"{indent}      ")
        for each in idea.tasks:
            mark = "[x]" if each.is_done else "[ ]"
            yield from wrapped(task(each), width, f"{indent}      {mark} ", f"{indent}          ")
    for under in driver.secondary:
        yield from _driver(under, width, f"{indent}  ")
