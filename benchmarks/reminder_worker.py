"""What of the app runs by itself, in a process that may be killed."""

from __future__ import annotations

import threading

from benchmarks.school_morning import Clock
from bot.app import compose
from bot.settings import Settings


def work(settings: Settings, clock: Clock) -> None:
    """Run what runs beside the app's listeners, until the process ends."""
    compose(settings, clock=clock).background(threading.Event())
