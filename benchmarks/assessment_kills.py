"""A team rates while the app is killed again and again: no rating lost, none doubled.

    python -m benchmarks.assessment_kills [KILLS]

The app runs as a process of its own and is ended by SIGKILL at random moments. Members click what
their card offers, now and then twice; what is not acknowledged they click again, as people do. At
last the session is closed while they click, and the history is replayed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.assessment_load import FACILITATOR, begin
from benchmarks.slack_load import install, served
from bot.blocks.walk_buttons import Pressed
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.services import now
from conversations.assessment import history, service, store
from conversations.assessment.model import Assessment
from conversations.assessment.session import Closed
from conversations.database import Store, moment

MEMBERS = 12
TWICE = 0.2
"""Share of the clicks that are made twice."""


@dataclass(frozen=True)
class Click:
    """A rating that a member clicked and that was acknowledged."""

    participant: str
    indicator: str
    seen: int
    value: int
    at: datetime


class Team:
    """Members who click what their cards offer until they are told to stop."""

    def __init__(self, actors: list[Actor], chance: random.Random) -> None:
        self.actors, self.chance = actors, chance
        self.acknowledged: list[Click] = []
        self.unacknowledged = 0
        self._stop = threading.Event()

    @contextmanager
    def clicking(self) -> Iterator[None]:
        """Click while the caller does something else."""
        self._stop.clear()
        threads = [threading.Thread(target=self._click_on, args=(a,)) for a in self.actors]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _click_on(self, actor: Actor) -> None:
        while not self._stop.wait(self.chance.uniform(0.001, 0.05)):
            # As it is seen: it may be drawn anew before it is clicked.
            card = deepcopy(newest(actor))
            offered = buttons(card) if card else {}
            wanted = [a for a in offered if a.startswith("rating_rate_")]
            # Who has finished looks at an answer once more, so that nobody runs out of clicks.
            others = [a for a in ("rating_next", "rating_back", "rating_go_on") if a in offered]
            if card is None or not (wanted or others):
                continue
            action = self.chance.choice(wanted or others)
            self._click(actor, card, action, offered[action])

    def _click(self, actor: Actor, card: Message, action: str, value: str) -> None:
        acknowledged = False
        while not acknowledged and not self._stop.is_set():
            outcomes = [actor.clicks(card, action)]
            if self.chance.random() < TWICE:
                outcomes.append(actor.clicks(card, action))
            acknowledged = any(outcome.ok for outcome in outcomes)
            self.unacknowledged += not acknowledged
        pressed = Pressed.from_value(value)
        if acknowledged and pressed.value is not None and pressed.indicator is not None:
            seen = pressed.seen or 0
            self.acknowledged.append(
                Click(pressed.participant, pressed.indicator, seen, pressed.value, now())
            )


def newest(actor: Actor) -> Message | None:
    """Return the last message in a member's direct messages."""
    found = list(actor.workspace.messages.get(actor.direct_channel().id, {}).values())
    return found[-1] if found else None


def buttons(card: Message) -> dict[str, str]:
    """Return the values of a card's buttons by what they do."""
    return {
        element["action_id"]: element["value"]
        for block in card.blocks
        for element in block.get("elements", ())
        if element.get("type") == "button" and "action_id" in element
    }


def lost(database: Path, assessment: Assessment, clicks: list[Click]) -> int:
    """Return how many ratings that were acknowledged before the close the history does not have.

    A click is there as the event that was accepted at the step that it showed, or as a correction
    right after it. After the close it is acknowledged with a refusal; on a card that the walk has
    left by then, which a slow redraw may still show, with the card in front.
    """
    session = assessment.session
    events: dict[str, list[list[dict[str, Any]]]] = {}
    with Store(database).reading() as db:
        for row in db.query(
            "SELECT participant, at, event, after FROM assessment_history WHERE session = ?"
            " AND event NOT LIKE '%\"Joined\"%' AND participant IS NOT NULL ORDER BY n",
            [session.id],
        ):
            steps = events.setdefault(row["participant"], [])
            if '"Corrected"' in row["event"]:
                steps[-1].append(row)
            else:
                steps.append([row])
    missing = 0
    for click in clicks:
        if session.closed_at is not None and click.at > session.closed_at:
            continue
        accepted, *later = events.get(click.participant, [])[click.seen :] or [[]]
        if later and moment(later[0][0]["at"]) <= click.at:
            continue
        missing += not any(
            click.indicator in row["event"] and row["after"] == str(click.value) for row in accepted
        )
    return missing


def after_close(database: Path, assessment: Assessment) -> int:
    """Return how many ratings were taken after the close."""
    closed = assessment.session.closed_at
    with Store(database).reading() as db:
        times = [moment(row["at"]) for row in db.query("SELECT at FROM ratings")]
    return sum(closed is not None and at > closed for at in times)


@dataclass(frozen=True)
class Played:
    """What came of it."""

    acknowledged: int
    clicked_again: int
    lost: int
    after_the_close: int
    is_replayed: bool
    walks: Mapping[str, int]


def play(kills: int, members: int = MEMBERS) -> Played:
    """Kill the app ``kills`` times while the team clicks, close the session, and look."""
    chance = random.Random(7)  # noqa: S311
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    with TemporaryDirectory() as folder, Sandbox(registration=registration) as sandbox:
        database = Path(folder) / "blueprint.db"
        install(sandbox, database)
        actors = sandbox.add_people(members)
        session = begin(database, Path(folder), actors)
        with served(sandbox, Path(folder)):
            sandbox.wait_for(lambda: all(newest(actor) for actor in actors), 60)
        team = Team(actors, chance)
        for _ in range(kills):
            with served(sandbox, Path(folder)) as process, team.clicking():
                time.sleep(chance.uniform(0.1, 1.5))
                os.kill(process, signal.SIGKILL)
        with served(sandbox, Path(folder)), team.clicking():
            time.sleep(0.5)
            with Store(database).transaction() as db:
                service.steer(db, session.tenant, session.id, Closed(), by=FACILITATOR, now=now())
            time.sleep(1)
        with Store(database).reading() as db:
            assessment = store.read_assessment(db, session.tenant, session.id)
            replayed = history.replay(db, session.tenant, session.id)
        return Played(
            acknowledged=len(team.acknowledged),
            clicked_again=team.unacknowledged,
            lost=lost(database, assessment, team.acknowledged),
            after_the_close=after_close(database, assessment),
            is_replayed=replayed == assessment,
            walks=Counter(walk.state for walk in assessment.walks.values()),
        )


def main() -> None:
    """Play it and print what came of it."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    played = play(kills)
    print(f"killed                {kills:6d} times")
    print(f"ratings acknowledged  {played.acknowledged:6d}, clicked again {played.clicked_again}")
    print(f"lost                  {played.lost:6d}")
    print(f"taken after the close {played.after_the_close:6d}")
    print(f"history replayed      {'equal' if played.is_replayed else 'DIFFERENT':>6}")
    print(f"walks                 {dict(played.walks)}")


if __name__ == "__main__":
    main()
