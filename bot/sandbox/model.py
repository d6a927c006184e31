"""What a workspace is made of: people, channels, messages, views and files, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Block = dict[str, Any]
ChannelKind = Literal["public", "private", "im"]


@dataclass
class Person:
    """A member of a workspace, or the app's bot user."""

    id: str
    name: str
    real_name: str
    title: str = ""
    is_admin: bool = False
    tz: str = "America/New_York"
    color: str = "4f6d7a"
    deleted: bool = False
    is_bot: bool = False
    bot_id: str | None = None
    # The home team of a person; differs from the workspace's for somebody from a shared channel.
    team_id: str = ""


@dataclass
class Channel:
    """A conversation; an `im` has no name and two members, the person and the bot."""

    id: str
    name: str
    kind: ChannelKind
    members: list[str] = field(default_factory=list)
    topic: str = ""
    archived: bool = False
    shared: bool = False
    created: int = 0


@dataclass
class Message:
    """One message as it stands now; `blocks` always carry their block ids."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    metadata: dict[str, Any] | None = None
    ephemeral_to: str | None = None
    edited: bool = False
    deleted: bool = False
    # channel_join, thread_broadcast or None.
    subtype: str | None = None
    files: list[str] = field(default_factory=list)
    client_msg_id: str | None = None
    unfurl_links: bool = True
    reactions: dict[str, list[str]] = field(default_factory=dict)
    # What each person has chosen in the message's inputs: user -> block_id -> action_id -> value.
    state: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    # Set when the app did not acknowledge the last click; the page shows a warning triangle.
    warnings: dict[str, str] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether the message stands in a thread and is not its parent."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class View:
    """A modal in a person's stack, or a person's Home tab; `payload` is what the app sent."""

    id: str
    type: Literal["modal", "home"]
    user: str
    payload: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    # block_id -> action_id -> value object, as in view.state.values.
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    # block_id -> sentence under that input.
    errors: dict[str, str] = field(default_factory=dict)
    # What the person sees when the app did not answer ("We had some trouble connecting…").
    warning: str | None = None

    @property
    def blocks(self) -> list[Block]:
        """The blocks of the view, each with its block id."""
        blocks: list[Block] = self.payload.get("blocks", [])
        return blocks


@dataclass
class File:
    """An uploaded file; it has a channel once it was shared there."""

    id: str
    name: str
    title: str
    mimetype: str
    size: int
    content: bytes
    user: str
    channel: str | None = None
    ts: str | None = None
    alt_text: str = ""


@dataclass
class Status:
    """The assistant's status line in a thread ("is looking it up…")."""

    channel: str
    thread_ts: str
    text: str


@dataclass
class Prompts:
    """Suggested prompts of the agent view; without a thread they stand in the Messages tab."""

    channel: str
    thread_ts: str | None
    title: str
    prompts: list[dict[str, str]]


@dataclass
class Workspace:
    """One Slack workspace with all its contents."""

    team_id: str
    name: str
    domain: str
    bot_user: str
    enterprise_id: str | None = None
    enterprise_name: str | None = None
    # False after the app was uninstalled.
    installed: bool = True
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    # channel -> ts -> message, in the order of posting (deleted ones are gone).
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    # (channel, parent ts) -> ts of the replies in order.
    threads: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    # user -> ids of the open modals, the lowest first (at most three).
    stacks: dict[str, list[str]] = field(default_factory=dict)
    # user -> id of the published Home tab.
    homes: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    # (channel, thread_ts) -> status.
    statuses: dict[tuple[str, str], Status] = field(default_factory=dict)
    # (channel, thread_ts or None) -> prompts.
    prompts: dict[tuple[str, str | None], Prompts] = field(default_factory=dict)

    @property
    def bot(self) -> Person:
        """The app's bot user."""
        return self.people[self.bot_user]
