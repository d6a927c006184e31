"""Action plans: their buttons and windows, one module for each part of the walk."""

from __future__ import annotations

from slack_bolt import App

from bot.services import Services


def register(app: App, services: Services) -> None:
    """Attach every listener of plans."""
    from bot.listeners.planning import (
        asking_why,
        beginning,
        causes,
        changing_causes,
        considerations,
        cycles,
        drivers,
        files,
        goal,
        ideas,
        living,
        measures,
        moving,
        pictures,
        placing,
        problem,
        proposals,
        readings,
        removing,
        review,
        roots,
        tasks,
        team,
        theory,
        typed_tasks,
        viewing,
    )

    for feature in (
        *(beginning, moving, problem, causes, asking_why, changing_causes, roots, pictures),
        *(goal, drivers, ideas, placing, theory),
        *(tasks, typed_tasks, measures, considerations, team, review),
        *(viewing, proposals, living, readings, cycles, files, removing),
    ):
        feature.register(app, services)
