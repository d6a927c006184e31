"""The window in which a task is written or changed, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.blocks import fitting
from bot.blocks.inputs import input_block, people_select
from bot.blocks.planning import forms
from bot.blocks.planning.shown import Shown, value
from bot.blocks.text import Block, actions, button, escape, section, shorten
from conversations.planning.model import LONGEST_WORDS, Task
from conversations.planning.responsible import membership

ADD, EDIT, SAVE, MORE = "plan_task_add", "plan_task_edit", "plan_task_save", "plan_task_more"
REMOVE = "plan_remove"

_EXAMPLE = "translate the welcome letter"


@dataclass(frozen=True)
class Draft:
    """What stands in the window: days as picked, and beside them as typed.

    ``member`` is whoever was chosen among those without Slack.
    """

    what: str = ""
    person: str = ""
    member: str = ""
    due: date | None = None
    due_words: str = ""
    shows: str = ""
    support: tuple[str, ...] = ()
    starts: date | None = None
    starts_words: str = ""

    @property
    def has_more(self) -> bool:
        """Whether something stands in what the window shows only when asked."""
        return bool(self.support or self.starts or self.starts_words)


def draft_of(shown: Shown, task: Task) -> Draft:
    """Return a task as the window shows it first."""
    owner = task.owner
    member = membership(shown.team, owner)
    return Draft(
        what=task.what,
        person=owner.person if owner and not member else "",
        member=member,
        due=task.due,
        shows=task.shows,
        support=task.support,
        starts=task.starts,
    )


def drafted(values: forms.Values, before: Draft) -> Draft:
    """Return what stands in the window now; what it does not show is as ``before``."""
    draft = Draft(
        what=forms.text_in(values, "what"),
        person=forms.person_in(values, "owner"),
        member=forms.choice_in(values, "owner_name"),
        due=forms.day_in(values, "due"),
        due_words=forms.words_in(values, "due"),
        shows=forms.text_in(values, "shows"),
        support=forms.people_in(values, "support"),
        starts=forms.day_in(values, "starts"),
        starts_words=forms.words_in(values, "starts"),
    )
    if "support" in values:
        return draft
    return replace(draft, support=before.support, starts=before.starts)


def task_form(
    shown: Shown,
    kept: Mapping[str, Any],
    draft: Draft,
    *,
    before: Task | None = None,
) -> dict[str, Any]:
    """Return the window; ``kept`` has its ids, ``before`` is the task that is changed.

    Of what is kept, "more" shows all that may be said, and "deep" tells that there is no room for
    another window above this one.
    """
    plan = shown.plan
    idea = plan.ideas.get(before.idea if before else str(kept.get("idea")))
    blocks: list[Block] = []
    if idea:
        blocks.append(section(f"For the idea: *{escape(shorten(idea.text, 200))}*"))
    blocks.append(forms.line("what", "What is to be done?", draft.what, example=_EXAMPLE))
    if not plan.is_personal:
        blocks += forms.who(
            shown,
            "owner",
            "Who is responsible?",
            person=draft.person,
            member=draft.member,
            before=before.owner if before else None,
        )
    blocks += forms.day_in_two_ways(
        "due", "Due", "Or the due date in words", draft.due, draft.due_words
    )
    blocks.append(
        forms.line(
            "shows",
            "What will show progress?",
            draft.shows,
            example="the letter is on the website in five languages",
            optional=True,
            longest=LONGEST_WORDS,
        )
    )
    shows_more = bool(kept.get("more")) or draft.has_more
    if shows_more:
        blocks += _more(shown, draft)
    blocks += _controls(shown, before, shows_more=shows_more, is_deep=bool(kept.get("deep")))
    return fitting.modal(
        "Change the task" if before else "New task",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, **{n: v for n, v in kept.items() if n != "p"}),
    )


def _more(shown: Shown, draft: Draft) -> list[Block]:
    blocks = []
    if not shown.plan.is_personal:
        support = people_select("support", "Choose people", draft.support)
        blocks.append(input_block("support", "Who helps?", support, optional=True))
    return blocks + forms.day_in_two_ways(
        "starts", "Starts", "Or the start in words", draft.starts, draft.starts_words
    )


def _controls(shown: Shown, before: Task | None, *, shows_more: bool, is_deep: bool) -> list[Block]:
    row = []
    if not shows_more:
        label = "Add a start" if shown.plan.is_personal else "Add helpers or a start"
        row.append(button(label, MORE, value(shown.plan)))
    if before and not is_deep:
        row.append(button("Take the task out", REMOVE, value(shown.plan, id=before.id)))
    return [actions(*row)] if row else []
