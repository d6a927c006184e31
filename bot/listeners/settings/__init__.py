"""Settings: when and how people, teams and a district hear of what is due."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Attach the listeners of every window."""
    from bot.listeners.settings import adding, district, importing, mine, team

    for part in (mine, team, district, adding, importing):
        part.register(app, services)
