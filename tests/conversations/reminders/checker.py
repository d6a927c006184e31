"""Reads the log of a school year and says what was wrong, by the rules as a teacher knows them.

It shares nothing with what it checks: its calendar is a list of school days, counted through.

- A week before, the day before, the day itself, then every third school day four times at most;
  then those who decide hear once, and there is silence until somebody does something.
- Each hears on their own school days, in their own hours. What falls on a day without school is
  said on the next one; a task due on such a day counts as due on the school day before. Of what
  falls on one day, only the latest is said.
- Whoever is given a task, takes it up again or wakes has just heard: it goes on the next day, and
  overdue reminders are counted on from there. A moved date has all its own reminders.
- Nothing about what is done, blocked, asleep or taken out, or to somebody who has it no more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.conversations.reminders.log import Did, Heard, Lived, Log

DAY = timedelta(days=1)
HOLIDAYS = {
    date.fromisoformat(day)
    for day in (
        *("2027-09-06", "2027-10-11", "2027-11-11", "2027-11-25", "2027-12-25"),
        *("2028-01-01", "2028-01-17", "2028-02-21", "2028-04-17", "2028-05-29", "2028-06-19"),
        *("2028-07-04", "2028-09-04", "2028-10-09", "2028-11-11", "2028-11-23", "2028-12-25"),
    )
}
"""Legal holidays of Massachusetts, 2027-28 and the fall after it."""

OVERDUE = ("overdue_1", "overdue_2", "overdue_3", "overdue_4")
ORDER = ("week", "day_before", "due", *OVERDUE)
NEXT_YEAR = date(2028, 9, 1)
LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Fault:
    """Something that should not be, or is missing."""

    kind: str
    at: date
    about: str


@dataclass
class Verdict:
    """What the checker found, and how much it looked at.

    ``days_owed`` are days of tasks on which something could be missing, ``days_unsure`` those on
    which that cannot be told: something was done about the task, or the bot did not run.
    """

    faults: list[Fault] = field(default_factory=list)
    messages: int = 0
    days_owed: int = 0
    days_unsure: int = 0
    steps: Counter[str] = field(default_factory=Counter)


class Days:
    """Who has school when, as far as it was known at a moment."""

    def __init__(self, log: Log) -> None:
        """Read what is said of days, hours and zones."""
        self._log = log
        self._lived: dict[str, list[Lived]] = defaultdict(list)
        for one in log.lived:
            self._lived[one.person].append(one)
        self._changes: dict[str, list[datetime]] = defaultdict(list)
        for away in log.away:
            self._changes[away.person].append(away.at)
        for ends in log.ends:
            self._changes[""].append(ends.at)
        self._cache: dict[tuple[str, int, int], list[date]] = {}

    def of(self, person: str, at: datetime) -> list[date]:
        """Return somebody's school days in order, as known at a moment."""
        key = (
            person,
            bisect_right(self._changes[person], at),
            bisect_right(self._changes[""], at),
        )
        if key not in self._cache:
            self._cache[key] = self._counted(person, at)
        return self._cache[key]

    def lives(self, person: str, at: datetime) -> Lived:
        """Return somebody's zone and hours at a moment."""
        return [one for one in self._lived[person] if one.at <= at][-1]

    def today(self, person: str, at: datetime) -> date:
        """Return the day it is for somebody."""
        return at.astimezone(ZoneInfo(self.lives(person, at).zone)).date()

    def is_at_school(self, person: str, at: datetime) -> bool:
        """Tell whether somebody may hear at a moment."""
        lives = self.lives(person, at)
        local = at.astimezone(ZoneInfo(lives.zone))
        in_hours = lives.opens <= (local.hour, local.minute) < lives.closes
        return in_hours and is_in(self.of(person, at), local.date())

    def changed_on(self, person: str, day: date) -> bool:
        """Tell whether a calendar of somebody changed around a day."""
        moments = [*self._changes[person], *self._changes[""]]
        moments += [one.at for one in self._lived[person]]
        return any(abs((at.date() - day).days) <= 1 for at in moments)

    def _counted(self, person: str, at: datetime) -> list[date]:
        off = {
            away.first + n * DAY
            for away in self._log.away
            if away.at <= at and away.person in ("", person)
            for n in range((away.last - away.first).days + 1)
        }
        last = [ends.day for ends in self._log.ends if ends.at <= at][-1]
        spans = ((self._log.first_day, last), (NEXT_YEAR, date(2028, 12, 31)))
        days = (first + n * DAY for first, end in spans for n in range((end - first).days + 1))
        return [d for d in days if d.weekday() < 5 and d not in HOLIDAYS and d not in off]


def is_in(days: list[date], day: date) -> bool:
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def on_or_before(days: list[date], day: date) -> date:
    return days[max(bisect_right(days, day) - 1, 0)]


def on_or_after(days: list[date], day: date) -> date:
    return days[bisect_left(days, day)]


def counted_after(days: list[date], day: date, count: int) -> date:
    return days[bisect_right(days, day) + count - 1]


@dataclass
class Task:
    """A task as the checker follows it."""

    plan: str
    owner: str
    due: date
    revision: int = 0
    round: int = 0
    is_open: bool = True
    is_gone: bool = False
    asleep: date | None = None
    since: datetime = LONG_AGO
    heard: bool = True
    spent: int = 0
    needed: bool = False
    is_unsure: bool = False
    said: dict[tuple[int, int, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def steps_of(self, person: str) -> list[str]:
        """Return what somebody has heard in this round of this due date."""
        return self.said[self.revision, self.round, person]

    def owed(self, days: list[date], first: date, today: date) -> str:
        """Return what its owner is to hear by today, empty for nothing."""
        due = on_or_before(days, self.due)
        counted_from = max(due, first - DAY)
        when = {
            "week": on_or_after(days, due - 7 * DAY),
            "day_before": on_or_after(days, due - DAY),
            "due": due,
        }
        for n in range(self.spent, 4):
            when[OVERDUE[n]] = counted_after(days, counted_from, 3 * (n + 1 - self.spent))
        come = [step for step in ORDER if step in when and first <= when[step] <= today]
        return come[-1] if come else ""

    def needs_on(self, days: list[date], first: date) -> date:
        """Return from which day those who decide are to hear."""
        counted_from = max(on_or_before(days, self.due), first - DAY)
        return counted_after(days, counted_from, 3 * (5 - self.spent))


class Checker:
    """Goes through a log once, in order."""

    def __init__(self, log: Log) -> None:
        """Take a log."""
        self.log = log
        self.days = Days(log)
        self.verdict = Verdict()
        self.tasks: dict[str, Task] = {}
        self.deciders: dict[str, tuple[str, ...]] = {}
        self.letters: dict[tuple[str, date], set[str]] = defaultdict(set)

    def check(self) -> Verdict:
        """Return what was wrong."""
        happened: list[tuple[datetime, int, object]] = []
        happened += [(one.at, 0, one) for one in self.log.steered]
        happened += [(one.at, 1, one) for one in self.log.did]
        happened += [(one.at, 2, one) for one in self.log.heard]
        happened.sort(key=lambda one: (one[0], one[1]))
        place = 0
        day = self.log.first_day - 10 * DAY
        while (ends := datetime.combine(day, time(23, 59), UTC)) < self.log.until:
            while place < len(happened) and happened[place][0] <= ends:
                _, kind, one = happened[place]
                place += 1
                if kind == 0:
                    self._steer(one)
                elif kind == 1:
                    self._do(one)
                else:
                    self._hear(one)
            self._look(day)
            day += DAY
        return self.verdict

    # What was done

    def _steer(self, one: object) -> None:
        self.deciders[one.plan] = one.deciders  # type: ignore[attr-defined]

    def _do(self, did: object) -> None:
        assert isinstance(did, Did)
        if did.deed == "given":
            assert did.due is not None
            self.tasks[did.task] = Task(did.plan, did.owner, did.due, since=did.at)
            return
        task = self.tasks[did.task]
        # What waited while nothing was sent was called off: who heard what cannot be told.
        if self._was_slow(did.at):
            task.is_unsure = True
        match did.deed:
            case "moved":
                assert did.due is not None
                task.due, task.asleep = did.due, None
                task.revision += 1
                task.round, task.needed, task.is_unsure = 0, False, self._was_slow(did.at)
                self._begin(task, did.at, heard=False)
            case "handed":
                task.owner = did.owner
                self._begin(task, did.at, heard=True)
            case "blocked" | "done" | "removed":
                task.is_open, task.asleep = False, None
                task.is_gone = did.deed == "removed"
            case "unblocked" | "reopened":
                task.is_open = True
                self._begin(task, did.at, heard=True)
            case "on_track":
                if task.needed:
                    self._begin(task, did.at, heard=True)
            case "snoozed":
                task.asleep = did.until

    def _begin(self, task: Task, at: datetime, *, heard: bool) -> None:
        if task.needed:
            task.round, task.needed = task.round + 1, False
        task.asleep = None
        task.since, task.heard = at, heard
        known = [OVERDUE.index(s) + 1 for s in task.steps_of(task.owner) if s in OVERDUE]
        task.spent = max(known, default=0)

    # What was heard

    def _hear(self, heard: object) -> None:
        assert isinstance(heard, Heard)
        self.verdict.messages += 1
        self.verdict.steps[heard.step.split(":")[0]] += 1
        task = self.tasks[heard.task]
        today = self.days.today(heard.recipient, heard.at)
        if not self.days.is_at_school(heard.recipient, heard.at):
            self._fault("out of hours", heard)
        self._look_at_letter(heard, today)
        if task.is_gone or not task.is_open:
            self._fault("about what is not to be done", heard)
            return
        if heard.step == "needs_you":
            self._hear_needs_you(task, heard, today)
            return
        if heard.recipient != task.owner:
            self._fault("to somebody else", heard)
            return
        if heard.step.startswith("woken"):
            self._wake(task, heard, today)
            return
        if task.asleep:
            self._fault("while asleep", heard)
        steps = task.steps_of(task.owner)
        if heard.step in steps and not task.is_unsure:
            self._fault("doubled", heard)
        if task.needed and not (task.is_unsure or self._was_slow(heard.at)):
            self._fault("after those who decide were told", heard)
        if not task.is_unsure and heard.step != self._owed(task, heard.at):
            self._fault("not its day", heard)
        steps.append(heard.step)
        if sum(step in OVERDUE for step in steps) > 4 and not task.is_unsure:
            self._fault("more than four", heard)

    def _look_at_letter(self, heard: Heard, today: date) -> None:
        if not heard.letter and self._is_daily(heard):
            self._fault("not in the message of the day", heard)
        if heard.letter:
            self.letters[heard.recipient, today].add(heard.letter)
            if len(self.letters[heard.recipient, today]) > 1:
                self._fault("two letters a day", heard)

    def _is_daily(self, heard: Heard) -> bool:
        """Tell whether somebody has heard once a day for a while, so that nothing waits alone."""
        chosen = [one for one in self.log.chose if one.person == heard.recipient]
        lately = [one for one in chosen if one.at <= heard.at]
        settled = not lately or heard.at - lately[-1].at > 14 * DAY
        return bool(lately) and settled and lately[-1].daily

    def _wake(self, task: Task, heard: Heard, today: date) -> None:
        if not task.asleep or today < task.asleep or heard.step != f"woken:{task.asleep}":
            self._fault("woken too early, or twice", heard)
        self._begin(task, heard.at, heard=True)

    def _hear_needs_you(self, task: Task, heard: Heard, today: date) -> None:
        if heard.recipient not in self.deciders[task.plan]:
            self._fault("to somebody who does not decide", heard)
        told = task.said[task.revision, task.round, f"{heard.recipient} decides"]
        if told and not task.is_unsure:
            self._fault("needs you twice", heard)
        if task.asleep:
            self._fault("while asleep", heard)
        days = self.days.of(heard.recipient, heard.at)
        if not task.is_unsure and today < task.needs_on(days, self._first(task, heard.recipient)):
            self._fault("needs you too early", heard)
        told.append("needs_you")
        task.needed = True

    # What is owed at the end of a day

    def _look(self, day: date) -> None:
        was_down = self._was_down(day)
        touched = {did.task for did in self._on(day)}
        for name, task in self.tasks.items():
            if task.is_gone or not task.is_open or day.weekday() > 4:
                continue
            # What is owed on a day on which things changed is owed on the next one, too.
            if was_down or task.is_unsure or name in touched:
                self.verdict.days_unsure += 1
                continue
            self._look_at_owner(name, task, day)
            self._look_at_deciders(name, task, day)

    def _look_at_owner(self, name: str, task: Task, day: date) -> None:
        if not self._could_hear(task.owner, day):
            return
        at = self._closing(task.owner, day)
        if task.asleep:
            if day >= task.asleep:
                self._missed("did not wake", name, task, day)
            return
        if task.needed:
            return
        owed = self._owed(task, at)
        self.verdict.days_owed += 1
        heard = [ORDER.index(step) for step in task.steps_of(task.owner) if step in ORDER]
        if owed and max(heard, default=-1) < ORDER.index(owed):
            self._missed(f"missed {owed}", name, task, day)

    def _look_at_deciders(self, name: str, task: Task, day: date) -> None:
        moved = (one.at.date() for one in self.log.steered if one.plan == task.plan)
        if task.asleep or any(abs((at - day).days) <= 1 for at in moved):
            return
        for person in self.deciders[task.plan]:
            if not self._could_hear(person, day):
                continue
            days = self.days.of(person, self._closing(person, day))
            told = task.said[task.revision, task.round, f"{person} decides"]
            if not told and task.needs_on(days, self._first(task, person)) <= day:
                self._missed("missed needs_you", name, task, day)

    def _could_hear(self, person: str, day: date) -> bool:
        return not self.days.changed_on(person, day) and is_in(
            self.days.of(person, self._closing(person, day)), day
        )

    def _closing(self, person: str, day: date) -> datetime:
        noon = datetime.combine(day, time(12), UTC)
        lives = self.days.lives(person, noon)
        return datetime.combine(day, time(*lives.closes), ZoneInfo(lives.zone)).astimezone(UTC)

    def _first(self, task: Task, person: str) -> date:
        return self.days.today(person, task.since) + (DAY if task.heard else 0 * DAY)

    def _owed(self, task: Task, at: datetime) -> str:
        days = self.days.of(task.owner, at)
        return task.owed(days, self._first(task, task.owner), self.days.today(task.owner, at))

    # How sure it can be

    @cached_property
    def _did_on(self) -> dict[date, list[Did]]:
        found: dict[date, list[Did]] = defaultdict(list)
        for did in self.log.did:
            found[did.at.date()].append(did)
        return found

    def _on(self, day: date) -> Iterator[Did]:
        """Yield what was done on a day, wherever it was that day."""
        for near in (day - DAY, day, day + DAY):
            yield from self._did_on.get(near, ())

    def _was_down(self, day: date) -> bool:
        """Tell whether anything was out of order on a day, or just before it."""
        spans = (*self.log.down, *self.log.slow)
        return any(begins.date() - DAY <= day <= ends.date() + DAY for begins, ends in spans)

    def _was_slow(self, at: datetime) -> bool:
        return any(begins <= at <= ends + 2 * DAY for begins, ends in self.log.slow)

    def _fault(self, kind: str, heard: Heard) -> None:
        about = f"{heard.task} {heard.recipient} {heard.step} {heard.at:%Y-%m-%d %H:%M}"
        self.verdict.faults.append(Fault(kind, heard.at.date(), about))

    def _missed(self, kind: str, name: str, task: Task, day: date) -> None:
        about = f"{name} {task.owner} due {task.due} revision {task.revision}.{task.round}"
        self.verdict.faults.append(Fault(kind, day, about))
