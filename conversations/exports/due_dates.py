"""The due dates of an action plan as a calendar file (iCalendar, RFC 5545) that a phone shows.

Each is an event of a whole day, because few calendars show to-dos (VTODO).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from conversations.exports.legible import one_line
from conversations.exports.plan_report import PlanReport, TaskShown

if TYPE_CHECKING:
    from icalendar import Event

_MAKER = "-//Blueprint//Action plan//EN"
_FETCHED_EVERY = timedelta(hours=4)
_DAY = timedelta(days=1)


def due_dates(report: PlanReport, *, now: datetime) -> bytes:
    """Return the calendar of a plan's tasks; those without a due date are left out.

    A task keeps its UID, so that a calendar that fetches it again moves it and adds no second one.
    """
    from icalendar import Calendar, vDuration, vText

    calendar = Calendar()
    calendar.add("PRODID", _MAKER)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    # As text, because the library would leave commas in a name as they are.
    name = vText(one_line(report.title) or "Action plan")
    calendar.add("NAME", name)
    # The same for calendars that do not know the standard's names (RFC 7986).
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", _FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(_FETCHED_EVERY))
    for task in report.tasks:
        if task.due is not None:
            calendar.add_component(_event(task, task.due, now))
    return bytes(calendar.to_ical())


def _event(task: TaskShown, due: date, now: datetime) -> Event:
    from icalendar import Event
    from icalendar.enums import STATUS, TRANSP

    return Event.new(
        uid=f"task-{task.id}@blueprint",
        stamp=now,
        start=due,
        end=due + _DAY,
        summary=f"Done: {one_line(task.what)}" if task.is_done else one_line(task.what),
        description=_description(task),
        status=STATUS.CONFIRMED,
        # A due date keeps nobody from a meeting on that day.
        transparency=TRANSP.TRANSPARENT,
    )


def _description(task: TaskShown) -> str:
    told = (
        ("Responsible", one_line(task.owner) or "nobody yet"),
        ("In support", ", ".join(task.support)),
        ("Status", task.status),
        ("Change idea", task.idea),
        ("Driver", task.driver),
        ("What shows progress", task.shows),
    )
    return "\n".join(f"{name}: {line}" for name, words in told if (line := one_line(words)))
