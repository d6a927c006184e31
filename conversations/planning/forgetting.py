"""Takes a person out of plans: a word stands in for them, and what was theirs alone goes.

What a team counts and has agreed on stays: two who marked a cause and are forgotten are still two.
The functions work inside the caller's transaction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlite_utils import Database

from conversations.assessment.identities import FORGOTTEN
from conversations.database import new_id
from conversations.planning.model import is_known
from conversations.planning.store import IN_JSON
from conversations.planning.wording import quoted
from conversations.reminders import rounds

SOMEBODY = "somebody"
"""Stands where words that others wrote named the person."""

_LOOKS_LIKE_AN_ID = re.compile(r"[UW][A-Z0-9]+")
_OF_PEOPLE = frozenset(("person", "by", "owners", "marks", "support", "answered_by"))
"""What holds ids of people in columns and events; all else is words."""

_CHAIN = ("causes", "drivers", "change_ideas", "tasks", "measures", "readings")
_TABLES = ("plan_history", "plan_proposals", *_CHAIN)
_KEYS = frozenset(("tenant", "id", "plan", "n"))


@dataclass(frozen=True)
class Traces:
    """What one person left: their id, or their name where they have no Slack.

    ``notes`` are what they wrote beside ratings, which plans quote; ``channels`` their direct
    messages.
    """

    person: str
    tenant: str | None
    notes: Collection[str] = ()
    channels: Collection[str] = ()


def forget(db: Database, traces: Traces) -> tuple[int, int]:
    """Take a person out of every plan; return how many plans and how many mentions went.

    A plan that was theirs alone goes altogether.
    """
    within = "" if traces.tenant is None else "WHERE tenant = :tenant"
    plans = db.query(
        f"SELECT tenant, id, team, channel, owners FROM plans {within}",  # noqa: S608
        {"tenant": traces.tenant},
    )
    gone = changed = 0
    for plan in list(plans):
        if _is_theirs_alone(plan, traces.person):
            _delete(db, plan["tenant"], plan["id"])
            gone += 1
        else:
            changed += _replace_in(db, plan["tenant"], plan["id"], _StandIn(traces))
    for channel in traces.channels:
        db.execute(
            "DELETE FROM plan_threads WHERE channel = ? AND tenant = coalesce(?, tenant)",
            [channel, traces.tenant],
        )
    return gone, changed


def is_an_id(person: str) -> bool:
    """Tell whether this is a Slack user id; somebody without Slack has a name."""
    return _LOOKS_LIKE_AN_ID.fullmatch(person) is not None


def without_mentions(person: str, words: str) -> str:
    """Return words with "somebody" where they mention a person by their id."""
    if not is_an_id(person):
        return words
    return re.sub(rf"<@{person}(?:\|[^>]*)?>|\b{person}\b", SOMEBODY, words)


@dataclass(frozen=True)
class _StandIn:
    """Says what stands in one plan where the person stood: the same everywhere in it."""

    traces: Traces
    name: str = field(default_factory=lambda: f"{FORGOTTEN} {new_id()}")

    @cached_property
    def _quotes(self) -> frozenset[str]:
        return frozenset(quoted(note) for note in self.traces.notes)

    def column(self, name: str, value: Any) -> Any:
        """Return a column as it stays."""
        if not isinstance(value, str) or name in _KEYS:
            return value
        if name not in IN_JSON | {"event"}:
            return self._anywhere(name, value)
        given = json.loads(value)
        kept = self._anywhere(name, given)
        return value if kept == given else json.dumps(kept)

    def _anywhere(self, name: str, value: Any) -> Any:
        match value:
            case str() if name in _OF_PEOPLE:
                return self.name if value == self.traces.person else value
            case str():
                return self._words(value)
            case list():
                kept = self._not_theirs(value) if name == "evidence" else value
                return [self._anywhere(name, one) for one in kept]
            case {"person": _, "name": str(said)} if said and said == self.traces.person:
                return value | {"name": SOMEBODY}
            case dict():
                return {key: self._anywhere(key, one) for key, one in value.items()}
        return value

    def _not_theirs(self, noted: Iterable[str]) -> Iterator[str]:
        return (note for note in noted if note not in self.traces.notes)

    def _words(self, words: str) -> str:
        for quote in self._quotes:
            words = words.replace(quote, "“…”")
        return without_mentions(self.traces.person, words)


def _replace_in(db: Database, tenant: str, plan_id: str, stand_in: _StandIn) -> int:
    changed = 0
    for table in ("plans", *_TABLES):
        key = "id" if table == "plans" else '"plan"'
        rows = db.query(
            f"SELECT * FROM {table} WHERE tenant = ? AND {key} = ?",  # noqa: S608
            [tenant, plan_id],
        )
        for row in list(rows):
            kept = {name: stand_in.column(name, value) for name, value in row.items()}
            new = {name: value for name, value in kept.items() if value != row[name]}
            if new:
                db.table(table).update([row[pk] for pk in db.table(table).pks], new)
                changed += 1
    return changed


def _is_theirs_alone(plan: dict[str, Any], person: str) -> bool:
    owners = json.loads(plan["owners"])
    shared = plan["team"] is not None or plan["channel"] is not None
    return not shared and person in owners and not any(map(is_known, set(owners) - {person}))


def _delete(db: Database, tenant: str, plan_id: str) -> None:
    # While its tasks are still there to say what is kept about them.
    rounds.forget_plan(db, tenant, plan_id)
    for table in db.tables:
        if "plan" in table.columns_dict:
            table.delete_where('tenant = ? AND "plan" = ?', [tenant, plan_id])
    about = "subject_type = 'plan' AND subject_id = ?"
    db.execute(
        "DELETE FROM redraws WHERE tenant = ? AND outbox IN"  # noqa: S608
        f" (SELECT id FROM outbox WHERE tenant = ? AND {about})",
        [tenant, tenant, plan_id],
    )
    db.execute(f"DELETE FROM outbox WHERE tenant = ? AND {about}", [tenant, plan_id])  # noqa: S608
    db.execute("DELETE FROM plans WHERE tenant = ? AND id = ?", [tenant, plan_id])
