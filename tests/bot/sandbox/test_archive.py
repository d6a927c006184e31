"""A sandbox in a file is the same sandbox after a restart."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import client
from tests.bot.sandbox.clocks import Clock

CHANNEL = "C0ELTEAM"


def test_everything_but_the_fleeting_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "try.db"
    metadata = {"event_type": "reminder", "event_payload": {"row": "r1"}}
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    with Sandbox(workspaces=2, database=path, clock=clock) as sandbox:
        ana = sandbox.person("ana")
        asked = ana.says("#el-team", "question")
        slack = client(sandbox)
        sent = slack.chat_postMessage(
            channel=CHANNEL, text="answer", thread_ts=asked.ts, metadata=metadata
        )
        slack.chat_update(channel=CHANNEL, ts=sent["ts"], text="better answer")
        gone = slack.chat_postMessage(channel=CHANNEL, text="oops")
        slack.chat_delete(channel=CHANNEL, ts=gone["ts"])
        slack.chat_postEphemeral(channel=CHANNEL, user=ana.id, text="psst")
        slack.views_publish(user_id=ana.id, view=home)
        slack.files_upload_v2(channel=CHANNEL, content="a,b\n", filename="a.csv")
        sandbox.person("dan").joins("#el-team")
        sandbox.uninstall("T1SCHOOL")
    with Sandbox(workspaces=2, database=path, clock=clock) as sandbox:
        ana = sandbox.person("ana")
        texts = [m.text for m in sandbox.messages("#el-team", viewer=ana)]
        assert texts == ["question", "", "<@U0DAN> has joined the channel"]
        reply = sandbox.messages("#el-team", thread=asked.ts)[1]
        assert (reply.text, reply.metadata) == ("better answer", metadata)
        assert ana.home
        (file,) = sandbox.workspace().files.values()
        assert file.content == b"a,b\n"
        assert client(sandbox).auth_test()["ok"]
        assert not sandbox.workspace("T1SCHOOL").installed
        later = client(sandbox).chat_postMessage(channel=CHANNEL, text="later")
        assert sandbox.messages("#el-team")[-1].ts == later["ts"]


def test_the_app_may_keep_its_own_tables_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "try.db"
    with closing(sqlite3.connect(path)) as own, Sandbox(database=path) as sandbox:
        own.execute("CREATE TABLE inbox (id TEXT)")
        own.commit()
        sandbox.person("ana").says("#el-team", "hello")
        names = {name for (name,) in own.execute("SELECT name FROM sqlite_schema")}
    assert {name for name in names if not name.startswith(("sandbox_", "sqlite_"))} == {"inbox"}


def test_a_file_that_is_no_database_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "try.db"
    path.write_text("Minutes of the team, not a database. " * 100)
    with pytest.raises(sqlite3.DatabaseError):
        Sandbox(database=path)
