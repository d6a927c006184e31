"""What the open windows share: who has read what, the last deliveries, and word of changes."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.delivery import Attempt
from bot.sandbox.model import Channel, Message
from bot.sandbox.page.visit import Visit
from bot.sandbox.workspace import Change

KEPT_DELIVERIES = 30
# Comments keep the connection alive and show, when a window has gone, that it has.
HEARTBEAT_SECONDS = 15.0
# Changes that come together make one refresh.
GATHER_SECONDS = 0.04


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery to the app as the workshop lists it; never what was said in it."""

    number: int
    kind: str
    status: str
    ok: bool
    milliseconds: int


class Windows:
    """The memory of the page beside the workspace's own state."""

    def __init__(self, core: Core) -> None:
        """Start to listen to deliveries; nobody has read anything."""
        self.core = core
        self._lock = threading.Lock()
        self._read: dict[tuple[str, str, str], str] = {}
        self._pressed: dict[tuple[str, str, str, str], dict[str, dict[str, Any]]] = {}
        self._lines: deque[DeliveryLine] = deque(maxlen=KEPT_DELIVERIES)
        self._delivered = 0
        self._wakers: set[Callable[[], None]] = set()
        core.delivery.observers.append(self._note)

    @property
    def deliveries(self) -> list[DeliveryLine]:
        """The last deliveries, the newest first."""
        with self._lock:
            return list(reversed(self._lines))

    def read(self, visit: Visit) -> None:
        """The person has the visit's conversation in front of them."""
        last = self._last(visit, visit.channel)
        with self._lock:
            self._read[self._key(visit, visit.channel)] = last

    def unread(self, visit: Visit, channel: Channel) -> bool:
        """Whether something came in a conversation since the person last read it."""
        last = self._last(visit, channel)
        with self._lock:
            return last > self._read.get(self._key(visit, channel), "")

    def press(self, visit: Visit, message: Message, block: str, action: str, value: str) -> None:
        """The person pressed one of a pair of feedback buttons; it stays down."""
        with self._lock:
            blocks = self._pressed.setdefault(_message_key(visit, message), {})
            blocks.setdefault(block, {})[action] = {"value": value}

    def pressed(self, visit: Visit, message: Message) -> dict[str, dict[str, Any]]:
        """The feedback buttons of a message that are down for the person: block -> action."""
        with self._lock:
            return dict(self._pressed.get(_message_key(visit, message), {}))

    async def changes(self, team_id: str, user: str) -> AsyncIterator[str]:
        """Server-sent events for one window: one after each change it may show."""
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            # A loop that is already closed has no windows left.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(woken.set)

        def on_change(change: Change) -> None:
            if change.team_id == team_id and change.user in (None, user):
                wake()

        leave = self.core.state.subscribe(on_change)
        with self._lock:
            self._wakers.add(wake)
        try:
            yield f"retry: 1000\nevent: hello\ndata: {self.core.state.revision}\n\n"
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        await woken.wait()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                await asyncio.sleep(GATHER_SECONDS)
                woken.clear()
                yield f"event: changed\ndata: {self.core.state.revision}\n\n"
        finally:
            leave()
            with self._lock:
                self._wakers.discard(wake)

    def _note(self, attempt: Attempt) -> None:
        outcome = attempt.outcome
        with self._lock:
            self._delivered += 1
            self._lines.append(
                DeliveryLine(
                    number=self._delivered,
                    kind=_kind(attempt),
                    status=outcome.error or str(outcome.status or "acknowledged"),
                    ok=outcome.error is None,
                    milliseconds=round(attempt.seconds * 1000),
                )
            )
            wakers = list(self._wakers)
        for wake in wakers:
            wake()

    def _key(self, visit: Visit, channel: Channel) -> tuple[str, str, str]:
        return (visit.workspace.team_id, visit.person.id, channel.id)

    def _last(self, visit: Visit, channel: Channel) -> str:
        with self.core.state.changed:
            for message in reversed(visit.workspace.messages.get(channel.id, {}).values()):
                for_me = message.ephemeral_to in (None, visit.person.id)
                if for_me and message.user != visit.person.id:
                    return message.ts
        return ""


def _message_key(visit: Visit, message: Message) -> tuple[str, str, str, str]:
    return (visit.workspace.team_id, visit.person.id, message.channel, message.ts)


def _kind(attempt: Attempt) -> str:
    payload = attempt.payload
    if attempt.kind == "events_api":
        words = str(payload.get("event", {}).get("type", "event"))
    elif attempt.kind == "slash_commands":
        words = str(payload.get("command", "command"))
    else:
        words = str(payload.get("type", "interaction"))
    return f"{words}, retry {attempt.retry.number}" if attempt.retry else words
