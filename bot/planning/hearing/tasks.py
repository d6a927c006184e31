"""Tasks that are typed: "Translate the welcome letter, @Ben by next Friday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.blocks.planning.shown import Shown
from bot.blocks.planning.task_replies import (
    LONGEST_WORDS,
    no_idea_yet,
    too_long,
    understood,
    which_idea,
)
from bot.blocks.text import as_typed
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning import chain
from conversations.planning.acting import TaskAdded
from conversations.planning.model import Idea, Responsible
from conversations.planning.phrases import kind_of
from conversations.planning.service import Taken
from conversations.planning.typed_causes import split_causes
from conversations.planning.typed_readings import which_measure
from conversations.planning.typed_tasks import TypedTask, read_task

_MENTION = re.compile(r"(<@[UW][A-Z0-9]+(?:\|[^<>]*)?>)")
_PROMISE = re.compile(r"(?P<who>i|we)(?: will| can|['’]ll) ", re.IGNORECASE)
_TALK = re.compile(r"(?:i|i['’]\w+|we|thanks?|see you|sorry|let['’]?s)\b", re.IGNORECASE)
_FEWEST_WORDS = 2


def read(typed: Typed) -> Heard | None:
    """Return the tasks in typed words; among colleagues only what surely is one.

    Where they could belong to several ideas nothing is added yet, and it is asked.
    """
    lines = list(_lines(typed))
    if not lines:
        return None
    ideas = _likeliest(typed, lines)
    words = "\n".join(lines)
    if len(ideas) == 1:
        return under(typed, ideas[0], lines)
    if not ideas:
        return Heard((), lambda shown, taken: no_idea_yet(typed.plan, words))
    if len(words) > LONGEST_WORDS:
        return Heard((), lambda shown, taken: too_long())
    return Heard((), lambda shown, taken: which_idea(typed.plan, words, typed.key, typed.by, ideas))


def under(typed: Typed, idea: Idea, lines: list[str]) -> Heard:
    """Return lines as tasks of an idea."""
    read = [_task(typed, line) for line in lines]
    named = dict.fromkeys(person for task in read for person in task.people)
    strangers = tuple(person for person in named if not _is_ours(typed, person))
    events = tuple(_added(typed, idea, task) for task in read)

    def reply(shown: Shown, taken: Taken) -> dict[str, Any]:
        added = [shown.plan.tasks[event.id] for event in events if event.id in shown.plan.tasks]
        return understood(shown, added, strangers)

    return Heard(events, reply)


def _is_task(typed: Typed, line: str) -> bool:
    """Tell whether a line among colleagues surely is a task: who or when, and something to do."""
    task = _task(typed, line)
    what = _PROMISE.sub("", task.what, count=1)
    if len(what.split()) < _FEWEST_WORDS or _TALK.match(what):
        return False
    is_action = kind_of(what) == "action"
    ours = any(_is_ours(typed, person) for person in task.people)
    return (ours or is_action) if task.due else (ours and is_action)


def _lines(typed: Typed) -> Iterator[str]:
    """Yield the lines that are tasks, without their bullets; mentions are still in them."""
    for line in split_causes("\n".join(map(_readable, typed.raw.splitlines()))):
        if _task(typed, line).what and (typed.named or _is_task(typed, line)):
            yield line


def _readable(line: str) -> str:
    parts = (part if _MENTION.fullmatch(part) else as_typed(part) for part in _MENTION.split(line))
    return " ".join(filter(None, parts))


def _task(typed: Typed, line: str) -> TypedTask:
    return read_task(line, typed.today, typed.calendar)


def _added(typed: Typed, idea: Idea, task: TypedTask) -> TaskAdded:
    ours = [person for person in task.people if _is_ours(typed, person)]
    what = task.what
    if promise := _PROMISE.match(what):
        what = what[promise.end() :]
        what = what[:1].upper() + what[1:]
    says_i = promise is not None and promise["who"].lower() == "i"
    if typed.plan.is_personal or (says_i and not task.people):
        ours = [typed.by]
    return TaskAdded(
        id=typed.new_id(),
        idea=idea.id,
        what=what,
        owner=Responsible(ours[0]) if ours else None,
        support=tuple(ours[1:]),
        due=task.due.day if task.due else None,
    )


def _is_ours(typed: Typed, person: str) -> bool:
    if typed.team is None:
        return person in typed.plan.owners
    return person in typed.team.people or person in typed.plan.owners


def _likeliest(typed: Typed, lines: list[str]) -> list[Idea]:
    """Return the ideas that are tried, those first that say what the lines say."""
    ideas = {idea.id: idea for idea in chain.tried(typed.plan)}
    alike = which_measure(" ".join(lines), {idea.id: idea.text for idea in ideas.values()})
    return [ideas[one] for one in dict.fromkeys((*alike, *ideas))]
