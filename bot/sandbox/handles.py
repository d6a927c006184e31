"""Handles that live shortly: trigger ids and response URLs."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot import limits
from bot.sandbox.errors import SlackError

KEPT = 20_000


@dataclass
class Trigger:
    """Permission to open one view for one person."""

    team_id: str
    user: str
    expires_at: float
    # The modal in which the click happened, if it was one.
    view_id: str | None
    used: bool = False


@dataclass
class ResponseUrl:
    """Permission to answer where an interaction happened."""

    id: str
    team_id: str
    user: str
    channel: str
    expires_at: float
    # The message that was clicked, for replacing and deleting it.
    message_ts: str | None
    thread_ts: str | None
    uses_left: int = limits.RESPONSE_URL_USES


class Handles:
    """The trigger ids and response URLs given out; the oldest are forgotten at last."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start empty; `clock` gives the seconds since the epoch."""
        self.clock = clock
        self.triggers: OrderedDict[str, Trigger] = OrderedDict()
        self.response_urls: OrderedDict[str, ResponseUrl] = OrderedDict()

    def new_trigger(self, team_id: str, user: str, view_id: str | None = None) -> str:
        """A trigger id for what a person has just done."""
        trigger_id = (
            f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        )
        expires = self.clock() + limits.TRIGGER_SECONDS
        self.triggers[trigger_id] = Trigger(team_id, user, expires, view_id)
        while len(self.triggers) > KEPT:
            self.triggers.popitem(last=False)
        return trigger_id

    def use_trigger(self, trigger_id: str, team_id: str) -> Trigger:
        """Use a trigger id up, or say why it is not good."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None or trigger.team_id != team_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock() >= trigger.expires_at:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(
        self,
        team_id: str,
        user: str,
        channel: str,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> ResponseUrl:
        """A response URL for an interaction in a channel."""
        handle = ResponseUrl(
            id=secrets.token_urlsafe(18),
            team_id=team_id,
            user=user,
            channel=channel,
            expires_at=self.clock() + limits.RESPONSE_URL_SECONDS,
            message_ts=message_ts,
            thread_ts=thread_ts,
        )
        self.response_urls[handle.id] = handle
        while len(self.response_urls) > KEPT:
            self.response_urls.popitem(last=False)
        return handle

    def use_response_url(self, handle_id: str) -> ResponseUrl:
        """Use a response URL once more, or say why it is not good."""
        handle = self.response_urls.get(handle_id)
        if handle is None or self.clock() >= handle.expires_at:
            raise SlackError("expired_url")
        if handle.uses_left <= 0:
            raise SlackError("used_url")
        handle.uses_left -= 1
        return handle
