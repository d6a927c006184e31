"""The plan's window: how it stands, who owes what by when, and from there up and down the chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot import limits
from bot.blocks.planning import looking, pages
from bot.blocks.planning.describing import describe
from bot.blocks.planning.files import OPEN as FILES
from bot.blocks.planning.looking import BEGAN, CHART, GOAL, READING_ADD
from bot.blocks.planning.pages import LOOK, Page, look, row
from bot.blocks.planning.plan_lists import Told, list_page
from bot.blocks.planning.proposals import ACCEPT, DECLINE
from bot.blocks.planning.shown import Shown, mention, value
from bot.blocks.planning.standing import coming, measure_line, overdue, told_progress
from bot.blocks.planning.task_lines import task_line
from bot.blocks.text import Block, actions, button, confirm, context, escape, header, section
from conversations.planning import chain, stages
from conversations.planning.model import Measure, Plan, Task
from conversations.planning.proposals import Proposal
from conversations.planning.wording import goal_sentence

__all__ = ["CHART", "LOOK", "Page", "Told", "plan_window"]

MINE, OTHERS = "plan_mine", "plan_others"
# The frame, which has this control too, is made of the stages.
AGAIN = "plan_stage_again"
CYCLE, OWNERS, END = "plan_cycle", "plan_owners", "plan_end"

_MOST_OVERDUE, _MOST_COMING, _MOST_MEASURES, _MOST_PROPOSED = 8, 6, 6, 5


def plan_window(shown: Shown, page: Page, told: Sequence[Told] = ()) -> dict[str, Any]:
    """Return the window at a page; ``told`` is the history where that is looked at."""
    return looking.window(shown.plan, _blocks(shown, page, told), page)


def _blocks(shown: Shown, page: Page, told: Sequence[Told]) -> list[Block]:
    if not page.at:
        return list(_first(shown, page))
    if page.at in pages.TITLES:
        return list_page(shown, page, told)
    if page.at == BEGAN:
        return looking.began_page(shown, page)
    if page.at == GOAL:
        return looking.goal_page(shown, page)
    link = chain.find(shown.plan, page.at)
    return looking.link_page(shown, link, page) if link else looking.gone_page(shown.plan, page)


def _first(shown: Shown, page: Page) -> Iterator[Block]:
    plan = shown.plan
    yield header(plan.title)
    yield context(*_about(shown))
    if stages.place(plan.stage) is not None:
        yield actions(button("Go on in the thread", AGAIN, value(plan), style="primary"))
    yield from _goal(plan)
    if plan.is_live or plan.ended_at or plan.tasks:
        yield section(f"*Progress*\n{told_progress(plan, shown.today)}")
    yield from _proposed(shown, page)
    yield from _tasks(plan, shown, "Overdue", overdue(shown), _MOST_OVERDUE)
    yield from _tasks(plan, shown, "Next", coming(shown), _MOST_COMING)
    yield from _measures(shown)
    yield section("*Look at*")
    yield actions(*_lists(plan))
    yield from _steering(plan, page)


def _about(shown: Shown) -> Iterator[str]:
    plan = shown.plan
    yield escape(f"Action plan of {shown.team.name}") if shown.team else "Action plan"
    if plan.is_personal:
        yield "Nobody else sees it"
    else:
        yield f"Looked after by {', '.join(map(mention, plan.owners))}"
    if plan.cycle > 1:
        yield f"Cycle {plan.cycle}"
    if plan.ended_at:
        yield "This plan has ended. It stays as it is."
    elif not plan.is_live:
        stage = stages.shown(plan.stage)
        where = f" in <#{plan.channel}>" if plan.channel else ""
        being = "It is being built" if plan.cycle == 1 else f"Cycle {plan.cycle} is being prepared"
        yield f"{being}{where}. Where you are: {stage.title}"


def _goal(plan: Plan) -> Iterator[Block]:
    if plan.goal:
        said = f"*Goal*\n{escape(goal_sentence(plan.goal))}"
        yield section(said, accessory=look(plan, GOAL, "Look at the goal"))
    if plan.problem or plan.origins:
        began = plan.problem or "; ".join(origin.title for origin in plan.origins)
        said = f"*What it began with*\n{escape(began[:600])}"
        yield section(said, accessory=look(plan, BEGAN, "Look at what it began with"))


def _proposed(shown: Shown, page: Page) -> Iterator[Block]:
    if not shown.proposals:
        return
    who = "you" if page.steers else "those who look after the plan"
    yield section(f"*Waiting for {who}*")
    for proposal in shown.proposals[:_MOST_PROPOSED]:
        yield section(_proposal(shown, proposal))
        if page.steers:
            carried = value(shown.plan, id=proposal.id)
            yield actions(
                button("Accept", ACCEPT, carried, style="primary"),
                button("Decline", DECLINE, carried),
            )
    left = len(shown.proposals) - _MOST_PROPOSED
    if left > 0:
        yield context(f"… and {left} more, once these are answered")


def _proposal(shown: Shown, proposal: Proposal) -> str:
    words = describe(proposal.event, shown.plan, team=shown.team, item=shown.item)
    return f"{mention(proposal.by)} proposes: {words}"[: limits.SECTION_TEXT]


def _tasks(
    plan: Plan, shown: Shown, title: str, tasks: Sequence[Task], most: int
) -> Iterator[Block]:
    if not tasks:
        return
    yield section(f"*{title}*")
    for task in tasks[:most]:
        yield row(plan, task.id, "task", task_line(shown, task, 150))
    if len(tasks) > most:
        yield context(f"… and {len(tasks) - most} more under “Tasks”")


def _measures(shown: Shown) -> Iterator[Block]:
    plan = shown.plan
    measures = list(plan.measures.values())
    if not measures:
        return
    yield section("*Measures*")
    for measure in measures[:_MOST_MEASURES]:
        yield section(measure_line(shown, measure), accessory=_measure_button(plan, measure))
    if len(measures) > _MOST_MEASURES:
        yield context(f"… and {len(measures) - _MOST_MEASURES} more under “Measures”")


def _measure_button(plan: Plan, measure: Measure) -> Block:
    if plan.ended_at:
        return look(plan, measure.id, f"Look at the measure {measure.what}")
    spoken = f"Enter a reading of {measure.what}"[: limits.BUTTON_ACCESSIBILITY_LABEL]
    carried = value(plan, id=measure.id)
    return button("Enter", READING_ADD, carried, accessibility_label=spoken)


def _lists(plan: Plan) -> Iterator[Block]:
    counts = {
        pages.CAUSES: len(plan.causes),
        pages.DRIVERS: len(plan.drivers),
        pages.IDEAS: len(plan.ideas),
        pages.TASKS: len(chain.tasks_tried(plan)),
        pages.MEASURES: len(plan.measures),
    }
    for at, count in counts.items():
        label = f"{pages.TITLES[at]} ({count})"
        yield button(label, f"{LOOK}_{at}", value(plan, at=at))
    yield button(pages.TITLES[pages.HISTORY], f"{LOOK}_history", value(plan, at=pages.HISTORY))


def _steering(plan: Plan, page: Page) -> Iterator[Block]:
    buttons = []
    if not plan.ended_at:
        buttons.append(button("My tasks", MINE, value(plan)))
    if page.steers and plan.is_live:
        buttons.append(button("End of the cycle", CYCLE, value(plan)))
    if page.steers and not plan.ended_at and not plan.is_personal:
        buttons.append(button("Hand it over", OWNERS, value(plan)))
    if page.steers and not plan.ended_at:
        said = "Everything stays as it is, to be looked at. Nobody can change it any more."
        sure = confirm("End this plan?", said, "End it", "Go on with it")
        buttons.append(button("End the plan", END, value(plan), style="danger", confirm=sure))
    spoken = "Files of the plan"
    buttons.append(button("Files", FILES, value(plan), accessibility_label=spoken))
    buttons.append(button("My plans", OTHERS, value(plan)))
    yield {"type": "divider"}
    yield actions(*buttons)
