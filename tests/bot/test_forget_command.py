"""``blueprint-bot forget``, as an operator runs it: a real process, a real file."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Installation

from bot.blocks.rosters import Roster, roster_message
from bot.blocks.under_way import UnderWay, home_section
from bot.installations import Installations
from conversations.assessment import standing
from conversations.assessment.identities import FORGOTTEN
from conversations.database import Store
from conversations.teams import Member, Team
from tests.bot.test_cli import COMMAND, ROOT
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DISTRICT,
    NOW,
    rate,
    ruth,
    start,
)

WORDS = "Nobody greets families on Fridays"


@pytest.fixture
def kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A database in which Ana rates, for Ruth too, and has installed the app."""
    monkeypatch.setenv("BLUEPRINT_DB", str(home / "school.db"))
    kept = Store(home / "school.db")
    kept.prepare()
    installations = Installations(kept, lambda: NOW)
    installations.prepare()
    installations.save(
        Installation(
            app_id="A1",
            team_id=DISTRICT,
            user_id=ANA,
            bot_token="xoxb-1",  # noqa: S106
            bot_id="B1",
        )
    )
    with kept.transaction() as db:
        start(db, ANA, BEN, CARLA, ruth(ANA))
        rate(db, ANA, 1, 3, words=WORDS)
    return kept


def forget(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), "forget", *words],
        check=False,
        capture_output=True,
        text=True,
        input=typed,
        cwd=ROOT,
        env=dict(os.environ),
    )


def people(kept: Store) -> list[Any]:
    with kept.reading() as db:
        rows = db.query("SELECT person FROM identities ORDER BY name")
        return [row["person"] for row in rows]


def test_it_says_what_will_go_and_asks_before_anything_does(kept: Store) -> None:
    for answer in ("n\n", "", "\n"):
        done = forget(ANA, typed=answer)
        assert done.returncode == 1
        assert "1 self-assessment that says who they are" in done.stdout
        assert "2 notes beside ratings" in done.stdout
        assert "Counts stay, without a name: 2 ratings" in done.stdout
        assert "This cannot be undone" in done.stdout
        assert "Traceback" not in done.stderr
    assert people(kept) == [ANA, BEN, CARLA, ANA]
    done = forget(ANA, typed="y\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Deleted.\n")
    assert people(kept) == [BEN, CARLA, None]


def test_afterwards_neither_the_file_nor_its_journal_knows_them(kept: Store) -> None:
    # Another process has the file open, as the app does while it serves.
    with kept.reading() as db:
        db.execute("SELECT 1 FROM ratings").fetchone()
        assert forget(ANA, "--yes").returncode == 0
        for path in kept.path.parent.glob("school.db*"):
            content = path.read_bytes()
            assert WORDS.encode() not in content
            assert ANA.encode() not in content
    assert Installations(kept, lambda: NOW).installers(DISTRICT) == frozenset()


@pytest.mark.parametrize("said", [f"@{ANA}", f"<@{ANA}>", f"<@{ANA}|ana.lopes>", f" {ANA} "])
def test_a_user_is_named_as_slack_copies_them(kept: Store, said: str) -> None:
    done = forget(said, "--yes")
    assert done.stdout.startswith(f"Deleted of {ANA}:")
    assert "Messages that stand in Slack are not touched" in done.stdout
    assert people(kept) == [BEN, CARLA, None]


def test_somebody_without_slack_goes_by_name(kept: Store) -> None:
    assert forget("Ruth Gold", "--yes").returncode == 0
    assert people(kept) == [ANA, BEN, CARLA]


def test_nobody_is_named_in_slack_in_their_place(kept: Store) -> None:
    forget(ANA, "--yes")
    with kept.reading() as db:
        [session] = standing.under_way(db, DISTRICT, BEN, coordinates=False)
    gone = UnderWay(replace(session, facilitators=(FORGOTTEN,)), (), facilitates=False)
    otto = Member("otto", None, "Otto", "Other", "school", FORGOTTEN)
    team = Team("team", "EL team", None, "America/New_York", (otto,), ())
    shown = json.dumps(
        [home_section([gone]), roster_message(Roster(BEN, (), (team,), frozenset()))]
    )
    assert "Nobody facilitates it now" in shown
    assert "Otto (school), reached through nobody yet" in shown
    assert f"<@{FORGOTTEN}>" not in shown


def test_json_is_one_object_and_the_question_stands_elsewhere(kept: Store) -> None:
    done = forget(ANA, "--json", typed="y\n")
    given = json.loads(done.stdout)
    assert (given["user"], given["workspace"]) == (ANA, None)
    assert (given["identities"], given["evidence"], given["ratings_kept"]) == (1, 2, 2)
    assert "This deletes what is kept of" in done.stderr
    again = forget(ANA, "--json", "--yes")
    assert json.loads(again.stdout)["identities"] == 0
    assert (again.returncode, again.stderr) == (0, "")


def test_only_in_the_workspace_that_is_named(kept: Store) -> None:
    done = forget(ANA, "--workspace", "T9", "--yes")
    assert done.returncode == 0
    assert f"Nothing is kept of '{ANA}' in T9." in done.stdout
    assert people(kept) == [ANA, BEN, CARLA, ANA]
    forget(ANA, "--workspace", DISTRICT, "--yes")
    assert people(kept) == [BEN, CARLA, None]


def test_a_name_that_nothing_is_kept_of_is_said_with_what_to_give(kept: Store) -> None:
    done = forget("Ana Lopes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Copy member ID" in done.stdout


def test_it_shows_an_example_and_stands_in_the_readme() -> None:
    assert "blueprint-bot forget U012ABCDEF" in forget("--help").stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "`blueprint-bot forget USER`" in readme


def test_without_a_database_it_says_where_it_looked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (home / "nowhere.db", home / "letter.db"):
        monkeypatch.setenv("BLUEPRINT_DB", str(path))
        (home / "letter.db").write_text("Dear families, " * 99, encoding="utf-8")
        done = forget(ANA, "--yes")
        assert (done.returncode, done.stdout) == (2, "")
        assert str(path) in done.stderr
        assert "Traceback" not in done.stderr
    assert not (home / "nowhere.db").exists()
