"""How a task stands, typed by whoever works on it: "done, all letters are out"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.planning.living import is_of
from bot.blocks.planning.shown import Shown
from bot.blocks.planning.statuses import (
    change_message,
    no_task_message,
    not_yet_message,
    stood_message,
    which_message,
)
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning import chain
from conversations.planning.acting import TaskStood
from conversations.planning.model import Status, Task
from conversations.planning.service import Taken
from conversations.planning.typed_readings import which_measure
from conversations.planning.typed_status import Kind, TypedStatus, read_status

_STATUS: Mapping[Kind, Status] = {
    "done": "done",
    "blocked": "blocked",
    "started": "under_way",
    "on_track": "under_way",
}
_SURE: tuple[Kind, ...] = ("done", "blocked", "started")


def read(typed: Typed) -> Heard | None:
    """Return how a task stands, or the question which task is meant; None for no status.

    Among colleagues only what whoever has an open task says plainly about one.
    """
    said = read_status(typed.words)
    if said is None or not (typed.named or said.kind in _SURE):
        return None
    mine, meant = _meant(typed)
    if not typed.named and not (meant or (mine and said.note)):
        return None
    if len(tasks := meant or mine) == 1 and said.kind in _STATUS:
        return of(typed, tasks[0], _STATUS[said.kind], _note(typed, said))
    answer = _answer(typed, said, tasks)
    return Heard((), lambda shown, taken: answer) if answer else None


def of(typed: Typed, task: Task, status: Status, note: str) -> Heard:
    """Return how one task stands."""

    def reply(shown: Shown, taken: Taken) -> dict[str, Any]:
        plan, is_kept = taken.plan, not taken.proposed
        return stood_message(plan, plan.tasks.get(task.id, task), status, kept=is_kept)

    return Heard((TaskStood(task.id, status, note),), reply)


def _meant(typed: Typed) -> tuple[list[Task], list[Task]]:
    """Return the open tasks of whoever speaks, and those among them, or of others, that are meant.

    Somebody else's is only meant where whoever speaks names the bot.
    """
    plan = typed.plan
    open_ones = [task for task in chain.tasks_tried(plan) if task.status != "done"]
    mine = [task for task in open_ones if is_of(plan, task, typed.by)]
    if meant := _like(typed.words, mine):
        return mine, meant
    others = [] if mine or not typed.named else open_ones
    return mine, _like(typed.words, others)


def _like(words: str, tasks: Sequence[Task]) -> list[Task]:
    by_id = {task.id: task for task in tasks}
    return [by_id[one] for one in which_measure(words, {i: t.what for i, t in by_id.items()})]


def _answer(typed: Typed, said: TypedStatus, tasks: Sequence[Task]) -> dict[str, Any] | None:
    """Return what is said where nothing is kept yet; None for nothing."""
    only = tasks[0] if len(tasks) == 1 else None
    if said.kind in ("snooze", "hand_over"):
        return change_message(typed.plan, only)
    if not tasks:
        return no_task_message(typed.plan)
    if said.kind == "not_yet":
        return not_yet_message(typed.plan, only) if only else None
    status, note = _STATUS[said.kind], _note(typed, said)
    return which_message(typed.plan, status, note, tasks, typed.by)


def _note(typed: Typed, said: TypedStatus) -> str:
    # Nothing that was typed is lost: where a task is kept as started, the words say how far.
    return said.note if said.kind in ("done", "blocked") else typed.words
