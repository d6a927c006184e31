"""When there is school for whom: a district's calendar, its teams' and a person's put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from conversations.calendar import Calendar
from conversations.personal_hours import (
    Hours,
    days_off_of,
    hours_of,
    kept_hours,
    profile_zone_of,
)
from conversations.school_days import DISTRICT, IN_ORDER, year_ends

_AWAY = "it is a day off"


def calendar_for(
    db: Database, tenant: str, *, team: str | None, person: str | None, zone: str
) -> Calendar:
    """Return the calendar of a district, of one of its teams or of a person.

    A person's own hours and time zone go before the team's, the team's before the district's; the
    zone of a person's profile goes before the team's too. ``zone`` counts where nobody has said
    any. Days off come on top. A person who is given no ``team`` has the district's calendar.
    """
    base = Calendar(ZoneInfo(zone))
    return _composed(db, tenant, team or DISTRICT, person, base)


def calendar_of_person(db: Database, tenant: str, person: str, base: Calendar) -> Calendar:
    """Return when a message may reach a person: as in their team, where they are in one only."""
    return _composed(db, tenant, _only_team(db, tenant, person), person, base)


def usual_calendar(db: Database, tenant: str, person: str, base: Calendar) -> Calendar:
    """Return when a message could reach a person who has said nothing of their own."""
    return _composed(db, tenant, _only_team(db, tenant, person), None, base)


def _only_team(db: Database, tenant: str, person: str) -> str:
    teams = db.execute(
        "SELECT id FROM teams WHERE tenant = ? AND closed_at IS NULL AND ("
        " EXISTS (SELECT 1 FROM members WHERE members.tenant = teams.tenant"
        "  AND members.team = teams.id AND person = ? AND left_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM team_coordinators AS steering"
        "  WHERE steering.tenant = teams.tenant AND steering.team = teams.id AND person = ?))",
        [tenant, person, person],
    ).fetchall()
    return str(teams[0][0]) if len(teams) == 1 else DISTRICT


def calendar_of_channel(db: Database, tenant: str, channel: str, base: Calendar) -> Calendar:
    """Return when a message may stand in a channel: as in the team that has it, if one does."""
    team = db.execute(
        "SELECT id FROM teams WHERE tenant = ? AND channel = ? AND closed_at IS NULL"
        " ORDER BY at, id LIMIT 1",
        [tenant, channel],
    ).fetchone()
    return _composed(db, tenant, team[0] if team else DISTRICT, None, base)


def _composed(db: Database, tenant: str, team: str, person: str | None, base: Calendar) -> Calendar:
    calendar = base
    for hours, zone in _hours(db, tenant, team, person):
        calendar = _overlaid(calendar, hours, zone)
    rows = db.execute(
        "SELECT day, is_school, name, team FROM school_days"  # noqa: S608
        f" WHERE tenant = ? AND team IN (?, ?) ORDER BY {IN_ORDER}",
        [tenant, DISTRICT, team],
    ).fetchall()
    # What comes later in the order stands.
    said = {date.fromisoformat(row[0]): row for row in rows}
    reasons = {day: _reason(row[2], row[3]) for day, row in said.items() if not row[1]}
    away = days_off_of(db, tenant, person) if person else []
    reasons = {day: _AWAY for off in away for day in off.days()} | reasons
    return replace(
        calendar,
        no_school=frozenset(reasons),
        extra_days=frozenset(day for day, row in said.items() if row[1]),
        first_days=year_ends(db, tenant, "first"),
        last_days=year_ends(db, tenant, "last"),
        reasons=reasons,
    )


def _hours(
    db: Database, tenant: str, team: str, person: str | None
) -> Iterator[tuple[Hours | None, str | None]]:
    """Yield hours and time zones as they were set, the one that stands last."""
    rows = db.execute(
        "SELECT opens, closes, timezone FROM school_hours"
        " WHERE tenant = ? AND team IN (?, ?) ORDER BY team",
        [tenant, DISTRICT, team],
    ).fetchall()
    yield from ((kept_hours(opens, closes), zone) for opens, closes, zone in rows)
    of_team = db.execute("SELECT timezone FROM teams WHERE tenant = ? AND id = ?", [tenant, team])
    yield from ((None, zone) for (zone,) in of_team.fetchall())
    if person:
        yield None, profile_zone_of(db, tenant, person)
        yield hours_of(db, tenant, person)


def _overlaid(calendar: Calendar, hours: Hours | None, zone: str | None) -> Calendar:
    if hours:
        calendar = replace(calendar, opens=hours.opens, closes=hours.closes)
    return replace(calendar, timezone=ZoneInfo(zone)) if zone else calendar


def _reason(name: str, team: str) -> str:
    whose = "the team" if team else "the district"
    return f"{whose} has no school that day ({name})"
