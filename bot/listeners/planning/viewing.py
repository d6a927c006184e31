"""The plan as everybody of the team looks at it, up and down the chain."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of this part."""
