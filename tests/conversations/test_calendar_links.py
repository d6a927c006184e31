"""Private links to a plan's calendar: who they let in, and what a stolen database gives away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from conversations.calendar_links import CalendarLink, find, make, renew, revoke
from conversations.database import Store

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
ANA = CalendarLink("T1", "plan", "UANA")
OTHERS = (replace(ANA, person="UBEN"), replace(ANA, plan="other"), replace(ANA, tenant="T2"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    with store.transaction() as db:
        yield db


def test_a_token_opens_its_own_link(db: Database) -> None:
    tokens = {make(db, link, now=NOW): link for link in (ANA, *OTHERS)}
    assert {token: find(db, token) for token in tokens} == tokens


def test_a_person_may_have_a_link_for_each_of_their_devices(db: Database) -> None:
    phone, laptop = make(db, ANA, now=NOW), make(db, ANA, now=NOW)
    assert phone != laptop
    assert find(db, phone) == find(db, laptop) == ANA


def test_taken_back_is_every_link_of_that_person_and_nobody_elses(db: Database) -> None:
    mine = [make(db, ANA, now=NOW) for _ in range(2)]
    others = [make(db, link, now=NOW) for link in OTHERS]
    assert revoke(db, ANA, now=NOW) == 2
    assert [find(db, token) for token in mine] == [None, None]
    assert [find(db, token) for token in others] == list(OTHERS)
    assert revoke(db, ANA, now=NOW) == 0


def test_a_new_link_takes_the_place_of_one_that_got_about(db: Database) -> None:
    old = make(db, ANA, now=NOW)
    new = renew(db, ANA, now=NOW)
    assert (find(db, old), find(db, new)) == (None, ANA)


def test_a_token_cannot_be_guessed_nor_read_in_the_database(db: Database) -> None:
    token = make(db, ANA, now=NOW)
    assert len(token) == 43
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    (row,) = db["calendar_links"].rows
    assert token not in str(row)
    assert find(db, row["digest"]) is None


@given(st.text(st.characters()))
def test_whatever_is_asked_for_opens_nothing(
    tmp_path_factory: pytest.TempPathFactory, token: str
) -> None:
    store = Store(tmp_path_factory.getbasetemp() / "any.db")
    if not store.path.exists():
        store.prepare()
        with store.transaction() as db:
            make(db, ANA, now=NOW)
    with store.reading() as db:
        assert find(db, token) is None
