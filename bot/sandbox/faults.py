"""Trouble on demand: what the next calls and deliveries meet."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Literal

Kind = Literal["none", "error", "rate_limited", "server_error", "drop_before", "drop_after", "slow"]


@dataclass(frozen=True)
class Fault:
    """What one call of a method meets instead of, or after, its work."""

    kind: Kind
    error: str = ""
    retry_after: int = 0
    seconds: float = 0.0
    needed: str = ""


@dataclass(frozen=True)
class Refusal:
    """The lasting refusal of a method."""

    error: str
    needed: str


class Faults:
    """Faults waiting for calls of the Web API (`"*"`: any method) and for event deliveries."""

    def __init__(self) -> None:
        """Start without any trouble."""
        self._lock = threading.Lock()
        self._calls: dict[str, deque[Fault]] = {}
        self._removed: dict[str, Refusal] = {}
        self._copies: deque[int] = deque()

    def _add(self, method: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._calls.setdefault(method, deque()).extend([fault] * times)

    def rate_limit(self, method: str, retry_after: int = 1, times: int = 1) -> None:
        """Answer 429 with `Retry-After`."""
        self._add(method, Fault("rate_limited", retry_after=retry_after), times)

    def fail(self, method: str, times: int = 1) -> None:
        """Answer 500 without doing anything."""
        self._add(method, Fault("server_error"), times)

    def drop(self, method: str, *, after_storing: bool = False, times: int = 1) -> None:
        """Close the connection without an answer, before or after the call had its effect."""
        self._add(method, Fault("drop_after" if after_storing else "drop_before"), times)

    def slow_down(self, method: str, seconds: float, times: int = 1) -> None:
        """Do the work, and answer late."""
        self._add(method, Fault("slow", seconds=seconds), times)

    def refuse(self, method: str, error: str, times: int = 1) -> None:
        """Answer `ok: false` with an error code."""
        self._add(method, Fault("error", error=error), times)

    def withhold(self, method: str, error: str = "unknown_method", needed: str = "") -> None:
        """Refuse a method from now on, as where a plan, a scope or a policy lacks it."""
        with self._lock:
            self._removed[method] = Refusal(error, needed)

    def repeat_next_event(self, copies: int = 3) -> None:
        """Deliver the next event several times, each with an event id of its own."""
        with self._lock:
            self._copies.append(copies)

    def clear(self) -> None:
        """No more trouble."""
        with self._lock:
            self._calls.clear()
            self._removed.clear()
            self._copies.clear()

    def pending(self) -> list[str]:
        """A line for each fault that still waits."""
        with self._lock:
            lines = [
                f"{method}: {fault.error or fault.kind}"
                for method, waiting in self._calls.items()
                for fault in waiting
            ]
            lines += [f"{method}: {refusal.error}" for method, refusal in self._removed.items()]
            return lines + [f"next event: {copies} times" for copies in self._copies]

    def of_call(self, method: str) -> Fault | None:
        """What this call meets; a fault is used up by it."""
        with self._lock:
            if not self._calls and not self._removed:
                return None
            if refusal := self._removed.get(method):
                return Fault("error", error=refusal.error, needed=refusal.needed)
            for key in (method, "*"):
                waiting = self._calls.get(key)
                if waiting:
                    return waiting.popleft()
            return None

    def copies_of_event(self) -> int:
        """How often the next event is delivered."""
        with self._lock:
            return self._copies.popleft() if self._copies else 1
