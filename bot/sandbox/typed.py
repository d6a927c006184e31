"""What Slack's message box makes of typed text: mentions, channels, links, and the rest escaped."""

from __future__ import annotations

import re

from bot.sandbox.model import Workspace

TOKENS = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+)>"
    r"|<\#(?P<channel>C[A-Z0-9]+)(?:\|[^>]*)?>"
    r"|(?<!\S)@(?P<name>[\w.-]*\w)"
    r"|(?<!\S)\#(?P<hash>[\w-]*\w)"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)])"
)
EVERYONE = {"channel", "here", "everyone"}


def escaped(text: str) -> str:
    """The text with Slack's three control characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(workspace: Workspace, text: str) -> str:
    """Typed text as Slack stores it."""
    users = {person.name.lower(): person.id for person in workspace.people.values()}
    users |= {person.real_name.lower(): person.id for person in workspace.people.values()}
    channels = {channel.name: channel.id for channel in workspace.channels.values() if channel.name}

    def token(match: re.Match[str]) -> str:
        found = match.groupdict()
        name = (found["name"] or "").lower()
        user = found["user"] if found["user"] in workspace.people else users.get(name)
        in_workspace = found["channel"] in workspace.channels
        channel = found["channel"] if in_workspace else channels.get(found["hash"] or "")
        token = ""
        if user:
            token = f"<@{user}>"
        elif name in EVERYONE:
            token = f"<!{name}>"
        elif channel:
            token = f"<#{channel}|>"
        elif found["url"]:
            token = f"<{escaped(found['url'])}>"
        return token or escaped(match.group())

    parts = []
    end = 0
    for match in TOKENS.finditer(text):
        parts += [escaped(text[end : match.start()]), token(match)]
        end = match.end()
    return "".join([*parts, escaped(text[end:])])
