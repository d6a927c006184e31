"""What Slack says of a channel: who sees what is posted there, and who is in it."""

from __future__ import annotations

import http.client
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from conversations.errors import Refused

MOST_MEMBERS = 500
"""People in a channel beyond which a self-assessment of all of them is refused."""

_A_PAGE = 200
_UNSEEN = frozenset(("channel_not_found", "not_in_channel"))
_NOT_A_MEMBER = "I am not in that channel yet. Type /invite @Blueprint there first."
_UNREADABLE = (
    "Slack does not let me look into that channel. Please choose another one, or ask whoever runs "
    "this app to install it anew."
)
_SILENT = "Slack did not tell me in time about that channel. Please try once more."
_TOO_MANY = f"That channel has more than {MOST_MEMBERS} people. Please choose a smaller one."


@dataclass(frozen=True)
class Channel:
    """A channel that the bot is in; ``is_shared`` with people of another organisation or office."""

    id: str
    is_private: bool
    is_shared: bool


def look_at(client: WebClient, channel: str, field: str) -> Channel:
    """Return a channel; raises Refused at ``field`` where the bot cannot post or look there."""
    said = _ask(client, "conversations.info", field, channel=channel)["channel"]
    if not said.get("is_member"):
        raise Refused(_NOT_A_MEMBER, field)
    if said.get("is_archived"):
        raise Refused("That channel is archived. Please choose another one.", field)
    shared = any(said.get(flag) for flag in ("is_shared", "is_ext_shared", "is_org_shared"))
    return Channel(channel, bool(said.get("is_private")), shared)


def members_of(client: WebClient, channel: str, field: str) -> list[str]:
    """Return who is in a channel, apps among them; raises Refused where there are too many."""
    found: list[str] = []
    cursor = ""
    while True:
        asked = {"channel": channel, "limit": _A_PAGE, "cursor": cursor}
        page = _ask(client, "conversations.members", field, **asked)
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if len(found) > MOST_MEMBERS:
            raise Refused(_TOO_MANY, field)
        if not cursor:
            return found


def has_others(client: WebClient, channel: str, known: Collection[str]) -> bool:
    """Tell whether there are people in a channel besides those who are known."""
    try:
        return not set(members_of(client, channel, "channel")) <= set(known)
    except Refused:
        # As long as nobody says otherwise, there are.
        return True


def _ask(client: WebClient, method: str, field: str, **given: Any) -> Mapping[str, Any]:
    try:
        # The reading methods take forms, not JSON.
        data: Any = client.api_call(method, params=given).data
    except SlackApiError as error:
        reason = error.response.get("error")
        if reason in _UNSEEN:
            raise Refused(_NOT_A_MEMBER, field) from error
        unreadable = reason == "missing_scope"
        raise Refused(_UNREADABLE if unreadable else _SILENT, field) from error
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        raise Refused(_SILENT, field) from error
    answered: Mapping[str, Any] = data
    return answered
