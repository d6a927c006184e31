"""A Monday morning at school: a clock that may run faster, plans with tasks, and who heard what."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Protocol

from sqlite_utils import Database

from bot.sandbox.model import Message
from conversations import coordinators, memberships, teams
from conversations.database import Store
from conversations.planning import store
from conversations.planning.model import Cause, Driver, Idea, Plan, Responsible, Task
from conversations.reminders.kinds import TASK_REMINDER

OPENS = datetime(2026, 11, 30, 13, tzinfo=UTC)
"""Monday, 8 o'clock in Massachusetts."""

TUESDAY = date(2026, 12, 1)
"""A task that is due then is reminded of on Monday."""


class _Shared(Protocol):
    value: float


@dataclass(frozen=True)
class Clock:
    """Tells the time of a morning that began at ``opens``, ``faster`` than it passes.

    Processes share it; whoever moves ``ahead`` moves them all.
    """

    ahead: _Shared
    faster: float = 1.0
    opens: datetime = OPENS
    started: float = field(default_factory=time.time)

    @classmethod
    def shared(cls, context: BaseContext, faster: float = 1.0, opens: datetime = OPENS) -> Clock:
        """Return a clock that processes of ``context`` may be given."""
        return cls(context.Value(c_double, 0.0), faster, opens)

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.opens + timedelta(seconds=self._passed())

    def epoch(self) -> float:
        """Return the present moment as the sandbox wants it."""
        return self.opens.timestamp() + self._passed()

    def jump(self, to: datetime) -> None:
        """Let nothing happen until a moment that lies ahead."""
        self.ahead.value += max(0.0, (to - self()).total_seconds())

    def turn_back(self, to: datetime) -> None:
        """Let it be a moment again, before any process is given the clock."""
        self.ahead.value -= (self() - to).total_seconds()

    def _passed(self) -> float:
        return (time.time() - self.started) * self.faster + self.ahead.value


def add_team(db: Database, tenant: str, team: str, channel: str, members: Sequence[str]) -> None:
    """Add a team whose first member, a coordinator of the workspace, looks after it."""
    now, boss, zone = OPENS - timedelta(days=30), members[0], "America/New_York"
    by: dict[str, Any] = {"by": boss, "now": now}
    coordinators.name_coordinator(
        db, tenant, boss, named_by=boss, may_name=True, is_guest=False, now=now
    )
    teams.save_team(db, tenant, team, name=team, channel=channel, timezone=zone, **by)
    memberships.set_members(db, tenant, team, members, names={}, titles={}, guests=(), **by)


def add_plan(
    db: Database, tenant: str, team: str, name: str, owner: str, tasks: Sequence[str]
) -> None:
    """Add a plan that is carried out, with a task due on Tuesday for each of some people."""
    given = {
        f"{name}-{n}": Task(
            f"{name}-{n}",
            f"{name}-i",
            f"Send letter {n} in the languages that families read best",
            Responsible(person),
            due=TUESDAY,
        )
        for n, person in enumerate(tasks)
    }
    bare = Plan(
        tenant=tenant,
        id=name,
        title="Families hear from us in their language",
        team=team,
        channel=None,
        owners=(owner,),
        timezone="America/New_York",
        begun_at=OPENS - timedelta(days=30),
        bones={"people": "People"},
        stage="live",
    )
    causes = {f"{name}-c": Cause(f"{name}-c", "people", "Letters go out in English", is_root=True)}
    whole = replace(
        bare,
        causes=causes,
        drivers={f"{name}-d": Driver(f"{name}-d", "Letters are read", tuple(causes))},
        ideas={f"{name}-i": Idea(f"{name}-i", f"{name}-d", "Translate every letter")},
        tasks=given,
    )
    store.insert_plan(db, bare, bare.begun_at)
    store.save_plan(db, bare, whole, bare.begun_at)


@dataclass(frozen=True)
class Agreement:
    """What the outbox and the conversations say of one another."""

    tasks: int
    rows: int
    messages: int
    outcomes: Mapping[str, int]
    attempts: Mapping[int, int]
    doubled: int
    missed: int
    elsewhere: int
    denied: int
    unknown: int

    @property
    def is_perfect(self) -> bool:
        """Whether everything was said once, and the outbox knows it."""
        wrong = self.doubled, self.missed, self.elsewhere, self.denied, self.unknown
        return not any(wrong) and set(self.outcomes) == {"sent"}

    def lines(self) -> list[str]:
        """Return the figures, a line each."""
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        attempts = ", ".join(f"{count} in {n}" for n, count in sorted(self.attempts.items()))
        return [
            f"tasks to be reminded of      {self.tasks:8d}",
            f"rows of the outbox           {self.rows:8d}  {outcomes}",
            f"messages in conversations    {self.messages:8d}",
            f"by attempts                  {attempts}",
            f"doubled                      {self.doubled:8d}",
            f"lost (never arrived)         {self.missed:8d}",
            f"sent, but stands elsewhere   {self.elsewhere:8d}",
            f"arrived, but not called sent {self.denied:8d}",
            f"messages without a row       {self.unknown:8d}",
        ]


def agreement(database: Path, messages: Mapping[str, list[Message]]) -> Agreement:
    """Compare each row of the outbox with the messages that carry its id."""
    with Store(database).reading() as db:
        rows = list(
            db.query(
                "SELECT id, kind, subject_id, state, reason, channel, ts, attempts FROM outbox"
            )
        )
        tasks = [row["id"] for row in db.query("SELECT id FROM tasks WHERE due IS NOT NULL")]
    found = {row["id"]: messages.get(row["id"], []) for row in rows}
    heard_of = {row["subject_id"] for row in rows if row["kind"] == TASK_REMINDER}
    sent = [row for row in rows if row["state"] == "sent"]
    return Agreement(
        tasks=len(tasks),
        rows=len(rows),
        messages=sum(map(len, messages.values())),
        outcomes=Counter(": ".join(filter(None, (r["state"], r["reason"]))) for r in rows),
        attempts=Counter(row["attempts"] for row in rows),
        doubled=sum(max(0, len(some) - 1) for some in found.values()),
        missed=sum(not some for some in found.values()) + len(set(tasks) - heard_of),
        elsewhere=sum(
            (row["channel"], row["ts"]) not in {(m.channel, m.ts) for m in found[row["id"]]}
            for row in sent
        ),
        denied=sum(bool(found[row["id"]]) for row in rows if row["state"] != "sent"),
        unknown=len(messages.keys() - found.keys()),
    )


def wait(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until a condition is true. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("what was waited for did not happen")
        time.sleep(0.05)
