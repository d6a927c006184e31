"""Questions from many workspaces at once, through HTTP mode, against a sandbox with rate limits.

    python -m benchmarks.slack_load                50 questions a second for a minute
    python -m benchmarks.slack_load --seconds 10   a short look

The app runs as ``blueprint-bot serve`` in a process of its own, installed by OAuth in every
workspace; the sandbox and the people who ask share this one. Each question is a mention in a
channel or thread (which Slack delivers twice, as two events) or a direct message.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_sdk.oauth.installation_store import Installation

from bot.installations import Installations
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.delivery import Attempt
from bot.sandbox.model import Message
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.services import now
from conversations.database import Store

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
PLACES = ("#el-team", "#staff-room", "leadership", "direct", "#el-team")
PEOPLE = ("dan", "evelyn", "fay")
DRAIN_SECONDS = 60.0
QUARTERS = 4


@dataclass(frozen=True)
class Asked:
    """A question that was put, and where."""

    team: str
    message: Message


def questions() -> list[str]:
    """Return the development questions that stand alone."""
    files = sorted(GOLDEN.glob("*.jsonl"))
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    found = (json.loads(line).get("query") for line in lines)
    return [question for question in found if question]


def install(sandbox: Sandbox, database: Path) -> None:
    """Install the app in every workspace, as its OAuth pages do."""
    store = Store(database)
    store.prepare()
    installations = Installations(store, now)
    installations.prepare()
    for team_id, workspace in sandbox.state.workspaces.items():
        installations.save(
            Installation(
                app_id=sandbox.registration.app_id,
                team_id=team_id,
                team_name=workspace.name,
                user_id="U0EVELYN",
                bot_token=sandbox.token(team_id),
                bot_id=workspace.bot.bot_id,
                bot_user_id=workspace.bot_user,
                bot_scopes=BOT_SCOPES,
            )
        )


@contextmanager
def served(sandbox: Sandbox, folder: Path) -> Iterator[int]:
    """Serve the app before the sandbox; yield its process id."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "SLACK_CLIENT_ID": sandbox.client_id,
        "SLACK_CLIENT_SECRET": sandbox.client_secret,
        "SLACK_API_URL": sandbox.api_url,
        "BLUEPRINT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "BLUEPRINT_DB": str(folder / "blueprint.db"),
        "BLUEPRINT_CACHE_DIR": str(folder / "cache"),
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "bot.cli", "serve", "--log-level", "warning"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None or "Serving" not in process.stdout.readline():
            raise SystemExit("The app did not start.")
        sandbox.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        try:
            yield process.pid
        finally:
            process.terminate()


def ask(sandbox: Sandbox, rate: float, seconds: float) -> list[Asked]:
    """Put questions at an even rate, spread over workspaces, channels and people."""
    teams, texts = cycle(sandbox.state.workspaces), cycle(questions())
    places, people = cycle(PLACES), cycle(PEOPLE)
    asked: list[Asked] = []
    threads: dict[tuple[str, str], str] = {}
    started = time.perf_counter()
    for number in range(int(rate * seconds)):
        wait = started + number / rate - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        team, place = next(teams), next(places)
        person = sandbox.person(next(people), team)
        if place == "direct":
            message = person.direct_messages(next(texts))
        else:
            # Every fourth question follows up in a thread that was begun before.
            thread = threads.get((team, place)) if number % 4 == 0 else None
            message = person.mentions(place, next(texts), thread)
            threads[team, place] = message.thread_ts or message.ts
        asked.append(Asked(team, message))
    return asked


def posted(sandbox: Sandbox) -> dict[str, list[Message]]:
    """Return the app's messages by the id that each carries."""
    found: dict[str, list[Message]] = {}
    for workspace in sandbox.state.workspaces.values():
        for message in (m for kept in workspace.messages.values() for m in kept.values()):
            if message.metadata:
                found.setdefault(message.metadata["event_payload"]["id"], []).append(message)
    return found


def answer_ids(database: Path) -> dict[tuple[str, str, str], str]:
    """Return the id of each answer by the workspace, channel and ts of its question."""
    with Store(database).reading() as db:
        rows = db.query("SELECT tenant, channel, question_ts, id FROM answers")
        return {(row["tenant"], row["channel"], row["question_ts"]): row["id"] for row in rows}


def wait_until_open_is_done(sandbox: Sandbox, database: Path) -> None:
    """Wait until the app has nothing left to answer."""

    def done() -> bool:
        with Store(database).reading() as db:
            return not list(db.query("SELECT 1 FROM inbox WHERE state != 'done' LIMIT 1"))

    sandbox.settle(DRAIN_SECONDS)
    sandbox.wait_for(done, DRAIN_SECONDS)


def memory(process: int) -> float:
    """Return the resident memory of a process, in MB."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def processor_seconds(process: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] * 1000


def main() -> None:
    """Run the load and print what it met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--workspaces", type=int, default=60)
    given = parser.parse_args()
    attempts: list[Attempt] = []
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    with (
        TemporaryDirectory() as folder,
        Sandbox(
            workspaces=given.workspaces, registration=registration, rate_limits=True
        ) as sandbox,
    ):
        database = Path(folder) / "blueprint.db"
        install(sandbox, database)
        with served(sandbox, Path(folder)) as process:
            ask(sandbox, given.rate, 2)
            wait_until_open_is_done(sandbox, database)
            before, used_before = memory(process), processor_seconds(process)
            sandbox.delivery.observers.append(attempts.append)
            started = time.perf_counter()
            asked, sizes = [], [before]
            for _ in range(QUARTERS):
                asked += ask(sandbox, given.rate, given.seconds / QUARTERS)
                sizes.append(memory(process))
            took = time.perf_counter() - started
            wait_until_open_is_done(sandbox, database)
            used = processor_seconds(process) - used_before
            sizes.append(memory(process))
        report(asked, attempts, posted(sandbox), answer_ids(database))
    print(f"asked in                     {took:8.1f} s")
    print(f"processor, a question        {used / len(asked) * 1000:8.1f} ms")
    print(f"memory, start to end         {' '.join(f'{size:8.0f}' for size in sizes)} MB")


def report(
    asked: Sequence[Asked],
    attempts: Sequence[Attempt],
    messages: dict[str, list[Message]],
    ids: dict[tuple[str, str, str], str],
) -> None:
    """Print latencies, and what was lost or doubled."""
    acknowledged = [a.seconds for a in attempts]
    refused = sum(a.outcome.error is not None for a in attempts)
    answers = [
        (a, messages.get(ids.get((a.team, a.message.channel, a.message.ts), ""), [])) for a in asked
    ]
    waits = [float(found[0].ts) - float(a.message.ts) for a, found in answers if found]
    print(f"questions                    {len(asked):8d}")
    print(f"events delivered             {len(attempts):8d}, not acknowledged {refused}")
    for name, values in (("acknowledgement", acknowledged), ("answer", waits)):
        median, last = statistics.median(values) * 1000, max(values) * 1000
        print(
            f"{name:<16} median      {median:8.0f} ms, "
            f"99th percentile {percentile(values, 0.99):.0f} ms, longest {last:.0f} ms"
        )
    print(f"lost                         {sum(not found for _, found in answers):8d}")
    print(f"doubled                      {sum(len(found) > 1 for _, found in answers):8d}")


if __name__ == "__main__":
    main()
