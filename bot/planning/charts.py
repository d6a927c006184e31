"""Run charts in a plan's thread: drawn when asked for, and after readings once enough are there."""

from __future__ import annotations

from dataclasses import replace

from slack_sdk import WebClient

from bot.blocks.planning.readings import ENOUGH_FOR_CHART
from bot.planning import looks, pictures
from bot.planning.naming import names_in
from bot.planning.pictures import Picture
from bot.planning.reports import Names, measure_shown
from bot.services import Services
from conversations.exports.plan_report import MeasureShown
from conversations.exports.run_chart import run_chart, run_chart_words
from conversations.planning import chain
from conversations.planning.model import Plan


def chart_of(measure: str, names: Names) -> Picture:
    """Return the run chart of a measure as a picture of its plan."""

    def shown(plan: Plan) -> MeasureShown:
        one = plan.measures[measure]
        drawn = measure_shown(plan, one, names)
        # In a picture whoever reads it is not missed.
        return drawn if one.reader else replace(drawn, reader="")

    return Picture(
        f"readings/{measure}",
        "run-chart.png",
        "Run chart",
        lambda plan: run_chart(shown(plan), plan.title),
        lambda plan: run_chart_words(shown(plan), plan.title),
        lambda plan: bool(chain.readings_of(plan, measure)),
    )


def draw(services: Services, client: WebClient, plan: Plan, measure: str) -> bool:
    """Draw a measure's run chart in the place of the one before; tell whether it is there."""
    with services.store.reading() as db:
        shown = looks.shown(services, db, plan)
    names = names_in(client, shown)
    return pictures.show(services, client, plan, chart_of(measure, names))


def draw_new(services: Services, client: WebClient, before: Plan, after: Plan) -> None:
    """Draw the run charts of the measures that were read between two states of a plan."""
    new = [reading for i, reading in after.readings.items() if i not in before.readings]
    for measure in dict.fromkeys(reading.measure for reading in new):
        if len(chain.readings_of(after, measure)) >= ENOUGH_FOR_CHART:
            draw(services, client, after, measure)
