"""5,000 reminders on a Monday morning, while people ask questions.

    python -m benchmarks.reminder_burst                         ten workspaces, in real time
    python -m benchmarks.reminder_burst --workspaces 1 --faster 4

A thousand people have five tasks each that are due on Tuesday; school opens at 8 o'clock. The whole
app runs in a process of its own, before a sandbox that keeps to Slack's limits: a message a second
in a channel, 300 a minute in a workspace, 50 conversations opened a minute. Each call of Slack
takes 180 ms. First questions alone are asked, then as many during the burst. The floor is how soon
the limit of a workspace lets the last reminder go. With --faster, the clocks of the app and of the
sandbox run so much faster than time; waits of answers are given in real time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reminder_worker import serve
from benchmarks.school_morning import OPENS, Clock, add_plan, add_team, agreement
from benchmarks.slack_load import Asked, answer_ids, ask, install, percentile, posted
from bot import limits
from bot.knowledge import open_engine
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.delivery import Attempt
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from conversations.database import Store, moment

TASKS_EACH = 5
_PEOPLE_IN_A_TEAM = 10
_PORT_SECONDS = 60.0
_DRAIN_SECONDS = 1_800.0


class Distance(Faults):
    """Lets each call take as long as it does over the internet."""

    def __init__(self, seconds: float) -> None:
        """Take ``seconds`` for each."""
        super().__init__()
        self.seconds = seconds

    def of_call(self, method: str) -> Fault | None:
        """Return what a call meets."""
        return Fault("slow", seconds=self.seconds)


def floor(messages: int) -> float:
    """Return the seconds that one workspace's limit lets so many messages take at least."""
    # A whole minute's worth at once, then the next when that minute is over.
    return 60.0 * ((messages - 1) // limits.POSTS_PER_MINUTE_IN_A_WORKSPACE)


def people(sandbox: Sandbox, store: Store, reminders: int) -> None:
    """Let people have tasks that are due on Tuesday, as many in each workspace."""
    each = reminders // TASKS_EACH // len(sandbox.state.workspaces)
    for team_id in sandbox.state.workspaces:
        members = [person.id for person in sandbox.add_people(each, team=team_id)]
        with store.transaction() as db:
            for first in range(0, each, _PEOPLE_IN_A_TEAM):
                some = members[first : first + _PEOPLE_IN_A_TEAM]
                name = f"{team_id}-{first}"
                add_team(db, team_id, name, f"C{name}", some)
                add_plan(db, team_id, name, name, some[0], some * TASKS_EACH)


@contextmanager
def served(sandbox: Sandbox, settings: Settings, clock: Clock) -> Iterator[BaseProcess]:
    """Serve the whole app in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    stop: Event = context.Event()
    process = context.Process(target=serve, args=(settings, clock, theirs, stop))
    process.start()
    if not ours.poll(_PORT_SECONDS):
        raise SystemExit("The app did not start.")
    sandbox.deliver_to(f"http://127.0.0.1:{ours.recv()}/slack/events")
    try:
        yield process
    finally:
        stop.set()
        process.join()


def waits(sandbox: Sandbox, database: Path, asked: Sequence[Asked], faster: float) -> list[float]:
    """Return how many real seconds each answer took."""
    messages, ids = posted(sandbox), answer_ids(database)
    answers = [
        (a, messages.get(ids.get((a.team, a.message.channel, a.message.ts), ""), [])) for a in asked
    ]
    if any(len(found) != 1 for _, found in answers):
        lost = sum(not found for _, found in answers)
        print(f"answers lost {lost}, doubled {sum(len(found) > 1 for _, found in answers)}")
    return [(float(found[0].ts) - float(a.message.ts)) / faster for a, found in answers if found]


def report(name: str, answers: Sequence[float], attempts: Sequence[Attempt]) -> None:
    """Print how long answers and acknowledgements took."""
    for what, values in (("answer", answers), ("ack", [a.seconds for a in attempts])):
        median, last = statistics.median(values) * 1000, max(values) * 1000
        print(
            f"{name}, {what:<7} {len(values):6d}   median {median:6.0f} ms,"
            f" 99th percentile {percentile(values, 0.99):6.0f} ms, longest {last:6.0f} ms"
        )


def main() -> None:
    """Play the morning and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reminders", type=int, default=5_000)
    parser.add_argument("--workspaces", type=int, default=10)
    parser.add_argument("--rate", type=float, default=5.0, help="questions a second, in all")
    parser.add_argument("--faster", type=float, default=1.0)
    parser.add_argument("--alone", type=float, default=60.0, help="seconds of questions alone")
    parser.add_argument("--latency", type=float, default=0.18)
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    before_school = timedelta(seconds=(given.alone + 15) * given.faster)
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    # The clock starts when the app does; until then it stands for the sandbox's seeds only.
    clock = Clock.shared(context, given.faster, OPENS - before_school)
    with (
        TemporaryDirectory() as name,
        Sandbox(
            workspaces=given.workspaces,
            registration=registration,
            rate_limits=True,
            clock=clock.epoch,
        ) as sandbox,
    ):
        folder, database = Path(name), Path(name) / "blueprint.db"
        install(sandbox, database)
        store = Store(database, keep=1)
        people(sandbox, store, given.reminders)
        sandbox.faults = Distance(given.latency)
        settings = Settings(
            *(folder, folder, database),
            client_id=sandbox.client_id,
            client_secret=sandbox.client_secret,
            signing_secret=sandbox.signing_secret,
            api_url=sandbox.api_url,
            public_url=sandbox.url,
        )
        open_engine(settings)
        clock.turn_back(OPENS - before_school)
        attempts: list[Attempt] = []
        sandbox.delivery.observers.append(attempts.append)
        with served(sandbox, settings, clock):
            ask(sandbox, given.rate, 5)
            sandbox.settle()
            attempts.clear()
            alone = ask(sandbox, given.rate, given.alone)
            sandbox.settle(60)
            time.sleep(2)
            alone_attempts = list(attempts)
            attempts.clear()
            if clock() >= OPENS:
                raise SystemExit("School opened too early; this machine is too slow for --alone.")
            time.sleep((OPENS - clock()).total_seconds() / given.faster)
            during: list[Asked] = []
            deadline = time.monotonic() + _DRAIN_SECONDS
            while not is_drained(store, given.reminders) and time.monotonic() < deadline:
                during += ask(sandbox, given.rate, 2)
            sandbox.settle(60)
            time.sleep(3)
        print(
            f"reminders {given.reminders}, workspaces {given.workspaces}, "
            f"questions {given.rate:g} a second, clock {given.faster:g} times as fast"
        )
        report("questions alone ", waits(sandbox, database, alone, given.faster), alone_attempts)
        report("during the burst", waits(sandbox, database, during, given.faster), attempts)
        burst(sandbox, database, given.reminders // given.workspaces, given.faster)
        store.close()


def is_drained(store: Store, reminders: int) -> bool:
    """Tell whether all reminders were queued and none is left."""
    with store.reading() as db:
        queued, left = db.execute(
            "SELECT count(*), count(*) FILTER (WHERE state IN ('due', 'sending')) FROM outbox"
        ).fetchone()
    return bool(queued >= reminders and not left)


def burst(sandbox: Sandbox, database: Path, in_each: int, faster: float) -> None:
    """Print how long the reminders took, and whether each arrived once."""
    with Store(database).reading() as db:
        found = db.execute("SELECT min(made_at), max(settled_at) FROM outbox").fetchone()
        first, last = map(moment, found)
        ids = {row["id"] for row in db.query("SELECT id FROM outbox")}
        held = db.execute("SELECT count(*) FROM outbox WHERE attempts > 1").fetchone()[0]
    reminded = {key: found for key, found in posted(sandbox).items() if key in ids}
    took, least = (last - first).total_seconds(), floor(in_each)
    print(f"drained in    {took:8.1f} s by Slack's clock; the floor is {least:.0f} s")
    if faster != 1:
        print(f"              {took / faster:8.1f} s in real time")
    print(f"tried again   {held:8d}")
    print(*agreement(database, reminded).lines(), sep="\n")


if __name__ == "__main__":
    main()
