"""A large team rates at once, through HTTP mode, against a sandbox with Slack's rate limits.

    python -m benchmarks.assessment_load                 200 members, 9 indicators
    python -m benchmarks.assessment_load --at-once       all of them begin in the same moment
    python -m benchmarks.assessment_load --members 20    a short look

The app runs as ``blueprint-bot serve`` in a process of its own; the sandbox and the members share
this one. Each member clicks as soon as their invitation is there, and again as soon as the card
that they have clicked shows the next one.
"""

from __future__ import annotations

import argparse
import statistics
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.crowd import let_a_crowd_click
from benchmarks.slack_load import install, memory, percentile, processor_seconds, served
from bot.assessing.corpus import indicators, statements
from bot.knowledge import open_engine
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.actor import Actor
from bot.sandbox.delivery import Attempt
from bot.sandbox.model import Message
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.services import Services, now
from bot.settings import Settings
from content.scale import load_scale
from conversations.assessment import history, inviting, store
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Session
from conversations.database import Store

BLOCKS = ("blueprint/p1/b1", "blueprint/p1/b2", "blueprint/p1/b3")
FACILITATOR = "U0EVELYN"
CHANNEL = "C0ELTEAM"
ARRIVAL_SECONDS = 420.0
"""Slack lets an app open fifty direct messages a minute: two hundred take three minutes more."""
LOOK_SECONDS = 0.01
CARD_SECONDS = 0.5
"""How often the members and the team look whether their cards have changed."""


@dataclass
class Member:
    """One member at the cards: what they clicked last, and the clicks that are under way."""

    actor: Actor
    shown: list[dict[str, Any]] = field(default_factory=list)
    click: Future[Any] | None = None
    clicked_at: float = 0.0
    invited_at: float = 0.0
    waits: list[float] = field(default_factory=list)
    is_done: bool = False

    def card(self) -> Message | None:
        """Return the member's card as it stands in their direct messages."""
        channel = self.actor.direct_channel().id
        found = list(self.actor.workspace.messages.get(channel, {}).values())
        return found[-1] if found else None


def begin(database: Path, folder: Path, people: list[Actor]) -> Session:
    """Begin a session for everybody, whatever the hour."""
    settings = Settings(data_dir=folder, cache_dir=folder / "cache", database=database)
    kept = Store(database)
    services = Services(settings, kept, open_engine(settings), {}, lambda _: frozenset())
    session = Session(
        tenant="T0RIVER",
        id="load",
        title="Load",
        team=None,
        channel=CHANNEL,
        phase="rating",
        facilitators=(FACILITATOR,),
        scale=load_scale(),
        statements=statements(services, indicators(BLOCKS, ["school"])),
        timezone="America/New_York",
        started_at=now(),
        closes_at=now() + timedelta(days=7),
    )
    members = [Invited(one.id, one.person.real_name, "school", "ESL teacher") for one in people]
    with kept.transaction() as db:
        inviting.start(db, session, members, by=FACILITATOR, now=now())
        db.execute("UPDATE outbox SET any_hour = 1")
    return session


def next_action(blocks: list[dict[str, Any]]) -> str | None:
    """Return what a member clicks on a card: the third point of the scale, or on to the cards."""
    offered = {
        element["action_id"]
        for block in blocks
        for element in block.get("elements", ())
        if "action_id" in element
    }
    wanted = ("rating_rate_3", "rating_next", "rating_go_on")
    return next((action for action in wanted if action in offered), None)


def click_through(members: list[Member], card: TeamCard) -> float:
    """Let everybody click as fast as their cards come; return how long it took, in seconds."""
    started = time.perf_counter()
    with ThreadPoolExecutor(len(members)) as pool:
        while waiting := [member for member in members if not member.is_done]:
            if time.perf_counter() - started > ARRIVAL_SECONDS:
                print(f"DID NOT FINISH               {len(waiting):8d} members")
                break
            for member in waiting:
                _go_on(member, pool)
            card.look()
            time.sleep(LOOK_SECONDS)
    return time.perf_counter() - started


def _go_on(member: Member, pool: ThreadPoolExecutor) -> None:
    card = member.card()
    if card is None or (member.click and not member.click.done()):
        return
    member.invited_at = member.invited_at or time.perf_counter()
    refused = member.click and not member.click.result().ok
    if card.blocks == member.shown and not refused:
        return
    moment = time.perf_counter()
    if member.clicked_at:
        member.waits.append(moment - member.clicked_at)
    action = next_action(card.blocks)
    member.shown, member.is_done = card.blocks, action is None
    if action:
        member.clicked_at = moment
        member.click = pool.submit(member.actor.clicks, card, action)


class TeamCard:
    """The team's card in the channel, and when it was drawn anew."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.shown: list[dict[str, Any]] = []
        self.drawn: list[float] = []
        self.next_look = 0.0

    def look(self) -> None:
        """Note the moment where the card shows something new."""
        if time.perf_counter() < self.next_look:
            return
        self.next_look = time.perf_counter() + CARD_SECONDS
        for message in self.sandbox.messages(CHANNEL):
            if message.metadata and message.blocks != self.shown:
                self.shown = message.blocks
                self.drawn.append(time.perf_counter())

    @property
    def gaps(self) -> list[float]:
        """Seconds between one drawing and the next."""
        anew = self.drawn[1:]
        return [later - earlier for earlier, later in pairwise(anew)]


def main() -> None:
    """Run the load and print what it met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--at-once", action="store_true")
    given = parser.parse_args()
    attempts: list[Attempt] = []
    registration = Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS)
    with (
        TemporaryDirectory() as folder,
        Sandbox(registration=registration, rate_limits=True) as sandbox,
    ):
        database = Path(folder) / "blueprint.db"
        install(sandbox, database)
        members = [Member(actor) for actor in sandbox.add_people(given.members)]
        with served(sandbox, Path(folder)) as process:
            session = begin(database, Path(folder), [member.actor for member in members])
            started = time.perf_counter()
            if given.at_once:
                sandbox.wait_for(lambda: all(m.card() for m in members), ARRIVAL_SECONDS)
            let_a_crowd_click(sandbox)
            before, used = memory(process), processor_seconds(process)
            sandbox.delivery.observers.append(attempts.append)
            card = TeamCard(sandbox)
            took = click_through(members, card)
            used, after = processor_seconds(process) - used, memory(process)
        clicks = [attempt for attempt in attempts if attempt.kind == "interactive"]
        report(database, session, members, clicks)
    if not given.at_once:
        waits = [member.invited_at - started for member in members]
        print(
            f"waited for an invitation     {statistics.median(waits):8.1f} s median, "
            f"{max(waits):.1f} s longest"
        )
    print(f"all cards clicked in         {took:8.1f} s")
    print(f"processor, a click           {used / len(clicks) * 1000:8.1f} ms")
    drawn = f"{len(card.drawn) - 1:8d} times"
    least = f", {min(card.gaps):.1f} s apart at least" if card.gaps else ""
    print(f"team's card drawn anew       {drawn}{least}")
    print(f"memory, before and after     {before:8.0f} MB {after:.0f} MB")


def report(
    database: Path, session: Session, members: list[Member], attempts: list[Attempt]
) -> None:
    """Print latencies, and what was lost or doubled."""
    seconds = [attempt.seconds for attempt in attempts]
    waits = [wait for member in members for wait in member.waits]
    with Store(database).reading() as db:
        assessment = store.read_assessment(db, session.tenant, session.id)
        replayed = history.replay(db, session.tenant, session.id)
        rated = db.execute(
            "SELECT count(*) FROM assessment_history WHERE event LIKE '%\"Rated\"%'"
        ).fetchone()[0]
    wanted = len(members) * len(session.statements)
    kept = sum(len(walk.ratings) for walk in assessment.walks.values())
    print(f"members, indicators          {len(members):8d} {len(session.statements)}")
    print(
        f"clicks                       {len(seconds):8d}, not acknowledged "
        f"{sum(attempt.outcome.error is not None for attempt in attempts)}"
    )
    for name, values in (("acknowledgement", seconds), ("next card", waits)):
        print(
            f"{name:<16} median      {statistics.median(values) * 1000:8.0f} ms, 99th percentile "
            f"{percentile(values, 0.99):.0f} ms, longest {max(values) * 1000:.0f} ms"
        )
    print(f"ratings lost                 {wanted - kept:8d}")
    print(f"ratings doubled              {rated - wanted:8d}")
    print(f"history replayed             {'equal' if replayed == assessment else 'DIFFERENT':>8}")


if __name__ == "__main__":
    main()
