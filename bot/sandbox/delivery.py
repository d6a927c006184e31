"""Sending events and interactions to the app, with retries, over HTTP or Socket Mode."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.outcome import Outcome

# For a busy machine, on top of the time that the app has.
GRACE_SECONDS = 10.0
REASONS = {
    "operation_timeout": "http_timeout",
    "dispatch_failed": "connection_failed",
    "http_client_error": "http_error",
    "http_service_error": "http_error",
}


@dataclass(frozen=True)
class Retry:
    """Which repetition this is, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Attempt:
    """One delivery as it went, for those who measure."""

    kind: str
    payload: dict[str, Any]
    retry: Retry | None
    outcome: Outcome
    seconds: float


class Transport(Protocol):
    """A way to the app."""

    async def send(
        self, kind: str, payload: dict[str, Any], retry: Retry | None, seconds: float
    ) -> Outcome:
        """Deliver once and wait at most `seconds` for the acknowledgement."""

    async def close(self) -> None:
        """Let go of connections."""


# Delivers an interaction in the caller's own thread, within so many seconds.
Direct = Callable[[str, dict[str, Any], float], Outcome]


class Delivery:
    """Delivers on the server's event loop; may be called from any thread."""

    def __init__(self, acknowledge_seconds: float, retry_seconds: tuple[float, ...]) -> None:
        """Wait so long for acknowledgements and before each retry of an event."""
        self.acknowledge_seconds = acknowledge_seconds
        self.retry_seconds = retry_seconds
        self.transport: Transport | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.observers: list[Callable[[Attempt], None]] = []
        # For a crowd that must not queue in the server's own loop.
        self.direct: Direct | None = None
        self._under_way = 0
        self._settled = threading.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def event(self, envelope: dict[str, Any]) -> None:
        """Deliver an event in the background."""
        loop = self.loop
        if loop is None or self.transport is None:
            return
        with self._settled:
            self._under_way += 1
        loop.call_soon_threadsafe(self._start, envelope)

    def _start(self, envelope: dict[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, envelope: dict[str, Any]) -> None:
        try:
            outcome = await self._once("events_api", envelope, None)
            for number, seconds in enumerate(self.retry_seconds, start=1):
                if outcome.error is None or outcome.headers.get("x-slack-no-retry") == "1":
                    break
                await asyncio.sleep(seconds)
                reason = REASONS.get(outcome.error, "unknown_error")
                outcome = await self._once("events_api", envelope, Retry(number, reason))
        finally:
            with self._settled:
                self._under_way -= 1
                self._settled.notify_all()

    async def _once(self, kind: str, payload: dict[str, Any], retry: Retry | None) -> Outcome:
        transport = self.transport
        started = time.perf_counter()
        if transport is None:
            outcome = Outcome(error="dispatch_failed")
        else:
            outcome = await transport.send(kind, payload, retry, self.acknowledge_seconds)
        attempt = Attempt(kind, payload, retry, outcome, time.perf_counter() - started)
        for observer in self.observers:
            observer(attempt)
        return outcome

    def ask(self, kind: str, payload: dict[str, Any]) -> Outcome:
        """Deliver an interaction and wait; not from the server's own loop."""
        if self.direct is not None:
            return self._directly(self.direct, kind, payload)
        loop = self.loop
        if loop is None:
            return Outcome(error="dispatch_failed")
        answer = asyncio.run_coroutine_threadsafe(self._once(kind, payload, None), loop)
        return answer.result(self.acknowledge_seconds + GRACE_SECONDS)

    def _directly(self, send: Direct, kind: str, payload: dict[str, Any]) -> Outcome:
        started = time.perf_counter()
        outcome = send(kind, payload, self.acknowledge_seconds)
        attempt = Attempt(kind, payload, None, outcome, time.perf_counter() - started)
        for observer in self.observers:
            observer(attempt)
        return outcome

    def settle(self, timeout: float) -> None:
        """Wait until every event under way was acknowledged or given up."""
        with self._settled:
            if not self._settled.wait_for(lambda: self._under_way == 0, timeout):
                raise TimeoutError(f"{self._under_way} deliveries still under way")

    def change(self, transport: Transport) -> None:
        """Deliver by another way from now on, and let go of the connections of the one before."""
        before, self.transport = self.transport, transport
        if before is not None and self.loop is not None:
            asyncio.run_coroutine_threadsafe(before.close(), self.loop).result()

    async def stop(self) -> None:
        """Give up what is under way and close the connections."""
        self.loop = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.transport is not None:
            await self.transport.close()
            self.transport = None
