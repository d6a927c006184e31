from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations import answers, gaps
from conversations.answers import Given
from conversations.database import Store, timestamp

NOON = datetime(2026, 11, 17, 17, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "gaps.db")
    made.prepare()
    return made


def ask(
    store: Store, name: str, question: str, topic: str | None = None, tenant: str = "T1"
) -> Given:
    given = Given(
        tenant=tenant,
        id=name,
        person=f"U{name}",
        channel="C1",
        thread_ts=None,
        question_ts=None,
        surface="command",
        question=question,
        level=None,
        context="",
        answered=topic is None,
        reason="not_covered" if topic else None,
        topic=topic,
        at=timestamp(NOON + timedelta(minutes=len(name))),
    )
    with store.transaction() as db:
        answers.keep(db, given)
    return given


def groups(store: Store, tenant: str | None = "T1", since: datetime | None = None) -> list[str]:
    with store.reading() as db:
        found = gaps.group(gaps.gaps_of(db, tenant, since))
    return [f"{g.heading}: {g.declined}+{g.unhelpful}" for g in found]


def test_declined_questions_are_grouped_by_their_topic_largest_first(store: Store) -> None:
    ask(store, "a", "bus times?", "transport")
    ask(store, "bb", "how much do teachers earn?", "pay")
    ask(store, "ccc", "salary of an ESL teacher", "pay")
    assert groups(store) == ["pay: 2+0", "transport: 1+0"]


def test_an_answer_that_helped_some_and_not_others_is_one_gap(store: Store) -> None:
    given = ask(store, "a", "family engagement?")
    with store.transaction() as db:
        answers.vote(db, "T1", given.id, "U1", helpful=True, now=NOON)
        answers.explain_vote(db, "T1", given.id, "U2", why="too general", now=NOON)
        answers.explain_vote(db, "T1", given.id, "U3", why="wrong level", now=NOON)
        [gap] = gaps.gaps_of(db, "T1", None)
    assert sorted(gap.whys) == ["too general", "wrong level"]
    assert groups(store) == ["family engagement?: 0+1"]


def test_a_changed_mind_takes_the_reason_back(store: Store) -> None:
    given = ask(store, "a", "family engagement?")
    with store.transaction() as db:
        answers.explain_vote(db, "T1", given.id, "U1", why="too general", now=NOON)
        answers.vote(db, "T1", given.id, "U1", helpful=True, now=NOON)
    assert groups(store) == []


def test_questions_without_a_topic_are_grouped_by_their_words(store: Store) -> None:
    for name, question in (
        ("a", "Interpreters for conferences"),
        ("bb", "interpreters for the conferences?"),
        ("ccc", "grouping newcomers"),
    ):
        given = ask(store, name, question)
        with store.transaction() as db:
            answers.vote(db, "T1", given.id, "U1", helpful=False, now=NOON)
    assert groups(store) == ["Interpreters for conferences: 0+2", "grouping newcomers: 0+1"]


def test_another_workspace_and_earlier_questions_are_left_out(store: Store) -> None:
    ask(store, "a", "bus times?", "transport")
    ask(store, "bb", "salary?", "pay", tenant="T2")
    assert groups(store) == ["transport: 1+0"]
    assert groups(store, tenant=None) == ["transport: 1+0", "pay: 1+0"]
    assert groups(store, since=NOON + timedelta(hours=1)) == []
