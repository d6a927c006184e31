from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations import inbox
from conversations.database import Store
from conversations.inbox import Key, NotHeld, Taken

NOW = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
KEY = Key("T1", "C1", "1.0")
SECOND = timedelta(seconds=1)
BODY = {"event": {"text": "what about Ñandú & <families>?"}}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    with store.transaction() as db:
        yield db


def take_in(db: Database, key: Key = KEY, owner: str = "one") -> Taken:
    taken = inbox.take_in(db, key, BODY, owner, NOW)
    assert taken is not None
    return taken


def take_up(
    db: Database, now: datetime = NOW, owner: str = "two", gone: tuple[str, ...] = ()
) -> Taken | None:
    return inbox.take_up(db, owner, now, lambda name: name in gone)


def test_a_message_is_taken_in_once_and_once_for_each_tenant(db: Database) -> None:
    take_in(db)
    assert inbox.take_in(db, KEY, BODY, "two", NOW) is None
    assert take_in(db, Key("T2", "C1", "1.0"))
    assert take_in(db, Key("T1", "C2", "1.0"))


def test_what_was_answered_is_not_taken_in_again(db: Database) -> None:
    inbox.finish(db, take_in(db), "answered", NOW)
    assert inbox.take_in(db, KEY, BODY, "one", NOW) is None
    assert take_up(db, NOW + inbox.LEASE) is None


def test_what_somebody_holds_is_left_to_them_until_their_lease_ends(db: Database) -> None:
    take_in(db)
    assert take_up(db, NOW + inbox.LEASE - SECOND) is None
    again = take_up(db, NOW + inbox.LEASE)
    assert again is not None
    assert (again.attempts, again.body) == (2, BODY)


def test_what_a_process_held_that_is_gone_is_free_at_once(db: Database) -> None:
    take_in(db, owner="one")
    assert take_up(db, gone=("other",)) is None
    assert take_up(db, gone=("one",)) is not None


def test_what_it_was_sending_is_given_time_to_arrive(db: Database) -> None:
    taken = take_in(db)
    inbox.start_sending(db, taken, "answer")
    assert take_up(db, NOW + 4 * SECOND, gone=("one",)) is None
    again = take_up(db, NOW + 5 * SECOND, gone=("one",))
    assert again is not None
    assert (again.state, again.answer_id) == ("sending", "answer")


def test_a_lease_is_renewed_by_working_on_it(db: Database) -> None:
    taken = take_in(db)
    inbox.hold(db, taken, NOW + inbox.LEASE - SECOND)
    assert take_up(db, NOW + inbox.LEASE) is None


def test_what_waits_is_taken_up_when_its_time_has_come_oldest_first(db: Database) -> None:
    first = take_in(db)
    inbox.take_in(db, Key("T1", "C1", "2.0"), BODY, "one", NOW + SECOND)
    inbox.put_back(db, first, NOW + timedelta(minutes=5), unsure=True)
    second = take_up(db, NOW + inbox.LEASE + SECOND)
    assert second is not None
    assert second.key.ts == "2.0"
    assert take_up(db, NOW + inbox.LEASE + SECOND) is None
    again = take_up(db, NOW + timedelta(minutes=5))
    assert again is not None
    assert (again.key, again.state) == (KEY, "sending")


def test_an_attempt_that_was_overtaken_changes_nothing(db: Database) -> None:
    first = take_in(db)
    second = take_up(db, NOW + inbox.LEASE)
    assert second is not None
    with pytest.raises(NotHeld):
        inbox.hold(db, first, NOW)
    inbox.start_sending(db, first, "of the first")
    inbox.put_back(db, first, NOW, unsure=True)
    inbox.finish(db, first, "answered", NOW)
    inbox.forget(db, first)
    [row] = db.query("SELECT state, answer_id, attempts FROM inbox")
    assert row == {"state": "received", "answer_id": None, "attempts": 2}
    assert take_up(db, NOW + SECOND) is None, "the second holds it"
    inbox.hold(db, second, NOW)


def test_what_is_done_is_held_by_nobody(db: Database) -> None:
    taken = take_in(db)
    inbox.finish(db, taken, "answered", NOW)
    with pytest.raises(NotHeld):
        inbox.hold(db, taken, NOW)


def test_words_are_kept_only_until_it_is_done_and_the_row_for_a_week(db: Database) -> None:
    inbox.finish(db, take_in(db), "answered", NOW)
    take_in(db, Key("T1", "C1", "2.0"))
    [body] = db.execute("SELECT body FROM inbox WHERE state = 'done'").fetchone()
    assert body is None
    inbox.forget_old(db, NOW + timedelta(days=7))
    assert db["inbox"].count == 2
    inbox.forget_old(db, NOW + timedelta(days=7, seconds=1))
    [left] = db.query("SELECT ts FROM inbox")
    assert left["ts"] == "2.0", "what is open stays, however old"
