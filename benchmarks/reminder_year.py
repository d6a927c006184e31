"""Plays the school year 2027-28 with 40 teams and 2,000 tasks, and has a checker read it.

    python -m benchmarks.reminder_year [TEAMS TASKS [SEED]]

Some 180 school days with vacations, snow days known on the day, absences, changed time zones,
people who switch to a daily message, both clock changes and a leap day; a sweep every 20 minutes
by day and every hour by night. Afterwards: how long a sweep takes that finds nothing to say among
all those tasks, open at once.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from conversations.database import Store
from conversations.planning import service
from conversations.planning.acting import TaskAdded
from conversations.planning.model import Responsible
from conversations.reminders import sweep as sweeping
from conversations.reminders.sweep import sweep
from tests.conversations.reminders.checker import Checker
from tests.conversations.reminders.school_year import BASE, TENANT, SchoolYear, Size

NOON = datetime(2027, 10, 5, 16, tzinfo=UTC)
"""A Tuesday, noon in Massachusetts."""


def main() -> None:
    """Print what happened, what the checker found, and how long an idle sweep takes."""
    teams, tasks, seed = (*map(int, sys.argv[1:]), *(40, 2_000, 7)[len(sys.argv) - 1 :])
    size = Size(teams=teams, tasks=tasks, seed=seed)
    with TemporaryDirectory() as folder:
        play(Path(folder), size)
        idle(Path(folder), size)


def play(folder: Path, size: Size) -> None:
    """Play the year and have it checked."""
    kept = Store(folder / "year.db", keep=2)
    kept.prepare()
    year = SchoolYear(kept, size)
    began = time.perf_counter()
    log = year.play()
    took = time.perf_counter() - began
    verdict = Checker(log).check()
    deeds = Counter(did.deed for did in log.did)
    row("sweeps", year.sweeps)
    row("things done about tasks", len(log.did))
    print("   ", ", ".join(f"{count} {deed}" for deed, count in deeds.most_common()))
    row("calendars changed", len(log.away) + len(log.ends) + len(log.lived))
    row("messages heard", verdict.messages)
    print("   ", ", ".join(f"{count} {step}" for step, count in verdict.steps.most_common()))
    row("of them in daily messages", sum(bool(heard.letter) for heard in log.heard))
    row("task days checked for what is owed", verdict.days_owed)
    row("task days on which that cannot be told", verdict.days_unsure)
    row("faults", len(verdict.faults))
    for fault in verdict.faults[:10]:
        print("   ", fault)
    print(f"{'played in':<40}{took:>10.1f} s")
    kept.close()


def idle(folder: Path, size: Size) -> None:
    """Print what a sweep costs when nothing is due, minutes after everything was looked at."""
    kept = Store(folder / "idle.db", keep=2)
    kept.prepare()
    year = SchoolYear(kept, Size(teams=size.teams, tasks=0, seed=size.seed))
    with kept.transaction() as db:
        for number in range(size.tasks):
            plan = f"plan{number % size.teams}"
            owner = Responsible(year.members(plan)[number % 4])
            due = date(2027, 12, 1) + timedelta(days=number % 60)
            given = TaskAdded(f"t{number}", f"{plan}i", "Ask", owner, due=due)
            service.take(db, TENANT, plan, [given], by=year.owner(plan), now=NOON)
    began = time.perf_counter()
    sweep(kept, NOON, BASE)
    print(f"{'first sweep, of all open tasks':<40}{1000 * (time.perf_counter() - began):>10.1f} ms")
    took = []
    for minute in range(1, 101):
        began = time.perf_counter()
        sweep(kept, NOON + timedelta(minutes=minute), BASE)
        took.append(1000 * (time.perf_counter() - began))
    print(f"{'sweep with nothing due, median':<40}{statistics.median(took):>10.1f} ms")
    print(f"{'sweep with nothing due, worst':<40}{max(took):>10.1f} ms")
    with kept.reading() as db:
        row("open tasks passed over", db["tasks"].count)
        given_now = sweeping._given(sweeping._SUBJECTS[0], NOON + timedelta(minutes=1))
        row("tasks looked at", len(db.execute(sweeping._TASKS, given_now).fetchall()))
        for step in db.execute(f"EXPLAIN QUERY PLAN {sweeping._TASKS}", given_now):
            print("   ", step[-1])
    kept.close()


def row(name: str, value: int) -> None:
    """Print a figure."""
    print(f"{name:<40}{value:>10,}")


if __name__ == "__main__":
    main()
