"""users.*: the people of a workspace."""

from __future__ import annotations

from typing import Any

from bot.sandbox.api.calls import Call, Family, page_of
from bot.sandbox.payloads import user_object

family = Family()


@family.method("users.info", "users:read", tier=4)
def info(call: Call) -> dict[str, Any]:
    """One person."""
    return {"user": user_object(call.workspace, call.person(), call.core.clock())}


@family.method("users.list", "users:read", tier=2)
def list_users(call: Call) -> dict[str, Any]:
    """All people, the bot among them."""
    some, cursor = page_of(list(call.workspace.people.values()), call, 1_000)
    now = call.core.clock()
    return {
        "members": [user_object(call.workspace, person, now) for person in some],
        "cache_ts": int(now),
        "response_metadata": {"next_cursor": cursor},
    }
