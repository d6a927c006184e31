"""What coordinators look after, at a glance: who is stuck, what closes, who has not answered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot import limits
from bot.blocks.dates import day_and_time, days_left
from bot.blocks.homes.look import HomeLook
from bot.blocks.homes.tasks import OPEN
from bot.blocks.overview import MANAGE
from bot.blocks.planning.changes import quoted
from bot.blocks.planning.days import short_day
from bot.blocks.planning.shown import mention
from bot.blocks.text import Block, button, context, escape, header, section, shorten
from bot.blocks.under_way import counted, still_to_come
from conversations.assessment.standing import Standing
from conversations.homes import plans as reading
from conversations.homes.plans import Mine, PlanLine
from conversations.planning.model import is_known

_STUCK, _CLOSING, _PEOPLE = 5, 5, 10


def glance_blocks(look: HomeLook) -> list[Block]:
    """Return what stands out in the teams that somebody looks after; nothing where all is well."""
    plans = [plan for plan in look.plans if plan.team in look.roster.steered]
    stuck = reading.stuck(plans, look.now)
    closing = _closing(look)
    if not plans and not closing:
        return []
    blocks: list[Block] = [header("At a glance")]
    if plans:
        blocks.append(section(_numbers(plans, look.now)))
    blocks += _stuck(look, stuck)
    blocks += _closings(look, closing)
    return blocks


def session_line(standing: Standing, now: datetime) -> str:
    """Return a self-assessment in lines: how many have finished, and who has not."""
    lines = [f"*{escape(standing.title)}*"]
    if standing.phase == "rating":
        lines.append(counted(standing))
        if standing.closes_at:
            left = days_left(standing.closes_at, now, standing.timezone)
            lines.append(f"Closes {day_and_time(standing.closes_at, standing.timezone)}, {left}")
        if standing.waiting:
            lines.append(f"Not yet: {still_to_come(standing.waiting)}")
    else:
        said = {"agreeing": "Ratings are closed, next the team agrees on them"}
        lines.append(said.get(standing.phase, "Next the team chooses its priorities"))
    return "\n".join(lines)


def shown_closings(look: HomeLook) -> list[Standing]:
    """Return the self-assessments that stand at a glance, and so not with their teams again."""
    return _closing(look)[:_CLOSING]


def manage_button(standing: Standing) -> Block:
    """Return the button that leads to a self-assessment's window."""
    spoken = shorten(f"Manage {standing.title}", limits.BUTTON_ACCESSIBILITY_LABEL)
    return button("Manage", MANAGE, standing.id, accessibility_label=spoken)


def _numbers(plans: Sequence[PlanLine], now: datetime) -> str:
    live = [plan for plan in plans if plan.is_live]
    counted = [plan.progress(now) for plan in live]
    tasks, done = sum(one.tasks for one in counted), sum(one.done for one in counted)
    late, blocked = sum(one.overdue for one in counted), sum(one.blocked for one in counted)
    built = len(plans) - len(live)
    parts = [f"*{len(live)}* {'plan is' if len(live) == 1 else 'plans are'} being carried out"]
    parts += [f"*{built}* being built"] if built else []
    lines = [", ".join(parts)]
    if tasks:
        said = [f"*{done} of {tasks}* tasks done"]
        said += [f"*{late}* overdue"] if late else []
        said += [f"*{blocked}* blocked"] if blocked else []
        lines.append(" · ".join(said))
    return "\n".join(lines)


def _stuck(look: HomeLook, stuck: Sequence[Mine]) -> Iterator[Block]:
    if not stuck:
        return
    yield section("*Stuck*")
    for one in stuck[:_STUCK]:
        spoken = shorten(f"Open the task {one.task.what}", limits.BUTTON_ACCESSIBILITY_LABEL)
        kept = json.dumps({"p": one.plan.id, "id": one.task.id})
        opens = button("Open", OPEN, kept, accessibility_label=spoken)
        yield section(_stuck_line(look, one), accessory=opens)
    if left := stuck[_STUCK:]:
        yield context(f"… and {len(left)} more: {_by_person(left)}")


def _stuck_line(look: HomeLook, one: Mine) -> str:
    task, plan = one.task, one.plan
    team = look.teams.get(plan.team or "")
    where = " · ".join(
        escape(shorten(name, 80)) for name in (team.name if team else "", plan.title) if name
    )
    if task.status == "blocked":
        how = f"⚠  Blocked. {quoted(task.note, 150)}".rstrip()
    else:
        how = f"Was due {short_day(task.due, plan.today(look.now))}" if task.due else ""
    return f"*{escape(shorten(task.what, 150))}* · {_who(one)}\n{how}\n_{where}_"


def _who(one: Mine) -> str:
    owner = one.task.owner
    if owner is None or not is_known(owner.person):
        return "nobody yet"
    return (
        f"{escape(owner.name)} (with {mention(owner.person)})"
        if owner.name
        else mention(owner.person)
    )


def _by_person(stuck: Sequence[Mine]) -> str:
    counted = Counter(map(_who, stuck))
    told = [f"{who} ({count})" if count > 1 else who for who, count in counted.most_common(_PEOPLE)]
    left = len(counted) - len(told)
    return ", ".join(told) + (f" and {left} more people" if left else "")


def _closing(look: HomeLook) -> list[Standing]:
    """Return those that close next, and that somebody does not see as their own already.

    Those of no team that they see stand here, whatever they are at.
    """
    found = [
        one.session
        for one in look.under_way
        if not one.is_theirs
        and (one.session.phase == "rating" or one.session.team not in look.teams)
    ]
    return sorted(found, key=lambda one: (one.closes_at is None, str(one.closes_at), one.id))


def _closings(look: HomeLook, closing: Sequence[Standing]) -> Iterator[Block]:
    if not closing:
        return
    yield section("*Self-assessments that close next*")
    for standing in closing[:_CLOSING]:
        team = look.teams.get(standing.team or "")
        of = f"\n_{escape(team.name)}_" if team else ""
        yield section(session_line(standing, look.now) + of, accessory=manage_button(standing))
    left = len(closing) - _CLOSING
    if left > 0:
        yield context(f"… and {left} more, with their teams below")
