"""What a good plan still lacks, each with where it is mended; a list, never a refusal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from conversations.calendar import Calendar, is_school_day
from conversations.planning import chain, progress
from conversations.planning.model import (
    CORE_LEAST,
    CORE_MOST,
    HEAVY_LOAD,
    WHOLE_GOAL,
    Measure,
    Plan,
    Stage,
    is_known,
)
from conversations.planning.wording import long_day

COMPETENCIES = range(1, 6)
"""The five competencies that a core team covers together (team/competencies/1 to 5)."""


@dataclass(frozen=True)
class Lack:
    """Something that is missing: a sentence, the stage that mends it, and the link it is about.

    ``about`` is the id of a cause, driver, idea, task or measure; a Slack user id for a heavy load;
    empty for the plan as a whole.
    """

    kind: str
    sentence: str
    stage: Stage
    about: str = ""


def lacks(plan: Plan, calendar: Calendar, today: date) -> tuple[Lack, ...]:
    """Return what the plan still lacks, in the order of the walk."""
    return tuple(lack for check in _CHECKS for lack in check(plan, calendar, today))


def uncovered(plan: Plan) -> tuple[int, ...]:
    """Return the competencies that nobody of the core team brings yet."""
    brought = {one for member in plan.core for one in member.competencies}
    return tuple(one for one in COMPETENCIES if one not in brought)


def _problem(plan: Plan, calendar: Calendar, today: date) -> Iterator[Lack]:
    if not plan.problem:
        yield Lack(
            "no_problem",
            "The problem is not put into words yet: a sentence or two will do.",
            "problem",
        )
    if not plan.roots:
        yield Lack(
            "no_root",
            "No root cause is agreed on yet: mark the causes that would make the difference.",
            "roots",
        )
    for cause in plan.roots:
        if not any(cause.id in driver.causes for driver in plan.drivers.values()):
            said = (
                f"No driver answers the root cause “{cause.text}” yet. What would have to change?"
            )
            yield Lack("no_driver", said, "drivers", cause.id)
        if not cause.data:
            said = f"No data stands behind the root cause “{cause.text}” yet. What did you see?"
            yield Lack("no_data", said, "roots", cause.id)


def _goal(plan: Plan, calendar: Calendar, today: date) -> Iterator[Lack]:
    goal = plan.goal
    if goal is None:
        yield Lack(
            "no_goal", "There is no goal yet: say what will be different, and for whom.", "goal"
        )
        return
    for said, words in (
        (goal.for_whom, "whom it is for"),
        (goal.how_much, "by how much"),
        (goal.by_when, "by when"),
    ):
        if not said:
            yield Lack(
                "goal_part", f"The goal does not say {words} yet. You can add it any time.", "goal"
            )
    if not any(measure.sort == "outcome" for measure in plan.measures.values()):
        said = "No outcome measure tells yet whether the goal is reached: what will you count?"
        yield Lack("no_measure", said, "measures")
    for measure in plan.measures.values():
        yield from _measure_lacks(plan, measure, today)


def _measure_lacks(plan: Plan, measure: Measure, today: date) -> Iterator[Lack]:
    if measure.baseline is None:
        when = plan.goal.baseline_by if plan.goal and measure.serves == WHOLE_GOAL else None
        if when is None:
            until = "When will you have it?"
        elif when < today:
            until = f"You meant to have it by {long_day(when)}: has it come in?"
        else:
            until = f"You will have it by {long_day(when)}: add it then."
        said = f"“{measure.what}” has no baseline yet. {until}"
        yield Lack("no_baseline", said, "measures", measure.id)
    if measure.target is None:
        said = f"“{measure.what}” has no target yet. What would you be glad to see?"
        yield Lack("no_target", said, "measures", measure.id)
    if measure.reader is None or not is_known(measure.reader.person):
        said = f"Nobody reads “{measure.what}” yet. Who could?"
        yield Lack("no_reader", said, "measures", measure.id)


def _chain(plan: Plan, calendar: Calendar, today: date) -> Iterator[Lack]:
    tried = {idea.id for idea in chain.tried(plan)}
    for driver in plan.drivers.values():
        has_ideas = any(idea.id in tried for idea in chain.ideas_of(plan, driver.id))
        if not has_ideas and not chain.secondary(plan, driver.id):
            said = f"The driver “{driver.text}” has no change idea yet. What could you try?"
            yield Lack("no_idea", said, "ideas", driver.id)
        answers = chain.answered(plan, driver)
        if plan.roots and not any(plan.causes[cause].is_root for cause in answers):
            said = f"The driver “{driver.text}” answers no root cause. Does one belong to it?"
            yield Lack("no_root_behind", said, "drivers", driver.id)
    for idea in chain.tried(plan):
        if not chain.tasks_of(plan, idea.id):
            said = f"The change idea “{idea.text}” has no task yet. What comes first?"
            yield Lack("no_task", said, "tasks", idea.id)


def _tasks(plan: Plan, calendar: Calendar, today: date) -> Iterator[Lack]:
    for task in chain.tasks_tried(plan):
        if task.status == "done":
            continue
        if task.owner is None or not is_known(task.owner.person):
            said = f"Nobody is down for “{task.what}” yet. Who could take it on?"
            yield Lack("no_owner", said, "tasks", task.id)
        if task.due is None:
            said = f"“{task.what}” has no date yet. By when could it be done?"
            yield Lack("no_due", said, "tasks", task.id)
        elif not is_school_day(task.due, calendar):
            said = (
                f"“{task.what}” is due on {long_day(task.due)}, when there is no school. Would the "
                "school day before do?"
            )
            yield Lack("no_school", said, "tasks", task.id)
        elif plan.goal and plan.goal.by_when and task.due > plan.goal.by_when:
            said = f"“{task.what}” is due after the day of the goal. Could one of the two move?"
            yield Lack("after_goal", said, "tasks", task.id)
    for person, count in progress.load(plan).items():
        if count >= HEAVY_LOAD:
            said = f"<@{person}> is down for {count} open tasks. Could somebody share them?"
            yield Lack("heavy_load", said, "tasks", person)


def _team(plan: Plan, calendar: Calendar, today: date) -> Iterator[Lack]:
    if plan.team is None:
        return
    if not plan.core:
        yield Lack(
            "no_core",
            "No core team is chosen yet. Which three to five people keep the plan moving?",
            "core",
        )
        return
    if not CORE_LEAST <= len(plan.core) <= CORE_MOST:
        people = "1 person" if len(plan.core) == 1 else f"{len(plan.core)} people"
        best = f"{CORE_LEAST} to {CORE_MOST} work best"
        change = "join" if len(plan.core) < CORE_LEAST else "help from outside it"
        said = f"The core team has {people}; {best}. Who could {change}?"
        yield Lack("core_size", said, "core")
    if missing := uncovered(plan):
        what = "1 competency is" if len(missing) == 1 else f"{len(missing)} competencies are"
        yield Lack(
            "competencies",
            f"{what} not covered by the core team yet. Who could you invite?",
            "core",
        )


def _coherence(plan: Plan, calendar: Calendar, today: date) -> Iterator[Lack]:
    if not plan.aligned:
        said = (
            "It is not tied to any of the plans that you must have anyway. Which one is it part of?"
        )
        yield Lack("not_aligned", said, "coherence")


_CHECKS: Collection[Callable[[Plan, Calendar, date], Iterator[Lack]]] = (
    _problem,
    _goal,
    _chain,
    _tasks,
    _team,
    _coherence,
)
