"""The digest of a plan for those who look after it, and the report of questions without answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.blocks import fitting
from bot.blocks.gaps import gap_report
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.shown import Shown, mention, named, value
from bot.blocks.planning.standing import measure_line, told_progress
from bot.blocks.planning.task_lines import due_words
from bot.blocks.text import Block, actions, button, context, escape, section, shorten
from conversations.gaps import Group
from conversations.planning.model import Task
from conversations.reminders.plan_digests import PlanDigest, Undelivered

SHOW = "plan_show"
REPORT = "gap_report"

_OF_EACH = 8
"""Lines in a part of the digest; the plan has all of them."""

_WHY_NOT = {
    "user_disabled": "they are not active in Slack any more",
    "account_inactive": "the app is not let into Slack any more",
    "user_not_found": "Slack does not know them any more",
    "users_not_found": "Slack does not know them any more",
    "cannot_dm_bot": "Slack does not let me write to them",
    "is_archived": "the channel is archived",
    "channel_not_found": "I cannot see the channel any more",
    "not_in_channel": "I am not in the channel any more",
    "token_revoked": "the app was taken out of Slack",
    "invalid_auth": "the app was taken out of Slack",
    "not_installed": "the app was taken out of Slack",
    "unsure": "Slack did not say whether it arrived",
}


def plan_digest(shown: Shown, digest: PlanDigest) -> dict[str, Any]:
    """Return how a plan stands at the beginning of a week."""
    plan = shown.plan
    said = f"*{escape(shorten(plan.title, 150))}*: how it stands"
    blocks: list[Block] = [section(f"{said}\n{told_progress(plan, shown.today)}")]
    blocks += _parts(shown, digest)
    blocks.append(actions(button("Show the plan", SHOW, value(plan), style="primary")))
    return fitting.message(said, blocks)


def gaps_message(groups: Sequence[Group]) -> dict[str, Any]:
    """Return the report of a month, with the button for the table of all of it."""
    report = gap_report(groups)
    row = actions(button("Send me the table", REPORT, "report"))
    heading = context("This is about the last month of school.")
    return fitting.message(report["text"], [*report["blocks"], heading, row])


def _parts(shown: Shown, digest: PlanDigest) -> Iterator[Block]:
    def line(task: Task) -> str:
        return f"{_what(shown, task)} · {due_words(shown, _without_lateness(task, shown))}"

    yield from _part("Overdue", digest.overdue, line)
    yield from _part("Blocked", digest.blocked, lambda task: _blocked(shown, task))
    yield from _part("Due this week", digest.due, line)
    yield from _part("Done last week", digest.done, lambda task: _done(shown, task))
    yield from _part(
        "Measures to read", digest.to_read, lambda measure: measure_line(shown, measure, 120)
    )
    yield from _part("Not delivered", digest.undelivered, _undelivered)


def _part(title: str, things: Sequence[Any], line: Callable[[Any], str]) -> Iterator[Block]:
    if not things:
        return
    lines = [f"•  {line(thing)}" for thing in things[:_OF_EACH]]
    if len(things) > _OF_EACH:
        lines.append(f"… and {len(things) - _OF_EACH} more; the plan has all of them.")
    yield section("\n".join((f"*{title}*", *lines)))


def _what(shown: Shown, task: Task) -> str:
    what = escape(shorten(task.what, 120))
    return what if shown.plan.is_personal else f"{what} · {named(shown, task.owner)}"


def _blocked(shown: Shown, task: Task) -> str:
    return f"{_what(shown, task)} · {quoted(task.note, 150) or 'no reason given'}"


def _done(shown: Shown, task: Task) -> str:
    note = f" · {quoted(task.note, 100)}" if task.note else ""
    return f"✓ {_what(shown, task)}{note}"


def _undelivered(one: Undelivered) -> str:
    to = f"<#{one.recipient}>" if one.recipient.startswith(("C", "G")) else mention(one.recipient)
    count = "1 message" if one.messages == 1 else f"{one.messages} messages"
    return f"{count} to {to}: {_WHY_NOT.get(one.reason, 'Slack did not take it')}"


def _without_lateness(task: Task, shown: Shown) -> Task:
    """Return a task whose line does not say again what its heading says."""
    return replace(task, status="done") if task.due and task.due < shown.today else task
