"""Reminders while two workers are killed again and again: each has to arrive once.

    python -m benchmarks.reminder_kills [KILLS]        500 unless said otherwise
    python -m benchmarks.reminder_kills --unreadable   the app may not look in conversations

Two processes run what runs beside the app's listeners, on one database. New reminders become due
all the time, and one of the two is ended by SIGKILL at random moments and started again. The
sandbox drops connections before or after it has stored a message, answers 429 and 500, and is slow,
all at random. Time runs 20 times as fast, for the app and for the sandbox, so that what waits for
another attempt comes round. At last everything drains, and every row of the outbox is compared with
the conversations. Exit code 1 where anything was doubled or lost although the app could look.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reminder_worker import work
from benchmarks.school_morning import Agreement, Clock, add_plan, add_team, agreement, wait
from benchmarks.slack_load import install, posted
from bot.knowledge import open_engine
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from conversations.database import Store, moment, timestamp

TENANT = "T0RIVER"
PEOPLE, TASKS = 60, 6
"""Members of the team, and tasks that become due between two kills."""
FASTER = 20.0
LONGEST_CYCLE = 0.7
DRAIN_SECONDS = 240.0
_SLOW = 9
"""Calls that are only slow, for one of each trouble."""
_HISTORY = frozenset(("conversations.history", "conversations.replies"))


class Weather(Faults):
    """Trouble at random, whatever is called, for as long as it is ``bad``."""

    def __init__(self, chance: random.Random, *, unreadable: bool) -> None:
        """Begin with bad weather; ``unreadable`` conversations stay so in any weather."""
        super().__init__()
        self.chance, self.unreadable, self.bad = chance, unreadable, True
        self.met: Counter[str] = Counter()
        self._decks: dict[str, list[Fault]] = {}

    def of_call(self, method: str) -> Fault | None:
        """Return what a call meets."""
        if self.unreadable and method in _HISTORY:
            return Fault("error", error="missing_scope", needed="im:history")
        if not self.bad:
            return None
        # Dealt from a deck, so that a short run meets every kind, too.
        deck = self._decks.setdefault(method, [])
        if not deck:
            deck += self._deck()
        fault = deck.pop()
        self.met[fault.kind] += 1
        return fault

    def _deck(self) -> list[Fault]:
        slow = [Fault("slow", seconds=self.chance.uniform(0.005, 0.08)) for _ in range(_SLOW)]
        troubles = [
            Fault("drop_before"),
            Fault("drop_after"),
            Fault("server_error"),
            Fault("rate_limited", retry_after=self.chance.randint(1, 5)),
        ]
        return self.chance.sample([*slow, *troubles], _SLOW + len(troubles))


@dataclass
class Workers:
    """Two processes on one database."""

    context: ForkServerContext
    settings: Settings
    clock: Clock
    running: list[ForkServerProcess] = field(default_factory=list)

    def start(self) -> None:
        """Start another one."""
        process = self.context.Process(target=work, args=(self.settings, self.clock), daemon=True)
        process.start()
        self.running.append(process)

    def kill(self, which: int) -> int:
        """Kill one of them, and return its process id."""
        process = self.running.pop(which)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        return process.pid or 0

    @contextmanager
    def at_work(self, count: int = 2) -> Iterator[None]:
        """Start them, and kill them at the end."""
        for _ in range(count):
            self.start()
        try:
            yield
        finally:
            while self.running:
                self.kill(0)


@dataclass(frozen=True)
class Played:
    """What came of it; ``waiting`` and ``in_hand`` are reminders at the kills, in all."""

    kills: int
    waiting: int
    in_hand: int
    met: Mapping[str, int]
    seconds: float
    agreement: Agreement

    def lines(self) -> list[str]:
        """Return the figures, a line each."""
        met = ", ".join(f"{count} {kind}" for kind, count in sorted(self.met.items()))
        return [
            f"killed                       {self.kills:8d}  times in {self.seconds:.0f} s",
            f"due at a kill, on average    {self.waiting / max(self.kills, 1):8.1f}",
            f"being sent by the killed     {self.in_hand:8d}  in all",
            f"calls of Slack met           {met}",
            *self.agreement.lines(),
        ]


def play(
    kills: int, *, when_unsure: str = "skip", unreadable: bool = False, seed: int = 7
) -> Played:
    """Kill one of two workers ``kills`` times, let everything drain, and compare."""
    chance = random.Random(seed)  # noqa: S311
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([work.__module__])
    clock = Clock.shared(context, FASTER)
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    began = time.perf_counter()
    with (
        TemporaryDirectory() as folder,
        Sandbox(registration=registration, clock=clock.epoch) as sandbox,
    ):
        sandbox.faults = weather = Weather(chance, unreadable=unreadable)
        database = Path(folder) / "blueprint.db"
        install(sandbox, database)
        kept = Store(database, keep=1)
        members = [person.id for person in sandbox.add_people(PEOPLE)]
        with kept.transaction() as db:
            add_team(db, TENANT, "team", "C0ELTEAM", members)
        settings = Settings(
            *(Path(folder), Path(folder), database),
            client_id=sandbox.client_id,
            client_secret=sandbox.client_secret,
            signing_secret=sandbox.signing_secret,
            api_url=sandbox.api_url,
            public_url=sandbox.url,
            when_unsure=when_unsure,
        )
        # Starts are quick from here on.
        open_engine(settings)
        workers = Workers(context, settings, clock)
        waiting = in_hand = 0
        with workers.at_work():
            for number in range(kills):
                doers = [chance.choice(members) for _ in range(TASKS)]
                with kept.transaction() as db:
                    add_plan(db, TENANT, "team", f"p{number}", chance.choice(members), doers)
                time.sleep(chance.uniform(0, LONGEST_CYCLE))
                killed = workers.kill(chance.randrange(2))
                with kept.reading() as db:
                    due, held = db.execute(
                        "SELECT count(*), count(*) FILTER (WHERE owner LIKE ?) FROM outbox"
                        " WHERE state IN ('due', 'sending')",
                        [f"%:{killed}:%"],
                    ).fetchone()
                waiting, in_hand = waiting + due, in_hand + held
                workers.start()
            took = time.perf_counter() - began
            weather.bad = False
        # Started once more, because each start looks at once what there is to say.
        with workers.at_work():
            drain(kept, clock)
        kept.close()
        compared = agreement(database, posted(sandbox))
        return Played(kills, waiting, in_hand, weather.met, took, compared)


def drain(kept: Store, clock: Clock) -> None:
    """Wait until nothing is left to be said; what waits for later is not waited for."""

    def is_drained() -> bool:
        with kept.reading() as db:
            unheard, held, now_due, later = db.execute(
                "SELECT"
                " (SELECT count(*) FROM tasks WHERE id NOT IN (SELECT subject_id FROM outbox)),"
                " count(*) FILTER (WHERE owner IS NOT NULL),"
                " count(*) FILTER (WHERE next_attempt_at <= ?), min(next_attempt_at)"
                " FROM outbox WHERE state IN ('due', 'sending')",
                [timestamp(clock() + timedelta(seconds=1))],
            ).fetchone()
        if later is not None and not (unheard or held or now_due):
            clock.jump(moment(later))
        return later is None and not unheard

    wait(is_drained, DRAIN_SECONDS)


def main() -> int:
    """Play it and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kills", nargs="?", type=int, default=500)
    parser.add_argument("--unreadable", action="store_true")
    given = parser.parse_args()
    if not given.unreadable:
        played = play(given.kills)
        print(*played.lines(), sep="\n")
        return 0 if played.agreement.is_perfect else 1
    for when_unsure in ("skip", "repeat"):
        print(f"\nBLUEPRINT_WHEN_UNSURE={when_unsure}, conversations cannot be read")
        print(*play(given.kills, when_unsure=when_unsure, unreadable=True).lines(), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
