"""The outbox keeps each message once, and gives each row to one claimant."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conversations import outbox
from conversations.database import Store

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    return store


def put(store: Store, due: datetime = NOON, **given: Any) -> str:
    row: dict[str, Any] = {
        "tenant": "T1",
        "subject_type": "task",
        "subject_id": "letters",
        "recipient": "U1",
        "kind": "reminder",
        "occurrence": "1/day-before",
        "payload": {"task": "Letters home"},
        "due_at": due,
        "now": NOON,
    } | given
    with store.transaction() as db:
        return outbox.enqueue(db, **row)


def claim(
    store: Store,
    now: datetime = NOON,
    owner: str = "one",
    gone: frozenset[str] = frozenset(),
    pace: outbox.Pace | None = None,
) -> outbox.Claim | None:
    with store.transaction() as db:
        found = outbox.claim_one_due(db, now, owner, LEASE, gone.__contains__, pace)
        if found and pace:
            outbox.count(db, found.row.tenant, now, pace)
        return found


def claimed(store: Store, now: datetime = NOON, **given: Any) -> outbox.Claim:
    found = claim(store, now, **given)
    assert found is not None
    return found


def row(store: Store, row_id: str, tenant: str = "T1") -> outbox.Row:
    with store.reading() as db:
        found = outbox.read(db, tenant, row_id)
    assert found is not None
    return found


def test_a_row_is_claimed_when_it_is_due_and_by_one_only(store: Store) -> None:
    row_id = put(store)
    assert claim(store, NOON - MINUTE) is None
    first = claimed(store)
    assert (first.row.id, first.unsure, first.row.attempts) == (row_id, False, 1)
    assert claim(store, NOON + MINUTE, "two") is None


def test_the_one_that_has_waited_longest_comes_first(store: Store) -> None:
    later = put(store, NOON - MINUTE)
    sooner = put(store, NOON - 2 * MINUTE, recipient="U2")
    assert [claimed(store).row.id, claimed(store).row.id] == [sooner, later]


def test_the_same_identity_makes_no_second_row_and_may_move_while_due(store: Store) -> None:
    row_id = put(store)
    tomorrow = NOON + timedelta(days=1)
    assert put(store, tomorrow, payload={"task": "Letters to families"}) == row_id
    assert claim(store) is None
    moved = claimed(store, tomorrow).row
    assert moved.id == row_id
    assert moved.payload == {"task": "Letters to families"}


@pytest.mark.parametrize("end", ["sending", "sent", "failed", "cancelled"])
def test_the_same_identity_again_never_sends_again(store: Store, end: str) -> None:
    row_id = put(store)
    mine = claimed(store).row
    with store.transaction() as db:
        if end == "sent":
            outbox.record_sent(db, mine, "D1", "1.2", NOON)
        elif end == "failed":
            outbox.record_failed(db, mine, "channel_not_found", NOON)
        elif end == "cancelled":
            outbox.cancel(db, "T1", "task", "letters", NOON)
    assert put(store, NOON + MINUTE, payload={"task": "Other"}) == row_id
    assert row(store, row_id).state == end
    assert row(store, row_id).payload == {"task": "Letters home"}
    assert claim(store, NOON + 2 * MINUTE) is None


def test_the_same_identity_again_does_not_cut_a_wait_short(store: Store) -> None:
    put(store)
    mine = claimed(store).row
    with store.transaction() as db:
        outbox.postpone(db, mine, NOON + 3 * MINUTE, "service_unavailable", sending=False)
    put(store, NOON + MINUTE)
    assert claim(store, NOON + 2 * MINUTE) is None
    assert not claimed(store, NOON + 3 * MINUTE).unsure


def test_what_was_left_sending_is_unsure_once_its_lease_has_run_out(store: Store) -> None:
    row_id = put(store)
    claimed(store)
    assert claim(store, NOON + LEASE - MINUTE, "two") is None
    found = claimed(store, NOON + LEASE, owner="two")
    assert (found.row.id, found.unsure, found.row.attempts) == (row_id, True, 2)


def test_what_a_dead_process_left_is_taken_up_soon_but_not_while_its_call_may_run(
    store: Store,
) -> None:
    put(store)
    claimed(store, owner="dead")
    dead = frozenset(["dead"])
    assert claim(store, NOON + timedelta(seconds=9), "two", dead) is None
    assert claimed(store, NOON + timedelta(seconds=10), owner="two", gone=dead).unsure


def test_a_postponed_row_stays_unsure_where_its_message_may_have_arrived(store: Store) -> None:
    put(store)
    mine = claimed(store).row
    with store.transaction() as db:
        outbox.postpone(db, mine, NOON + MINUTE, "RemoteDisconnected", sending=True)
    assert claim(store) is None
    assert claimed(store, NOON + MINUTE).unsure


def test_who_lost_the_lease_cannot_spoil_the_row_but_a_sent_message_counts(store: Store) -> None:
    row_id = put(store)
    slow = claimed(store).row
    claimed(store, NOON + LEASE, owner="two")
    with store.transaction() as db:
        outbox.record_failed(db, slow, "channel_not_found", NOON)
        outbox.postpone(db, slow, NOON, "ratelimited", sending=False)
    assert row(store, row_id).owner == "two"
    with store.transaction() as db:
        outbox.record_sent(db, slow, "D1", "1.2", NOON)
    assert row(store, row_id).state == "sent"


def test_cancelling_stops_what_is_open_about_the_subject_and_nothing_else(store: Store) -> None:
    stopped = put(store)
    kept = [put(store, subject_id="other"), put(store, tenant="T2")]
    with store.transaction() as db:
        assert outbox.cancel(db, "T1", "task", "letters", NOON) == 1
    assert row(store, stopped).state == "cancelled"
    assert {claimed(store).row.id, claimed(store).row.id} == set(kept)


def test_holding_a_recipient_back_lets_the_others_go_on(store: Store) -> None:
    put(store, occurrence="a")
    other = put(store, recipient="U2")
    with store.transaction() as db:
        outbox.hold_back(db, "T1", "U1", NOON + MINUTE)
    assert claimed(store).row.id == other
    assert claim(store) is None
    assert claimed(store, NOON + MINUTE).row.recipient == "U1"


def test_nobody_is_sent_two_messages_at_once_and_they_keep_their_order(store: Store) -> None:
    first = put(store, NOON - 2 * MINUTE, occurrence="a")
    second = put(store, NOON - MINUTE, occurrence="b")
    elsewhere = put(store, tenant="T2")
    mine = claimed(store)
    assert mine.row.id == first
    assert claimed(store, owner="two").row.id == elsewhere
    assert claim(store, owner="two") is None
    with store.transaction() as db:
        outbox.record_sent(db, mine.row, "D1", "1.2", NOON)
    assert claimed(store, owner="two").row.id == second


def test_what_a_dead_process_held_comes_before_what_else_its_recipient_hears(store: Store) -> None:
    first = put(store, NOON - MINUTE, occurrence="a")
    second = put(store, occurrence="b")
    claimed(store, owner="dead")
    dead = frozenset(["dead"])
    assert claim(store, NOON + timedelta(seconds=9), "two", dead) is None
    again = claimed(store, NOON + timedelta(seconds=10), owner="two", gone=dead)
    assert (again.row.id, again.unsure) == (first, True)
    with store.transaction() as db:
        outbox.record_sent(db, again.row, "D1", "1.2", NOON)
    assert claimed(store, NOON + timedelta(seconds=10), owner="two").row.id == second


def test_what_somebody_waits_for_goes_first(store: Store) -> None:
    unhurried = put(store, NOON - MINUTE)
    awaited = put(store, recipient="U2", any_hour=True)
    assert [claimed(store).row.id, claimed(store).row.id] == [awaited, unhurried]


def test_a_workspace_is_sent_only_so_much_a_minute_by_all_processes_together(store: Store) -> None:
    pace = outbox.Pace(timedelta(seconds=10), at_once=3)
    for number in range(40):
        put(store, recipient=f"U{number}")
    sent: dict[int, int] = {}
    for second in range(121):
        now = NOON + timedelta(seconds=second)
        while claim(store, now, owner=str(second % 2), pace=pace):
            sent[second] = sent.get(second, 0) + 1
    assert sent[0] == 3
    assert all(sum(sent.get(s, 0) for s in range(b, b + 60)) <= 6 + 3 for b in range(60))
    assert sum(sent.values()) == 3 + 120 // 10
    put(store, tenant="T2")
    assert claimed(store, now, pace=pace).row.tenant == "T2"
    put(store, recipient="UWAITING", any_hour=True)
    assert claimed(store, now, pace=pace).row.recipient == "UWAITING"


def test_a_workspace_that_asked_for_patience_is_left_alone_until_then(store: Store) -> None:
    pace = outbox.Pace(timedelta(seconds=1), at_once=5)
    for number in range(9):
        put(store, recipient=f"U{number}")
    with store.transaction() as db:
        outbox.pause(db, "T1", NOON, NOON + MINUTE, pace)
    assert claim(store, NOON + MINUTE - timedelta(seconds=1), pace=pace) is None
    assert claim(store, NOON + MINUTE, pace=pace)
    assert claim(store, NOON + MINUTE, pace=pace) is None, "all at once after the pause"


def test_whether_others_in_the_workspace_wait_for_the_same_reason(store: Store) -> None:
    for number in range(3):
        put(store, recipient=f"U{number}")
    found = [claimed(store).row for _ in range(3)]
    with store.transaction() as db:
        outbox.postpone(db, found[0], NOON + MINUTE, "ratelimited", sending=False)
        outbox.postpone(db, found[1], NOON + MINUTE, "ratelimited", sending=False)
        assert outbox.others_wait(db, found[0], NOON, "ratelimited")
        assert not outbox.others_wait(db, found[0], NOON + MINUTE, "ratelimited")
        outbox.cancel(db, "T1", "task", "letters", NOON, recipient=found[1].recipient)
        assert not outbox.others_wait(db, found[0], NOON, "ratelimited")
        assert outbox.others_wait(db, found[2], NOON, "ratelimited")


def test_another_tenant_sees_no_row(store: Store) -> None:
    row_id = put(store)
    with store.reading() as db:
        assert outbox.read(db, "T2", row_id) is None


def test_claimants_racing_for_rows_get_each_row_once(store: Store) -> None:
    wanted = {put(store, recipient=f"U{number}") for number in range(24)}
    got: list[str] = []
    start = threading.Barrier(4)

    def take(owner: str) -> None:
        start.wait(5)
        while (found := claim(store, owner=owner)) is not None:
            got.append(found.row.id)

    threads = [threading.Thread(target=take, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(got) == len(wanted)
    assert set(got) == wanted
