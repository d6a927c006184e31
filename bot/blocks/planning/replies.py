"""What is said about words typed in a plan's thread, and about changes that wait for an owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.shown import mention, value
from bot.blocks.text import actions, button, escape, section
from conversations.planning.model import Plan

KEEP = "plan_words_keep"


def looks_like_a_student(plan: Plan, words: str, key: str, what: str) -> dict[str, Any]:
    """Return the question whether words that look like a student's data are kept all the same."""
    said = (
        f"This looks like {escape(what)}, so I have not kept it. Please say it again for a group "
        "of students"
    )
    kept = value(plan, at=plan.stage, k=key, w=words)
    fits = len(kept) <= limits.BUTTON_VALUE
    said += ", or keep it if I am wrong." if fits else ", or in shorter messages if I am wrong."
    quoted = "\n>".join(escape(words).splitlines())
    keep = actions(button("No student is meant: keep it", KEEP, kept))
    return fitting.message(said, [section(f"{said}\n>{quoted}"), *([keep] if fits else [])])


def waits_for(plan: Plan) -> str:
    """Return the sentence that a change waits for those who look after the plan."""
    owners = [mention(owner) for owner in plan.owners]
    return f"I have passed that on: {_either(owners)} can accept it."


def _either(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
