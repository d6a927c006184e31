"""A goal that is typed, with the day by which it is to be reached."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.goal import EDIT, open_parts
from bot.blocks.planning.shown import Shown, value
from bot.blocks.text import actions, button, escape, section
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.developing import GoalSet
from conversations.planning.model import Goal
from conversations.planning.service import Taken
from conversations.planning.typed_dates import find_date
from conversations.planning.wording import goal_sentence

_LEFT_BEHIND = re.compile(r"\s+([,.;:])")
_TWICE = re.compile(r"[,;:]+\s*([,;.])")
_AROUND = " \t\n,;:–—-"


def set_goal(typed: Typed, words: str) -> Heard:
    """Return the goal in ``words``; what they do not say stays as it was."""
    before = typed.plan.goal or Goal("")
    what, by_when = words, before.by_when
    found = find_date(words, typed.today, typed.calendar)
    # A day that has been is part of what is said, such as "as many as in June 2019".
    if found and found.day >= typed.today:
        rest = _without(words, found.start, found.end)
        what, by_when = rest or before.what or words, found.day
    goal = replace(before, what=what, by_when=by_when)
    return Heard((GoalSet(goal),), partial(_reply, goal))


def _without(words: str, start: int, end: int) -> str:
    rest = f"{words[:start].rstrip()} {words[end:].lstrip()}"
    rest = _TWICE.sub(r"\1", _LEFT_BEHIND.sub(r"\1", rest))
    return rest.strip(_AROUND)


def _reply(said: Goal, shown: Shown, taken: Taken) -> dict[str, Any]:
    goal = shown.plan.goal or said
    text = f"*The goal, as you say it:*\n>{escape(goal_sentence(goal))}"
    if missing := open_parts(goal):
        text += f"\nStill open: {', '.join(missing)}."
    edit = button("Add or change", EDIT, value(shown.plan))
    return fitting.message(text, [section(text), actions(edit)])
