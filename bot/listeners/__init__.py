"""Slack's features, one module each; ``register`` attaches them to the app."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Attach every listener."""
    from bot.listeners import (
        agent,
        agreeing,
        answers,
        commands,
        declined,
        facilitating,
        gaps,
        home,
        levels,
        messages,
        planning,
        prioritising,
        rating,
        reminding,
        results,
        settings,
        shortcuts,
        starting,
        teams,
        threads,
        votes,
    )

    # Bolt asks one listener after the other: what a whole team clicks at once stands first.
    for feature in (
        *(messages, rating, commands, shortcuts, answers, votes, declined, gaps),
        *(levels, agent, home, teams, threads),
        *(starting, facilitating, agreeing, prioritising, results, planning, reminding),
        *(settings,),
    ):
        feature.register(app, services)
