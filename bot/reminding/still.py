"""Whether what was queued is still to be said when it leaves: things move on in the meantime."""

from __future__ import annotations

from bot.blocks.reminding.task_card import TaskLook
from bot.reminding.said import Seen
from bot.reminding.seeing import plan_of
from conversations.assessment import store
from conversations.errors import NotFound
from conversations.planning.model import Measure, Plan
from conversations.planning.permissions import deciders
from conversations.planning.progress import is_overdue
from conversations.reminders import closings, measures, periods, rounds
from conversations.reminders.cadence import said
from conversations.reminders.periods import Period

_TO_BE_DONE = ("to_do", "under_way")


def reminds_owner(seen: Seen, look: TaskLook) -> bool:
    """Tell whether whoever does a task is still to hear of it."""
    return look.is_theirs and _is_open(seen, look)


def needs_them(seen: Seen, look: TaskLook) -> bool:
    """Tell whether a task still needs somebody who decides about its plan."""
    plan, task = look.shown.plan, look.task
    stands = rounds.current(seen.db, plan.tenant, task.id, task.revision)
    return (
        _is_open(seen, look)
        and is_overdue(task, look.shown.today)
        and said(seen.item.occurrence).round == stands.number
        and seen.item.recipient in deciders(seen.db, plan)
    )


def asked_of(seen: Seen) -> tuple[Plan, Measure, Period] | None:
    """Return the measure of which a message asks a reading; None where it is gone."""
    try:
        plan = plan_of(seen.db, seen.item.tenant, seen.item.subject_id)
        measure = plan.measures[seen.item.subject_id]
    except (NotFound, KeyError):
        return None
    period = periods.named(measure.every, seen.item.occurrence)
    return (plan, measure, period) if period else None


def is_to_be_read(seen: Seen, plan: Plan, measure: Measure, period: Period) -> bool:
    """Tell whether a reading is still asked of whoever was to be asked."""
    return (
        plan.is_live
        and measure.reader is not None
        and measure.reader.person == seen.item.recipient
        and measures.is_tried(plan, measure)
        and not measures.has_reading(plan, measure, period)
    )


def unfinished(seen: Seen) -> str | None:
    """Return the participant who has not finished a self-assessment that closes, None if none."""
    item = seen.item
    day, participant = item.occurrence.split(" ")
    try:
        assessment = store.read_assessment(seen.db, item.tenant, item.subject_id)
    except NotFound:
        return None
    session = assessment.session
    if session.phase != "rating" or session.closes_at is None:
        return None
    waiting = {one.participant: one.person for one in closings.unfinished(seen.db, assessment)}
    is_so = waiting.get(participant) == item.recipient
    return participant if is_so and closings.closing_day(session).isoformat() == day else None


def _is_open(seen: Seen, look: TaskLook) -> bool:
    plan, task = look.shown.plan, look.task
    idea = plan.ideas.get(task.idea)
    return (
        plan.is_live
        and task.status in _TO_BE_DONE
        and idea is not None
        and idea.verdict != "abandon"
        and look.snoozed is None
        and said(seen.item.occurrence).revision == task.revision
    )
