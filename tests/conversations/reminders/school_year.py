"""A school year, played: teams with plans and tasks, and people who do what people do.

Time is passed in. The store, the sweep and the outbox are the real ones; the channel writes down
who heard what and when, and everything that happens goes into a log for the checker.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations import (
    coordinators,
    memberships,
    outbox,
    personal_hours,
    school_days,
    teams,
)
from conversations.calendar import Calendar, next_school_time
from conversations.database import Store
from conversations.personal_hours import DaysOff, Hours
from conversations.planning import service, store
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Plan, Responsible, Status, Task
from conversations.planning.steering import Ended, Handed, Judged, Removed, StageChosen
from conversations.planning.steps import PlanEvent
from conversations.reminders import choices, ledger, snoozes
from conversations.reminders.cadence import said
from conversations.reminders.kinds import DAILY_REMINDERS, TASK_NEEDS_YOU, TASK_REMINDER
from conversations.reminders.sweep import sweep
from conversations.school_calendars import calendar_of_person
from tests.conversations.reminders.log import (
    Away,
    Chose,
    Deed,
    Did,
    Ends,
    Heard,
    Lived,
    Log,
    Steered,
)

TENANT, BOSS = "T1", "UBOSS"
ZONE = "America/New_York"
BASE = Calendar(ZoneInfo(ZONE))
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LEASE = timedelta(minutes=5)
FIRST, LAST = date(2027, 8, 30), date(2028, 6, 9)
"""180 school days, before it snows."""

BREAKS = (
    (date(2027, 9, 3), date(2027, 9, 3), "Day before Labor Day"),
    (date(2027, 11, 26), date(2027, 11, 26), "After Thanksgiving"),
    (date(2027, 12, 24), date(2027, 12, 31), "Winter recess"),
    (date(2028, 2, 21), date(2028, 2, 25), "February vacation"),
    (date(2028, 4, 14), date(2028, 4, 14), "Good Friday"),
    (date(2028, 4, 17), date(2028, 4, 21), "April vacation"),
)
SNOW = (
    (date(2027, 12, 13), time(5, 40)),
    (date(2028, 1, 11), time(5, 20)),
    (date(2028, 2, 2), time(10, 20)),
    (date(2028, 2, 29), time(5, 40)),
    (date(2028, 3, 13), time(5, 40)),
)
"""Snow days, each with the local time at which it was known: once with everybody at school."""

FAR = (
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Europe/Lisbon",
)
_STANDS: dict[Deed, Status] = {
    "blocked": "blocked",
    "unblocked": "under_way",
    "on_track": "under_way",
    "done": "done",
    "reopened": "under_way",
}


@dataclass(frozen=True)
class Size:
    """How large a year is, and how closely it is looked at: minutes between two sweeps."""

    teams: int = 40
    tasks: int = 2_000
    by_day: int = 20
    by_night: int = 60
    first: date = FIRST
    last: date = date(2028, 7, 10)
    seed: int = 7
    outages: int = 3


@dataclass(order=True)
class _Planned:
    at: datetime
    number: int
    act: Callable[[datetime], None] = field(compare=False)


class SchoolYear:
    """Plays a year on a store; ``log`` then holds what happened."""

    def __init__(self, kept: Store, size: Size) -> None:
        """Found the district, and plan what will happen."""
        self.store, self.size = kept, size
        self.log = Log(FIRST, until=datetime.combine(size.last, time(), UTC))
        self.queued = self.sweeps = 0
        self._chance = random.Random(size.seed)  # noqa: S311
        self._planned: list[_Planned] = []
        self._begins = datetime.combine(size.first - 2 * DAY, time(12), UTC)
        self._members: dict[str, list[str]] = {}
        self._owners: dict[str, str] = {}
        self._given_up: set[str] = set()
        self._found()

    def members(self, plan: str) -> list[str]:
        """Return who may be given a task of a plan."""
        return self._members[plan]

    def owner(self, plan: str) -> str:
        """Return who looks after a plan."""
        return self._owners[plan]

    def play(self) -> Log:
        """Let the year pass."""
        for now in self._moments():
            while self._planned and self._planned[0].at <= now:
                one = heappop(self._planned)
                one.act(one.at)
            if within(now, self.log.down):
                continue
            self.queued += sweep(self.store, now, BASE)
            self.sweeps += 1
            if not within(now, self.log.slow):
                # What is gathered for a message of the day leaves a little later.
                for moment in (now, now + 6 * MINUTE):
                    self._deliver(moment)
        return self.log

    def _moments(self) -> Iterator[datetime]:
        now, end = self._begins, self.log.until
        while now < end:
            yield now
            by_day = now.weekday() < 5 and 11 <= now.hour < 21
            now += timedelta(minutes=self.size.by_day if by_day else self.size.by_night)

    # The channel

    def _deliver(self, now: datetime) -> None:
        while True:
            with self.store.reading() as db:
                waits = db.execute(
                    "SELECT 1 FROM outbox WHERE state IN ('due', 'sending')"
                    " AND next_attempt_at <= ? LIMIT 1",
                    [now.astimezone(UTC).isoformat(timespec="microseconds")],
                ).fetchone()
            if waits is None:
                return
            with self.store.transaction() as db:
                for _ in range(100):
                    claim = outbox.claim_one_due(db, now, "worker", LEASE, lambda _: False)
                    if claim is None:
                        return
                    self._send(db, claim.row, now)

    def _send(self, db: Database, row: outbox.Row, now: datetime) -> None:
        if row.kind in (TASK_REMINDER, TASK_NEEDS_YOU, DAILY_REMINDERS):
            calendar = calendar_of_person(db, TENANT, row.recipient, BASE)
            opens = next_school_time(now, calendar)
            if opens > now:
                outbox.postpone(db, row, opens, outbox.OUT_OF_HOURS, sending=False, counted=False)
                return
        items = ledger.items_of(db, TENANT, row.id)
        if row.kind == DAILY_REMINDERS and not items:
            outbox.record_dropped(db, row, now)
            return
        outbox.record_sent(db, row, f"D{row.recipient}", f"{now.timestamp():.6f}", now)
        if row.kind == DAILY_REMINDERS:
            for item in items:
                self._write_down(now, item.subject_id, row.recipient, item.occurrence, row.id)
        elif row.kind in (TASK_REMINDER, TASK_NEEDS_YOU):
            self._write_down(now, row.subject_id, row.recipient, row.occurrence)

    def _write_down(
        self, now: datetime, task: str, recipient: str, occurrence: str, letter: str = ""
    ) -> None:
        step = said(occurrence.partition(" ")[0]).step
        self.log.heard.append(Heard(now, task, recipient, step, letter))

    # The district

    def _found(self) -> None:
        at = self._begins
        given: dict[str, Any] = {"by": BOSS, "now": at}
        with self.store.transaction() as db:
            coordinators.name_coordinator(
                db, TENANT, BOSS, named_by=BOSS, may_name=True, is_guest=False, now=at
            )
            school_days.set_year_end(db, TENANT, "first", FIRST, **given)
            school_days.set_year_end(db, TENANT, "last", LAST, **given)
            off = [school_days.NoSchool(*one) for one in BREAKS]
            school_days.add_no_school(db, TENANT, off, **given)
            for number in range(self.size.teams):
                self._found_team(db, f"team{number}", number, at)
        self.log.ends.append(Ends(at, LAST))
        self.log.away += [Away(at, "", first, last) for first, last, _ in BREAKS]
        self.log.down += self._outages(self.size.outages, 5)
        self.log.slow += self._outages(self.size.outages, 26)
        for day, clock in SNOW:
            self._plan(datetime.combine(day, clock, ZoneInfo(ZONE)), self._snow(day))
        share, left = divmod(self.size.tasks, self.size.teams)
        for number in range(self.size.teams):
            for task in range(share + (number < left)):
                self._plan_task(f"plan{number}", f"task{number}-{task}")

    def _found_team(self, db: Database, team: str, number: int, at: datetime) -> None:
        given: dict[str, Any] = {"by": BOSS, "now": at}
        zone = self._chance.choice(FAR[:3]) if number % 10 == 4 else ZONE
        teams.save_team(db, TENANT, team, name=team, channel=None, timezone=zone, **given)
        steering = [f"UC{number}", *([f"UC{number}B"] if number % 5 == 0 else [])]
        members = [f"UM{number}X{n}" for n in range(4)]
        teams.set_team_coordinators(db, TENANT, team, steering, guests=[], **given)
        memberships.set_members(db, TENANT, team, members, names={}, titles={}, guests=[], **given)
        hours = Hours(time(7, 30), time(15)) if number % 7 == 3 else None
        if hours:
            school_days.set_hours(db, TENANT, hours, team=team, **given)
        self._members[f"plan{number}"] = [*members, steering[0]]
        for person in [*steering, *members]:
            usual = hours or Hours(time(8), time(16))
            self._live(db, person, zone, usual, at)
        self._begin_plan(db, f"plan{number}", team, steering, at)

    def _begin_plan(
        self, db: Database, plan: str, team: str, owners: list[str], at: datetime
    ) -> None:
        begun = Plan(
            TENANT, plan, plan, team, None, tuple(owners), ZONE, at, bones={"people": "People"}
        )
        service.start(db, begun, by=owners[0], now=at)
        chain: tuple[PlanEvent, ...] = (
            CauseAdded(f"{plan}c", "people", "Nobody is asked", by=owners[0]),
            DriverAdded(f"{plan}d", "Somebody asks", (f"{plan}c",)),
            IdeaAdded(f"{plan}i", f"{plan}d", "Ask families"),
            IdeaAdded(f"{plan}j", f"{plan}d", "Ask students"),
            StageChosen("live"),
        )
        service.take(db, TENANT, plan, chain, by=owners[0], now=at)
        self._owners[plan] = owners[0]
        self.log.steered.append(Steered(at, plan, tuple(owners)))
        if self._chance.random() < 0.3:
            self._plan(self._some_day(40, 250), self._hand_plan(plan))
        if self._chance.random() < 0.15:
            self._plan(self._some_day(150, 280), self._end_plan(plan))

    def _live(self, db: Database, person: str, zone: str, usual: Hours, at: datetime) -> None:
        """Let somebody have a life: other hours, a zone that changes, days off, a daily message."""
        chance = self._chance
        self.log.lived.append(_lived(at, person, zone, usual))
        for _ in range(chance.choice((0, 0, 0, 0, 0, 0, 1, 2))):
            zone = chance.choice((*FAR, ZONE))
            hours = chance.choice((usual, Hours(time(9), time(15, 30)), Hours(time(7), time(14))))
            self._plan(self._some_day(5, 300), self._move_house(person, zone, hours))
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            first = (self._some_day(3, 280)).date()
            off = DaysOff(first, first + chance.choice((0, 0, 1, 2, 4, 9)) * DAY)
            known = datetime.combine(first - chance.choice((0, 1, 20)) * DAY, time(10, 30), UTC)
            self._plan(max(known, at), self._go_away(person, off))
        if chance.random() < 0.3:
            self._choose(db, person, "daily", at)
            self._plan(self._some_day(60, 200), self._switch(person, "each"))
        if chance.random() < 0.4:
            self._plan(self._some_day(20, 120), self._switch(person, "daily"))
            self._plan(self._some_day(121, 260), self._switch(person, "each"))

    def _outages(self, count: int, longest: int) -> list[tuple[datetime, datetime]]:
        begins = (self._some_day(10, 280) for _ in range(count))
        return [(at, at + timedelta(hours=self._chance.randint(2, longest))) for at in begins]

    # What happens to the district and its people

    def _snow(self, day: date) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            with self.store.transaction() as db:
                school_days.add_snow_day(db, TENANT, day, by=BOSS, now=at)
                last = max(ends.day for ends in self.log.ends) + DAY
                while last.weekday() > 4 or last == date(2028, 6, 19):
                    last += DAY
                school_days.set_year_end(db, TENANT, "last", last, by=BOSS, now=at)
            self.log.away.append(Away(at, "", day, day))
            self.log.ends.append(Ends(at, last))

        return act

    def _move_house(self, person: str, zone: str, hours: Hours) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            with self.store.transaction() as db:
                personal_hours.set_hours(db, TENANT, hours, zone, by=person, now=at)
            self.log.lived.append(_lived(at, person, zone, hours))

        return act

    def _go_away(self, person: str, off: DaysOff) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            with self.store.transaction() as db:
                personal_hours.add_days_off(db, TENANT, off, by=person, now=at)
            self.log.away.append(Away(at, person, off.first, off.last))

        return act

    def _switch(
        self, person: str, delivery: Literal["each", "daily"]
    ) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            with self.store.transaction() as db:
                self._choose(db, person, delivery, at)

        return act

    def _choose(
        self, db: Database, person: str, delivery: Literal["each", "daily"], at: datetime
    ) -> None:
        choices.choose_delivery(db, TENANT, delivery, by=person)
        self.log.chose.append(Chose(at, person, delivery == "daily"))

    def _hand_plan(self, plan: str) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            owner = self._members[plan][0]
            if self._take(plan, Handed((owner,)), at):
                self._owners[plan] = owner
                self.log.steered.append(Steered(at, plan, (owner,)))

        return act

    def _end_plan(self, plan: str) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            with self.store.reading() as db:
                before = store.read_plan(db, TENANT, plan)
            self._take(plan, Ended(), at)
            self._log_gone(before, at)

        return act

    # What happens to a task

    def _plan_task(self, plan: str, task: str) -> None:
        """Plan the life of a task: when it is given, what is done about it, whether it is done."""
        chance = self._chance
        given = self._some_day(0, 260)
        due = given.date() + chance.randint(-2, 60) * DAY
        if chance.random() < 0.05:
            due = chance.choice((date(2028, 2, 29), date(2028, 3, 13), date(2027, 11, 8)))
        self._plan(given, self._give(plan, task, due))
        deeds: list[Deed] = []
        for deed, often in (
            ("moved", 0.25), ("handed", 0.2), ("blocked", 0.2), ("on_track", 0.4),
            ("snoozed", 0.3), ("done", 0.75), ("reopened", 0.05), ("removed", 0.03),
        ):  # fmt: skip
            deeds += [deed] * (chance.random() < often)  # type: ignore[list-item]
            deeds += [deed] * (chance.random() < often / 4)  # type: ignore[list-item]
        around = datetime.combine(due, time(), UTC)
        for deed in deeds:
            spread = chance.choice(((-12, 2), (-2, 6), (0, 20), (10, 45)))
            at = around + chance.randint(*spread) * DAY + self._clock()
            if at > given:
                self._plan(at, self._does(plan, task, deed))
            if deed == "blocked":
                self._plan(at + chance.randint(1, 15) * DAY, self._does(plan, task, "unblocked"))

    def _give(self, plan: str, task: str, due: date) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            owner = self._chance.choice(self._members[plan])
            idea = f"{plan}{self._chance.choice('iiij')}"
            if idea in self._given_up:
                idea = f"{plan}i"
            given = TaskAdded(task, idea, task, Responsible(owner), due=due)
            if self._take(plan, given, at):
                self._log(at, task, "given", plan=plan, owner=owner, due=due)

        return act

    def _does(self, plan: str, task: str, deed: Deed) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            with self.store.reading() as db:
                stands = store.read_plan(db, TENANT, plan)
            one = stands.tasks.get(task)
            if one is None or stands.ended_at or stands.ideas[one.idea].verdict == "abandon":
                return
            if (one.status == "done") != (deed == "reopened"):
                return
            match deed:
                case "moved" | "handed":
                    self._change(stands, one, deed, at)
                case "snoozed":
                    self._snooze(one, at)
                case "removed":
                    self._remove(stands, one, at)
                case _:
                    self._tell(stands, one, deed, at)

        return act

    def _tell(self, plan: Plan, task: Task, deed: Deed, at: datetime) -> None:
        blocked = task.status == "blocked"
        if (deed in ("blocked", "on_track") and blocked) or (deed == "unblocked" and not blocked):
            return
        note = f"As of {at:%B %-d %H:%M}"
        if self._take(plan.id, TaskStood(task.id, _STANDS[deed], note), at):
            self._log(at, task.id, deed)

    def _change(self, plan: Plan, task: Task, deed: Deed, at: datetime) -> None:
        owner, due = task.owner, task.due
        assert owner is not None
        assert due is not None
        if deed == "handed":
            others = [one for one in self._members[plan.id] if one != owner.person]
            owner = Responsible(self._chance.choice(others))
        else:
            due = at.date() + self._chance.choice((-3, 0, 1, 5, 8, 12, 20)) * DAY
            if due == task.due:
                return
        changed = TaskChanged(task.id, task.what, owner, due=due)
        if self._take(plan.id, changed, at):
            self._log(at, task.id, deed, owner=owner.person, due=due)

    def _snooze(self, task: Task, at: datetime) -> None:
        if task.status == "blocked":
            return
        assert task.owner is not None
        person = task.owner.person
        with self.store.transaction() as db:
            zone = calendar_of_person(db, TENANT, person, BASE).timezone
            today = at.astimezone(zone).date()
            until = today + self._chance.choice((1, 1, 3, 7, 14)) * DAY
            snoozes.snooze(db, TENANT, task, until, by=person, today=today, now=at)
        self._log(at, task.id, "snoozed", until=until)

    def _remove(self, plan: Plan, task: Task, at: datetime) -> None:
        # Now and then all that is tried for an idea is given up.
        alone = self._chance.random() < 0.9 or not task.idea.endswith("j")
        event = Removed(task.id) if alone else Judged(task.idea, "abandon")
        self._given_up |= set() if alone else {task.idea}
        if self._take(plan.id, event, at):
            gone = {task.id: task} if alone else plan.tasks
            of_idea = {t.id: t for t in gone.values() if alone or t.idea == task.idea}
            self._log_gone(replace(plan, tasks=of_idea), at)

    def _log_gone(self, plan: Plan, at: datetime) -> None:
        for task in plan.tasks:
            self._log(at, task, "removed")

    def _take(self, plan: str, event: PlanEvent, at: datetime) -> bool:
        with self.store.transaction() as db:
            if store.read_head(db, TENANT, plan).ended_at:
                return False
            by = self._owners[plan]
            return service.take(db, TENANT, plan, [event], by=by, now=at).changed

    # Chance and time

    def _log(self, at: datetime, task: str, deed: Deed, **more: Any) -> None:
        self.log.did.append(Did(at, task, deed, **more))

    def _plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        heappush(self._planned, _Planned(at.astimezone(UTC), len(self._planned), act))

    def _some_day(self, first: int, last: int) -> datetime:
        """Return a moment of a day of the year, a weekend too; never when a sweep runs."""
        length = (self.size.last - self.size.first).days
        day = self._chance.randint(first, last) * length // 315
        return datetime.combine(self.size.first + day * DAY, time(), UTC) + self._clock()

    def _clock(self) -> timedelta:
        return timedelta(hours=self._chance.randint(11, 22), minutes=self._chance.randint(7, 19))


def within(now: datetime, spans: list[tuple[datetime, datetime]]) -> bool:
    """Tell whether a moment lies in one of some spans of time."""
    return any(begins <= now < ends for begins, ends in spans)


def _lived(at: datetime, person: str, zone: str, hours: Hours) -> Lived:
    opens, closes = ((clock.hour, clock.minute) for clock in (hours.opens, hours.closes))
    return Lived(at, person, zone, opens, closes)
