"""A clock that stands still until it is told to go on."""

from __future__ import annotations

import time


class Clock:
    """Seconds since the epoch."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds
