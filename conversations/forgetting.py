"""Deletes what is kept of a person when they ask for it: their words, and who they are.

What a team counts stays: ratings without evidence, votes without a reason. Where others' records
name the person, a word stands in for them, so that the history of an assessment still leads to what
is stored. The functions work inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from conversations.assessment import service, store
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.session import Cancelled, Left
from conversations.database import new_id
from conversations.planning import forgetting as plans

_IDS = (
    ("assessment_history", "person"),
    ("coordinators", "named_by"),
    ("members", "sponsor"),
    ("school_days", "added_by"),
    ("team_coordinators", "named_by"),
    ("teams", "made_by"),
)
_IDS_IN_JSON = (("assessment_history", "event"), ("sessions", "facilitators"))
_WORDS_OF_OTHERS = (
    ("agreements", "dissent"),
    ("agreements", "rationale"),
    ("answers", "context"),
    ("answers", "question"),
    ("assessment_history", "event"),
    ("assessment_history", "words"),
    ("calendar_drafts", "found"),
    ("rating_notes", "words"),
    ("ratings", "words"),
    ("school_days", "name"),
    ("sessions", "title"),
    ("teams", "name"),
    ("threads", "context"),
    ("votes", "why"),
)


@dataclass(frozen=True)
class Forgotten:
    """What went, counted, and in ``ratings_kept`` how many ratings stay, without a name."""

    identities: int = 0
    evidence: int = 0
    own_priorities: int = 0
    plans: int = 0
    questions: int = 0
    reasons: int = 0
    messages: int = 0
    memberships: int = 0
    mentions: int = 0
    ratings_kept: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was kept of the person."""
        return self == Forgotten()


@dataclass(frozen=True)
class _Asked:
    """Whose data is deleted: a person's id, or the name of somebody without Slack; and where."""

    person: str
    tenant: str | None

    def rows(self, db: Database, sql: str, *values: object) -> list[dict[str, Any]]:
        """Return rows of a query that ends in a condition, within the tenant if one is given."""
        return list(db.query(*self._within(sql, values)))

    def change(self, db: Database, sql: str, *values: object) -> int:
        """Change rows by a statement that ends in a condition; return how many."""
        return int(db.execute(*self._within(sql, values)).rowcount)

    def _within(self, sql: str, values: Iterable[object]) -> tuple[str, list[object]]:
        given = list(values)
        return (
            (sql, given)
            if self.tenant is None
            else (f"{sql} AND tenant = ?", [*given, self.tenant])
        )


def forget(db: Database, person: str, tenant: str | None, *, now: datetime) -> Forgotten:
    """Delete what is kept of a person, or of somebody without Slack by their name.

    Everywhere, or in one ``tenant`` only. Return what that was.
    """
    # What is deleted is overwritten, not only marked as free.
    db.execute("PRAGMA secure_delete = ON")
    asked = _Asked(person, tenant)
    raters = asked.rows(
        db,
        "SELECT tenant, participant, session FROM (SELECT i.*, p.on_behalf FROM identities i"
        " JOIN participants p ON p.tenant = i.tenant AND p.id = i.participant)"
        " WHERE CASE on_behalf WHEN 0 THEN person ELSE name END = ?",
        person,
    )
    notes = [words for rater in raters for words in _noted(db, rater)]
    in_plans = plans.Traces(person, tenant, notes, _direct_messages(db, asked))
    evidence = own = kept = messages = 0
    for rater in raters:
        _leave(db, rater, now)
        evidence += _remove_evidence(db, rater)
        own += _remove_own_priority(db, rater)
        kept += _count_ratings(db, rater)
        messages += _remove_messages(db, asked, "instr(occurrence, ?) > 0", rater["participant"])
        key = [rater["tenant"], rater["participant"]]
        db.execute("DELETE FROM identities WHERE tenant = ? AND participant = ?", key)
    messages += _remove_messages_to_and_about(db, asked)
    plans_gone, mentions = plans.forget(db, in_plans)
    return Forgotten(
        identities=len(raters),
        evidence=evidence,
        own_priorities=own,
        plans=plans_gone,
        questions=_remove_questions(db, asked),
        reasons=_remove_reasons(db, asked),
        messages=messages,
        memberships=_remove_memberships(db, asked),
        mentions=mentions + _remove_mentions(db, asked),
        ratings_kept=kept,
    )


def _leave(db: Database, rater: dict[str, Any], now: datetime) -> None:
    """Let nobody wait for the cards of somebody who is not there any more."""
    assessment = store.read_assessment(db, rater["tenant"], rater["session"])
    event = Cancelled() if assessment.is_solo else Left(rater["participant"])
    service.take_in(db, assessment, event, by=None, now=now)


def _noted(db: Database, rater: dict[str, Any]) -> list[str]:
    """Return what somebody wrote beside their ratings."""
    key = [rater["tenant"], rater["participant"]]
    rows = db.query(
        "SELECT words FROM ratings WHERE tenant = ? AND participant = ? AND words != ''"
        " UNION SELECT words FROM rating_notes WHERE tenant = ? AND participant = ?",
        [*key, *key],
    )
    return [row["words"] for row in rows]


def _direct_messages(db: Database, asked: _Asked) -> set[str]:
    """Return the channels of the direct messages with a person, as far as they are known."""
    return {
        row["channel"]
        for sql in (
            "SELECT tenant, channel FROM answers WHERE surface = 'direct' AND person = ?",
            "SELECT tenant, channel FROM identities WHERE channel IS NOT NULL AND person = ?",
            "SELECT tenant, channel FROM outbox WHERE channel IS NOT NULL AND recipient = ?",
        )
        for row in asked.rows(db, sql, asked.person)
    }


def _remove_evidence(db: Database, rater: dict[str, Any]) -> int:
    key = [rater["tenant"], rater["participant"]]
    theirs = "WHERE tenant = ? AND participant = ?"
    words = db.execute(f"UPDATE ratings SET words = '' {theirs} AND words != ''", key)  # noqa: S608
    notes = db.execute(f"DELETE FROM rating_notes {theirs}", key)  # noqa: S608
    # That there were words has to stay: with words, a rating is not asked about.
    db.execute(
        f"UPDATE assessment_history SET words = '' {theirs} AND words IS NOT NULL",  # noqa: S608
        key,
    )
    return int(words.rowcount + notes.rowcount)


def _remove_own_priority(db: Database, rater: dict[str, Any]) -> int:
    key = [rater["tenant"], rater["participant"]]
    theirs = "WHERE tenant = ? AND participant = ?"
    db.execute(
        "UPDATE assessment_history SET event = json_set(event, '$.indicator', NULL)"  # noqa: S608
        f" {theirs} AND json_extract(event, '$.kind') = 'KeptOwn'",
        key,
    )
    return int(db.execute(f"DELETE FROM own_priorities {theirs}", key).rowcount)  # noqa: S608


def _count_ratings(db: Database, rater: dict[str, Any]) -> int:
    counted = db.execute(
        "SELECT count(*) FROM ratings WHERE tenant = ? AND participant = ?",
        [rater["tenant"], rater["participant"]],
    )
    return int(counted.fetchone()[0])


def _remove_questions(db: Database, asked: _Asked) -> int:
    direct = asked.rows(
        db,
        "SELECT DISTINCT tenant, channel FROM answers WHERE surface = 'direct' AND person = ?",
        asked.person,
    )
    for place in direct:
        key = [place["tenant"], place["channel"]]
        db.execute("DELETE FROM threads WHERE tenant = ? AND channel = ?", key)
    asked.change(db, "DELETE FROM threads WHERE thread_ts = ?", f"/{asked.person}")
    asked.change(db, "UPDATE threads SET last_speaker = NULL WHERE last_speaker = ?", asked.person)
    waiting = asked.change(
        db, "DELETE FROM inbox WHERE instr(body, ?) > 0", json.dumps(asked.person)
    )
    return waiting + asked.change(
        db,
        "UPDATE answers SET person = '', question = '', context = '', channel = '', ts = NULL,"
        " thread_ts = NULL, question_ts = NULL WHERE person = ?",
        asked.person,
    )


def _remove_reasons(db: Database, asked: _Asked) -> int:
    """Leave each vote as it counts, of somebody who voted once on an answer."""
    votes = asked.rows(db, "SELECT * FROM votes WHERE person = ?", asked.person)
    for vote in votes:
        db.execute(
            "UPDATE votes SET person = ?, why = NULL"
            " WHERE tenant = ? AND answer_id = ? AND person = ?",
            [f"{FORGOTTEN} {new_id()}", vote["tenant"], vote["answer_id"], vote["person"]],
        )
    return sum(vote["why"] is not None for vote in votes)


def _remove_messages_to_and_about(db: Database, asked: _Asked) -> int:
    return _remove_messages(
        db,
        asked,
        "(recipient = ? OR subject_id = ? OR instr(payload, ?) > 0"
        " OR instr(' ' || occurrence || ' ', ' ' || ? || ' ') > 0)",
        asked.person,
        asked.person,
        json.dumps(asked.person),
        asked.person,
    )


def _remove_messages(db: Database, asked: _Asked, where: str, *values: object) -> int:
    found = asked.rows(db, f"SELECT tenant, id FROM outbox WHERE {where}", *values)  # noqa: S608
    for row in found:
        key = [row["tenant"], row["id"]]
        db.execute("DELETE FROM redraws WHERE tenant = ? AND outbox = ?", key)
        db.execute("DELETE FROM outbox WHERE tenant = ? AND id = ?", key)
    return len(found)


def _remove_memberships(db: Database, asked: _Asked) -> int:
    """Take a person out of everything they belong to, and of everybody they speak for."""
    person = asked.person
    gone = asked.change(
        db,
        "DELETE FROM members WHERE CASE WHEN person IS NULL THEN name ELSE person END = ?",
        person,
    )
    gone += asked.change(db, "DELETE FROM coordinators WHERE person = ?", person)
    gone += asked.change(db, "DELETE FROM team_coordinators WHERE person = ?", person)
    gone += asked.change(db, "DELETE FROM people WHERE person = ?", person)
    gone += asked.change(db, "DELETE FROM calendar_links WHERE person = ?", person)
    gone += asked.change(db, "DELETE FROM personal_hours WHERE person = ?", person)
    gone += asked.change(db, "DELETE FROM days_off WHERE person = ?", person)
    asked.change(db, "DELETE FROM reminded WHERE recipient = ?", person)
    asked.change(db, "DELETE FROM reminder_threads WHERE person = ?", person)
    asked.change(db, "DELETE FROM snoozes WHERE person = ?", person)
    asked.change(db, "DELETE FROM reminder_choices WHERE scope = 'person' AND id = ?", person)
    asked.change(db, "DELETE FROM homes WHERE person = ?", person)
    asked.change(
        db,
        "DELETE FROM session_drafts WHERE (person = ? OR instr(choices, ?) > 0)",
        person,
        json.dumps(person),
    )
    return gone


def _remove_mentions(db: Database, asked: _Asked) -> int:
    """Put a word in the place of the person in what others did and wrote."""
    person, quoted = asked.person, json.dumps(asked.person)
    for walk in asked.rows(
        db, "SELECT tenant, participant FROM identities WHERE person = ?", person
    ):
        key = [walk["tenant"], walk["participant"]]
        db.execute("DELETE FROM walk_threads WHERE tenant = ? AND participant = ?", key)
    changed = asked.change(
        db,
        "UPDATE identities SET person = NULL, channel = NULL, thread_ts = NULL, card_ts = NULL"
        " WHERE person = ?",
        person,
    )
    for table, column in _IDS:
        put = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608
        changed += asked.change(db, put, FORGOTTEN, person)
    for table, column in _IDS_IN_JSON:
        changed += asked.change(
            db,
            f"UPDATE {table} SET {column} = replace({column}, ?, ?)"  # noqa: S608
            f" WHERE instr({column}, ?) > 0",
            quoted,
            json.dumps(FORGOTTEN),
            quoted,
        )
    return changed + _remove_from_words(db, asked)


def _remove_from_words(db: Database, asked: _Asked) -> int:
    if not plans.is_an_id(asked.person):
        return 0
    db.register_function(
        lambda words: plans.without_mentions(asked.person, words),
        name="without_them",
        replace=True,
    )
    return sum(
        asked.change(
            db,
            f"UPDATE {table} SET {column} = without_them({column})"  # noqa: S608
            f" WHERE instr({column}, ?) > 0",
            asked.person,
        )
        for table, column in _WORDS_OF_OTHERS
    )
