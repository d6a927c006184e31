from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations import answers, people, threads
from conversations.database import Store
from conversations.threads import Place

NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    with store.transaction() as db:
        yield db


def votes(db: Database) -> list[tuple[str, int, str | None]]:
    rows = db.query("SELECT person, helpful, why FROM votes ORDER BY person")
    return [(row["person"], row["helpful"], row["why"]) for row in rows]


def test_a_person_has_one_vote_and_its_reason_goes_with_it(db: Database) -> None:
    answers.explain_vote(db, "T1", "a", "UANA", why="too long", now=NOW)
    answers.vote(db, "T1", "a", "UANA", helpful=False, now=NOW)
    answers.vote(db, "T1", "a", "UBEN", helpful=True, now=NOW)
    assert votes(db) == [("UANA", 0, "too long"), ("UBEN", 1, None)]
    answers.vote(db, "T1", "a", "UANA", helpful=True, now=NOW)
    assert votes(db) == [("UANA", 1, None), ("UBEN", 1, None)]


def test_people_and_threads_of_two_tenants_are_apart(db: Database) -> None:
    people.choose_level(db, "T1", "UANA", "school", NOW)
    assert people.level_of(db, "T2", "UANA") is None
    threads.remember(db, Place("T1", "C1", "1.0"), "context", NOW)
    other = Place("T2", "C1", "1.0")
    assert threads.find(db, other, NOW) is None
    threads.set_quiet(db, other)
    threads.note_speaker(db, other, "UBEN")
    found = threads.find(db, Place("T1", "C1", "1.0"), NOW)
    assert found == threads.Thread("context", quiet=False, last_speaker=None)


def test_somebody_is_asked_once_and_never_who_has_chosen(db: Database) -> None:
    assert people.ask_once(db, "T1", "UANA", NOW)
    assert not people.ask_once(db, "T1", "UANA", NOW)
    people.choose_level(db, "T1", "UBEN", "school", NOW)
    people.choose_level(db, "T1", "UBEN", None, NOW)
    assert not people.ask_once(db, "T1", "UBEN", NOW)
