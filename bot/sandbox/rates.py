"""Slack's rate limits: tiers for each method and workspace, and posts to each channel."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable

from bot import limits


class Meter:
    """Counts calls and says how long a caller has to wait; off unless enabled."""

    def __init__(self, clock: Callable[[], float], *, enabled: bool) -> None:
        """Start with nothing counted; `clock` gives seconds."""
        self.clock = clock
        self.enabled = enabled
        self._lock = threading.Lock()
        self._windows: dict[tuple[str, str], deque[float]] = {}
        # (workspace, channel) -> posts in hand and when that was reckoned.
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def wait(self, team_id: str, method: str, tier: int | None, channel: str | None) -> int:
        """Seconds to wait before this call, 0 when it may go on (and is counted)."""
        if not self.enabled:
            return 0
        now = self.clock()
        with self._lock:
            if method == "chat.postMessage":
                return self._post(team_id, channel or "", now)
            if tier is None:
                return 0
            return self._window(team_id, method, limits.TIER_PER_MINUTE[tier], now)

    def _window(self, team_id: str, method: str, allowed: int, now: float) -> int:
        calls = self._windows.setdefault((team_id, method), deque())
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= allowed:
            return max(1, math.ceil(calls[0] + 60 - now))
        calls.append(now)
        return 0

    def _post(self, team_id: str, channel: str, now: float) -> int:
        burst = float(limits.POST_BURST_IN_A_CHANNEL)
        left, since = self._buckets.get((team_id, channel), (burst, now))
        left = min(burst, left + (now - since) * limits.POSTS_PER_SECOND_IN_A_CHANNEL)
        if left < 1:
            self._buckets[team_id, channel] = (left, now)
            return max(1, math.ceil((1 - left) / limits.POSTS_PER_SECOND_IN_A_CHANNEL))
        allowed = limits.POSTS_PER_MINUTE_IN_A_WORKSPACE
        wait = self._window(team_id, "chat.postMessage", allowed, now)
        if wait == 0:
            self._buckets[team_id, channel] = (left - 1, now)
        return wait
