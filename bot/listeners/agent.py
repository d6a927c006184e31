"""The agent view: suggested prompts when somebody opens the direct messages."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot import delivery
from bot.blocks.help import EXAMPLES
from bot.delivery import TryLater, Undeliverable
from bot.services import Services

log = logging.getLogger(__name__)


def register(app: App, services: Services) -> None:
    """Listen to the opening of the messages tab."""

    def on_messages(event: dict[str, Any], client: WebClient) -> None:
        prompts = [{"title": example, "message": example} for example in EXAMPLES]
        try:
            delivery.call(
                client,
                "assistant.threads.setSuggestedPrompts",
                channel_id=event["channel"],
                title="You could ask",
                prompts=prompts,
            )
        except (TryLater, Undeliverable) as failed:
            log.info("No prompts were suggested", extra={"reason": failed.reason})

    app.event("app_home_opened", matchers=[lambda event: event.get("tab") == "messages"])(
        on_messages
    )
