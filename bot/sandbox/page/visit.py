"""Where a browser window stands: which workspace, acting as whom, in which conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.sandbox.actor import Actor
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Person, Workspace
from bot.sandbox.rendering import Reader

Tab = Literal["home", "messages"]


@dataclass(frozen=True)
class Visit:
    """One window's place; the same values make its address."""

    core: Core
    workspace: Workspace
    person: Person
    channel: Channel
    thread: str | None = None
    tab: Tab = "messages"
    # From the first message on, however long the conversation is.
    whole: bool = False

    @property
    def actor(self) -> Actor:
        """The person as somebody who does things."""
        return Actor(self.core, self.workspace, self.person)

    @property
    def is_app(self) -> bool:
        """Whether the conversation is the person's direct messages with the app."""
        return self.channel.kind == "im"

    @property
    def shows_home(self) -> bool:
        """Whether the app's Home tab is in front."""
        return self.is_app and self.tab == "home"

    def address(
        self,
        *,
        person: Person | None = None,
        channel: Channel | None = None,
        thread: str | None = None,
        tab: Tab | None = None,
        whole: bool = False,
    ) -> str:
        """The address of a window, staying where this one is except for what is given."""
        query = self._who(person) | {"in": (channel or self.channel).id}
        if thread:
            query["thread"] = thread
        if tab:
            query["tab"] = tab
        if whole:
            query["whole"] = "yes"
        return f"/?{urlencode(query)}"

    def reader(self) -> Reader:
        """The person as a reader of texts: names, own time zone, own pictures."""
        names = {it.id: name_of(it) for it in self.workspace.people.values()}
        return Reader(
            id=self.person.id,
            now=datetime.fromtimestamp(self.core.clock(), tz=UTC),
            people=names,
            channels={channel.id: channel.name for channel in named_channels(self)},
            channel_address=f"/?{urlencode(self._who())}&in=",
            timezone=ZoneInfo(self.person.tz),
            choosable={person.id: name_of(person) for person in members(self.workspace)},
            own_addresses=(f"{self.core.url}/",) if self.core.url else (),
        )

    def _who(self, person: Person | None = None) -> dict[str, str]:
        query = {"as": (person or self.person).name}
        if len(self.core.state.workspaces) > 1:
            query["team"] = self.workspace.team_id
        return query


def visit_of(core: Core, query: Mapping[str, str]) -> Visit:
    """Read a visit from an address; whatever is missing or out of reach becomes a near choice."""
    workspaces = core.state.workspaces
    workspace = workspaces.get(query.get("team", "")) or next(iter(workspaces.values()))
    everybody = members(workspace)
    wanted = query.get("as", "")
    person = next((it for it in everybody if wanted in (it.name, it.id)), everybody[0])
    direct = core.state.direct_channel(workspace, person.id)
    visit = Visit(core, workspace, person, direct)
    reachable = {it.id: it for it in (*named_channels(visit), direct)}
    asked = query.get("in", "")
    channel = reachable.get(asked)
    if channel is None:
        # Another person's direct messages, after a change of who acts: go to one's own.
        theirs = workspace.channels.get(asked)
        channel = direct if theirs and theirs.kind == "im" else _first_channel(visit)
    thread = query.get("thread") or None
    if thread and core.state.message(workspace, channel.id, thread) is None:
        thread = None
    tab: Tab = "home" if query.get("tab") == "home" else "messages"
    whole = query.get("whole") == "yes"
    return replace(visit, channel=channel, thread=thread, tab=tab, whole=whole)


def members(workspace: Workspace) -> list[Person]:
    """The people of a workspace whom one can act as."""
    return [it for it in workspace.people.values() if not it.is_bot and not it.deleted]


def named_channels(visit: Visit) -> list[Channel]:
    """The channels a person sees: public ones, and private ones they belong to."""
    return [
        it
        for it in visit.workspace.channels.values()
        if not it.archived
        and (it.kind == "public" or (it.kind == "private" and visit.person.id in it.members))
    ]


def name_of(person: Person) -> str:
    """The name shown for a person."""
    return person.real_name or person.name


def channel_of(visit: Visit, channel_id: str) -> Channel:
    """A channel the person can see; refused like a channel that does not exist."""
    direct = visit.core.state.direct_channel(visit.workspace, visit.person.id)
    for channel in (*named_channels(visit), direct):
        if channel.id == channel_id:
            return channel
    raise SlackError("channel_not_found")


def _first_channel(visit: Visit) -> Channel:
    """The channel a first visit opens: one where the app is, and the person too."""
    channels = named_channels(visit)
    bot = visit.workspace.bot_user
    for channel in channels:
        if bot in channel.members and visit.person.id in channel.members:
            return channel
    return channels[0] if channels else visit.channel
