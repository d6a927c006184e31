"""Windows that show how a plan stands, kept up to date while others open over them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk import WebClient

from bot import delivery
from bot.blocks.planning.living import MINE_SHOWN
from bot.blocks.planning.pages import VIEW
from bot.delivery import TryLater, Undeliverable
from bot.listeners.clicks import View
from bot.planning import viewing
from bot.services import Services
from bot.who import Who
from conversations.errors import ConversationError

log = logging.getLogger(__name__)

_UNDER = "u"


def remembering(view: View, front: Mapping[str, Any]) -> View:
    """Return a window that remembers the one it opens over, where that shows how a plan stands."""
    try:
        kept = json.loads(view.get("private_metadata") or "")
    except ValueError:
        return view
    below = _about(front)
    if below is None or not isinstance(kept, dict):
        return view
    kept = {**kept, _UNDER: below}
    return {**view, "private_metadata": json.dumps(kept, ensure_ascii=False)}


def look_again(services: Services, client: WebClient, viewer: Who, view: Mapping[str, Any]) -> None:
    """Draw anew the window in front and the one under it, where they show how a plan stands."""
    for view_id, about in _shown(view):
        try:
            seen = _drawn(services, viewer, about)
            delivery.call(client, "views.update", view_id=view_id, view=seen)
        except (TryLater, Undeliverable) as failed:
            log.info("A window is not drawn anew", extra={"reason": failed.reason})
        except ConversationError:
            log.info("A window shows what is not there any more")


def _drawn(services: Services, viewer: Who, about: Mapping[str, Any]) -> View:
    plan, start = str(about["p"]), int(about.get("n") or 0)
    if about["cb"] == VIEW:
        return viewing.window(services, viewer, plan, str(about.get("at") or ""), start)
    return viewing.mine(services, viewer, plan, start)


def _shown(view: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if about := _about(view):
        yield str(view["id"]), about
    below = _kept(view).get(_UNDER)
    if below and view.get("previous_view_id"):
        yield str(view["previous_view_id"]), below


def _about(view: Mapping[str, Any]) -> dict[str, Any] | None:
    if view.get("callback_id") not in (VIEW, MINE_SHOWN):
        return None
    kept = _kept(view)
    about: dict[str, Any] = {name: kept[name] for name in ("p", "at", "n") if name in kept}
    return about | {"cb": view["callback_id"]} if "p" in about else None


def _kept(view: Mapping[str, Any]) -> dict[str, Any]:
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
