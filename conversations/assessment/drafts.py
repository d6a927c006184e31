"""What a facilitator has chosen before a session begins: a window's metadata has no room for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from conversations.database import timestamp
from conversations.errors import NotFound

_KEPT = timedelta(days=2)


def keep(
    db: Database,
    tenant: str,
    draft_id: str,
    *,
    person: str,
    choices: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep choices, which are plain JSON, under the id that the session will have."""
    db.execute(
        "INSERT OR REPLACE INTO session_drafts (tenant, id, person, choices, at)"
        " VALUES (?, ?, ?, ?, ?)",
        [tenant, draft_id, person, json.dumps(choices), timestamp(now)],
    )
    db.execute("DELETE FROM session_drafts WHERE at < ?", [timestamp(now - _KEPT)])


def find(db: Database, tenant: str, draft_id: str, person: str) -> Mapping[str, Any]:
    """Return a person's own choices; raises NotFound."""
    found = db.execute(
        "SELECT choices FROM session_drafts WHERE tenant = ? AND id = ? AND person = ?",
        [tenant, draft_id, person],
    ).fetchone()
    if found is None:
        raise NotFound("I no longer have what you chose. Please start once more.")
    choices: Mapping[str, Any] = json.loads(found[0])
    return choices
