"""The commands around self-assessments: one alone in a terminal, and deleting a person's data."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.arguments import BadInput, LevelName
from bot.offline import open_services
from bot.settings import Settings

if TYPE_CHECKING:
    from conversations.database import Store
    from conversations.forgetting import Forgotten

_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")
_GOES = {
    "identities": ("self-assessment that says who they are", "self-assessments that say it"),
    "evidence": ("note beside a rating", "notes beside ratings"),
    "own_priorities": ("priority of their own", "priorities of their own"),
    "plans": ("plan of theirs alone", "plans of theirs alone"),
    "questions": ("question that they asked", "questions that they asked"),
    "reasons": ("reason why an answer did not help", "reasons why an answer did not help"),
    "messages": ("message to them or about them", "messages to them or about them"),
    "memberships": ("membership, role or setting", "memberships, roles and settings"),
    "mentions": ("place where others' records name them", "places where others' records name them"),
}
_UNKNOWN = (
    "Nothing is kept of {user!r}{where}. Somebody in Slack is named by their user id, such as "
    "U012ABCDEF (in their profile: ⋮, Copy member ID); somebody without Slack by their name, as it "
    "was entered."
)
_IN_SLACK = (
    "Messages that stand in Slack are not touched; backups that you made before still have it all."
)


class _OnlyLooked(Exception):
    """Nothing is to be changed."""


@click.command()
@click.option("--solo", is_flag=True, help="Assess alone, here in the terminal.")
@click.option(
    "--level",
    type=LevelName(),
    help="The level that you work at: classroom, school, district, state, or teacher, principal, …",
)
@click.option(
    "--block",
    "blocks",
    multiple=True,
    metavar="P1BB2",
    help="A building block to rate; may be given several times. P1 is a whole pillar, all is all.",
)
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that keeps your answers; otherwise the one of BLUEPRINT_DB.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the results there at the end: a document, a table and a picture.",
)
def assess(
    solo: bool, level: str | None, blocks: tuple[str, ...], db: Path | None, save: Path | None
) -> None:
    """Assess your own practice, card by card, and choose what to work on.

    What you say is saved at once; the same command goes on where you stopped.

    \b
    Example:
      blueprint-bot assess --solo
      blueprint-bot assess --solo --level school --block P1BB2 --save results
    """
    if not solo:
        raise BadInput(
            "In a terminal one person assesses alone: blueprint-bot assess --solo. A team does it "
            "in Slack, with /blueprint assess."
        )
    from bot.terminal.assessing import Wanted
    from bot.terminal.assessing import assess as assess_alone
    from bot.terminal.console import Console
    from content.errors import ContentError
    from conversations.errors import ConversationError

    wanted = Wanted(level, _blocks(blocks))
    services = open_services(Settings.from_environment(), db)
    again = "blueprint-bot assess --solo" + (f" --db {shlex.quote(str(db))}" if db else "")
    try:
        assess_alone(services, Console(), wanted, save, again)
    except (ConversationError, ContentError) as error:
        # It was ended in another window, say, or the scale cannot be read.
        raise click.ClickException(str(error)) from error
    except sqlite3.Error as error:
        raise click.ClickException(f"{services.store.path} cannot be used: {error}.") from error


def _blocks(said: Iterable[str]) -> tuple[str, ...]:
    from bot.assessing.corpus import BLOCKS
    from bot.terminal.scopes import blocks_in

    found: set[str] = set()
    for words in said:
        blocks = blocks_in(words)
        if not blocks:
            raise BadInput(
                f"{words!r} is no building block. Say P1BB2, P1 for a whole pillar, or all."
            )
        found |= set(blocks)
    return tuple(block for block in BLOCKS if block in found)


@click.command()
@click.argument("user")
@click.option(
    "--workspace",
    metavar="TEAM",
    help="Only in this workspace, by its id (T…), or the organisation's (E…); otherwise in all.",
)
@click.option("--yes", is_flag=True, help="Do not ask before deleting.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def forget(user: str, workspace: str | None, yes: bool, as_json: bool) -> None:
    """Delete what is kept of USER: their words and who they are. Counts stay.

    USER is a Slack user id, or the name of somebody without Slack.

    \b
    Example:
      blueprint-bot forget U012ABCDEF
      blueprint-bot forget "Ruth Gold" --workspace T024BE7LD --yes
    """
    user = _MENTION.sub(r"\1", user).strip().removeprefix("@")
    store = _open_store(Settings.from_environment())
    where = f" in {workspace}" if workspace else ""
    try:
        gone = _forget(store, user, workspace, only_look=True)
        if not gone.is_nothing and not yes:
            _say_what_goes(gone, f"This deletes what is kept of {user}{where}:", err=as_json)
            click.confirm("Delete it? This cannot be undone", abort=True, err=as_json)
        if not gone.is_nothing:
            gone = _forget(store, user, workspace, only_look=False)
    except sqlite3.Error as error:
        raise click.ClickException(f"{store.path} cannot be used: {error}.") from error
    if as_json:
        click.echo(json.dumps({"user": user, "workspace": workspace, **asdict(gone)}))
    elif gone.is_nothing:
        click.echo(_UNKNOWN.format(user=user, where=where))
    elif yes:
        _say_what_goes(gone, f"Deleted of {user}{where}:", err=False)
    else:
        click.echo("Deleted.")


def _open_store(settings: Settings) -> Store:
    from bot.installations import Installations
    from bot.services import now
    from conversations.database import Store

    if not settings.database.is_file():
        raise BadInput(
            f"There is no database at {settings.database}. Set BLUEPRINT_DB to the file that "
            "blueprint-bot serve keeps."
        )
    store = Store(settings.database)
    try:
        store.prepare()
        Installations(store, now).prepare()
    except sqlite3.Error as error:
        raise BadInput(f"{settings.database} cannot be used: {error}.") from None
    return store


def _forget(store: Store, user: str, workspace: str | None, *, only_look: bool) -> Forgotten:
    from bot.installations import forget_installer
    from bot.services import now
    from conversations.forgetting import forget as forget_person

    with contextlib.suppress(_OnlyLooked), store.transaction() as db:
        gone = forget_person(db, user, workspace, now=now())
        installed = forget_installer(db, user, workspace)
        gone = replace(gone, memberships=gone.memberships + installed)
        if only_look:
            raise _OnlyLooked
    if not only_look:
        with store.reading() as db:
            # What was deleted must not stand in the journal beside the file either.
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return gone


def _say_what_goes(gone: Forgotten, heading: str, *, err: bool) -> None:
    click.echo(heading, err=err)
    for name, (one, many) in _GOES.items():
        count = getattr(gone, name)
        if count:
            click.echo(f"  {count} {one if count == 1 else many}", err=err)
    ratings = "1 rating" if gone.ratings_kept == 1 else f"{gone.ratings_kept} ratings"
    click.echo(f"Counts stay, without a name: {ratings}, and how they voted.", err=err)
    click.echo(_IN_SLACK, err=err)


COMMANDS = (assess, forget)
