"""Tells a workspace's coordinators each month which questions found no answer.

On the first school day of a month, about the month before; in the fall about the summer too. The
functions work inside the caller's transaction.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlite_utils import Database

from conversations.calendar import Calendar
from conversations.coordinators import coordinators
from conversations.database import timestamp
from conversations.gaps import Group, gaps_of, group
from conversations.reminders import ledger
from conversations.reminders.desk import Desk
from conversations.reminders.kinds import GAP_REPORT, WORKSPACE
from conversations.reminders.ledger import Item
from conversations.reminders.looks import next_look
from conversations.reminders.periods import before, first_school_day, month


def tell(desk: Desk, tenant: str) -> tuple[int, datetime]:
    """Queue the reports that are to leave now; return how many, and when to look again."""
    asked = [desk.recipient(tenant, person) for person in coordinators(desk.db, tenant)]
    queued = 0
    for one in asked:
        this_month = month(one.today)
        first = first_school_day(this_month, one.calendar)
        item = Item(tenant, WORKSPACE, tenant, one.person, GAP_REPORT, this_month.name)
        if not one.is_at_school or first is None or ledger.is_said(desk.db, item):
            continue
        if report(desk.db, tenant, this_month.first, one.calendar):
            queued += ledger.say(desk.db, item, desk.now)
        else:
            ledger.pass_over(desk.db, item, desk.now)
    return queued, next_look(desk.now, [one.calendar for one in asked])


def report(db: Database, tenant: str, this_month: date, calendar: Calendar) -> list[Group]:
    """Return the questions without an answer, from the last month with school up to this one.

    ``this_month`` is its first day; the occurrence of the message says which month that is.
    """
    begins = _midnight(before("month", this_month, calendar).first, calendar)
    ends = timestamp(_midnight(this_month, calendar))
    return group(gap for gap in gaps_of(db, tenant, begins) if gap.at < ends)


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, time(), calendar.timezone).astimezone(UTC)
