"""What the plan still lacks, each with a button that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.days import short_day
from bot.blocks.planning.shown import Body, Shown, mention, value
from bot.blocks.text import Block, actions, button, context, escape, header, section, shorten
from conversations.planning import chain, stages
from conversations.planning.checks import Lack, lacks
from conversations.planning.model import Plan

ALL, LOAD = "plan_lacks_all", "plan_load"
ALL_WINDOW = "plan_lacks_window"
TASK_EDIT = "plan_task_edit"

_ON_CARD = 10
_A_PAGE = 70
_SENTENCE = 280
_WELL_DONE = (
    "*Nothing is missing.* From the problem to who does what by when, your plan hangs together. "
    "That is a lot of work; well done."
)


@dataclass(frozen=True)
class _Mending:
    """A button that mends something: its label, what it does, and the name of what it is about."""

    label: str
    action_id: str
    about: str = ""


MENDING = {
    "no_problem": _Mending("Write it", "plan_problem_edit"),
    "no_root": _Mending("Go there", "plan_go_to"),
    "no_driver": _Mending("Add", "plan_driver_add", "cause"),
    "no_data": _Mending("Add", "plan_datum_add", "cause"),
    "no_goal": _Mending("Say it", "plan_goal_edit"),
    "goal_part": _Mending("Add", "plan_goal_edit"),
    "no_measure": _Mending("Add", "plan_measure_add"),
    "no_baseline": _Mending("Add", "plan_measure_edit", "id"),
    "no_target": _Mending("Add", "plan_measure_edit", "id"),
    "no_reader": _Mending("Choose", "plan_measure_edit", "id"),
    "no_idea": _Mending("Add", "plan_idea_add", "driver"),
    "no_root_behind": _Mending("Change", "plan_driver_edit", "id"),
    "no_task": _Mending("Add", "plan_task_add", "idea"),
    "no_owner": _Mending("Choose", TASK_EDIT, "id"),
    "no_due": _Mending("Choose", TASK_EDIT, "id"),
    "no_school": _Mending("Change", TASK_EDIT, "id"),
    "after_goal": _Mending("Change", TASK_EDIT, "id"),
    "heavy_load": _Mending("See the tasks", LOAD, "id"),
    "no_core": _Mending("Choose", "plan_core_edit"),
    "core_size": _Mending("Change", "plan_core_edit"),
    "competencies": _Mending("Change", "plan_core_edit"),
    "not_aligned": _Mending("Choose", "plan_align_edit"),
}
"""What mends each kind of lack."""

_ELSEWHERE = _Mending("Go there", "plan_go_to")


def review(shown: Shown) -> Body:
    """Return what is missing, each with its button; or that nothing is."""
    plan = shown.plan
    missing = lacks(plan, shown.calendar, shown.today)
    if not missing:
        return Body([section(_WELL_DONE)], said="nothing is missing")
    blocks = [section(_open_ones(len(missing)))]
    on_card = missing if len(missing) <= _ON_CARD else missing[: _ON_CARD - 1]
    blocks += [_lack(plan, lack) for lack in on_card]
    controls = []
    if len(on_card) < len(missing):
        blocks.append(context(f"… and {len(missing) - len(on_card)} more"))
        controls.append(button(f"See all {len(missing)}", ALL, value(plan, start=0)))
    return Body(blocks, controls, said=_counted(len(missing)))


def lacks_window(shown: Shown, start: int = 0) -> dict[str, Any]:
    """Return the window with all that is missing by step, from the ``start``-th on."""
    plan = shown.plan
    found = lacks(plan, shown.calendar, shown.today)
    missing = sorted(found, key=lambda lack: stages.place(lack.stage) or 0)
    blocks: list[Block] = [] if missing else [section(_WELL_DONE)]
    stage = None
    for lack in missing[start : start + _A_PAGE]:
        if lack.stage != stage:
            stage = lack.stage
            blocks.append(header(stages.shown(stage).title))
        blocks.append(_lack(plan, lack))
    pages = []
    if start:
        pages.append(button("Earlier", ALL, value(plan, start=max(0, start - _A_PAGE))))
    if start + _A_PAGE < len(missing):
        pages.append(button("More", ALL, value(plan, start=start + _A_PAGE)))
    if pages:
        blocks.append(actions(*pages))
    return fitting.modal(
        "What is still open",
        blocks,
        close="Done",
        callback_id=ALL_WINDOW,
        private_metadata=value(plan, start=start),
    )


def load_window(shown: Shown, person: str) -> dict[str, Any]:
    """Return the window with the open tasks that somebody answers for, each to be changed."""
    plan = shown.plan
    tasks = [
        task
        for task in chain.tasks_tried(plan)
        if task.status != "done" and task.owner and task.owner.person == person
    ]
    blocks = [section(f"{mention(person)} is down for these. Which could somebody else take on?")]
    for task in tasks[:_A_PAGE]:
        due = short_day(task.due, shown.today) if task.due else "no date yet"
        spoken = shorten(f"Change {task.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
        change = button("Change", TASK_EDIT, value(plan, id=task.id), accessibility_label=spoken)
        said = f"{escape(shorten(task.what, _SENTENCE))}\n{due}"
        blocks.append(section(said, accessory=change))
    return fitting.modal("Open tasks", blocks, close="Done")


def _open_ones(count: int) -> str:
    if count == 1:
        return "*One thing is still open.* It does not stop you: you can start and come back to it."
    return (
        f"*{count} things are still open.* None of them stops you: you can start and come back to "
        "them."
    )


def _counted(count: int) -> str:
    return "1 thing still open" if count == 1 else f"{count} things still open"


def _lack(plan: Plan, lack: Lack) -> Block:
    mending = MENDING.get(lack.kind, _ELSEWHERE)
    more: dict[str, str] = {mending.about: lack.about} if mending.about else {}
    if mending.action_id == "plan_go_to":
        more = {"to": lack.stage}
    spoken = shorten(f"{mending.label}: {lack.sentence}", limits.BUTTON_ACCESSIBILITY_LABEL)
    if lack.kind == "heavy_load":
        spoken = mending.label
    mend = button(mending.label, mending.action_id, value(plan, **more), accessibility_label=spoken)
    return section(said_of(lack), accessory=mend)


def said_of(lack: Lack) -> str:
    """Return what is missing as mrkdwn: what people typed is escaped, a person is mentioned."""
    said = escape(shorten(lack.sentence, _SENTENCE))
    if lack.kind == "heavy_load":
        said = said.replace(escape(f"<@{lack.about}>"), mention(lack.about))
    return said
