"""Reminders: what their buttons and windows do."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Attach every listener of reminders."""
    from bot.listeners.reminding import tasks, which

    for feature in (tasks, which):
        feature.register(app, services)
