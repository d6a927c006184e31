"""The services for commands that work on a database without Slack."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.arguments import BadInput
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services import Services


def open_services(settings: Settings, database: Path | None, *, begun: bool = False) -> Services:
    """Return services over ``database``, else over the settings' own.

    With ``begun`` only over one that is there. Raises BadInput where it cannot be used, and
    ClickException where the data files cannot.
    """
    from bot.knowledge import open_engine
    from bot.services import Services
    from content.errors import ContentError
    from content.official import store as official
    from conversations.database import Store

    settings = replace(settings, database=database or settings.database)
    if begun and not settings.database.is_file():
        raise BadInput(
            f"There is no database at {settings.database}. Name the file that blueprint-bot serve "
            "keeps with --db, or set BLUEPRINT_DB to it."
        )
    store = Store(settings.database)
    try:
        store.prepare()
    except (sqlite3.Error, OSError) as error:
        raise BadInput(
            f"{settings.database} cannot be used: {error}. Name another file with --db."
        ) from None
    try:
        engine, wording = open_engine(settings), official.read(settings.data_dir)
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    return Services(settings, store, engine, wording, lambda _: frozenset())
