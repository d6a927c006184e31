"""A plan's files in a folder, for the command line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from bot.blocks.planning.shown import Shown
from bot.planning.files import FILES, Format, run_chart_files
from bot.planning.naming import names_in
from bot.planning.reports import report
from bot.terminal.here import HERE
from conversations.exports.plan_report import PlanReport

FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True)
class Saved:
    """What was written, and why the rest was not: the reason by the file's name."""

    written: tuple[Path, ...]
    left_out: Mapping[str, str]


def report_here(shown: Shown) -> PlanReport:
    """Return a plan with names as its team has them; whoever sits at the terminal is "Me"."""
    names = {HERE.person: "Me"} if shown.plan.tenant == HERE.tenant else {}
    return report(shown, {**names_in(None, shown), **names})


def save_files(
    shown: Shown, folder: Path, now: datetime, formats: Collection[str] = FORMATS
) -> Saved:
    """Write the files of some formats that have something in them; raises OSError."""
    told = report_here(shown)
    wanted = [file for file in (*FILES, *run_chart_files(told)) if file.format in formats]
    left_out = {file.name: why for file in wanted if (why := file.lacking(shown.plan))}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in wanted:
        if file.name not in left_out:
            path = folder / file.name
            path.write_bytes(file.made(told, now))
            written.append(path)
    return Saved(tuple(written), left_out)
