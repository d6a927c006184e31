"""The real app before a real stand-in Slack: what people do arrives over HTTP, signed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import Composed, compose
from bot.http import http_app
from bot.manifest import BOT_EVENTS, BOT_SCOPES
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, View
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.services import Clock, now
from bot.serving import HttpLine, Serving
from bot.settings import Settings


@dataclass
class Stage:
    """A sandbox with the app in it, at an ``address``; dialogues are written with its verbs."""

    sandbox: Sandbox
    composed: Composed
    address: str = ""

    def __getattr__(self, name: str) -> Actor:
        """Return a person of the school team by their short name."""
        return self.sandbox.person(name)

    @property
    def bot(self) -> str:
        return self.sandbox.workspace().bot_user

    def said(self, channel: str, thread: str | None = None, viewer: Any = None) -> list[Message]:
        """Return what the bot has said where somebody looks, oldest first."""
        found = self.sandbox.messages(channel, viewer, thread)
        return [message for message in found if message.user == self.bot]

    def answer_to(self, message: Message, count: int = 1, viewer: Any = None) -> Message:
        """Wait for the bot's ``count``-th message in a message's thread, and return it."""
        thread = message.thread_ts or message.ts

        def answered() -> list[Message] | None:
            found = self.said(message.channel, thread, viewer)
            return found if len(found) >= count else None

        return self.sandbox.wait_for(answered)[count - 1]

    def settle(self) -> None:
        """Wait until everything under way has been dealt with."""
        self.sandbox.settle()
        self.sandbox.wait_for(lambda: not self.rows("SELECT 1 FROM inbox WHERE state != 'done'"))
        listening: Any = self.composed.app.listener_runner.listener_executor
        for executor in (listening, self.composed.services.talkers):
            passed = threading.Barrier(executor._max_workers + 1)
            for _ in range(executor._max_workers):
                executor.submit(passed.wait, 10)
            passed.wait(10)

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with self.composed.services.store.reading() as db:
            return list(db.query(sql, list(values)))


def registration(**more: Any) -> Registration:
    """Return the app as its own manifest describes it."""
    return Registration(scopes=BOT_SCOPES, bot_events=BOT_EVENTS, **more)


@contextmanager
def staged(
    folder: Path,
    sandbox: Sandbox,
    *,
    clock: Clock = now,
    **more: Any,
) -> Iterator[Stage]:
    """Serve the app, with all that runs beside it, before an entered sandbox."""
    settings = Settings(
        data_dir=folder / "data",
        cache_dir=folder.parent / "engine-cache",
        database=folder / "blueprint.db",
        bot_token=sandbox.token(),
        signing_secret=sandbox.signing_secret,
        api_url=sandbox.api_url,
        **more,
    )
    composed = compose(settings, clock=clock)
    services = composed.services
    web = http_app(composed.app, services.store, services.urgency, composed.calendar_of)
    line = HttpLine(web, 0, "127.0.0.1")
    serving = Serving(composed, line)
    serving.start()
    address = f"http://127.0.0.1:{line.port}"
    sandbox.deliver_to(f"{address}/slack/events")
    try:
        yield Stage(sandbox, composed, address)
    finally:
        assert serving.stop()


def opened(actor: Actor) -> View:
    """Return the window in front of somebody."""
    assert actor.modal is not None
    return actor.modal


def clicks(stage: Stage, actor: Actor, target: Message | View, action: str, **how: Any) -> None:
    assert actor.clicks(target, action, **how).ok
    stage.settle()


def whispered(stage: Stage, actor: Actor, message: Message) -> str:
    """Return the last thing said to somebody alone, where a message stands."""
    found = stage.said(message.channel, message.thread_ts, actor)
    private = [one for one in found if one.ephemeral_to == actor.id]
    return words(private[-1]) if private else ""


def words(message: Any) -> str:
    """Return all text of a message or view, block by block."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "text" and isinstance(inner, str):
                    yield inner
                elif key != "value":
                    yield from inside(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from inside(inner)

    blocks = message.blocks if isinstance(message, Message) else message.payload["blocks"]
    return " ".join(inside(blocks)) or getattr(message, "text", "")


def action_ids(message: Any) -> list[str]:
    """Return the controls of a message or view in order."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if "action_id" in value:
                yield value["action_id"]
            for inner in value.values():
                yield from inside(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from inside(inner)

    blocks = message.blocks if isinstance(message, Message) else message.payload["blocks"]
    return list(inside(blocks))
