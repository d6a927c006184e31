"""Who waits for an acknowledgement goes first: what can wait a moment lets them pass.

Slack gives an app three seconds, and a whole team may click at once; a card that is drawn a little
later is no loss.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Urgency:
    """Counts the requests that are not acknowledged yet."""

    def __init__(self) -> None:
        """Start with none."""
        self._changed = threading.Condition()
        self._waiting = 0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count a request for as long as it is not acknowledged."""
        with self._changed:
            self._waiting += 1
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                if not self._waiting:
                    self._changed.notify_all()

    def let_pass(self, seconds: float) -> bool:
        """Wait until nobody waits, for ``seconds`` at most; return whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, seconds)
