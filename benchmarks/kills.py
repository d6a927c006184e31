"""Questions while the app is killed again and again: each has to be answered once.

    python -m benchmarks.kills [KILLS]

The app runs as a process of its own and is ended by SIGKILL at random moments, most of them in the
middle of an answer; the sandbox repeats what was not acknowledged, as Slack does. Now and then the
sandbox drops a connection, before or after it has stored the message.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.slack_load import (
    Asked,
    answer_ids,
    ask,
    install,
    posted,
    served,
    wait_until_open_is_done,
)
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox

RETRIES = (1.0, 3.0, 6.0)
RATE = 20


def main() -> None:
    """Kill, start again, and count what was lost and doubled."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    chance = random.Random(7)  # noqa: S311
    asked: list[Asked] = []
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    with (
        TemporaryDirectory() as folder,
        Sandbox(workspaces=20, registration=registration, retry_seconds=RETRIES) as sandbox,
    ):
        database = Path(folder) / "blueprint.db"
        install(sandbox, database)
        for _ in range(kills):
            with served(sandbox, Path(folder)) as process:
                sandbox.faults.drop("chat.postMessage", after_storing=chance.random() < 0.5)
                asked += ask(sandbox, RATE, chance.uniform(0.2, 2.5))
                time.sleep(chance.uniform(0, 0.1))
                os.kill(process, signal.SIGKILL)
        sandbox.faults.clear()
        with served(sandbox, Path(folder)):
            wait_until_open_is_done(sandbox, database)
        messages, ids = posted(sandbox), answer_ids(database)
    answers = [
        messages.get(ids.get((a.team, a.message.channel, a.message.ts), ""), []) for a in asked
    ]
    print(f"killed       {kills:6d} times")
    print(f"questions    {len(asked):6d}")
    print(f"lost         {sum(not found for found in answers):6d}")
    # Whatever was posted beyond one answer a question is one too many, under whichever id.
    answered = sum(bool(found) for found in answers)
    print(f"doubled      {sum(map(len, messages.values())) - answered:6d}")


if __name__ == "__main__":
    main()
