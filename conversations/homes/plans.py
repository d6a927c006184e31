"""Plans as they stand in a Home tab, read in three queries however many there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations.database import moment
from conversations.planning import progress
from conversations.planning.model import Responsible, Stage, Task
from conversations.planning.progress import Progress

# Whom a plan is shown to, as ``planning.permissions.may_see`` has it.
_PLANS = """
    WITH mine (team) AS (
        SELECT id FROM teams WHERE tenant = :tenant AND closed_at IS NULL AND EXISTS (
            SELECT 1 FROM members WHERE tenant = :tenant AND team = teams.id
            AND coalesce(person, sponsor) = :person AND left_at IS NULL)
        UNION SELECT team FROM team_coordinators WHERE tenant = :tenant AND person = :person
    ), part ("plan") AS (
        SELECT "plan" FROM tasks WHERE tenant = :tenant
            AND json_extract(owner, '$.person') = :person
        UNION SELECT t."plan" FROM tasks t, json_each(t.support) s
            WHERE t.tenant = :tenant AND s.value = :person
        UNION SELECT "plan" FROM measures WHERE tenant = :tenant
            AND json_extract(reader, '$.person') = :person
    )
    SELECT id, title, team, channel, owners, stage, timezone, cycle,
        EXISTS (SELECT 1 FROM json_each(owners) o WHERE o.value = :person) AS owned,
        team IN (SELECT team FROM team_coordinators WHERE tenant = :tenant AND person = :person)
            AS steered,
        team IN mine OR id IN part AS belongs,
        (SELECT count(*) FROM plan_proposals o WHERE o.tenant = :tenant AND o."plan" = plans.id
            AND o.state = 'open') AS proposed
    FROM plans WHERE tenant = :tenant AND ended_at IS NULL AND (
        owned OR belongs OR (:coordinates AND team IS NOT NULL)
    ) ORDER BY begun_at, id
"""
_TASKS = """
    SELECT t."plan", t.id, t.idea, t.what, t.owner, t.support, t.due, t.status, t.note,
        t.revision, t.done_at
    FROM tasks t JOIN change_ideas i ON i.tenant = t.tenant AND i.id = t.idea
    WHERE t.tenant = :tenant AND coalesce(i.verdict, '') != 'abandon'
        AND t."plan" IN (SELECT value FROM json_each(:plans))
    ORDER BY t."plan", t.n
"""


@dataclass(frozen=True)
class PlanLine:
    """A plan in a line: ``tasks`` are those that are being tried.

    ``decides`` tells whether somebody answers the ``proposed`` changes that wait, ``belongs``
    whether they have to do with it other than as a coordinator of the workspace.
    """

    id: str
    title: str
    team: str | None
    channel: str | None
    owners: tuple[str, ...]
    stage: Stage
    timezone: str
    cycle: int = 1
    tasks: tuple[Task, ...] = ()
    proposed: int = 0
    decides: bool = False
    belongs: bool = True

    @property
    def is_live(self) -> bool:
        """Whether it is being carried out."""
        return self.stage == "live"

    @property
    def is_personal(self) -> bool:
        """Whether it is the plan of one person, which nobody else sees."""
        return self.team is None and self.channel is None

    def today(self, now: datetime) -> date:
        """Return the day that ``now`` falls on where the team is."""
        return now.astimezone(ZoneInfo(self.timezone)).date()

    def progress(self, now: datetime) -> Progress:
        """Count its tasks."""
        return progress.of_tasks(self.tasks, self.today(now))


@dataclass(frozen=True)
class Mine:
    """A task of somebody; ``asleep`` is the day on which it comes up again, if it sleeps."""

    plan: PlanLine
    task: Task
    asleep: date | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether it should have been done before today."""
        return progress.is_overdue(self.task, self.plan.today(now))


def plans_shown(db: Database, tenant: str, person: str, *, coordinates: bool) -> list[PlanLine]:
    """Return the plans under way that somebody may see, earliest first.

    ``coordinates`` where they coordinate the workspace: then with those of all teams.
    """
    given = {"tenant": tenant, "person": person, "coordinates": coordinates}
    rows = list(db.query(_PLANS, given))
    tasks = _tasks(db, tenant, [row["id"] for row in rows])
    return [_line(row, tuple(tasks.get(row["id"], ())), coordinates) for row in rows]


def tasks_of(
    db: Database, tenant: str, person: str, plans: list[PlanLine], now: datetime
) -> list[Mine]:
    """Return the open tasks that somebody answers for, in plans that are carried out.

    Those overdue first, longest ago before all, then by their days, without a day, asleep.
    """
    asleep = {
        row["task"]: date.fromisoformat(row["until"])
        for row in db.query(
            "SELECT task, until FROM snoozes WHERE tenant = ? AND person = ?",
            [tenant, person],
        )
    }
    found = (
        Mine(plan, task, _later(asleep.get(task.id), plan.today(now)))
        for plan in plans
        if plan.is_live
        for task in plan.tasks
        if task.status != "done" and task.owner and task.owner.person == person
    )
    return sorted(found, key=_urgency)


def helped(plans: list[PlanLine], person: str) -> list[Mine]:
    """Return the open tasks of others with which somebody helps, by their days."""
    found = (
        Mine(plan, task)
        for plan in plans
        if plan.is_live
        for task in plan.tasks
        if task.status != "done" and person in task.support
    )
    return sorted(found, key=_urgency)


def done_since(plans: list[PlanLine], person: str, since: datetime) -> int:
    """Return how many tasks somebody has finished since a moment."""
    return sum(
        task.done_at is not None and task.done_at >= since
        for plan in plans
        for task in plan.tasks
        if task.status == "done" and task.owner and task.owner.person == person
    )


def stuck(plans: list[PlanLine], now: datetime) -> list[Mine]:
    """Return the tasks of plans that are carried out and do not go on: blocked, then overdue.

    Those that have waited longest come first.
    """
    found = (Mine(plan, task) for plan in plans if plan.is_live for task in plan.tasks)
    waiting = [one for one in found if one.task.status == "blocked" or one.is_overdue(now)]
    return sorted(waiting, key=lambda one: (one.task.status != "blocked", *_urgency(one)))


def _urgency(one: Mine) -> tuple[bool, date, str]:
    return (one.asleep is not None, one.task.due or date.max, one.task.id)


def _later(day: date | None, today: date) -> date | None:
    return day if day and day > today else None


def _tasks(db: Database, tenant: str, plans: list[str]) -> Mapping[str, list[Task]]:
    found: dict[str, list[Task]] = defaultdict(list)
    for row in db.query(_TASKS, {"tenant": tenant, "plans": json.dumps(plans)}):
        found[row["plan"]].append(_task(row))
    return found


def _task(row: Mapping[str, Any]) -> Task:
    return Task(
        id=row["id"],
        idea=row["idea"],
        what=row["what"],
        owner=_responsible(row["owner"]),
        support=_people(row["support"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        status=row["status"],
        note=row["note"],
        revision=row["revision"],
        done_at=moment(row["done_at"]) if row["done_at"] else None,
    )


# The same few people stand in many tasks, and reading JSON is most of the work.
@lru_cache(maxsize=4096)
def _people(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


@lru_cache(maxsize=4096)
def _responsible(kept: str | None) -> Responsible | None:
    found = json.loads(kept) if kept else None
    return Responsible(**found) if found else None


def _line(row: Mapping[str, Any], tasks: tuple[Task, ...], coordinates: bool) -> PlanLine:
    return PlanLine(
        id=row["id"],
        title=row["title"],
        team=row["team"],
        channel=row["channel"],
        owners=tuple(json.loads(row["owners"])),
        stage=row["stage"],
        timezone=row["timezone"],
        cycle=row["cycle"],
        tasks=tasks,
        proposed=row["proposed"],
        decides=bool(row["owned"] or row["steered"] or (coordinates and row["team"])),
        belongs=bool(row["owned"] or row["belongs"]),
    )
