"""The pages of the plan's window that show one link each: why it is there, what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning import cause_lines
from bot.blocks.planning.days import full_day, short_day
from bot.blocks.planning.labels import SORTS, STATUSES, VERDICTS, WEIGHTS
from bot.blocks.planning.links import kind_of, text_of
from bot.blocks.planning.pages import LISTS, Page, look, nav, row, turning
from bot.blocks.planning.shown import Shown, mention, named, value
from bot.blocks.planning.standing import counted, measure_line, told
from bot.blocks.planning.status_buttons import status_row
from bot.blocks.planning.task_lines import due_words, task_line
from bot.blocks.text import Block, actions, button, context, escape, link, section, shorten
from bot.planning.diagrams import datum_line, source_line
from conversations.planning import chain, progress
from conversations.planning.chain import Link
from conversations.planning.model import (
    WHOLE_GOAL,
    Cause,
    Driver,
    Idea,
    Measure,
    Plan,
    Reading,
    Task,
)
from conversations.planning.wording import goal_sentence

BEGAN, GOAL = "began", "goal"
CHART, READING_ADD, OUT = "plan_reading_chart", "plan_reading_add", "plan_reading_out"

_A_PAGE, _MOST_ABOVE, _MOST_DATA, _MOST_READINGS = 25, 4, 8, 15


@dataclass(frozen=True)
class Above:
    """A link above another: what it is called there, its words as mrkdwn, and where it is seen."""

    label: str
    text: str
    at: str


def began_page(shown: Shown, page: Page) -> list[Block]:
    """Return what the plan began with: the ratings, what was noted, the problem."""
    plan = shown.plan
    blocks = nav(plan, page)
    blocks.append(section("*What it began with*"))
    for origin in plan.origins:
        rated = f"\nAgreed: *{escape(origin.agreed)}*" if origin.agreed else ""
        noted = "".join(f"\n>{escape(shorten(note, 300))}" for note in origin.evidence)
        where = f"{link(origin.url, origin.title)} ({escape(origin.locator)})"
        blocks.append(section(f"{where}\n{escape(shorten(origin.text, 600))}{rated}{noted}"))
    if plan.problem:
        blocks.append(section(f"*The problem*\n>{_quoted(plan.problem)}"))
    roots = plan.roots or tuple(c for c in plan.causes.values() if c.under is None)
    title = "Root causes of it" if plan.roots else "What may be behind it"
    return blocks + _below(plan, page, title, [_cause_row(plan, cause) for cause in roots])


def goal_page(shown: Shown, page: Page) -> list[Block]:
    """Return the goal, with what has to change for it and what watches over it."""
    plan = shown.plan
    said = escape(goal_sentence(plan.goal)) if plan.goal else "There is no goal yet."
    blocks = [*nav(plan, page), section(f"*The goal*\n{said}")]
    if plan.goal and plan.goal.serves:
        blocks.append(context(f"It serves: {escape(plan.goal.serves)}"))
    if not plan.ended_at:
        blocks.append(actions(button(_change(plan, page), "plan_goal_edit", value(plan))))
    blocks += _why(plan, [_problem(plan)])
    rows = [_driver_row(plan, driver) for driver in chain.primary(plan)]
    rows += [_measure_row(shown, one) for one in chain.measures_of(plan, WHOLE_GOAL)]
    return blocks + _below(plan, page, "What leads to it", rows)


def link_page(shown: Shown, link: Link, page: Page) -> list[Block]:
    """Return one link of the chain."""
    plan = shown.plan
    name = kind_of(link)
    about = [f"_{name[:1].upper()}{name[1:]}_", f"*{escape(text_of(link))}*", *_facts(shown, link)]
    blocks = [*nav(plan, page, _list_of(link)), section("\n".join(about))]
    if not plan.ended_at:
        blocks += _controls(plan, link, page)
    blocks += _why(plan, list(above(plan, link)))
    blocks += _below(plan, page, "What hangs on it", _hanging(shown, link))
    if isinstance(link, Measure):
        blocks += _readings(shown, link, page)
    return blocks


def above(plan: Plan, link: Link) -> Iterator[Above]:
    """Yield what stands above a link, nearest first, up to the rating that it began with."""
    match link:
        case Task():
            idea = plan.ideas[link.idea]
            yield _above("It is a part of the idea", idea)
            yield from above(plan, idea)
        case Idea():
            driver = plan.drivers[link.driver]
            yield _above("It moves the driver", driver)
            yield from above(plan, driver)
        case Driver():
            if link.under:
                yield _above("It is a part of the driver", plan.drivers[link.under])
            if plan.goal:
                yield _goal(plan)
            causes = [plan.causes[one] for one in chain.answered(plan, link)]
            causes.sort(key=lambda cause: not cause.is_root)
            for cause in causes[:_MOST_ABOVE]:
                root = "root cause" if cause.is_root else "cause"
                yield _above(f"It answers the {root}", cause)
            yield _problem(plan)
        case Cause():
            for parent in reversed(cause_lines.above(plan, link.id)[:-1]):
                yield _above("It answers “why?” of", parent)
            yield _problem(plan)
        case Measure() if link.serves != WHOLE_GOAL:
            served = plan.drivers.get(link.serves) or plan.ideas[link.serves]
            yield _above(f"It watches over the {kind_of(served)}", served)
            yield from above(plan, served)
        case Measure():
            yield _goal(plan)
            yield _problem(plan)
        case Reading():
            measure = plan.measures[link.measure]
            yield _above("It is a reading of", measure)
            yield from above(plan, measure)


def _above(label: str, link: Link) -> Above:
    return Above(label, escape(shorten(text_of(link), 200)), link.id)


def _goal(plan: Plan) -> Above:
    said = goal_sentence(plan.goal) if plan.goal else "no goal yet"
    return Above("It is for the goal", escape(shorten(said, 200)), GOAL)


def _problem(plan: Plan) -> Above:
    if plan.origins:
        origin = plan.origins[0]
        rated = f", rated “{origin.agreed}”" if origin.agreed else ""
        more = f" and {len(plan.origins) - 1} more" if len(plan.origins) > 1 else ""
        return Above("It began with", escape(f"{origin.title}{rated}{more}"), BEGAN)
    said = plan.problem or "no problem in words yet"
    return Above("It began with the problem", escape(shorten(said, 200)), BEGAN)


def _why(plan: Plan, above: Sequence[Above]) -> list[Block]:
    blocks = [section("*Why this?*")]
    for one in above:
        seen = look(plan, one.at, f"Look at what stands above: {one.text}")
        blocks.append(section(f"{one.label}\n{one.text}", accessory=seen))
    return blocks


def _below(plan: Plan, page: Page, title: str, rows: Sequence[Block]) -> list[Block]:
    if not rows:
        return []
    shown = rows[page.start : page.start + _A_PAGE]
    return [section(f"*{title}*"), *shown, *turning(plan, page, len(rows), _A_PAGE)]


def _facts(shown: Shown, link: Link) -> Iterator[str]:
    match link:
        case Cause():
            yield from _about_cause(shown.plan, link)
        case Idea():
            yield from _about_idea(shown, link)
        case Task():
            yield from _about_task(shown, link)
        case Measure():
            yield f"_{SORTS[link.sort]}_"
            yield measure_line(shown, link).partition("*: ")[2]
            if not shown.plan.is_personal:
                yield f"Read by {named(shown, link.reader)}"
        case _:
            return


def _about_cause(plan: Plan, cause: Cause) -> Iterator[str]:
    bone = escape(plan.bones[cause.bone])
    yield f"{'*Root cause*' if cause.is_root else 'Contributing cause'} · {bone}"
    if marks := cause_lines.known_marks(cause):
        yield f"Taken for a root cause by {', '.join(map(mention, marks[:20]))}"
    for datum in cause.data[:_MOST_DATA]:
        yield f"•  {escape(datum_line(datum))}"


def _about_idea(shown: Shown, idea: Idea) -> Iterator[str]:
    if idea.source:
        yield f"From {link(idea.source.url, source_line(idea.source))}"
    weighed = (("Impact", idea.impact), ("ease", idea.ease))
    if said := [f"{name}: {WEIGHTS[much].lower()}" for name, much in weighed if much]:
        yield " · ".join(said)
    if idea.verdict:
        yield f"*{VERDICTS[idea.verdict]}*{f' ({escape(idea.why)})' if idea.why else ''}"
    if tasks := chain.tasks_of(shown.plan, idea.id):
        yield counted(progress.of_tasks(tasks, shown.today))


def _about_task(shown: Shown, task: Task) -> Iterator[str]:
    if not shown.plan.is_personal:
        yield f"Who: {named(shown, task.owner)}"
    if task.support:
        yield f"Helping: {', '.join(map(mention, task.support))}"
    if task.starts:
        yield f"Starts: {full_day(task.starts, shown.today)}"
    yield f"Due: {due_words(shown, task)}"
    yield f"*{STATUSES[task.status]}*" + (f": {escape(task.note)}" if task.note else "")
    if task.shows:
        yield f"Progress shows in: {escape(shorten(task.shows, 400))}"


def _controls(plan: Plan, link: Link, page: Page) -> list[Block]:
    change, carried = _change(plan, page), value(plan, id=link.id)
    match link:
        case Cause():
            return [actions(button("Open", "plan_cause_open", carried))]
        case Driver():
            add = button("Add an idea", "plan_idea_add", value(plan, driver=link.id))
            return [actions(button(change, "plan_driver_edit", carried), add)]
        case Idea():
            add = button("Add a task", "plan_task_add", value(plan, idea=link.id))
            return [actions(button("Open", "plan_idea_open", carried), add)]
        case Task():
            noted = button("Add a note", "plan_task_open", carried)
            edit = button(change, "plan_task_edit", carried)
            return [status_row(plan, link), actions(noted, edit)]
        case Measure():
            row = [
                button("Enter a reading", READING_ADD, carried, style="primary"),
                button(change, "plan_measure_edit", carried),
            ]
            if chain.readings_of(plan, link.id):
                row.append(button("Draw the run chart", CHART, carried))
            return [actions(*row)]
        case _:
            return []


def _change(plan: Plan, page: Page) -> str:
    return "Propose a change" if plan.is_live and not page.steers else "Change"


def _hanging(shown: Shown, link: Link) -> list[Block]:
    plan = shown.plan
    match link:
        case Cause():
            answering = (d for d in plan.drivers.values() if link.id in d.causes)
            return [
                *(_cause_row(plan, why) for why in chain.whys(plan, link.id)),
                *(_driver_row(plan, driver) for driver in answering),
            ]
        case Driver():
            return [
                *(_driver_row(plan, under) for under in chain.secondary(plan, link.id)),
                *(_idea_row(shown, idea) for idea in chain.ideas_of(plan, link.id)),
                *(_measure_row(shown, one) for one in chain.measures_of(plan, link.id)),
            ]
        case Idea():
            return [
                *(_task_row(shown, task) for task in chain.tasks_of(plan, link.id)),
                *(_measure_row(shown, one) for one in chain.measures_of(plan, link.id)),
            ]
        case _:
            return []


def _readings(shown: Shown, measure: Measure, page: Page) -> list[Block]:
    plan = shown.plan
    latest = chain.readings_of(plan, measure.id)[::-1]
    if not latest:
        return [section("There are no readings yet. Type one in the plan's thread, or here.")]
    blocks = [section("*Readings*, the latest first")]
    for reading in latest[:_MOST_READINGS]:
        words = f"\n_{escape(shorten(reading.words, 200))}_" if reading.words else ""
        said = f"{short_day(reading.day, shown.today)}: *{told(measure, reading)}*{words}"
        spoken = f"Take out the reading of {short_day(reading.day, shown.today)}"
        out = button("Take out", OUT, value(plan, id=reading.id), accessibility_label=spoken)
        may = not plan.ended_at and (page.steers or reading.by == page.viewer)
        blocks.append(section(said, **({"accessory": out} if may else {})))
    if len(latest) > _MOST_READINGS:
        blocks.append(context(f"… and {len(latest) - _MOST_READINGS} earlier ones"))
    return blocks


def _cause_row(plan: Plan, cause: Cause) -> Block:
    return row(plan, cause.id, "cause", cause_lines.line(cause, 0, 150))


def _driver_row(plan: Plan, driver: Driver) -> Block:
    ideas = len(chain.ideas_of(plan, driver.id))
    count = "1 change idea" if ideas == 1 else f"{ideas} change ideas"
    return row(plan, driver.id, "driver", f"{escape(shorten(driver.text, 150))}\n{count}")


def _idea_row(shown: Shown, idea: Idea) -> Block:
    return row(shown.plan, idea.id, "change idea", idea_words(shown, idea))


def idea_words(shown: Shown, idea: Idea) -> str:
    """Return an idea with how far its tasks have come and what was decided, as mrkdwn."""
    tasks = chain.tasks_of(shown.plan, idea.id)
    facts = [counted(progress.of_tasks(tasks, shown.today)).replace("*", "")] if tasks else []
    facts += [VERDICTS[idea.verdict].partition(":")[0]] if idea.verdict else []
    return "\n".join((escape(shorten(idea.text, 150)), *([" · ".join(facts)] if facts else [])))


def _task_row(shown: Shown, task: Task) -> Block:
    return row(shown.plan, task.id, "task", task_line(shown, task, 150))


def _measure_row(shown: Shown, measure: Measure) -> Block:
    return row(shown.plan, measure.id, "measure", measure_line(shown, measure))


def _list_of(link: Link) -> str:
    return LISTS[type(link)]


def _quoted(text: str) -> str:
    return "\n>".join(escape(text).splitlines())


def gone_page(plan: Plan, page: Page) -> list[Block]:
    """Return what is said where a link is not there any more."""
    return [*nav(plan, page), section("That is not in the plan any more.")]


def window(plan: Plan, blocks: Sequence[Block], page: Page) -> dict[str, Any]:
    """Return a page as the plan's window."""
    return fitting.modal(
        "Action plan",
        blocks[: limits.VIEW_BLOCKS],
        close="Close",
        callback_id="plan_view",
        private_metadata=value(plan, at=page.at, n=page.start),
    )
