"""``blueprint-bot plan list``, ``show`` and ``export`` on the database of whoever runs the app."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.planning.files import FILES
from conversations.database import Store
from conversations.planning.exploring import Framed
from conversations.planning.steering import Ended
from tests.bot.test_cli import COMMAND, ROOT
from tests.conversations.planning.plans import CHAIN, found_team, start

FORMATS = ("docx", "summary", "csv", "ics", "png", "svg")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine-cache")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database that the app keeps, with a whole plan of a team, one begun and one ended."""
    monkeypatch.setenv("BLUEPRINT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BLUEPRINT_CACHE_DIR", str(cache))
    monkeypatch.setenv("BLUEPRINT_DB", str(tmp_path / "kept.db"))
    kept = Store(tmp_path / "kept.db")
    kept.prepare()
    with kept.transaction() as db:
        found_team(db)
        start(db, *CHAIN, id="aa01")
        start(db, Framed("No time"), id="aa02", title="My own\x1b[2J plan", team=None, channel=None)
        start(db, Ended(), id="bb01", title="Last year")
    return tmp_path / "kept.db"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["plan", *words])


def says(*words: str) -> str:
    done = run(*words)
    assert (done.exit_code, done.stderr) == (0, ""), done.exception
    return done.stdout


def test_every_plan_is_listed_also_those_that_have_ended() -> None:
    first, second, third = says("list").splitlines()
    assert first == (
        "aa01  Families who speak other languages · ELPAC · Being built: The problem · "
        "0 of 2 tasks done"
    )
    assert second.startswith("aa02  My own[2J plan · one person's own")
    assert "Last year · ELPAC · Ended" in third
    listed = json.loads(says("list", "--json"))["plans"]
    assert [plan["id"] for plan in listed] == ["aa01", "aa02", "bb01"]
    assert (listed[0]["workspace"], listed[0]["tasks"], listed[1]["team"]) == ("T1", 2, None)


def test_a_plan_is_shown_with_names_as_the_team_has_them() -> None:
    said = " ".join(says("show", "aa01").split())
    for part in (
        "ELPAC · Being built: The problem",
        "Interpreters are booked too late (root cause)",
        "By June 11, 2027, families come to conferences",
        "→ Name a translation lead",
        "[ ] Ask who wants to lead (Ana Lopes, due Dec 15, 2026, to do)",
        "Draft the form (Ruth Gold (with Ben Carter), no date yet, to do)",
        "latest 9 of 20 (45%)",
        "Still missing",
    ):
        assert part in said, part
    told = json.loads(says("show", "aa01", "--json"))
    assert (told["id"], told["workspace"], told["team"]) == ("aa01", "T1", "ELPAC")
    assert told["goal"]["by_when"] == "2027-06-11"


def test_a_plan_is_found_by_how_its_id_begins() -> None:
    assert "Last year" in says("show", "bb")
    assert "Several plans begin with 'aa': aa01, aa02." in run("show", "aa").stderr


def test_all_files_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "council"
    said = says("export", "aa01", "--to", str(folder))
    # Two of its measures were read.
    charts = [f"run-chart-{n}.{form}" for n in (1, 2) for form in ("png", "svg")]
    names = [*(one.name for one in FILES), *charts]
    assert said.splitlines() == [str(folder / name) for name in names]
    assert all((folder / name).stat().st_size > 100 for name in names)
    with (folder / "tasks.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["owner"] for row in rows] == ["Ana Lopes", "Ruth Gold (with Ben Carter)"]
    assert b"Ask who wants to lead" in (folder / "due-dates.ics").read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_one_format_is_written_alone(tmp_path: Path, form: str) -> None:
    said = json.loads(
        says("export", "aa01", "--to", str(tmp_path / "out"), "--format", form, "--json")
    )
    names = {one.name for one in FILES if one.format == form}
    names |= {f"run-chart-{n}.{form}" for n in (1, 2) if form in ("png", "svg")}
    assert {Path(path).name for path in said["files"]} == names
    assert {path.name for path in (tmp_path / "out").iterdir()} == names


def test_what_has_nothing_in_it_is_left_out_and_said(tmp_path: Path) -> None:
    done = run("export", "aa02", "--to", str(tmp_path / "out"))
    assert done.exit_code == 0
    assert "Left out due-dates.ics: No task has a due date yet" in done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "action-plan.docx",
        "action-plan-summary.docx",
    }
    done = run("export", "aa02", "--to", str(tmp_path / "out"), "--format", "ics")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "No task has a due date yet" in done.stderr


def test_another_database_is_named_before_or_after(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    Store(other).prepare()
    assert says("list", "--db", str(other)) == "There are no plans yet.\n"
    assert says("--db", str(other), "list") == "There are no plans yet.\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("show", "nowhere"), "There is no plan 'nowhere'"),
        (("show", ""), "There is no plan ''"),
        (("show",), "PLAN"),
        (("export", "aa01"), "--to"),
        (("export", "aa01", "--to", "x", "--format", "pdf"), "pdf"),
        (("export", "aa01", "--to", __file__), "is a file"),
        (("export", "aa01", "--to", f"{__file__}/x"), "cannot be written"),
        (("list", "--db", "/proc/nowhere.db"), "There is no database"),
        (("list", "--db", __file__), "cannot be used"),
        (("--save", "x", "list"), "--save and --new go with"),
        (("nonsense",), "nonsense"),
    ],
)
def test_bad_input_is_a_sentence_on_stderr_and_exit_code_2(
    words: tuple[str, ...], why: str
) -> None:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert why in done.stderr


def test_a_process_of_its_own_exports_while_nothing_else_runs(tmp_path: Path) -> None:
    done: Any = subprocess.run(
        [str(COMMAND), "plan", "export", "aa01", "--to", str(tmp_path / "out"), "--format", "csv"],
        check=False, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'out' / 'tasks.csv'}\n"


@pytest.mark.parametrize("words", [(), ("list",), ("show",), ("export",)])
def test_each_shows_an_example_and_stands_in_the_readme(words: tuple[str, ...]) -> None:
    command = " ".join(("blueprint-bot plan", *words))
    assert re.search(rf"Example:\n\s+{command}", says(*words, "--help"))
    for document in ("README.md", "docs/running.md"):
        assert f"`{command}" in (ROOT / document).read_text(encoding="utf-8"), document
