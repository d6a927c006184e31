"""The pages of the plan's window that list all causes, drivers, ideas, tasks, measures, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks.planning import cause_lines, pages
from bot.blocks.planning.days import short_day
from bot.blocks.planning.labels import SORTS
from bot.blocks.planning.looking import idea_words
from bot.blocks.planning.pages import Page, nav, row, turning
from bot.blocks.planning.shown import Shown, mention
from bot.blocks.planning.standing import by_urgency, measure_line
from bot.blocks.planning.task_lines import task_line
from bot.blocks.text import Block, escape, section, shorten
from conversations.planning import chain, progress
from conversations.planning.model import Driver, Task

_A_PAGE = 40


@dataclass(frozen=True)
class Told:
    """A change in words, as mrkdwn: whose, and when."""

    words: str
    by: str | None
    at: datetime


@dataclass(frozen=True)
class _Row:
    """A row of a list, under its heading; the heading is shown where it changes."""

    block: Block
    heading: str = ""


def list_page(shown: Shown, page: Page, told: Sequence[Told] = ()) -> list[Block]:
    """Return a list of the plan's links; ``told`` is its history, latest first."""
    plan = shown.plan
    rows = list(_history(shown, told) if page.at == pages.HISTORY else _ROWS[page.at](shown))
    blocks = [*nav(plan, page), section(f"*{_title(page, len(rows))}*")]
    if not rows:
        return [*blocks, section("There is nothing here yet.")]
    heading = ""
    for one in rows[page.start : page.start + _A_PAGE]:
        if one.heading != heading:
            heading = one.heading
            blocks.append(section(f"*{heading}*"))
        blocks.append(one.block)
    return [*blocks, *turning(plan, page, len(rows), _A_PAGE)]


def _title(page: Page, count: int) -> str:
    title = pages.TITLES[page.at]
    return "What has changed, the latest first" if page.at == pages.HISTORY else f"{title}: {count}"


def _causes(shown: Shown) -> Iterator[_Row]:
    plan = shown.plan
    for bone, name in plan.bones.items():
        for depth, cause in cause_lines.on_bone(plan, bone):
            line = cause_lines.line(cause, depth, 150)
            yield _Row(row(plan, cause.id, "cause", line), escape(name))


def _drivers(shown: Shown) -> Iterator[_Row]:
    plan = shown.plan
    for primary in chain.primary(plan):
        yield _driver(shown, primary, "")
        for under in chain.secondary(plan, primary.id):
            yield _driver(shown, under, "\u2003↳ ")


def _driver(shown: Shown, driver: Driver, sign: str) -> _Row:
    ideas = len(chain.ideas_of(shown.plan, driver.id))
    count = "1 change idea" if ideas == 1 else f"{ideas} change ideas"
    text = f"{sign}{escape(shorten(driver.text, 150))}\n{count}"
    return _Row(row(shown.plan, driver.id, "driver", text))


def _ideas(shown: Shown) -> Iterator[_Row]:
    plan = shown.plan
    for driver in plan.drivers.values():
        for idea in chain.ideas_of(plan, driver.id):
            block = row(plan, idea.id, "change idea", idea_words(shown, idea))
            yield _Row(block, escape(shorten(driver.text, 150)))


def _tasks(shown: Shown) -> Iterator[_Row]:
    for task in by_urgency(shown):
        block = row(shown.plan, task.id, "task", task_line(shown, task, 150))
        yield _Row(block, _when(shown, task))


def _when(shown: Shown, task: Task) -> str:
    if task.status == "done":
        return "Done"
    if task.due is None:
        return "Without a date"
    return "Overdue" if progress.is_overdue(task, shown.today) else "Next"


def _measures(shown: Shown) -> Iterator[_Row]:
    for sort, label in SORTS.items():
        for measure in shown.plan.measures.values():
            if measure.sort == sort:
                block = row(shown.plan, measure.id, "measure", measure_line(shown, measure))
                yield _Row(block, label)


def _history(shown: Shown, told: Sequence[Told]) -> Iterator[_Row]:
    zone = ZoneInfo(shown.plan.timezone)
    for one in told:
        day = one.at.astimezone(zone).date()
        by = mention(one.by or "")
        yield _Row(section(f"{by} · {short_day(day, shown.today)}\n{shorten(one.words, 900)}"))


_ROWS: Mapping[str, Callable[[Shown], Iterator[_Row]]] = {
    pages.CAUSES: _causes,
    pages.DRIVERS: _drivers,
    pages.IDEAS: _ideas,
    pages.TASKS: _tasks,
    pages.MEASURES: _measures,
}
