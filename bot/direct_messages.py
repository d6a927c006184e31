"""The direct messages with people: which conversation they are, without asking Slack too often."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot import limits
from bot.delivery import TryLater, call
from bot.pace import RATE_LIMITED

_MINUTE = timedelta(minutes=1)
OPENED_A_MINUTE = limits.TIER_PER_MINUTE[3] // 2
"""The other half is left to people who click on something that opens a conversation."""


class DirectMessages:
    """Conversations with people by workspace and person; several threads may ask."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[str, str], str] = {}
        self._opened: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def find(self, client: WebClient, tenant: str, person: str, now: datetime) -> str:
        """Return what to post to: the conversation, or the person where few more may be opened.

        Slack takes a user id for the direct messages with them, but says more clearly who is not
        there any more when they are opened. Raises TryLater or Undeliverable.
        """
        known = self._known.get((tenant, person))
        if known or not self._may_open(tenant, now):
            return known or person
        try:
            return self.open(client, tenant, person)
        except TryLater as later:
            if later.reason == RATE_LIMITED:
                return person
            raise

    def open(self, client: WebClient, tenant: str, person: str) -> str:
        """Return the conversation, whatever it takes. Raises TryLater or Undeliverable."""
        known = self._known.get((tenant, person))
        if known is None:
            opened = call(client, "conversations.open", users=person)
            known = str(opened["channel"]["id"])
            self.keep(tenant, person, known)
        return known

    def keep(self, tenant: str, person: str, channel: str) -> None:
        """Note which conversation it is."""
        self._known[tenant, person] = channel

    def _may_open(self, tenant: str, now: datetime) -> bool:
        with self._lock:
            opened = self._opened.setdefault(tenant, deque())
            while opened and opened[0] <= now - _MINUTE:
                opened.popleft()
            if len(opened) >= OPENED_A_MINUTE:
                return False
            opened.append(now)
            return True
