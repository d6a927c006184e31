"""The commands around action plans: one walked alone in a terminal, and those in a database."""

from __future__ import annotations

import json
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from bot.arguments import BadInput
from bot.offline import open_services
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.blocks.planning.shown import Shown
    from bot.services import Services

_FORMATS = ("docx", "summary", "csv", "ics", "png", "svg", "all")
_NO_PLAN = "There is no plan {said!r} in {path}. blueprint-bot plan list shows all of them."
_SEVERAL = "Several plans begin with {said!r}: {ids}. Please give more of the id."

_database = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that keeps the plans; otherwise the one of BLUEPRINT_DB.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and no more.")


@click.group(invoke_without_command=True)
@_database
@click.option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the plan there at the end: documents, tables, calendar and pictures.",
)
@click.option("--new", "anew", is_flag=True, help="Begin another plan beside those under way.")
@click.pass_context
def plan(ctx: click.Context, db: Path | None, save: Path | None, anew: bool) -> None:
    """Make an action plan alone, from a problem to tasks and measures; or list and export plans.

    What you say is saved at once; the same command goes on where you stopped.

    \b
    Example:
      blueprint-bot plan
      blueprint-bot plan --save my-plan
    """
    ctx.obj = db
    if ctx.invoked_subcommand is not None:
        if save or anew:
            raise BadInput("--save and --new go with blueprint-bot plan alone.")
        return
    from bot.terminal.console import Console
    from bot.terminal.planning import plan_alone

    services = open_services(Settings.from_environment(), db)
    again = "blueprint-bot plan" + (f" --db {shlex.quote(str(db))}" if db else "")
    with _troubles_said(services):
        plan_alone(services, Console(), save, again, anew=anew)


@plan.command("list")
@_database
@_json
@click.pass_obj
def list_(above: Path | None, db: Path | None, as_json: bool) -> None:
    """List every plan in the database, earliest first, with its id and how far it has come.

    \b
    Example:
      blueprint-bot plan list
      blueprint-bot plan list --db /var/lib/blueprint-bot/blueprint.db --json
    """
    from conversations.planning import store

    services = open_services(Settings.from_environment(), db or above, begun=True)
    with _troubles_said(services):
        with services.store.reading() as reading:
            known = store.all_plans(reading)
        rows = [_row(_look(services, *one)) for one in known]
    if as_json:
        click.echo(json.dumps({"plans": rows}, ensure_ascii=False))
        return
    for row in rows:
        whose = row["team"] or "one person's own"
        done = f"{row['done']} of {row['tasks']} tasks done"
        click.echo(f"{row['id']}  {row['title']} · {whose} · {row['state']} · {done}")
    if not rows:
        click.echo("There are no plans yet.")


@plan.command()
@click.argument("plan_id", metavar="PLAN")
@_database
@_json
@click.pass_obj
def show(above: Path | None, plan_id: str, db: Path | None, as_json: bool) -> None:
    """Show PLAN: the chain from the problem to tasks and measures, and what is missing.

    PLAN is the id that blueprint-bot plan list prints, or how it begins.

    \b
    Example:
      blueprint-bot plan show 3f2a
    """
    from bot.terminal import plan_text
    from bot.terminal.console import Console
    from bot.terminal.plan_files import report_here

    services = open_services(Settings.from_environment(), db or above, begun=True)
    with _troubles_said(services):
        shown = _find(services, plan_id)
        report = report_here(shown)
    if as_json:
        told = {"id": shown.plan.id, "workspace": shown.plan.tenant, **asdict(report)}
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
    else:
        console = Console()
        console.say(plan_text.whole(report, console.width))


@plan.command()
@click.argument("plan_id", metavar="PLAN")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where the files are written; made where it is not there.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="all",
    show_default=True,
    help="docx is the whole plan, summary its two pages, csv the tasks, ics the due dates, png and "
    "svg the two diagrams.",
)
@_database
@_json
@click.pass_obj
def export(
    above: Path | None, plan_id: str, folder: Path, form: str, db: Path | None, as_json: bool
) -> None:
    """Write PLAN as files: documents, a table, a calendar, pictures.

    PLAN is the id that blueprint-bot plan list prints, or how it begins. Names stand in the files
    as the team has them.

    \b
    Example:
      blueprint-bot plan export 3f2a --to council
      blueprint-bot plan export 3f2a --to council --format summary
    """
    from bot.planning.files import Format
    from bot.terminal.plan_files import save_files

    services = open_services(Settings.from_environment(), db or above, begun=True)
    formats = get_args(Format) if form == "all" else (form,)
    with _troubles_said(services):
        shown = _find(services, plan_id)
        try:
            saved = save_files(shown, folder, services.clock(), formats)
        except OSError as error:
            raise BadInput(f"{folder} cannot be written: {error.strerror}.") from None
    if not saved.written:
        raise click.ClickException(" ".join(dict.fromkeys(saved.left_out.values())))
    if as_json:
        files = [str(path) for path in saved.written]
        click.echo(json.dumps({"files": files, "left_out": dict(saved.left_out)}))
        return
    for path in saved.written:
        click.echo(path)
    for name, why in saved.left_out.items():
        click.echo(f"Left out {name}: {why}", err=True)


@contextmanager
def _troubles_said(services: Services) -> Iterator[None]:
    """Let what goes wrong be a sentence."""
    from content.errors import ContentError
    from conversations.errors import ConversationError

    try:
        yield
    except (ConversationError, ContentError) as error:
        # It was ended in another window, say.
        raise click.ClickException(str(error)) from error
    except sqlite3.Error as error:
        raise click.ClickException(f"{services.store.path} cannot be used: {error}.") from error


def _find(services: Services, said: str) -> Shown:
    from conversations.planning import store

    said = said.strip()
    with services.store.reading() as db:
        known = store.all_plans(db)
    found = [one for one in known if one[1] == said] or [
        one for one in known if said and one[1].startswith(said)
    ]
    if not found:
        raise BadInput(_NO_PLAN.format(said=said, path=services.store.path))
    if len(found) > 1:
        ids = ", ".join(plan_id for _, plan_id in found)
        raise BadInput(_SEVERAL.format(said=said, ids=ids))
    return _look(services, *found[0])


def _look(services: Services, tenant: str, plan_id: str) -> Shown:
    from bot.planning import looks
    from conversations.planning import store

    with services.store.reading() as db:
        return looks.shown(services, db, store.read_plan(db, tenant, plan_id))


def _row(shown: Shown) -> dict[str, Any]:
    from bot.planning.reports import state
    from conversations.exports.legible import one_line
    from conversations.planning import progress

    plan, count = shown.plan, progress.of_plan(shown.plan, shown.today)
    return {
        "id": plan.id,
        "workspace": plan.tenant,
        "title": one_line(plan.title),
        "team": one_line(shown.team.name) if shown.team else None,
        "state": state(plan),
        "cycle": plan.cycle,
        "tasks": count.tasks,
        "done": count.done,
        "overdue": count.overdue,
    }


COMMANDS = (plan,)
