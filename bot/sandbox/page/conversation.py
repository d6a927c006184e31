"""A conversation as the page shows it: rows of messages with their authors, days and threads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.sandbox.model import File, Message, Person, View, Workspace
from bot.sandbox.page.visit import Visit
from bot.sandbox.page.windows import Windows
from bot.sandbox.rendering import Reader, Renderer
from bot.sandbox.rendering.chosen import State
from bot.sandbox.rendering.dates import moment_of
from bot.sandbox.rendering.mrkdwn import decode, mrkdwn

# A longer conversation begins with the newest of its messages, until its beginning is asked for.
SHOWN = 60
TOGETHER = timedelta(minutes=5)
_TOKEN = re.compile(r"<(@[UW]\w+|#C\w+|[!]?[^<>|]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True)
class Thread:
    """The line under a message that has replies."""

    replies: int
    people: list[Person]
    last: datetime
    address: str


@dataclass(frozen=True)
class Row:
    """One message in its place."""

    message: Message
    dom_id: str
    author: Person
    sent: datetime
    body: Markup
    # Follows closely on a message of the same person: shown without name and picture.
    follows: bool
    starts_day: bool
    files: list[File]
    own: bool
    as_typed: str
    thread: Thread | None
    reply_address: str | None
    status: str
    warning: str | None


def rows(visit: Visit, renderer: Renderer, windows: Windows, thread: str | None) -> list[Row]:
    """The messages of the visit's channel, or of one of its threads, as its person sees them."""
    state, workspace = visit.core.state, visit.workspace
    reader = visit.reader()
    found: list[Row] = []
    with state.changed:
        messages = state.visible(workspace, visit.channel.id, visit.person.id, thread)
        shown = messages if thread or visit.whole else messages[-SHOWN:]
        for message in shown:
            place = f"{'thread' if thread else 'main'}-{message.channel}-{message.ts}"
            prefix = place.replace(".", "-")
            pressed = windows.pressed(visit, message)
            body = _body(renderer, reader, message, prefix, pressed)
            last = found[-1] if found else None
            found.append(_row(visit, message, body, prefix, last, in_thread=bool(thread)))
    return found


def begins_earlier(visit: Visit) -> bool:
    """Whether the conversation has more messages than are shown."""
    messages = visit.core.state.visible(
        visit.workspace, visit.channel.id, visit.person.id, thread=None
    )
    return len(messages) > SHOWN and not visit.whole


def view_body(visit: Visit, renderer: Renderer, view: View) -> Markup:
    """The blocks of a modal or a Home tab with what was filled in and what was refused."""
    # A Home tab that is published anew is a new view, and yet the same place for its reader.
    prefix = "home" if view.type == "home" else view.id
    return renderer.blocks(
        view.blocks, visit.reader(), prefix=prefix, state=view.state, errors=view.errors
    )


def status_of(visit: Visit, thread: str | None) -> str:
    """The app's status line in a thread, or for the conversation as a whole."""
    statuses = visit.workspace.statuses
    with visit.core.state.changed:
        if thread:
            status = statuses.get((visit.channel.id, thread))
            return status.text if status else ""
        shown = visit.workspace.messages.get(visit.channel.id, {})
        for status in statuses.values():
            if status.channel == visit.channel.id and status.thread_ts not in shown:
                return status.text
    return ""


def as_typed(workspace: Workspace, text: str) -> str:
    """A stored text as its author would type it again."""

    def token(found: re.Match[str]) -> str:
        target, label = found[1], found[2]
        if target[0] == "@" and target[1:] in workspace.people:
            return f"@{workspace.people[target[1:]].name}"
        if target[0] == "#" and target[1:] in workspace.channels:
            return f"#{workspace.channels[target[1:]].name}"
        return f"@{target[1:]}" if target[0] == "!" else (label or target)

    return decode(_TOKEN.sub(token, text))


def _row(
    visit: Visit, message: Message, body: Markup, dom_id: str, last: Row | None, *, in_thread: bool
) -> Row:
    workspace = visit.workspace
    sent = moment_of(message.ts).astimezone(ZoneInfo(visit.person.tz))
    starts_day = not in_thread and (last is None or last.sent.date() != sent.date())
    follows = (
        last is not None
        and not starts_day
        and last.author.id == message.user
        and sent - last.sent < TOGETHER
        and not (last.message.subtype or message.subtype)
        and not (last.message.ephemeral_to or message.ephemeral_to)
        and last.thread is None
    )
    own = message.user == visit.person.id and message.subtype is None
    can_reply = not in_thread and message.subtype is None and not message.ephemeral_to
    parent = message.thread_ts or message.ts
    status = None if in_thread else workspace.statuses.get((message.channel, message.ts))
    return Row(
        message=message,
        dom_id=dom_id,
        author=workspace.people[message.user],
        sent=sent,
        body=body,
        follows=follows,
        starts_day=starts_day,
        files=[workspace.files[it] for it in message.files if it in workspace.files],
        own=own,
        as_typed=as_typed(workspace, message.text) if own else "",
        thread=None if in_thread else _thread(visit, message),
        reply_address=visit.address(thread=parent) if can_reply else None,
        status=status.text if status else "",
        warning=message.warnings.get(visit.person.id),
    )


def _body(
    renderer: Renderer, reader: Reader, message: Message, prefix: str, pressed: State
) -> Markup:
    if message.blocks:
        state = {**message.state.get(reader.id, {}), **pressed}
        return renderer.blocks(message.blocks, reader, prefix=prefix, state=state)
    return Markup('<div class="block block-text">{}</div>').format(mrkdwn(message.text, reader))


def _thread(visit: Visit, message: Message) -> Thread | None:
    workspace = visit.workspace
    known = workspace.messages.get(message.channel, {})
    replies = [
        known[ts] for ts in workspace.threads.get((message.channel, message.ts), []) if ts in known
    ]
    if not replies:
        return None
    people = list(dict.fromkeys(reply.user for reply in replies))
    return Thread(
        replies=len(replies),
        people=[workspace.people[it] for it in people[:4]],
        last=moment_of(replies[-1].ts).astimezone(ZoneInfo(visit.person.tz)),
        address=visit.address(thread=message.ts),
    )
