"""Action plans: their buttons and windows, one module for each part of the walk."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Attach every listener of plans."""
    from bot.listeners.planning import (
        beginning,
        causes,
        drivers,
        files,
        goal,
        living,
        measures,
        moving,
        problem,
        proposals,
        removing,
        review,
        tasks,
        team,
        viewing,
    )

    for feature in (
        *(beginning, moving, problem, causes, goal, drivers, tasks, measures, team, review),
        *(viewing, proposals, living, files, removing),
    ):
        feature.register(app, services)
