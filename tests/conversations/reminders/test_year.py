"""A school year from August to July, played and then read by a checker that knows the rules.

And the checker itself: each fault that is planted is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from conversations import calendar, outbox
from conversations.database import Store
from conversations.outbox import cancel
from conversations.reminders import ledger, rounds, tasks
from conversations.reminders.cadence import NEEDS_YOU, Step, step_due
from conversations.reminders.ledger import Item
from tests.conversations.reminders.checker import HOLIDAYS, Checker, Verdict
from tests.conversations.reminders.log import Log
from tests.conversations.reminders.school_year import BREAKS, FIRST, LAST, SchoolYear, Size

YEAR = Size(teams=5, tasks=120, by_day=60, by_night=240)
AUTUMN = Size(
    teams=2, tasks=40, by_day=120, by_night=480, first=date(2027, 10, 11), last=date(2027, 12, 14)
)

Plant = Callable[[pytest.MonkeyPatch], None]


def played(path: Path, size: Size) -> Log:
    kept = Store(path / "blueprint.db", keep=2)
    kept.prepare()
    log = SchoolYear(kept, size).play()
    kept.close()
    return log


def checked(path: Path, size: Size) -> Verdict:
    return Checker(played(path, size)).check()


def test_a_school_year_has_180_days_before_it_snows() -> None:
    off = {
        first.toordinal() + n for first, last, _ in BREAKS for n in range((last - first).days + 1)
    }
    days = (date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal() + 1))
    held = [d for d in days if d.weekday() < 5 and d not in HOLIDAYS and d.toordinal() not in off]
    assert len(held) == 180


def test_in_a_year_everybody_hears_what_they_are_to_hear_once_and_at_school(tmp_path: Path) -> None:
    log = played(tmp_path, YEAR)
    verdict = Checker(log).check()
    assert verdict.faults == []
    # What the year was about did happen.
    assert verdict.messages > 300
    assert verdict.days_owed > 1_000
    assert min(verdict.steps[step] for step in (NEEDS_YOU, "woken", "overdue_4", "week")) > 5
    assert {did.deed for did in log.did} > {"moved", "handed", "blocked", "snoozed", "reopened"}
    heard = {one.at.date() for one in log.heard}
    assert any(one.letter for one in log.heard)
    assert any(date(2027, 11, 8) <= day <= date(2027, 11, 12) for day in heard)
    assert any(date(2028, 3, 14) <= day <= date(2028, 3, 17) for day in heard)
    # The leap day was a snow day: what was due on it was due the day before.
    assert date(2028, 2, 28) in heard
    assert date(2028, 2, 29) not in heard
    assert max(heard) < date(2028, 7, 1)


def test_the_checker_finds_nothing_where_nothing_is_planted(tmp_path: Path) -> None:
    verdict = checked(tmp_path, AUTUMN)
    assert verdict.faults == []
    assert verdict.messages > 50


def shifted(days: int) -> Plant:
    def on_another_day(course: Any, cadence: Any, calendar: Any, today: date) -> Step | None:
        return step_due(course, cadence, calendar, date.fromordinal(today.toordinal() + days))

    return lambda patch: patch.setattr(tasks, "step_due", on_another_day)


def cancels_nothing(patch: pytest.MonkeyPatch) -> None:
    def stays(db: Any, tenant: str, *about: Any, **more: Any) -> int:
        return 0 if about[0] == "task" else cancel(db, tenant, *about, **more)

    patch.setattr(outbox, "cancel", stays)


def has_the_day_in_its_identity(patch: pytest.MonkeyPatch) -> None:
    queue = ledger._enqueue

    def with_day(db: Any, item: Item, *, due_at: datetime, now: datetime) -> str:
        key = (item.tenant, item.subject_type, item.subject_id, item.recipient, item.kind)
        return queue(db, Item(*key, f"{item.occurrence} {now.date()}"), due_at=due_at, now=now)

    patch.setattr(ledger, "_enqueue", with_day)
    patch.setattr(ledger, "is_said", lambda *_: False)
    patch.setattr(ledger, "said_of_task", lambda *_: [])


def goes_out_on_saturdays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(calendar, "_SATURDAY", 6)


def is_lost_now_and_then(patch: pytest.MonkeyPatch) -> None:
    say, number = ledger._alone, count()

    def lost(db: Any, item: Item, now: datetime) -> str | None:
        return "lost" if next(number) % 6 == 0 else say(db, item, now)

    patch.setattr(ledger, "_alone", lost)


def knows_no_daily_message(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "_in_the_daily", lambda db, item, day, now: ledger._alone(db, item, now))


def follows_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rounds, "follow", lambda *_: None)


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (shifted(1), {"not its day"}),
        (shifted(-1), {"not its day", "missed due"}),
        (cancels_nothing, {"about what is not to be done"}),
        (has_the_day_in_its_identity, {"doubled", "needs you twice"}),
        (goes_out_on_saturdays, {"out of hours"}),
        (is_lost_now_and_then, {"missed week"}),
        (knows_no_daily_message, {"not in the message of the day"}),
        (follows_nothing, {"not its day"}),
    ],
)
def test_the_checker_finds_what_is_planted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Plant, found: set[str]
) -> None:
    plant(monkeypatch)
    # What waits is called off where nothing was sent for a while.
    size = replace(AUTUMN, tasks=160, outages=20) if plant is cancels_nothing else AUTUMN
    faults = Counter(fault.kind for fault in checked(tmp_path, size).faults)
    assert found <= faults.keys(), faults
