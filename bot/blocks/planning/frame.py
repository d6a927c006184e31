"""The cards of a plan: its own, which stays, and the card of the stage that the team is at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.blocks import fitting
from bot.blocks.planning.bodies import body_of
from bot.blocks.planning.files import OPEN as FILES
from bot.blocks.planning.living import live_blocks, live_controls
from bot.blocks.planning.shown import Body, Shown, mention, value
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    header,
    link,
    section,
)
from conversations.planning import checks, progress, stages
from conversations.planning.model import Plan
from conversations.planning.wording import goal_sentence

GO_ON, GO_BACK, GO_TO, STEPS = "plan_go_on", "plan_go_back", "plan_go_to", "plan_steps"
SHOW, AGAIN = "plan_show", "plan_stage_again"

_LATER = "nothing yet"
_CREDIT = "Plain words, not the Department's text."


def plan_card(shown: Shown) -> dict[str, Any]:
    """Return the plan's own card: what it is about, how far it has come, what comes next."""
    plan = shown.plan
    blocks: list[Block] = [header(plan.title), context(*_about(shown))]
    if plan.goal:
        blocks.append(section(f"*Goal*\n{escape(goal_sentence(plan.goal))}"))
    elif plan.problem:
        blocks.append(section(f"*The problem*\n{escape(plan.problem)}"))
    if plan.is_live:
        blocks += live_blocks(shown)
    else:
        blocks.append(section("\n".join(_state(shown))))
    blocks.append(actions(*_controls(shown), block_id="plan_controls"))
    return fitting.message(escape(f"Plan: {plan.title}. {_spoken(shown)}"), blocks)


def stage_card(shown: Shown) -> dict[str, Any]:
    """Return the card of the stage that the team is at, or the line that stays of it."""
    plan, stage = shown.plan, stages.shown(shown.plan.stage)
    body = body_of(shown)
    if shown.folded:
        text = f"✓  *{stage.title}*: {body.said}" if body.said else f"○  *{stage.title}*: {_LATER}"
        return fitting.message(text, [context(text)])
    item = shown.item(stage.step)
    cited = f"{link(item['url'], item['locator'])}. {_CREDIT}"
    blocks: list[Block] = [
        section(f"*{stage.title}*\n{escape(stage.purpose)}"),
        *body.blocks,
        *([context(body.hint)] if body.hint else []),
        *_rows(plan, body),
        context(f"{stages.where(stage.stage)} · {cited}"),
    ]
    return fitting.message(f"{stage.title}. {stage.purpose}", blocks)


def steps_window(shown: Shown) -> dict[str, Any]:
    """Return the window with all stages, to go on or back to any of them."""
    plan = shown.plan
    lacking = {lack.stage for lack in checks.lacks(plan, shown.calendar, shown.today)}
    blocks: list[Block] = []
    step = ""
    for stage in stages.WALK:
        if stage.step != step:
            step = stage.step
            blocks.append(header(stages.STEP_TITLES[step]))
        here = "  ·  you are here" if stage.stage == plan.stage else ""
        lacks = "  ·  something is missing" if stage.stage in lacking else ""
        spoken = f"Go to {stage.title}"
        go = button("Go there", GO_TO, value(plan, to=stage.stage), accessibility_label=spoken)
        accessory = {} if here else {"accessory": go}
        said = f"*{stage.title}*{here}{lacks}\n{escape(stage.purpose)}"
        blocks.append(section(said, **accessory))
    return fitting.modal("All steps", blocks, close="Close")


def _rows(plan: Plan, body: Body) -> Iterator[Block]:
    if body.controls:
        yield actions(*body.controls, block_id=f"plan_{plan.stage}")
    following, previous = stages.following(plan.stage), stages.previous(plan.stage)
    row = []
    if following:
        title = "Start the plan" if following == "live" else stages.shown(following).title
        row.append(button(f"Next: {title}", GO_ON, value(plan, at=plan.stage)))
    if previous:
        spoken = f"Back to {stages.shown(previous).title}"
        row.append(button("Back", GO_BACK, value(plan, at=plan.stage), accessibility_label=spoken))
    row.append(button("All steps", STEPS, value(plan)))
    yield actions(*row, block_id="plan_moving")


def _about(shown: Shown) -> Iterator[str]:
    plan = shown.plan
    if shown.team:
        yield f"Action plan of {escape(shown.team.name)}"
    else:
        yield "Your own action plan. Nobody else sees it." if plan.is_personal else "Action plan"
    owners = ", ".join(mention(owner) for owner in plan.owners)
    if not plan.is_personal:
        yield f"Looked after by {owners}"
    if plan.cycle > 1:
        yield f"Cycle {plan.cycle}"


def _state(shown: Shown) -> Iterator[str]:
    plan = shown.plan
    if plan.stage == "ended":
        yield "This plan has ended. It stays as it is."
        return
    if stages.place(plan.stage) is not None:
        yield f"{stages.where(plan.stage)}: *{stages.shown(plan.stage).title}*"
        return
    count = progress.of_plan(plan, shown.today)
    yield f"*{count.done} of {count.tasks} tasks done*" + "".join(
        f" · {number} {word}"
        for number, word in ((count.overdue, "overdue"), (count.blocked, "blocked"))
        if number
    )


def _controls(shown: Shown) -> Iterator[Block]:
    plan = shown.plan
    if stages.place(plan.stage) is not None:
        yield button("Go on in the thread", AGAIN, value(plan), style="primary")
    if plan.is_live:
        yield from live_controls(plan)
    else:
        yield button("Show the plan", SHOW, value(plan))
    yield button("Files", FILES, value(plan), accessibility_label="Files of the plan")


def _spoken(shown: Shown) -> str:
    return " ".join(_state(shown)).replace("*", "")
