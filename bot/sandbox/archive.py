"""A sandbox kept in a SQLite file: one table for each kind of thing, written through."""

from __future__ import annotations

import base64
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.sandbox.core import Core
from bot.sandbox.grants import Grant
from bot.sandbox.model import Channel, File, Message, Person, View, Workspace

BUSY_SECONDS = 10.0
# Contents that have tables of their own, or that Slack forgets.
NOT_IN_WORKSPACE = (
    "people",
    "channels",
    "messages",
    "threads",
    "views",
    "stacks",
    "homes",
    "files",
    "statuses",
    "prompts",
)
TABLES = {
    Workspace: "sandbox_workspaces",
    Person: "sandbox_people",
    Channel: "sandbox_channels",
    Message: "sandbox_messages",
    View: "sandbox_homes",
    File: "sandbox_files",
    Grant: "sandbox_tokens",
}


def _key(thing: object) -> str:
    match thing:
        case Workspace():
            return thing.team_id
        case Message():
            return f"{thing.channel}/{thing.ts}"
        case Grant():
            return thing.token
        case View():
            return thing.user
        case Person() | Channel() | File():
            return thing.id
    raise TypeError(type(thing).__name__)


def _row(workspace: Workspace, thing: object) -> dict[str, Any]:
    if isinstance(thing, Workspace):
        body = {k: v for k, v in vars(thing).items() if k not in NOT_IN_WORKSPACE}
    elif isinstance(thing, File):
        body = {**vars(thing), "content": base64.b64encode(thing.content).decode()}
    else:
        body = asdict(thing)  # type: ignore[call-overload]
    content = json.dumps(body, ensure_ascii=False)
    return {"team_id": workspace.team_id, "key": _key(thing), "content": content}


class SqliteArchive:
    """The file; its tables are prefixed, since the app keeps its own in the same one."""

    def __init__(self, path: Path) -> None:
        """Open the file and make the tables that are missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written from the server's thread and from others, always under the state's lock.
        self._connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare()
        except sqlite3.Error:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        database = sqlite_utils.Database(self._connection)
        columns = {"team_id": str, "key": str, "content": str}
        for name in TABLES.values():
            database.table(name).create(columns, pk=("team_id", "key"), if_not_exists=True)

    def save(self, workspace: Workspace, thing: object) -> None:
        """Write one thing as it stands now."""
        row = _row(workspace, thing)
        self._connection.execute(
            f"INSERT INTO {TABLES[type(thing)]} VALUES (:team_id, :key, :content)"  # noqa: S608
            " ON CONFLICT (team_id, key) DO UPDATE SET content = excluded.content",
            row,
        )

    def forget(self, workspace: Workspace, thing: object) -> None:
        """Remove one thing."""
        self._connection.execute(
            f"DELETE FROM {TABLES[type(thing)]} WHERE team_id = ? AND key = ?",  # noqa: S608
            (workspace.team_id, _key(thing)),
        )

    def load(self, core: Core) -> None:
        """Put everything from the file into a sandbox that is still empty."""
        for row in self._contents(Workspace):
            workspace = Workspace(**row[1])
            core.state.workspaces[workspace.team_id] = workspace
        found = core.state.workspaces
        for team_id, body in self._contents(Person):
            found[team_id].people[body["id"]] = Person(**body)
        for team_id, body in self._contents(Channel):
            found[team_id].channels[body["id"]] = Channel(**body)
        for team_id, body in self._contents(File):
            content = base64.b64decode(body.pop("content"))
            found[team_id].files[body["id"]] = File(**body, content=content)
        for team_id, body in self._contents(View):
            view = View(**body)
            found[team_id].views[view.id] = view
            found[team_id].homes[view.user] = view.id
        for _, body in self._contents(Grant):
            core.grants.add(Grant(**body | {"scopes": tuple(body["scopes"])}))
        messages = [(team_id, Message(**body)) for team_id, body in self._contents(Message)]
        for team_id, message in sorted(messages, key=lambda pair: pair[1].ts):
            core.state.restore_message(found[team_id], message)

    def _contents(self, kind: type) -> list[tuple[str, dict[str, Any]]]:
        rows = self._connection.execute(
            f"SELECT team_id, content FROM {TABLES[kind]} ORDER BY rowid"  # noqa: S608
        )
        return [(team_id, json.loads(content)) for team_id, content in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
