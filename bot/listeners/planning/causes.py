"""Causes on the bones of a fishbone, and which of them are root causes."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of this part."""
