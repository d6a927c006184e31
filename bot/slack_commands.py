"""The commands that serve the app: in Slack, in a local sandbox, and its manifest."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.logs import Level

_CUT_OFF = 1


class _BadSettings(click.ClickException):
    exit_code = 2


@click.command()
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning"]),
    default="info",
    show_default=True,
    help="How much is logged to standard error; debug also logs what people wrote.",
)
def serve(log_level: Level) -> None:
    """Serve the app in Slack, as the environment says (docs/running.md).

    By Socket Mode where SLACK_APP_TOKEN is set, over HTTP where SLACK_SIGNING_SECRET is.

    \b
    Example:
      SLACK_BOT_TOKEN=xoxb-... SLACK_APP_TOKEN=xapp-... blueprint-bot serve
    """
    settings = Settings.from_environment()
    try:
        settings.slack_mode()
    except SettingsError as error:
        raise _BadSettings(str(error)) from None
    from bot.logs import start_logging
    from bot.serving import serve as run
    from bot.workspaces import CannotStart
    from content.errors import ContentError

    start_logging(log_level)
    try:
        finished = run(settings, click.echo)
    except (CannotStart, ContentError) as error:
        raise click.ClickException(str(error)) from None
    if not finished:
        sys.stdout.flush()
        # A thread that hangs in a call to Slack would keep the process alive.
        os._exit(_CUT_OFF)


@click.command()
@click.option("--socket", "mode", flag_value="socket", help="For Socket Mode; the default.")
@click.option("--http", "url", metavar="URL", help="For HTTP at this public address.")
@click.option(
    "--one-workspace",
    is_flag=True,
    help="With --http: for a single workspace by its bot token, without OAuth.",
)
def manifest(mode: str | None, url: str | None, one_workspace: bool) -> None:
    """Print the app manifest, to paste at api.slack.com/apps.

    \b
    Example:
      blueprint-bot manifest --socket
      blueprint-bot manifest --http https://blueprint.example.org
    """
    if mode and url:
        raise click.UsageError("Say --socket or --http URL, not both.")
    if one_workspace and not url:
        raise click.UsageError("--one-workspace goes with --http URL.")
    from bot.manifest import manifest as build

    if url is None:
        built = build("socket")
    elif not url.startswith("https://"):
        raise click.BadParameter(f"{url!r} does not start with https://, which Slack requires.")
    else:
        built = build("http", url, oauth=not one_workspace)
    click.echo(json.dumps(built, ensure_ascii=False, indent=2))


@click.command("try")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True)
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep everything in this file; otherwise it is forgotten at the end.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def try_(port: int, db: Path | None, no_browser: bool) -> None:
    """Try the app in a local, Slack-like workspace: no account, no token.

    \b
    Example:
      blueprint-bot try
      blueprint-bot try --db trial.db --no-browser
    """
    from bot.logs import start_logging
    from bot.trying import run_sandbox
    from bot.workspaces import CannotStart
    from content.errors import ContentError

    start_logging("warning")
    settings = Settings.from_environment()
    try:
        run_sandbox(settings, port, db, click.echo, open_browser=not no_browser)
    except SettingsError as error:
        raise _BadSettings(str(error)) from None
    except (CannotStart, ContentError) as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was asked from this day on (UTC)."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print a table with one line a question.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def gaps(since: datetime | None, as_csv: bool, as_json: bool) -> None:
    """List what people asked that the Blueprint does not answer, grouped, without names.

    \b
    Example:
      blueprint-bot gaps --since 2026-09-01
      blueprint-bot gaps --csv > gaps.csv
    """
    from bot.blocks.gaps import gap_table
    from conversations import gaps as asked
    from conversations.database import Store

    settings = Settings.from_environment()
    if not settings.database.is_file():
        raise _BadSettings(
            f"There is no database at {settings.database}. Set BLUEPRINT_DB to the file that "
            "blueprint-bot serve keeps."
        )
    store = Store(settings.database)
    store.prepare()
    with store.reading() as db:
        moment = since.replace(tzinfo=UTC) if since else None
        groups = asked.group(asked.gaps_of(db, None, moment))
    if as_json:
        rows = [
            {
                "heading": group.heading,
                "not_covered": group.declined,
                "not_helpful": group.unhelpful,
                "questions": [gap.question for gap in group.gaps],
                "whys": [why for gap in group.gaps for why in gap.whys],
            }
            for group in groups
        ]
        click.echo(json.dumps({"groups": rows}, ensure_ascii=False))
    elif as_csv:
        click.echo(gap_table(groups), nl=False)
    elif not groups:
        click.echo("Nothing: every question was answered, and no answer was called unhelpful.")
    else:
        for group in groups:
            click.echo(
                f"{group.heading} ({group.declined} not covered, {group.unhelpful} not helpful)"
            )
            for gap in group.gaps:
                click.echo(f"  {gap.at[:10]}  {gap.question}")
                for why in gap.whys:
                    click.echo(f"              why: {why}")


COMMANDS = (serve, manifest, try_, gaps)
