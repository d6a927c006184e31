"""What several commands take, and how they say that something given cannot be used."""

from __future__ import annotations

from typing import ClassVar

import click

from content.ids import LEVELS


class BadInput(click.ClickException):
    """Something the person gave cannot be used; the sentence says what to change."""

    exit_code = 2


class LevelName(click.ParamType[str]):
    """One of the four levels, by its name or by who works there."""

    name = "level"
    _PEOPLE: ClassVar[dict[str, str]] = {
        "teacher": "classroom",
        "principal": "school",
        "leader": "school",
        "superintendent": "district",
        "department": "state",
        "dese": "state",
    }

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the level, whatever the case; fail with the names that count."""
        said = value.strip().lower().removesuffix("s")
        level = self._PEOPLE.get(said, said)
        if level not in LEVELS:
            self.fail(f"{value!r} is no level; say {', '.join(LEVELS)}.", param, ctx)
        return level
