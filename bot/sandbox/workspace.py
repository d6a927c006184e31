"""The contents of a sandbox's workspaces, and every change to them."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from bot.sandbox.errors import SlackError
from bot.sandbox.model import (
    Channel,
    File,
    Message,
    Person,
    Prompts,
    Status,
    View,
    Workspace,
)

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def new_id(prefix: str) -> str:
    """A random id that looks like Slack's: a letter and ten capitals or digits."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(10))


@dataclass(frozen=True)
class Change:
    """What changed: message, channel, view, home, status, prompts, file or people."""

    revision: int
    team_id: str
    kind: str
    channel: str | None = None
    user: str | None = None
    thread_ts: str | None = None


class Archive(Protocol):
    """Where changes are written through to, when a sandbox is kept in a file."""

    def save(self, workspace: Workspace, thing: object) -> None:
        """Write one thing as it stands now."""

    def forget(self, workspace: Workspace, thing: object) -> None:
        """Remove one thing."""


class State:
    """All workspaces behind one lock; `changed` is notified after each change."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start empty; `clock` gives the seconds since the epoch."""
        self.clock = clock
        self.changed = threading.Condition(threading.RLock())
        self.workspaces: dict[str, Workspace] = {}
        self.archive: Archive | None = None
        self.revision = 0
        self._last_ts = 0
        self._listeners: dict[int, Callable[[Change], None]] = {}
        self._numbers = itertools.count()

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after each change, from the thread that made it; returns the way out."""
        number = next(self._numbers)
        with self.changed:
            self._listeners[number] = listener

        def leave() -> None:
            with self.changed:
                self._listeners.pop(number, None)

        return leave

    @contextmanager
    def _changing(
        self,
        workspace: Workspace,
        kind: str,
        channel: str | None = None,
        user: str | None = None,
        thread_ts: str | None = None,
    ) -> Iterator[None]:
        with self.changed:
            yield
            self.revision += 1
            change = Change(self.revision, workspace.team_id, kind, channel, user, thread_ts)
            self.changed.notify_all()
            for listener in list(self._listeners.values()):
                listener(change)

    def _save(self, workspace: Workspace, thing: object) -> None:
        if self.archive is not None:
            self.archive.save(workspace, thing)

    def keep(self, workspace: Workspace, thing: object) -> None:
        """Write through something that nobody sees, such as a token."""
        with self.changed:
            self._save(workspace, thing)

    def next_ts(self) -> str:
        """A message timestamp later than every one before."""
        with self.changed:
            micros = max(int(self.clock() * 1_000_000), self._last_ts + 1)
            self._last_ts = micros
            return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def restore_message(self, workspace: Workspace, message: Message) -> None:
        """Put a message back that was read from a file; later timestamps come after it."""
        self._place(workspace, message)
        seconds, _, micros = message.ts.partition(".")
        self._last_ts = max(self._last_ts, int(seconds) * 1_000_000 + int(micros))

    def _place(self, workspace: Workspace, message: Message) -> None:
        channel = workspace.messages.setdefault(message.channel, {})
        is_new = message.ts not in channel
        channel[message.ts] = message
        if is_new and message.is_reply and message.thread_ts and message.ephemeral_to is None:
            replies = workspace.threads.setdefault((message.channel, message.thread_ts), [])
            replies.append(message.ts)

    # Looking things up

    def channel(self, workspace: Workspace, name_or_id: str) -> Channel:
        """A channel by id, `#name` or name; `channel_not_found` otherwise."""
        if name_or_id in workspace.channels:
            return workspace.channels[name_or_id]
        name = name_or_id.removeprefix("#")
        for channel in workspace.channels.values():
            if channel.name and channel.name == name:
                return channel
        raise SlackError("channel_not_found")

    def direct_channel(self, workspace: Workspace, user: str) -> Channel:
        """The direct messages of a person and the bot, opened when there are none yet."""
        with self.changed:
            for channel in workspace.channels.values():
                if channel.kind == "im" and channel.members[0] == user:
                    return channel
            channel = Channel(
                id=new_id("D"),
                name="",
                kind="im",
                members=[user, workspace.bot_user],
                created=int(self.clock()),
            )
            self.put_channel(workspace, channel)
            return channel

    def message(self, workspace: Workspace, channel: str, ts: str) -> Message | None:
        """A message of a channel, or None."""
        return workspace.messages.get(channel, {}).get(ts)

    # Changes

    def put_workspace(self, workspace: Workspace) -> None:
        """Add a workspace, or note that it was (un)installed."""
        with self._changing(workspace, "workspace"):
            self.workspaces[workspace.team_id] = workspace
            self._save(workspace, workspace)

    def put_person(self, workspace: Workspace, person: Person) -> None:
        """Add a person or keep their changed profile."""
        with self._changing(workspace, "people", user=person.id):
            workspace.people[person.id] = person
            self._save(workspace, person)

    def put_channel(self, workspace: Workspace, channel: Channel) -> None:
        """Add a channel or keep its changed members, topic or archived mark."""
        with self._changing(workspace, "channel", channel=channel.id):
            workspace.channels[channel.id] = channel
            self._save(workspace, channel)

    def put_message(self, workspace: Workspace, message: Message) -> None:
        """Add a message or keep what changed in it."""
        parent = message.thread_ts
        with self._changing(workspace, "message", message.channel, message.ephemeral_to, parent):
            self._place(workspace, message)
            if message.ephemeral_to is None:
                self._save(workspace, message)

    def remove_message(self, workspace: Workspace, message: Message) -> None:
        """Take a message away; its thread keeps the others."""
        with self._changing(
            workspace, "message", message.channel, message.ephemeral_to, message.thread_ts
        ):
            message.deleted = True
            workspace.messages.get(message.channel, {}).pop(message.ts, None)
            if message.is_reply and message.thread_ts:
                replies = workspace.threads.get((message.channel, message.thread_ts), [])
                if message.ts in replies:
                    replies.remove(message.ts)
            if self.archive is not None and message.ephemeral_to is None:
                self.archive.forget(workspace, message)

    def put_view(self, workspace: Workspace, view: View) -> None:
        """Open or redraw a view; a Home tab replaces the one before."""
        with self._changing(
            workspace, view.type if view.type == "home" else "view", user=view.user
        ):
            workspace.views[view.id] = view
            if view.type == "home":
                before = workspace.homes.get(view.user)
                if before and before != view.id:
                    workspace.views.pop(before, None)
                workspace.homes[view.user] = view.id
                self._save(workspace, view)
            else:
                stack = workspace.stacks.setdefault(view.user, [])
                if view.id not in stack:
                    stack.append(view.id)

    def close_views(self, workspace: Workspace, user: str, *, whole_stack: bool) -> list[View]:
        """Close a person's top modal or all of them; returns those closed, the top first."""
        with self._changing(workspace, "view", user=user):
            stack = workspace.stacks.get(user, [])
            closed = []
            while stack:
                closed.append(workspace.views.pop(stack.pop()))
                if not whole_stack:
                    break
            return closed

    def put_file(self, workspace: Workspace, file: File) -> None:
        """Add a file or note where it was shared."""
        with self._changing(workspace, "file", channel=file.channel):
            workspace.files[file.id] = file
            self._save(workspace, file)

    def remove_file(self, workspace: Workspace, file: File) -> None:
        """Take a file away."""
        with self._changing(workspace, "file", channel=file.channel):
            workspace.files.pop(file.id, None)
            if self.archive is not None:
                self.archive.forget(workspace, file)

    def put_status(self, workspace: Workspace, status: Status) -> None:
        """Show the assistant's status in a thread; an empty text clears it."""
        key = (status.channel, status.thread_ts)
        with self._changing(workspace, "status", status.channel, thread_ts=status.thread_ts):
            if status.text:
                workspace.statuses[key] = status
            else:
                workspace.statuses.pop(key, None)

    def put_prompts(self, workspace: Workspace, prompts: Prompts) -> None:
        """Show suggested prompts in a direct message."""
        key = (prompts.channel, prompts.thread_ts)
        with self._changing(workspace, "prompts", prompts.channel, thread_ts=prompts.thread_ts):
            workspace.prompts[key] = prompts

    def visible(
        self, workspace: Workspace, channel: str, viewer: str | None, thread: str | None
    ) -> list[Message]:
        """What a person sees in a channel (replies left out) or in one thread, oldest first.

        Without a viewer no ephemeral message is among them.
        """
        with self.changed:
            messages = workspace.messages.get(channel, {})
            if thread is not None:
                ephemeral = (
                    [m.ts for m in messages.values() if m.ephemeral_to and m.thread_ts == thread]
                    if viewer
                    else []
                )
                order = [thread, *workspace.threads.get((channel, thread), []), *ephemeral]
                found = [messages[ts] for ts in order if ts in messages]
            else:
                found = [
                    m
                    for m in messages.values()
                    if not m.is_reply or m.subtype == "thread_broadcast"
                ]
            return sorted(
                (m for m in found if m.ephemeral_to is None or m.ephemeral_to == viewer),
                key=lambda m: m.ts,
            )
