"""The commands around a district's calendar, for whoever runs the app."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot.arguments import BadInput
from bot.settings import Settings

if TYPE_CHECKING:
    from conversations.calendar import Calendar
    from conversations.calendar_import import Found
    from conversations.database import Store
    from conversations.school_days import NoSchool

_LOCAL = "local"
_WORKSPACE_TABLES = ("coordinators", "teams", "school_days", "school_hours")

_database = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that blueprint-bot serve keeps; otherwise the one of BLUEPRINT_DB.",
)
_workspace = click.option(
    "--workspace",
    metavar="TEAM",
    help="The workspace by its id (T…), or the organisation's (E…); where there are several.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and no more.")


@click.group()
def calendar() -> None:
    """Import, show and change a district's school calendar.

    Coordinators do the same in Slack: my Home tab, District calendar and settings.

    \b
    Example:
      blueprint-bot calendar import district.ics
      blueprint-bot calendar add "Dec 23 to Jan 1: winter break"
    """


@calendar.command("import")
@click.argument("source", metavar="FILE|URL")
@_workspace
@click.option("--dry-run", is_flag=True, help="Show what is found, and save nothing.")
@_database
@_json
def import_(
    source: str, workspace: str | None, dry_run: bool, db: Path | None, as_json: bool
) -> None:
    """Read days without school out of a calendar file (ICS), or from its link.

    They take the place of what was imported before for the same months; what was typed stays.

    \b
    Example:
      blueprint-bot calendar import district.ics --dry-run
      blueprint-bot calendar import https://calendar.example.org/district.ics
    """
    from conversations.calendar_drafts import save_found
    from conversations.calendar_import import read_calendar

    store = _open_store(db)
    with _troubles_said(store):
        tenant = _tenant(store, workspace)
        ours, today = _calendar(store, tenant)
        found = read_calendar(_read(source), today, ours.timezone)
        unfit: list[str] = []
        if not dry_run:
            with _changing(store, tenant) as changed:
                unfit = save_found(changed, tenant, found, **_by())
    if as_json:
        click.echo(json.dumps(_as_json(found, unfit, saved=not dry_run), ensure_ascii=False))
        return
    _say_found(found, today)
    for sentence in unfit:
        click.echo(sentence, err=True)
    click.echo("Nothing is saved yet." if dry_run else f"Saved for {tenant}.")


@calendar.command()
@_workspace
@_database
@_json
def show(workspace: str | None, db: Path | None, as_json: bool) -> None:
    """Show the school hours, the school year and every day that was entered.

    \b
    Example:
      blueprint-bot calendar show
    """
    from bot.blocks.settings.district import year_in_words
    from bot.blocks.settings.inputs import between, span
    from conversations.school_days import in_rows, kept_days

    store = _open_store(db)
    with _troubles_said(store):
        tenant = _tenant(store, workspace)
        ours, today = _calendar(store, tenant)
        with store.reading() as reading:
            rows = in_rows(kept_days(reading, tenant))
    if as_json:
        days = [
            {
                "first": row.first.isoformat(),
                "last": row.last.isoformat(),
                "name": row.name,
                "school": row.is_school,
                "source": row.source,
                "by": row.added_by,
            }
            for row in rows
        ]
        about = {
            "workspace": tenant,
            "timezone": ours.timezone.key,
            "opens": f"{ours.opens:%H:%M}",
            "closes": f"{ours.closes:%H:%M}",
            "first_days": sorted(day.isoformat() for day in ours.first_days),
            "last_days": sorted(day.isoformat() for day in ours.last_days),
        }
        click.echo(json.dumps({**about, "days": days}, ensure_ascii=False))
        return
    click.echo(f"{tenant}: between {between(ours)}, on school days.")
    click.echo(year_in_words(ours, today))
    for row in rows:
        school = "school: " if row.is_school else ""
        said = span(row.first, row.last, today)
        click.echo(f"{said}  {school}{row.name} ({row.source})")
    if not rows:
        click.echo("No days without school are entered yet.")


@calendar.command()
@click.argument("days", metavar='"DAYS: NAME"')
@_workspace
@_database
def add(days: str, workspace: str | None, db: Path | None) -> None:
    """Add days without school, as you would type them to a colleague.

    \b
    Example:
      blueprint-bot calendar add "Dec 23 to Jan 1: winter break"
    """
    from conversations.school_days import add_no_school
    from conversations.typed_days import read_days

    store = _open_store(db)
    with _troubles_said(store):
        tenant = _tenant(store, workspace)
        _, today = _calendar(store, tenant)
        found = read_days(days, today)
        with _changing(store, tenant) as changed:
            add_no_school(changed, tenant, found, **_by())
    _say_days(found, today)


@calendar.command()
@click.argument("day", metavar="[DATE]", default="today")
@click.option("--undo", is_flag=True, help="There is school that day after all.")
@_workspace
@_database
def snow(day: str, undo: bool, workspace: str | None, db: Path | None) -> None:
    """Call off school for snow: today, tomorrow or on DATE.

    \b
    Example:
      blueprint-bot calendar snow
      blueprint-bot calendar snow tomorrow --undo
    """
    from bot.blocks.planning.days import full_day
    from conversations.school_days import add_snow_day, take_back
    from conversations.typed_days import read_days

    store = _open_store(db)
    with _troubles_said(store):
        tenant = _tenant(store, workspace)
        _, today = _calendar(store, tenant)
        near = {"today": today, "tomorrow": today + timedelta(days=1)}
        said = near.get(day.strip().casefold()) or _one_day(read_days(day, today))
        with _changing(store, tenant) as changed:
            if undo:
                take_back(changed, tenant, said, said, "snow", **_by())
            else:
                add_snow_day(changed, tenant, said, **_by())
    click.echo(f"{'No snow day' if undo else 'Snow day'} on {full_day(said, today)}.")


def _one_day(found: Iterable[NoSchool]) -> date:
    days = [day for one in found for day in one.days()]
    if len(days) != 1:
        raise BadInput("Give one day at a time, such as today, tomorrow or 12/11.")
    return days[0]


def _read(source: str) -> bytes:
    from bot.calendar_fetching import ANYWHERE, fetch

    if "://" in source:
        # Whoever is at the machine may read what it reaches.
        return fetch(source, ANYWHERE)
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise BadInput(f"{source} cannot be read: {error.strerror}.") from None


def _open_store(database: Path | None) -> Store:
    from conversations.database import Store

    path = database or Settings.from_environment().database
    if not path.is_file():
        raise BadInput(
            f"There is no database at {path}. Name the file that blueprint-bot serve keeps with "
            "--db, or set BLUEPRINT_DB to it."
        )
    store = Store(path)
    try:
        store.prepare()
    except (sqlite3.Error, OSError) as error:
        raise BadInput(f"{path} cannot be used: {error}. Name another file with --db.") from None
    return store


def _tenant(store: Store, said: str | None) -> str:
    if said:
        return said
    tables = " UNION ".join(f"SELECT tenant FROM {one}" for one in _WORKSPACE_TABLES)  # noqa: S608
    with store.reading() as db:
        known = sorted(tenant for (tenant,) in db.execute(tables).fetchall() if tenant != _LOCAL)
    if len(known) == 1:
        return str(known[0])
    if known:
        raise BadInput(f"Several workspaces are here: {', '.join(known)}. Name one, --workspace.")
    raise BadInput("No workspace has a coordinator here yet. Name one by its id: --workspace T….")


def _calendar(store: Store, tenant: str) -> tuple[Calendar, date]:
    from bot.services import now
    from conversations.school_calendars import calendar_for

    zone = Settings.from_environment().timezone
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"BLUEPRINT_TIMEZONE is {zone!r}, no time zone known here.") from None
    with store.reading() as db:
        found = calendar_for(db, tenant, team=None, person=None, zone=zone)
    return found, now().astimezone(found.timezone).date()


@contextmanager
def _changing(store: Store, tenant: str) -> Iterator[Any]:
    from conversations.reminders import looks

    with store.transaction() as db:
        yield db
        looks.forget_all(db, tenant)


def _by() -> dict[str, Any]:
    from bot.services import now
    from conversations.school_days import OPERATOR

    return {"by": OPERATOR, "now": now()}


@contextmanager
def _troubles_said(store: Store) -> Iterator[None]:
    """Let what goes wrong be a sentence."""
    from conversations.errors import ConversationError, Refused

    try:
        yield
    except Refused as refused:
        raise BadInput(str(refused)) from None
    except ConversationError as error:
        raise click.ClickException(str(error)) from error
    except sqlite3.Error as error:
        raise click.ClickException(f"{store.path} cannot be used: {error}.") from error


def _say_found(found: Found, today: date) -> None:
    from bot.blocks.planning.days import full_day

    _say_days(found.days, today)
    for word, days in (("First", found.first_days), ("Last", found.last_days)):
        for day in days:
            click.echo(f"{word} day of school: {full_day(day, today)}")
    if not (found.days or found.first_days or found.last_days):
        click.echo("No days without school, this school year or the next.")
    for one in found.left_out:
        when = f" ({one.day.isoformat()})" if one.day else ""
        click.echo(f"Left out {one.name or 'an event without a title'}{when}: {one.why}", err=True)


def _say_days(days: Iterable[NoSchool], today: date) -> None:
    from bot.blocks.settings.inputs import span

    for one in days:
        click.echo(f"{span(one.first, one.last, today)}  {one.name}")


def _as_json(found: Found, unfit: list[str], *, saved: bool) -> dict[str, Any]:
    return {
        "saved": saved,
        "days": [
            {"first": one.first.isoformat(), "last": one.last.isoformat(), "name": one.name}
            for one in found.days
        ],
        "first_days": [day.isoformat() for day in found.first_days],
        "last_days": [day.isoformat() for day in found.last_days],
        "left_out": [
            {"name": one.name, "day": one.day.isoformat() if one.day else None, "why": one.why}
            for one in found.left_out
        ],
        "unfit": unfit,
    }


COMMANDS = (calendar,)
