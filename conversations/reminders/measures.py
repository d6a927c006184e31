"""Asks for readings on the first school day after each period that has none.

The functions work inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from conversations.database import moment
from conversations.planning import chain, store
from conversations.planning.model import Measure, Plan, is_known
from conversations.reminders import choices
from conversations.reminders.desk import Desk, Recipient
from conversations.reminders.kinds import MEASURE, MEASURE_REMINDER
from conversations.reminders.ledger import Item
from conversations.reminders.looks import next_look
from conversations.reminders.periods import Period, before


@dataclass(frozen=True)
class ToRead:
    """A measure of which somebody is asked for the reading of a period that is over."""

    measure: Measure
    period: Period


def ask(desk: Desk, tenant: str, plan_id: str) -> tuple[int, datetime]:
    """Queue what a plan's readers are to be asked now; return how much, and when to look again."""
    plan = store.read_plan(desk.db, tenant, plan_id)
    readers = {measure.id: _reader(measure) for measure in plan.measures.values()}
    asked = {person: desk.recipient(tenant, person) for person in readers.values() if person}
    look_again = next_look(desk.now, [one.calendar for one in asked.values()])
    at_school = {person for person, one in asked.items() if one.is_at_school}
    if not at_school or not choices.wants(desk.db, tenant, plan.team, "measures"):
        return 0, look_again
    begun = {measure: at for measure, at in _begun(desk.db, plan) if measure in plan.measures}
    queued = 0
    for measure in plan.measures.values():
        reader = readers[measure.id]
        if reader not in at_school:
            continue
        waiting = to_read(plan, measure, asked[reader], begun.get(measure.id))
        if waiting:
            queued += desk.say(_item(plan, waiting, reader))
    return queued, look_again


def to_read(
    plan: Plan, measure: Measure, reader: Recipient, begun: datetime | None
) -> ToRead | None:
    """Return which period of a measure is to be read by now, None where none is.

    What was over before the measure was ``begun`` in a plan that is carried out is not asked for.
    """
    period = before(measure.every, reader.today, reader.calendar)
    if begun is None or begun.astimezone(reader.calendar.timezone).date() > period.last:
        return None
    if not is_tried(plan, measure) or has_reading(plan, measure, period):
        return None
    return ToRead(measure, period)


def has_reading(plan: Plan, measure: Measure, period: Period) -> bool:
    """Tell whether a measure was read in a period or since."""
    return any(one.day >= period.first for one in chain.readings_of(plan, measure.id))


def is_tried(plan: Plan, measure: Measure) -> bool:
    """Tell whether a measure watches over anything but a change idea that was abandoned."""
    idea = plan.ideas.get(measure.serves)
    return idea is None or idea.verdict != "abandon"


def _reader(measure: Measure) -> str:
    person = measure.reader.person if measure.reader else ""
    return person if is_known(person) else ""


def _item(plan: Plan, waiting: ToRead, reader: str) -> Item:
    name = waiting.period.name
    return Item(plan.tenant, MEASURE, waiting.measure.id, reader, MEASURE_REMINDER, name)


def _begun(db: Database, plan: Plan) -> Iterator[tuple[str, datetime]]:
    """Yield since when each measure is read: since it is in the plan, and the plan is live."""
    live = _happened(db, plan, "StageChosen", "$.stage").get("live")
    added = _happened(db, plan, "MeasureAdded", "$.measure.id")
    for measure, at in added.items():
        if live is not None:
            yield measure, max(at, live)


def went_live(db: Database, plan: Plan) -> datetime | None:
    """Return when a plan was last begun to be carried out, None where its history knows not."""
    return _happened(db, plan, "StageChosen", "$.stage").get("live")


def _happened(db: Database, plan: Plan, kind: str, of: str) -> dict[str, datetime]:
    """Return when an event of a kind last happened, by a value of it."""
    rows = db.execute(
        "SELECT json_extract(event, ?), max(at) FROM plan_history"
        " WHERE tenant = ? AND \"plan\" = ? AND n > 0 AND json_extract(event, '$.kind') = ?"
        " GROUP BY 1",
        [of, plan.tenant, plan.id, kind],
    ).fetchall()
    return {str(value): moment(at) for value, at in rows}
