"""``blueprint-bot calendar``, as an operator runs it: a real process, a real file."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import pytest

from bot.calendar_commands import calendar
from conversations.calendar import is_school_day
from conversations.coordinators import name_coordinator
from conversations.database import Store
from conversations.school_calendars import calendar_for
from tests.bot.published import ics, published
from tests.bot.test_cli import COMMAND, ROOT

TENANT = "T0RIVER"


@pytest.fixture
def kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A database with one workspace in it, named by the environment."""
    monkeypatch.setenv("BLUEPRINT_DB", str(home / "school.db"))
    kept = Store(home / "school.db")
    kept.prepare()
    coordinate(kept, TENANT)
    return kept


def coordinate(kept: Store, tenant: str) -> None:
    with kept.transaction() as db:
        now = datetime(2026, 9, 1, tzinfo=UTC)
        name_coordinator(
            db, tenant, "U0ANA", named_by="U0ANA", may_name=True, is_guest=False, now=now
        )


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "calendar", *words], capture_output=True, text=True, check=False, timeout=60
    )


def has_school(kept: Store, day: date) -> bool:
    with kept.reading() as db:
        zone = "America/New_York"
        return is_school_day(day, calendar_for(db, TENANT, team=None, person=None, zone=zone))


def a_school_day() -> date:
    """Return a Wednesday of the coming school year that is no holiday."""
    year = date.today().year + 1  # noqa: DTZ011
    first = date(year, 3, 1)
    return first + timedelta((2 - first.weekday()) % 7)


def test_a_file_is_looked_at_and_then_imported_and_shown(kept: Store, tmp_path: Path) -> None:
    day = a_school_day()
    file = tmp_path / "district.ics"
    after = day + timedelta(days=1)
    events = (
        ("No School", f"{day:%Y%m%d}", f"{after:%Y%m%d}"),
        ("Concert", f"{day:%Y%m%d}", f"{after:%Y%m%d}"),
    )
    file.write_bytes(ics(events))
    looked = run("import", str(file), "--dry-run")
    assert looked.returncode == 0, looked.stderr
    assert "Nothing is saved yet." in looked.stdout
    assert "Left out Concert" in looked.stderr
    assert has_school(kept, day)
    done = run("import", str(file), "--json")
    assert json.loads(done.stdout)["days"] == [
        {"first": day.isoformat(), "last": day.isoformat(), "name": "No School"}
    ]
    assert not has_school(kept, day)
    shown = json.loads(run("show", "--json").stdout)
    assert (shown["workspace"], shown["opens"]) == (TENANT, "08:00")
    assert [(one["first"], one["source"], one["by"]) for one in shown["days"]] == [
        (day.isoformat(), "imported", "operator")
    ]
    assert "No School (imported)" in run("show").stdout


def test_a_link_is_imported_too(kept: Store) -> None:
    with published() as web:
        assert run("import", web.link(), "--dry-run").returncode == 0
        assert [path for path, _ in web.asked] == ["/district.ics"]
        gone = run("import", web.link("/gone"))
    assert gone.returncode == 2
    assert "it answers with 404" in gone.stderr


def test_days_are_typed_and_snow_comes_and_goes(kept: Store) -> None:
    day = a_school_day()
    typed = run("add", f"{day:%B %-d %Y}: <retreat>")
    assert typed.returncode == 0, typed.stderr
    assert "<retreat>" in typed.stdout
    assert not has_school(kept, day)
    other = day + timedelta(days=1)
    assert "Snow day on Thursday" in run("snow", f"{other:%B %-d %Y}").stdout
    assert not has_school(kept, other)
    run("snow", f"{other:%B %-d %Y}", "--undo")
    assert has_school(kept, other)
    assert "Snow day on" in run("snow").stdout


def test_what_cannot_be_used_is_a_sentence(kept: Store, tmp_path: Path) -> None:
    for words, sentence in (
        (("add", "whenever"), "I could not read “whenever”"),
        (("snow", "Dec 1 to Dec 3"), "one day at a time"),
        (("import", str(tmp_path / "none.ics")), "cannot be read"),
        (("show", "--db", str(tmp_path / "none.db")), "There is no database"),
    ):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert sentence in done.stderr
    coordinate(kept, "T0OTHER")
    assert "T0OTHER, T0RIVER" in run("show").stderr
    assert run("show", "--workspace", TENANT).returncode == 0


def test_every_command_shows_an_example_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in {"": calendar, **calendar.commands}.items():
        text = command.get_help(click.Context(command))
        assert re.search(r"Example:\n\s+blueprint-bot calendar", text), name
        assert f"blueprint-bot calendar {name}".strip() in readme
