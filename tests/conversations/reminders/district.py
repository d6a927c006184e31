"""A district to test reminders in: Ana and Ben do tasks, Evelyn looks after the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conversations import outbox
from conversations.calendar import next_school_time
from conversations.database import Store, timestamp
from conversations.planning import store
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.model import Responsible, Status, Task
from conversations.planning.steering import StageChosen
from conversations.planning.steps import PlanEvent
from conversations.reminders import choices, ledger, snoozes
from conversations.reminders.kinds import DAILY_REMINDERS, TASK_NEEDS_YOU, TASK_REMINDER
from conversations.reminders.sweep import sweep
from conversations.school_calendars import calendar_of_person
from tests.conversations.planning import plans
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CALENDAR,
    CHAIN,
    DAN,
    DISTRICT,
    EVELYN,
    found_team,
)

__all__ = ["ANA", "BEN", "DAN", "EVELYN", "District", "at"]

ZONE = ZoneInfo("America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKS = (time(3), time(8), time(11), time(13), time(15, 30), time(18))
"""When the district is looked at as time passes: by night, too."""
SAID = (TASK_REMINDER, TASK_NEEDS_YOU, DAILY_REMINDERS)
BEGUN = datetime(2026, 11, 30, 15, tzinfo=UTC)
"""The Monday on which the plan went live."""


def at(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 0) -> datetime:
    """Return a moment of the school year 2026-27, as clocks in Massachusetts show it."""
    year = year or (2026 if month > 7 else 2027)
    return datetime.combine(date(year, month, day), time(hour, minute), ZONE).astimezone(UTC)


class District:
    """A store with a plan in it, and time that passes."""

    def __init__(self, kept: Store) -> None:
        """Found the team and carry out its plan; none of its tasks has a date yet."""
        self.store = kept
        self.heard: list[tuple[datetime, str, str]] = []
        undated = [one for one in CHAIN if not isinstance(one, TaskAdded)]
        with kept.transaction() as db:
            found_team(db)
            plans.start(db, *undated)
            plans.take(db, StageChosen("live"), now=BEGUN)

    def does(self, *events: PlanEvent, now: datetime = BEGUN, by: str = EVELYN) -> None:
        """Let somebody do something."""
        with self.store.transaction() as db:
            plans.take(db, *events, by=by, now=now)

    def gives(
        self, due: date | None, owner: str = ANA, task: str = "t", now: datetime = BEGUN
    ) -> None:
        """Give somebody a task."""
        given = Responsible(owner) if owner else None
        self.does(TaskAdded(task, "i1", "Ask families", given, due=due), now=now)

    def changes(self, now: datetime, task: str = "t", **to: Any) -> None:
        """Give a task another owner or due date."""
        one = self.task(task)
        owner = Responsible(to["owner"]) if "owner" in to else one.owner
        changed = TaskChanged(task, one.what, owner, due=to.get("due", one.due))
        self.does(changed, now=now)

    def stands(self, status: Status, now: datetime, note: str = "", task: str = "t") -> None:
        """Say how a task stands."""
        self.does(TaskStood(task, status, note), now=now)

    def snoozes(self, until: date, now: datetime, by: str = ANA, task: str = "t") -> None:
        """Put a task off."""
        with self.store.transaction() as db:
            today = now.astimezone(ZONE).date()
            one = self.task(task)
            snoozes.snooze(db, DISTRICT, one, until, by=by, today=today, now=now)

    def delivers(self, person: str, delivery: choices.Delivery) -> None:
        """Let somebody hear each by itself, or once a day."""
        with self.store.transaction() as db:
            choices.choose_delivery(db, DISTRICT, delivery, by=person)

    def task(self, task: str = "t") -> Task:
        """Return a task as it stands."""
        with self.store.reading() as db:
            return store.read_plan(db, DISTRICT, "plan").tasks[task]

    def sweeps(self, now: datetime) -> int:
        """Look once at what is to be said."""
        return sweep(self.store, now, CALENDAR)

    def waits(self, *kinds: str) -> list[tuple[str, str]]:
        """Return what is queued and not sent: to whom, and which occurrence."""
        return [row[:2] for row in self.rows("due", *(kinds or SAID))]

    def rows(self, state: str, *kinds: str) -> list[tuple[str, str, str]]:
        """Return messages of some kinds: to whom, which occurrence, and about what."""
        marks = ", ".join("?" * len(kinds))
        with self.store.reading() as db:
            return db.execute(
                "SELECT recipient, occurrence, subject_id FROM outbox"  # noqa: S608
                f" WHERE state = ? AND kind IN ({marks}) ORDER BY made_at, recipient, occurrence",
                [state, *kinds],
            ).fetchall()

    def sends(self, now: datetime) -> list[tuple[str, str]]:
        """Send what is due, as the worker does; return who heard what."""
        sent: list[tuple[str, str]] = []
        with self.store.reading() as db:
            waits = "SELECT 1 FROM outbox WHERE state = 'due' AND next_attempt_at <= ?"
            if db.execute(waits, [timestamp(now)]).fetchone() is None:
                return sent
        while claim := self._claim(now):
            row = claim.row
            with self.store.transaction() as db:
                calendar = calendar_of_person(db, DISTRICT, row.recipient, CALENDAR)
                opens = next_school_time(now, calendar)
                if opens > now and not row.any_hour:
                    outbox.postpone(
                        db, row, opens, outbox.OUT_OF_HOURS, sending=False, counted=False
                    )
                    continue
                outbox.record_sent(db, row, "D1", "1.1", now)
                if row.kind == DAILY_REMINDERS:
                    items = ledger.items_of(db, DISTRICT, row.id)
                    sent += [(row.recipient, f"daily {item.occurrence}") for item in items]
                elif row.kind in SAID:
                    sent.append((row.recipient, row.occurrence))
        self.heard += [(now, *one) for one in sent]
        return sent

    def passes(self, until: datetime, since: datetime = BEGUN) -> list[tuple[str, str, str]]:
        """Let time pass, day and night; return who heard what on which day, as "12-08"."""
        before = len(self.heard)
        day = since.astimezone(ZONE).date()
        while day <= until.astimezone(ZONE).date():
            for clock in LOOKS:
                now = datetime.combine(day, clock, ZONE).astimezone(UTC)
                if since <= now <= until:
                    self.sweeps(now)
                    self.sends(now)
                    self.sends(now + HOUR / 4)
            day += DAY
        return [
            (f"{when.astimezone(ZONE):%m-%d}", who, what) for when, who, what in self.heard[before:]
        ]

    def _claim(self, now: datetime) -> outbox.Claim | None:
        with self.store.transaction() as db:
            return outbox.claim_one_due(db, now, "one", 5 * HOUR / 60, lambda _: False)
