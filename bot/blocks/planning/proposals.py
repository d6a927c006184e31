"""Messages to one person about a plan: a change to decide on, its answer, a task of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.days import full_day
from bot.blocks.planning.describing import describe
from bot.blocks.planning.shown import Shown, mention, value
from bot.blocks.planning.task_lines import due_words
from bot.blocks.text import Block, actions, button, context, escape, section, shorten
from conversations.planning.model import Plan, Task
from conversations.planning.proposals import Proposal

ACCEPT, DECLINE = "plan_proposal_accept", "plan_proposal_decline"
SHOW, MINE, TASK_OPEN = "plan_show", "plan_mine", "plan_task_open"

_LISTED = 10


def proposed_message(shown: Shown, proposal: Proposal, then: Plan | None = None) -> dict[str, Any]:
    """Return a proposal for somebody who decides on it, or how it was answered.

    ``then`` is the plan as it stood before, where it was accepted.
    """
    plan = shown.plan
    said = f"{mention(proposal.by)} proposes a change to *{escape(plan.title)}*:"
    blocks = [section(f"{said}\n{_told(shown, proposal, then)}")]
    if proposal.state != "open":
        blocks.append(context(answered(proposal)))
    elif plan.stage == "ended":
        blocks.append(context("The plan has ended, so it stays as it is."))
    else:
        blocks.append(actions(*_answers(plan, proposal), _show(plan)))
    return fitting.message(said, blocks)


def answered_message(shown: Shown, proposal: Proposal, then: Plan | None = None) -> dict[str, Any]:
    """Return the answer to a proposal, for whoever proposed it."""
    title = escape(shown.plan.title)
    by = mention(proposal.answered_by or "")
    if proposal.state == "accepted":
        said = f"{by} accepted your change to *{title}*. Thank you for it."
    else:
        said = f"{by} did not take up your change to *{title}*; ask them if you wonder why."
    blocks = [section(f"{said}\n{_told(shown, proposal, then)}"), actions(_show(shown.plan))]
    return fitting.message(said, blocks)


def given_message(shown: Shown, task: Task, *, by: str = "", why: str = "") -> dict[str, Any]:
    """Return a task for the person who answers for it from now on, with what it is for.

    ``by`` is who handed it over, ``why`` what they said about that.
    """
    plan = shown.plan
    name = task.owner.name if task.owner else ""
    whose = f"{escape(name)}, for whom you speak, has" if name else "You have"
    said = f"{whose} a task in the plan *{escape(plan.title)}*:"
    reason = f"{mention(by)} handed it over: {quoted(why)}\n" if why else ""
    spoken = "Open the task, say how it stands or add a note"
    opened = button(
        "Open the task",
        TASK_OPEN,
        value(plan, id=task.id),
        style="primary",
        accessibility_label=spoken,
    )
    blocks: list[Block] = [
        section(f"{said}\n*{escape(task.what)}*\n{reason}" + "\n".join(_due(shown, task))),
        context(_above(plan, task)),
        actions(opened, _show(plan)),
    ]
    return fitting.message(f"{said} {escape(task.what)}", blocks)


def several_given_message(shown: Shown, tasks: Sequence[Task]) -> dict[str, Any]:
    """Return the tasks that somebody got at once, earliest first, in one message."""
    plan = shown.plan
    said = f"You have {len(tasks)} tasks in the plan *{escape(plan.title)}*:"
    ordered = sorted(tasks, key=lambda task: task.due or date.max)
    lines = [_listed(shown, task) for task in ordered[:_LISTED]]
    if len(tasks) > _LISTED:
        lines.append(f"…and {len(tasks) - _LISTED} more.")
    mine = button("My tasks", MINE, value(plan), style="primary")
    blocks = [section(said), section("\n".join(lines)), actions(mine, _show(plan))]
    return fitting.message(said, blocks)


def _listed(shown: Shown, task: Task) -> str:
    whose = f" (for {escape(task.owner.name)})" if task.owner and task.owner.name else ""
    return f"•  {escape(shorten(task.what, 120))}{whose} · {due_words(shown, task)}"


def answered(proposal: Proposal) -> str:
    """Return how a proposal was answered, by whom."""
    if proposal.state == "accepted":
        return f"✓  {mention(proposal.answered_by or '')} accepted it."
    return f"{mention(proposal.answered_by or '')} declined it; the plan stays as it is."


def _told(shown: Shown, proposal: Proposal, then: Plan | None) -> str:
    told = describe(proposal.event, then or shown.plan, team=shown.team, item=shown.item)
    return "\n".join(f">{line}" for line in told.splitlines())


def _answers(plan: Plan, proposal: Proposal) -> Iterator[Block]:
    kept = value(plan, id=proposal.id)
    yield button("Accept", ACCEPT, kept, style="primary")
    yield button("Decline", DECLINE, kept)


def _show(plan: Plan) -> Block:
    return button("Show the plan", SHOW, value(plan))


def _due(shown: Shown, task: Task) -> Iterator[str]:
    if task.due:
        yield f"Due on {full_day(task.due, shown.today)}"
    else:
        yield "No date yet. You can propose one."
    if task.shows:
        yield f"What will show progress: {quoted(task.shows)}"
    if task.support:
        yield f"Who helps: {', '.join(map(mention, task.support))}"


def _above(plan: Plan, task: Task) -> str:
    """Return what a task is for: its change idea, the drivers above it, the goal."""
    idea = plan.ideas[task.idea]
    driver = plan.drivers[idea.driver]
    links = [idea.text, driver.text]
    if driver.under:
        links.append(plan.drivers[driver.under].text)
    if plan.goal:
        links.append(plan.goal.what)
    return f"What it is for: {' → '.join(quoted(text, 160) for text in links)}"
