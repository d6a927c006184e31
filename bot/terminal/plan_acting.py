"""Step 3 in a terminal: tasks, measures, what else to think of, where it belongs, the review."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.blocks.planning.labels import EVERY, HEADINGS
from bot.planning.aligning import PLANS, fitting_elements
from bot.terminal import plan_text
from bot.terminal.console import wrapped
from bot.terminal.here import HERE
from bot.terminal.plan_files import report_here
from bot.terminal.plan_walk import Elsewhere, Walk
from conversations.database import new_id
from conversations.errors import Refused
from conversations.exports.legible import one_line
from conversations.planning import chain, checks
from conversations.planning.acting import (
    Aligned,
    Considered,
    MeasureAdded,
    MeasureChanged,
    TaskAdded,
    TaskChanged,
)
from conversations.planning.developing import GoalSet
from conversations.planning.model import Idea, Measure, Plan, Responsible, Sort, Task
from conversations.planning.typed_amounts import Amount, read_amount, together
from conversations.planning.typed_tasks import read_task

_MOST_ELEMENTS = 6
_TASKS = (
    "One line a task, with its day: “Translate the welcome letter by next Friday”. Enter goes on."
)
_NEEDS = {
    "cost": "What will it cost, and who pays?",
    "schedule": "What has to fit into the schedule?",
    "learning": "What do staff have to learn for it?",
    "families": "What does it mean for families, and who tells them?",
}
_MEASURED = re.compile(r"(outcome|process|balancing)\s*[:–—-]\s*(.+)", re.IGNORECASE)
_FIRST_MEASURE = (
    "What will you count to see whether the goal is reached?",
    "Such as: families who come to fall conferences",
)
_MEASURES = (
    "Another line is another measure; begin it with “process:” (do we do what we planned?) or "
    "“balancing:” (does anything else suffer?). “change 1” changes one, “drop 1” takes it out. "
    "Enter goes on."
)


def tasks(walk: Walk) -> None:
    """Ask for the tasks of each change idea that has none, then show all."""
    for idea in chain.tried(walk.plan):
        if not chain.tasks_of(walk.plan, idea.id):
            _take_tasks(walk, idea)
    if not walk.plan.ideas:
        walk.waits("A task belongs to a change idea, and there is none yet.")
        return
    walk.chooses(
        lambda: _list_tasks(walk),
        "“change 2” changes a task, “drop 2” takes it out, “more 1” adds to idea 1. Enter goes on.",
        {
            "change": lambda place: _on_task(walk, place, drop=False),
            "drop": lambda place: _on_task(walk, place, drop=True),
            "more": lambda place: _more(walk, place),
        },
    )


def measures(walk: Walk) -> None:
    """Ask for a first measure of the goal, then show all."""
    if not walk.plan.measures:
        walk.asks(*_FIRST_MEASURE)
        text = walk.words("measure > ")
        if not text:
            return
        _add_measure(walk, text)
    walk.chooses(
        lambda: _list_measures(walk),
        _MEASURES,
        {
            "change": lambda place: _numbers(walk, _measures(walk.plan)[place]),
            "drop": lambda place: walk.drops(_measures(walk.plan)[place].id),
        },
        lambda text: _add_measure(walk, text),
    )


def considerations(walk: Walk) -> None:
    """Ask what each heading asks, one after the other."""
    for heading, name in HEADINGS.items():
        known = walk.plan.considerations.get(heading, "")
        hint = f"You said: {one_line(known)}. Enter leaves it so." if known else "Enter: nothing."
        walk.asks(f"{name}: {_NEEDS[heading]}", hint)
        while text := walk.words():
            if walk.saves(Considered(heading, text)):
                break


def coherence(walk: Walk) -> None:
    """Let the plans and elements be chosen that this plan answers."""
    plan, item = walk.plan, walk.services.engine.item
    near = fitting_elements(walk.services, plan, _MOST_ELEMENTS)
    offered = tuple(dict.fromkeys((*PLANS, *near, *plan.aligned)))
    walk.lists(
        "Which of these does your plan belong to?",
        [
            f"{item(one)['title']} ({item(one)['locator']})"
            + ("  [chosen]" if one in plan.aligned else "")
            for one in offered
        ],
    )
    walk.tell("Their numbers, such as 2 6. Enter leaves it as it is.")
    while text := walk.ask():
        places = [int(number) for number in re.findall(r"\d{1,3}", text)]
        if places and all(0 < place <= len(offered) for place in places):
            walk.saves(Aligned(tuple(offered[place - 1] for place in places)))
            return
        walk.tell(f"Please type numbers from 1 to {len(offered)}.")


def review(walk: Walk) -> None:
    """Show what is missing; Enter starts the plan all the same. Raises Elsewhere."""
    shown = walk.shown
    lacks = checks.lacks(shown.plan, shown.calendar, shown.today)
    if lacks:
        said = [lack.sentence.replace(f"<@{HERE.person}> is", "You are") for lack in lacks]
        walk.lists("What the plan still lacks; nothing here stops you", said)
        hint = "A number leads to where it is mended. Enter starts the plan."
    else:
        walk.tell("Nothing is missing.")
        hint = "Enter starts the plan."
    walk.console.say("\n".join(plan_text.dim(hint, walk.console.width)))
    while text := walk.ask():
        if text.isdecimal() and 0 < int(text) <= len(lacks):
            raise Elsewhere(lacks[int(text) - 1].stage)
        walk.tell(hint)


def _take_tasks(walk: Walk, idea: Idea) -> None:
    walk.asks(f"Who does what for: {idea.text}", _TASKS)
    while text := walk.words("task > "):
        shown = walk.shown
        read = read_task(text, shown.today, shown.calendar)
        if not read.what:
            walk.tell("Please say what is to be done, too.")
            continue
        me = Responsible(HERE.person)
        due = read.due.day if read.due else None
        task = TaskAdded(new_id(), idea.id, read.what, me, due=due)
        if walk.saves(task):
            _fill(walk, walk.plan.tasks[task.id])


def _fill(walk: Walk, task: Task) -> None:
    """Ask for what a task does not say yet, and keep each answer."""
    if task.due:
        walk.tell(f"Due {plan_text.long_day(task.due)}.")
    else:
        walk.tell("By when? Enter leaves it open.")
        if found := walk.day("due > "):
            task = replace(task, due=found.day)
            walk.saves(_changed(task))
    walk.tell("Who does it? Enter: you.")
    if name := walk.words("who > "):
        named = replace(task, owner=Responsible(HERE.person, name))
        task = named if walk.saves(_changed(named)) else task
    walk.tell("What will show that it moves? Enter leaves it open.")
    if shows := walk.words("shows > "):
        walk.saves(_changed(replace(task, shows=shows)))


def _changed(task: Task) -> TaskChanged:
    return TaskChanged(
        task.id, task.what, task.owner, task.support, task.starts, task.due, task.shows
    )


def _list_tasks(walk: Walk) -> int:
    """Print the change ideas with their tasks, each with its number."""
    plan, width = walk.plan, walk.console.width
    told = {task.id: plan_text.task(task) for task in report_here(walk.shown).tasks}
    numbers = {task.id: place for place, task in enumerate(_in_order(plan), start=1)}
    lines = plan_text.heading("Change ideas and their tasks")
    for place, idea in enumerate(chain.tried(plan), start=1):
        lines += wrapped(one_line(idea.text), width, f"  idea {place}: ", " " * 10)
        for task in chain.tasks_of(plan, idea.id):
            lines += wrapped(told[task.id], width, f"{numbers[task.id]:>8}  ", " " * 10)
    walk.console.say("\n".join(lines))
    return max(len(numbers), len(chain.tried(plan)))


def _in_order(plan: Plan) -> list[Task]:
    return [task for idea in chain.tried(plan) for task in chain.tasks_of(plan, idea.id)]


def _on_task(walk: Walk, place: int, *, drop: bool) -> None:
    found = _in_order(walk.plan)
    if place >= len(found):
        walk.tell(f"There is no task {place + 1}.")
    elif drop:
        walk.drops(found[place].id)
    else:
        _change_task(walk, found[place])


def _change_task(walk: Walk, task: Task) -> None:
    walk.asks(f"What is to be done? Now: {task.what}", "Enter leaves it so.")
    if what := walk.words("task > "):
        said = replace(task, what=what)
        task = said if walk.saves(_changed(said)) else task
    walk.tell("By when? Enter leaves it as it is.")
    if found := walk.day("due > "):
        task = replace(task, due=found.day)
        walk.saves(_changed(task))
    walk.tell("Who does it? Enter leaves it as it is; “me” is you.")
    if name := walk.words("who > "):
        owner = Responsible(HERE.person, "" if name.casefold() == "me" else name)
        walk.saves(_changed(replace(task, owner=owner)))


def _more(walk: Walk, place: int) -> None:
    found = chain.tried(walk.plan)
    if place < len(found):
        _take_tasks(walk, found[place])
    else:
        walk.tell(f"There is no change idea {place + 1}.")


def _add_measure(walk: Walk, text: str) -> None:
    said = _MEASURED.fullmatch(text)
    has_outcome = any(measure.sort == "outcome" for measure in walk.plan.measures.values())
    sort: Sort = "process" if has_outcome else "outcome"
    if said:
        sort = said[1].lower()  # type: ignore[assignment]
    what = said[2] if said else text
    added = Measure(new_id(), sort, what, reader=Responsible(HERE.person))
    if walk.saves(MeasureAdded(added)):
        _numbers(walk, walk.plan.measures[added.id])


def _numbers(walk: Walk, measure: Measure) -> None:
    """Ask where a measure stands, where it is to go, and how often it is read."""
    walk.asks(
        f"Where does it stand now? {measure.what}",
        "Such as 9 of 20, 70% or 35. Enter leaves it open.",
    )
    baseline = _amount(walk, "now > ")
    if baseline is None and measure.baseline is None:
        _baseline_later(walk)
    walk.tell("What would you be glad to see?")
    target = _amount(walk, "target > ")
    try:
        unit = together(baseline, target)
    except Refused as refused:
        walk.tell(str(refused))
        return
    changed = replace(
        measure,
        unit=unit or measure.unit,
        baseline=baseline.value if baseline else measure.baseline,
        target=target.value if target else measure.target,
    )
    names = list(EVERY.values())
    walk.lists("How often do you look at it?", names)
    every = walk.ask("every > ")
    if every and every.isdecimal() and 0 < int(every) <= len(names):
        changed = replace(changed, every=list(EVERY)[int(every) - 1])
    if changed != measure:
        walk.saves(MeasureChanged(changed))


def _baseline_later(walk: Walk) -> None:
    if (goal := walk.plan.goal) and goal.baseline_by is None:
        walk.tell("When will you know? A day, or Enter.")
        if found := walk.day():
            walk.saves(GoalSet(replace(goal, baseline_by=found.day)))


def _amount(walk: Walk, prompt: str) -> Amount | None:
    while text := walk.words(prompt):
        shown = walk.shown
        try:
            return read_amount(text, "value", today=shown.today, calendar=shown.calendar)
        except Refused as refused:
            walk.tell(str(refused))
    return None


def _list_measures(walk: Walk) -> int:
    told = report_here(walk.shown).measures
    walk.lists("Measures", [plan_text.measure(one) for one in told])
    return len(told)


def _measures(plan: Plan) -> list[Measure]:
    return list(plan.measures.values())
