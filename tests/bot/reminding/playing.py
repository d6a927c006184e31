"""Verbs for dialogues about reminders: a plan that is carried out, and days that pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.reminding import running
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.planning.acting import MeasureAdded, TaskAdded
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Measure, Plan, Responsible, Task
from conversations.planning.steps import PlanEvent
from conversations.reminders import choices
from conversations.reminders.kinds import TASK_REMINDER
from tests.bot.assessing import TENANT, Hours, deliver
from tests.bot.planning.plans import begin, stands
from tests.bot.stage import Stage

FRIDAY = date(2026, 12, 4)
CHAIN: tuple[PlanEvent, ...] = (
    CauseAdded("c", "families", "Letters go out in English only"),
    DriverAdded("d", "Families get every notice in their language", ("c",)),
    IdeaAdded("i1", "d", "Send a welcome letter in five languages"),
)


def letters(owner: Actor, due: date = FRIDAY, number: str = "t1", what: str = "") -> TaskAdded:
    """Return a task of somebody."""
    said = what or "Translate the <letter>"
    return TaskAdded(number, "i1", said, Responsible(owner.id), due=due, shows="It is online")


def greeted(reader: Actor) -> MeasureAdded:
    """Return a measure that somebody reads each month."""
    return MeasureAdded(
        Measure(
            id="m1",
            sort="process",
            what="Families who are greeted",
            unit="%",
            target=90,
            reader=Responsible(reader.id),
        )
    )


def carried_out(stage: Stage, *events: PlanEvent, members: Sequence[Actor] = ()) -> Plan:
    """Begin a plan of Ana's team that is carried out; without tasks, Ben has the letters."""
    given = events or (letters(stage.ben),)
    team = members or (stage.ben, stage.carla)
    return begin(stage, stage.ana, *team, stage="live", events=[*CHAIN, *given])


def morning(stage: Stage, hours: Hours, days: float = 0) -> None:
    """Let days pass, and what is to be said then be said."""
    hours.passes(days=days)
    running.go_on(stage.composed.services)
    deliver(stage)


def reminders(stage: Stage, actor: Actor, kind: str = TASK_REMINDER) -> list[Message]:
    """Return the reminders of a kind that stand in somebody's direct messages, oldest first."""
    rows = stage.rows(
        "SELECT channel, ts FROM outbox WHERE kind = ? AND recipient = ? AND state = 'sent'"
        " ORDER BY ts",
        kind,
        actor.id,
    )
    state, workspace = stage.sandbox.state, stage.sandbox.workspace()
    found = (state.message(workspace, row["channel"], row["ts"]) for row in rows)
    return [message for message in found if message is not None]


def reminder(stage: Stage, actor: Actor, kind: str = TASK_REMINDER) -> Message:
    """Return the newest of them."""
    return reminders(stage, actor, kind)[-1]


def task_of(stage: Stage, plan: Plan, number: str = "t1") -> Task:
    """Return a task as it is stored."""
    return stands(stage, plan).tasks[number]


def says(stage: Stage, actor: Actor, text: str, under: Message | None = None) -> Message:
    """Let somebody write to the bot, in the thread of a message or at top level."""
    said = actor.direct_messages(text, thread=under.ts if under else None)
    stage.settle()
    return said


def outcomes(stage: Stage, kind: str) -> list[tuple[str, str, str | None]]:
    """Return to whom a kind was to go, what became of it, and why."""
    rows = stage.rows(
        "SELECT recipient, state, reason FROM outbox WHERE kind = ? ORDER BY made_at", kind
    )
    return [(row["recipient"], row["state"], row["reason"]) for row in rows]


def daily(stage: Stage, actor: Actor) -> None:
    """Let somebody hear once a day."""
    with stage.composed.services.store.transaction() as db:
        choices.choose_delivery(db, TENANT, "daily", by=actor.id)


def hears_that_day(stage: Stage, hours: Hours, days: float) -> None:
    """Let days pass, and the minutes in which a message of the day is gathered."""
    morning(stage, hours, days=days)
    hours.passes(minutes=6)
    deliver(stage)
