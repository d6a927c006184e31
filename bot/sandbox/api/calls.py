"""One call of the Web API: its arguments, who calls, and the table of methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.grants import Grant
from bot.sandbox.model import Channel, Person, Workspace
from bot.sandbox.posting import as_flag


@dataclass
class Call:
    """What a method works with."""

    core: Core
    grant: Grant
    workspace: Workspace
    args: dict[str, Any]

    def need(self, name: str, error: str | None = None) -> str:
        """An argument that has to be there."""
        value = self.args.get(name)
        if value in (None, ""):
            if error:
                raise SlackError(error)
            message = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", [message])
        return str(value)

    def optional(self, name: str) -> str | None:
        """An argument that may be missing."""
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean argument."""
        return as_flag(self.args[name]) if name in self.args else default

    def channel(self, *, member: bool = False, by_name: bool = False) -> Channel:
        """The channel of the call, one that the bot can see; with `member`, one it is in.

        `by_name` takes `#name` and a person's id too, as the methods that post do.
        """
        wanted = self.need("channel", "channel_not_found")
        bot = self.workspace.bot_user
        if by_name and wanted in self.workspace.people:
            if self.workspace.people[wanted].deleted:
                raise SlackError("channel_not_found")
            return self.core.state.direct_channel(self.workspace, wanted)
        if not by_name and wanted not in self.workspace.channels:
            raise SlackError("channel_not_found")
        channel = self.core.state.channel(self.workspace, wanted)
        if channel.kind != "public" and bot not in channel.members:
            raise SlackError("channel_not_found")
        if member and bot not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def person(self, name: str = "user") -> Person:
        """The person that an argument names."""
        person = self.workspace.people.get(self.need(name, "user_not_found"))
        if person is None:
            raise SlackError("user_not_found")
        return person


Handler = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """A method of the Web API, with the scopes of which it needs one and its rate tier."""

    handler: Handler
    # Any of them will do; none means every token may.
    scopes: tuple[str, ...] = ()
    tier: int | None = None


@dataclass
class Family:
    """The methods of one module, gathered by its decorators."""

    methods: dict[str, Method] = field(default_factory=dict)

    def method(
        self, name: str, *scopes: str, tier: int | None = None
    ) -> Callable[[Handler], Handler]:
        """Register a handler under the name of its method."""

        def register(handler: Handler) -> Handler:
            self.methods[name] = Method(handler, scopes, tier)
            return handler

        return register


def page_of(items: list[Any], call: Call, default: int) -> tuple[list[Any], str]:
    """The part of a list that `cursor` and `limit` ask for, and the next cursor."""
    try:
        size = int(call.args.get("limit") or default)
        start = int(str(call.args.get("cursor") or "at:0").removeprefix("at:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if size < 1:
        raise SlackError("invalid_limit")
    end = start + min(size, 1_000)
    return items[start:end], f"at:{end}" if end < len(items) else ""
