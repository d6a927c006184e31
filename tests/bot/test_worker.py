"""What leaves by itself arrives once and in school hours, over real HTTP, whatever happens."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient

from bot.process import process_name
from bot.services import Services
from bot.settings import Settings
from bot.worker import ATTEMPTS, Failed, Notifier, Postponed, Sent, deliver_one_due, run
from conversations import outbox
from conversations.calendar import Calendar
from conversations.database import Store
from retrieval.engine import Engine
from tests.bot.slack_calls import SlackCalls

TUESDAY = datetime(2026, 11, 24, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SCHOOL = Calendar(ZoneInfo("America/New_York"))
TOKEN = "xoxb-1"  # noqa: S105
RENDERERS = {"reminder": lambda payload: {"text": f"Due today: {payload['task']}"}}

# A process of its own: it delivers what is due at a moment, until nothing is.
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from slack_sdk import WebClient
from bot.process import process_name
from bot.services import Services
from bot.settings import Settings
from bot.worker import deliver_one_due
from conversations.database import Store
from retrieval.engine import Engine
from tests.bot.test_worker import notifier
path, url, now = sys.argv[1:]
ours = notifier(url)
while deliver_one_due(Store(Path(path)), ours, datetime.fromisoformat(now)):
    pass
"""


def notifier(url: str, **more: Any) -> Notifier:
    def client_for(tenant: str) -> WebClient | None:
        if tenant == "T9":
            return None
        return WebClient(TOKEN, base_url=url, timeout=5, retry_handlers=[])

    return Notifier(process_name(), client_for, RENDERERS, SCHOOL, **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    return store


@pytest.fixture
def slack() -> Iterator[SlackCalls]:
    server = SlackCalls()
    yield server
    server.close()


def put(store: Store, due: datetime = TUESDAY, **given: Any) -> str:
    row: dict[str, Any] = {
        "tenant": "T1",
        "subject_type": "task",
        "subject_id": "letters",
        "recipient": "U1",
        "kind": "reminder",
        "occurrence": "1/day-before",
        "payload": {"task": "Letters home"},
        "due_at": due,
        "now": TUESDAY,
    } | given
    with store.transaction() as db:
        return outbox.enqueue(db, **row)


def state(store: Store, row_id: str, tenant: str = "T1") -> tuple[str, str | None]:
    with store.reading() as db:
        row = outbox.read(db, tenant, row_id)
    assert row is not None
    return row.state, row.reason


def worker(store: Store, slack: SlackCalls, now: datetime) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WORKER, str(store.path), slack.url, now.isoformat()]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2])


def test_a_message_is_sent_to_a_person_with_its_row_s_id(store: Store, slack: SlackCalls) -> None:
    row_id = put(store)
    ours = notifier(slack.url)
    sent = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(sent, Sent)
    assert state(store, row_id) == ("sent", None)
    [message] = slack.posted
    assert message["channel"] == sent.channel == "D1"
    assert message["text"] == "Due today: Letters home"
    assert message["metadata"]["event_payload"] == {"id": row_id}
    assert deliver_one_due(store, ours, TUESDAY + timedelta(days=1)) is None


def test_a_message_to_a_channel_opens_nothing(store: Store, slack: SlackCalls) -> None:
    put(store, recipient="C7")
    deliver_one_due(store, notifier(slack.url), TUESDAY)
    assert slack.calls == ["chat.postMessage"]


def test_out_of_school_hours_it_waits_for_the_morning(store: Store, slack: SlackCalls) -> None:
    row_id = put(store)
    ours = notifier(slack.url)
    evening = datetime(2026, 11, 25, 22, tzinfo=UTC)
    after_thanksgiving = datetime(2026, 11, 27, 13, tzinfo=UTC)
    postponed = deliver_one_due(store, ours, evening)
    assert isinstance(postponed, Postponed)
    assert postponed.until == after_thanksgiving
    assert deliver_one_due(store, ours, after_thanksgiving - SECOND) is None
    assert slack.calls == []
    deliver_one_due(store, ours, after_thanksgiving)
    assert state(store, row_id) == ("sent", None)


def test_asked_for_patience_one_conversation_waits_and_the_others_go_on(
    store: Store, slack: SlackCalls
) -> None:
    slow = [put(store, TUESDAY - n * SECOND, occurrence=str(n)) for n in (2, 1)]
    other = put(store, recipient="U2")
    slack.meets("chat.postMessage", "429")
    ours = notifier(slack.url)
    while deliver_one_due(store, ours, TUESDAY):
        pass
    assert [state(store, row)[0] for row in (*slow, other)] == ["due", "due", "sent"]
    assert deliver_one_due(store, ours, TUESDAY + 6 * SECOND) is None
    while deliver_one_due(store, ours, TUESDAY + 7 * SECOND):
        pass
    assert [message["channel"] for message in slack.posted] == ["D2", "D1", "D1"]


@pytest.mark.parametrize("trouble", ["drop_before", "drop_after", "500"])
def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(
    store: Store, slack: SlackCalls, trouble: str
) -> None:
    row_id = put(store)
    slack.meets("chat.postMessage", trouble)
    ours = notifier(slack.url)
    outcome = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(outcome, Postponed)
    assert outcome.unsure
    assert isinstance(deliver_one_due(store, ours, outcome.until), Sent)
    assert "conversations.history" in slack.calls
    assert len(slack.posted) == 1
    assert state(store, row_id) == ("sent", None)


@pytest.mark.parametrize(("trouble", "posts"), [("hold_after", 1), ("hold_before", 2)])
def test_a_killed_process_leaves_a_message_that_arrives_once(
    store: Store, slack: SlackCalls, trouble: str, posts: int
) -> None:
    row_id = put(store)
    slack.meets("chat.postMessage", trouble)
    killed = worker(store, slack, TUESDAY)
    slack.wait_for_call("chat.postMessage")
    killed.kill()
    killed.wait(10)
    assert state(store, row_id) == ("sending", None)
    ours = notifier(slack.url)
    assert deliver_one_due(store, ours, TUESDAY + SECOND) is None
    assert isinstance(deliver_one_due(store, ours, TUESDAY + 10 * SECOND), Sent)
    assert slack.calls.count("chat.postMessage") == posts
    assert len(slack.posted) == 1


def test_two_processes_send_each_row_once(store: Store, slack: SlackCalls) -> None:
    rows = {put(store, occurrence=str(number)) for number in range(16)}
    processes = [worker(store, slack, TUESDAY) for _ in range(2)]
    assert [process.wait(20) for process in processes] == [0, 0]
    carried = [message["metadata"]["event_payload"]["id"] for message in slack.posted]
    assert sorted(carried) == sorted(rows)
    assert {state(store, row) for row in rows} == {("sent", None)}


@pytest.mark.parametrize("repeat", [False, True])
def test_where_nobody_may_look_the_setting_decides(
    store: Store, slack: SlackCalls, repeat: bool
) -> None:
    row_id = put(store)
    slack.meets("chat.postMessage", "drop_after")
    slack.meets("conversations.history", "missing_scope")
    ours = notifier(slack.url, repeat_when_unsure=repeat)
    outcome = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(outcome, Postponed)
    deliver_one_due(store, ours, outcome.until)
    assert state(store, row_id) == (("sent", None) if repeat else ("failed", "unsure"))
    assert len(slack.posted) == (2 if repeat else 1)


def test_an_unsure_row_is_looked_up_at_night_but_not_sent(store: Store, slack: SlackCalls) -> None:
    row_id = put(store)
    slack.meets("chat.postMessage", "drop_before")
    ours = notifier(slack.url)
    deliver_one_due(store, ours, TUESDAY)
    night = datetime(2026, 11, 25, 3, tzinfo=UTC)
    outcome = deliver_one_due(store, ours, night)
    assert isinstance(outcome, Postponed)
    assert outcome.until == datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert state(store, row_id) == ("due", "out_of_hours")


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
def test_a_refusal_for_good_is_kept_with_slack_s_word(
    store: Store, slack: SlackCalls, method: str
) -> None:
    row_id = put(store)
    slack.meets(method, "is_archived")
    assert isinstance(deliver_one_due(store, notifier(slack.url), TUESDAY), Failed)
    assert state(store, row_id) == ("failed", "is_archived")


def test_a_tenant_without_the_app_and_a_kind_without_a_renderer_fail(
    store: Store, slack: SlackCalls
) -> None:
    gone = put(store, tenant="T9")
    strange = put(store, kind="riddle")
    ours = notifier(slack.url)
    while deliver_one_due(store, ours, TUESDAY):
        pass
    assert state(store, gone, "T9") == ("failed", "not_installed")
    assert state(store, strange) == ("failed", "unknown_kind")
    assert slack.calls == []


def test_it_gives_up_after_ever_longer_waits(store: Store, slack: SlackCalls) -> None:
    row_id = put(store)
    slack.meets("conversations.open", *["500"] * ATTEMPTS)
    ours, now, waits = notifier(slack.url), TUESDAY, []
    while isinstance(outcome := deliver_one_due(store, ours, now), Postponed):
        if outcome.reason != "out_of_hours":
            waits.append(outcome.until - now)
        now = outcome.until
    assert waits == sorted(waits)
    assert len(waits) == ATTEMPTS - 1
    assert sum(waits, timedelta()) > timedelta(hours=5)
    assert state(store, row_id) == ("failed", "internal_error")


def test_a_fault_of_our_own_is_logged_without_the_words_and_tried_again(
    store: Store, slack: SlackCalls, caplog: pytest.LogCaptureFixture
) -> None:
    put(store, payload={"secret": "Maria is absent"})
    outcome = deliver_one_due(store, notifier(slack.url), TUESDAY)
    assert isinstance(outcome, Postponed)
    assert not outcome.unsure
    assert outcome.reason.split()[-1] in caplog.text
    assert "Maria" not in caplog.text


def test_the_loop_works_until_it_is_told_to_stop(
    store: Store, slack: SlackCalls, tmp_path: Path, engine: Engine
) -> None:
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, database=store.path)
    services = Services(settings, store, engine, {}, lambda _: frozenset(), lambda: TUESDAY)
    rows = [put(store), put(store, recipient="C7")]
    slack.meets("chat.postMessage", "is_archived")
    stop = threading.Event()
    ours = notifier(slack.url)
    loop = threading.Thread(target=run, args=(services, ours.client_for, RENDERERS, stop))
    loop.start()
    slack.wait_for_call("chat.postMessage")
    with slack.changed:
        assert slack.changed.wait_for(lambda: len(slack.posted) == 1, 10)
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
    assert sorted(state(store, row)[0] for row in rows) == ["failed", "sent"]
