"""A team types causes and sends windows while the app, a real process, is killed in between."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.blocks.planning.causes import ADD
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.planning.bones import first_bones
from bot.sandbox.actor import Actor
from bot.sandbox.delivery import Attempt
from bot.sandbox.model import Message
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.services import now
from conversations.database import Store
from conversations.planning import history, service, store
from conversations.planning.exploring import Framed
from conversations.planning.model import Plan
from conversations.planning.steering import StageChosen
from tests.bot.assessing import TENANT
from tests.bot.processes import process

CHANNEL, PLAN = "C0ELTEAM", "killed"
TYPISTS, KILLS = ("ana", "ben"), 2
NUMBERS = {"ana": "first", "ben": "second", "carla": "third"}


class Team:
    """Two who type causes in the thread, and one who sends them in windows."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.acknowledged: set[str] = set()
        self.sent_again = 0
        self._stop = threading.Event()
        self._said: dict[str, int] = Counter()
        sandbox.delivery.observers.append(self._see)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self._stop.clear()
        threads = [threading.Thread(target=self._types, args=(name,)) for name in TYPISTS]
        threads.append(threading.Thread(target=self._sends, args=(self.sandbox.person("carla"),)))
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _types(self, name: str) -> None:
        while not self._stop.wait(0.1):
            thread = cards(self.sandbox)[0].ts
            self.sandbox.person(name).says(CHANNEL, self._next(name), thread)

    def _sends(self, carla: Actor) -> None:
        text = self._next("carla")
        while not self._stop.wait(0.02):
            if carla.modal is None:
                # Drawn anew, it may have been folded since.
                with suppress(LookupError):
                    carla.clicks(cards(self.sandbox)[-1], ADD)
                continue
            if carla.modal.payload.get("submit") is None:
                carla.closes_modal()
                continue
            outcome = carla.submits({"text": {"text": text}})
            if outcome.ok:
                self.acknowledged.add(text)
                text = self._next("carla")
            else:
                self.sent_again += 1

    def _next(self, name: str) -> str:
        self._said[name] += 1
        return f"no training of kind {self._said[name]} for the {NUMBERS[name]} grade"

    def _see(self, attempt: Attempt) -> None:
        event = attempt.payload.get("event", {})
        if event.get("type") == "message" and not {"bot_id", "subtype"} & event.keys():
            if attempt.outcome.error is None:
                self.acknowledged.add(str(event.get("text")))
            else:
                self.sent_again += 1


def cards(sandbox: Sandbox) -> list[Message]:
    """Return the plan's card and those of its stages."""
    messages = list(sandbox.workspace().messages.get(CHANNEL, {}).values())
    marks = ("plan_controls", "plan_moving")
    return [one for one in messages if any(mark in str(one.blocks) for mark in marks)]


def begin(database: Path, sandbox: Sandbox) -> None:
    """Begin a plan of three that has come to its causes."""
    owners = tuple(sandbox.person(name).id for name in NUMBERS)
    plan = Plan(
        tenant=TENANT,
        id=PLAN,
        title="Trained for newcomers",
        team=None,
        channel=CHANNEL,
        owners=owners,
        timezone="America/New_York",
        begun_at=now(),
        bones=first_bones(),
    )
    kept = Store(database)
    kept.prepare()
    with kept.transaction() as db:
        service.start(db, plan, by=owners[0], now=now())
        moved = (Framed("Nobody knows what newcomers need"), StageChosen("causes"))
        service.take(db, TENANT, PLAN, moved, by=owners[0], now=now())


def test_no_cause_is_lost_or_doubled_when_the_app_is_killed(tmp_path: Path, free_port: int) -> None:
    chance = random.Random(5)  # noqa: S311
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    with Sandbox(registration=registration, retry_seconds=(0.1, 3, 3)) as sandbox:
        sandbox.deliver_to(f"http://127.0.0.1:{free_port}/slack/events")
        database = tmp_path / "blueprint.db"
        begin(database, sandbox)
        team = Team(sandbox)
        for _ in range(KILLS):
            with process(tmp_path, sandbox, free_port) as running:
                sandbox.wait_for(lambda: len(cards(sandbox)) > 1, 30)
                with team.at_work():
                    time.sleep(chance.uniform(0.3, 0.9))
                    running.kill()
                    time.sleep(0.2)
        with process(tmp_path, sandbox, free_port):
            with team.at_work():
                time.sleep(0.5)
            sandbox.settle(30)
            sandbox.wait_for(lambda: _is_done(database), 30)
        with Store(database).reading() as db:
            plan = store.read_plan(db, TENANT, PLAN)
            replayed = history.replay(db, TENANT, PLAN)
    kept = Counter(cause.text for cause in plan.causes.values())
    assert team.sent_again > 0, "no kill met anybody"
    assert {text for text in team.acknowledged if "third" in text}, "no window was sent"
    assert team.acknowledged - kept.keys() == set()
    assert [text for text, count in kept.items() if count > 1] == []
    assert replayed == plan


def _is_done(database: Path) -> bool:
    with Store(database).reading() as db:
        return not list(db.query("SELECT 1 FROM inbox WHERE state != 'done' LIMIT 1"))
