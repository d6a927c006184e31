"""What leaves by itself arrives once and in school hours, whatever Slack does meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient

from bot import limits
from bot.delivery import EVENT_TYPE
from bot.direct_messages import OPENED_A_MINUTE
from bot.pace import PACE
from bot.process import process_name
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from bot.services import Services
from bot.settings import Settings
from bot.worker import (
    AT_ONCE,
    ATTEMPTS,
    Failed,
    Notifier,
    Postponed,
    Sent,
    deliver_one_due,
    notifier_for,
    run,
)
from conversations import outbox, personal_hours, school_days
from conversations.calendar import Calendar
from conversations.coordinators import name_coordinator
from conversations.database import Store
from conversations.memberships import set_members
from conversations.personal_hours import Hours
from conversations.teams import save_team
from retrieval.engine import Engine

TUESDAY = datetime(2026, 11, 24, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SCHOOL = Calendar(ZoneInfo("America/New_York"))
TENANT, ANA, HER_MESSAGES = "T0RIVER", "U0ANA", "D0ANA"
RENDERERS = {"reminder": lambda row: {"text": f"Due today: {row.payload['task']}"}}

# A process of its own: it delivers what is due at a moment, until nothing is.
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from bot.worker import deliver_one_due
from conversations.database import Store
from tests.bot.test_worker import notifier
path, url, token, now = sys.argv[1:]
ours = notifier(url, token)
while deliver_one_due(Store(Path(path)), ours, datetime.fromisoformat(now)):
    pass
"""


def notifier(url: str, token: str, **more: Any) -> Notifier:
    def client_for(tenant: str) -> WebClient | None:
        if tenant != TENANT:
            return None
        return WebClient(token, base_url=url, timeout=5, retry_handlers=[])

    return Notifier(process_name(), client_for, RENDERERS, SCHOOL, **more)


def ours_in(slack: Sandbox, **more: Any) -> Notifier:
    return notifier(slack.api_url, slack.token(), **more)


def arrived(slack: Sandbox, channel: str = HER_MESSAGES) -> list[Message]:
    return slack.messages(channel)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    return store


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(clock=TUESDAY.timestamp) as sandbox:
        yield sandbox


def put(store: Store, due: datetime = TUESDAY, **given: Any) -> str:
    row: dict[str, Any] = {
        "tenant": TENANT,
        "subject_type": "task",
        "subject_id": "letters",
        "recipient": ANA,
        "kind": "reminder",
        "occurrence": "1/day-before",
        "payload": {"task": "Letters home"},
        "due_at": due,
        "now": TUESDAY,
    } | given
    with store.transaction() as db:
        return outbox.enqueue(db, **row)


def state(store: Store, row_id: str, tenant: str = TENANT) -> tuple[str, str | None]:
    with store.reading() as db:
        row = outbox.read(db, tenant, row_id)
    assert row is not None
    return row.state, row.reason


def worker(store: Store, slack: Sandbox, now: datetime) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WORKER, str(store.path)]
    command += [slack.api_url, slack.token(), now.isoformat()]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2])


def test_a_message_is_sent_to_a_person_with_its_row_s_id(store: Store, slack: Sandbox) -> None:
    row_id = put(store)
    ours = ours_in(slack)
    sent = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(sent, Sent)
    assert state(store, row_id) == ("sent", None)
    [message] = arrived(slack)
    assert (message.channel, message.ts) == (sent.channel, sent.ts)
    assert message.text == "Due today: Letters home"
    assert message.metadata == {"event_type": EVENT_TYPE, "event_payload": {"id": row_id}}
    assert deliver_one_due(store, ours, TUESDAY + timedelta(days=1)) is None


def test_a_message_to_a_channel_opens_nothing(store: Store, slack: Sandbox) -> None:
    put(store, recipient="C0ELTEAM")
    slack.faults.withhold("conversations.open")
    deliver_one_due(store, ours_in(slack), TUESDAY)
    assert len(arrived(slack, "#el-team")) == 1


def test_out_of_school_hours_it_waits_for_the_morning(store: Store, slack: Sandbox) -> None:
    row_id = put(store)
    ours = ours_in(slack)
    evening = datetime(2026, 11, 25, 22, tzinfo=UTC)
    after_thanksgiving = datetime(2026, 11, 27, 13, tzinfo=UTC)
    postponed = deliver_one_due(store, ours, evening)
    assert isinstance(postponed, Postponed)
    assert postponed.until == after_thanksgiving
    assert deliver_one_due(store, ours, after_thanksgiving - SECOND) is None
    assert arrived(slack) == []
    deliver_one_due(store, ours, after_thanksgiving)
    assert state(store, row_id) == ("sent", None)


def coordinated(store: Store) -> dict[str, Any]:
    """Let Evelyn coordinate the district; its one team, in Chicago, has a channel and Ana."""
    given: dict[str, Any] = {"by": "U0EVELYN", "now": TUESDAY}
    named: dict[str, Any] = {
        "named_by": "U0EVELYN",
        "may_name": True,
        "is_guest": False,
        "now": TUESDAY,
    }
    with store.transaction() as db:
        name_coordinator(db, TENANT, "U0EVELYN", **named)
        save_team(
            db, TENANT, "team", name="EL team", channel="C0ELTEAM", timezone="America/Chicago",
            **given,
        )  # fmt: skip
        set_members(db, TENANT, "team", [ANA], names={}, titles={}, guests=[], **given)
    return given


def test_each_recipient_has_a_calendar(store: Store, slack: Sandbox) -> None:
    coordinated(store)
    with store.transaction() as db:
        personal_hours.set_hours(db, TENANT, Hours(time(12), time(13)), None, by=ANA, now=TUESDAY)
    early = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    put(store, early)
    put(store, early, recipient="C0ELTEAM")
    put(store, early, recipient="U0BEN")
    ours = ours_in(slack)
    outcomes = [deliver_one_due(store, ours, early) for _ in range(3)]
    waiting = {o.row.recipient: o.until for o in outcomes if isinstance(o, Postponed)}
    assert waiting == {
        ANA: datetime(2026, 11, 24, 18, tzinfo=UTC),
        "C0ELTEAM": datetime(2026, 11, 24, 14, tzinfo=UTC),
    }
    assert len(arrived(slack, "D0BEN")) == 1


def test_a_snow_day_holds_messages_back_and_without_it_they_go(
    store: Store, slack: Sandbox
) -> None:
    given = coordinated(store)
    row_id = put(store)
    later = put(store, TUESDAY + timedelta(hours=2), occurrence="later")
    today = TUESDAY.date()
    with store.transaction() as db:
        school_days.add_snow_day(db, TENANT, today, **given)
    ours = ours_in(slack)
    postponed = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(postponed, Postponed)
    assert postponed.until == datetime(2026, 11, 25, 14, tzinfo=UTC)
    with store.transaction() as db:
        school_days.take_back(db, TENANT, today, today, "snow", **given)
    assert isinstance(deliver_one_due(store, ours, TUESDAY), Sent)
    assert state(store, row_id) == ("sent", None)
    assert deliver_one_due(store, ours, TUESDAY) is None
    assert state(store, later) == ("due", None)


def test_what_is_due_later_by_now_is_not_sent_early(store: Store, slack: Sandbox) -> None:
    given = coordinated(store)
    evening = datetime(2026, 11, 24, 23, tzinfo=UTC)
    row_id = put(store)
    ours = ours_in(slack)
    assert isinstance(deliver_one_due(store, ours, evening), Postponed)
    put(store, evening + timedelta(days=6))
    with store.transaction() as db:
        school_days.add_snow_day(db, TENANT, evening.date(), **given)
    assert deliver_one_due(store, ours, evening + timedelta(days=1)) is None
    assert state(store, row_id) == ("due", "out_of_hours")


def test_asked_for_patience_one_conversation_waits_and_the_others_go_on(
    store: Store, slack: Sandbox
) -> None:
    slow = [put(store, TUESDAY - n * SECOND, occurrence=str(n)) for n in (2, 1)]
    other = put(store, recipient="U0BEN")
    slack.faults.rate_limit("chat.postMessage", retry_after=7)
    ours = ours_in(slack)
    while deliver_one_due(store, ours, TUESDAY):
        pass
    assert [state(store, row)[0] for row in (*slow, other)] == ["due", "due", "sent"]
    assert deliver_one_due(store, ours, TUESDAY + 6 * SECOND) is None
    while deliver_one_due(store, ours, TUESDAY + 7 * SECOND):
        pass
    assert (len(arrived(slack)), len(arrived(slack, "D0BEN"))) == (2, 1)


def test_where_two_are_asked_for_patience_their_workspace_waits(
    store: Store, slack: Sandbox
) -> None:
    rows = [put(store, recipient=f"U0{name}") for name in ("ANA", "BEN", "CARLA", "DAN")]
    awaited = put(store, TUESDAY + 2 * SECOND, recipient="U0FAY", any_hour=True)
    slack.faults.rate_limit("chat.postMessage", retry_after=7, times=2)
    ours = ours_in(slack)
    while deliver_one_due(store, ours, TUESDAY):
        pass
    assert [state(store, row)[1] for row in rows].count("ratelimited") == 2
    while deliver_one_due(store, ours, TUESDAY + 2 * SECOND):
        pass
    assert state(store, awaited) == ("sent", None)
    assert [state(store, row)[0] for row in rows] == ["due"] * 4
    for seconds in range(8, 11):
        deliver_one_due(store, ours, TUESDAY + seconds * SECOND)
    assert [state(store, row)[0] for row in rows].count("sent") == 3


def test_a_burst_goes_at_a_pace_that_leaves_room_for_answers(store: Store, slack: Sandbox) -> None:
    people = slack.add_people(60)
    for person in people:
        put(store, recipient=person.id)
    ours, now = ours_in(slack), TUESDAY
    while deliver_one_due(store, ours, now):
        pass
    at_once = len(sent(store))
    while len(sent(store)) < len(people):
        now += SECOND
        while deliver_one_due(store, ours, now):
            pass
    assert at_once == PACE.at_once
    took = (now - TUESDAY).total_seconds()
    assert took == pytest.approx((60 - at_once) * PACE.every.total_seconds(), abs=1)
    a_minute = PACE.at_once + timedelta(minutes=1) / PACE.every
    assert a_minute == pytest.approx(limits.POSTS_PER_MINUTE_IN_A_WORKSPACE - 40)


def sent(store: Store) -> list[str]:
    with store.reading() as db:
        return [row["recipient"] for row in db.query("SELECT * FROM outbox WHERE state = 'sent'")]


def test_few_conversations_are_opened_and_the_others_are_reached_without(
    store: Store, slack: Sandbox
) -> None:
    people = slack.add_people(OPENED_A_MINUTE + 5)
    for person in people:
        put(store, recipient=person.id)
    slack.faults.slow_down("conversations.open", 0, times=100)
    ours = replace(ours_in(slack), pace=None)
    while deliver_one_due(store, ours, TUESDAY):
        pass
    assert len(slack.faults.pending()) == 100 - OPENED_A_MINUTE
    with store.reading() as db:
        channels = {row["recipient"]: row["channel"] for row in db.query("SELECT * FROM outbox")}
    assert channels == {person.id: person.direct_channel().id for person in people}
    assert all(len(arrived(slack, channel)) == 1 for channel in channels.values())


def test_no_more_conversations_may_be_opened_and_a_message_arrives_all_the_same(
    store: Store, slack: Sandbox
) -> None:
    row_id = put(store)
    slack.faults.rate_limit("conversations.open", retry_after=30)
    slack.faults.drop("chat.postMessage", after_storing=True)
    ours = ours_in(slack)
    outcome = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(outcome, Postponed)
    found = deliver_one_due(store, ours, outcome.until)
    assert isinstance(found, Sent)
    assert found.channel == HER_MESSAGES
    assert len(arrived(slack)) == 1
    assert state(store, row_id) == ("sent", None)


def test_who_has_left_is_found_out_where_no_conversation_may_be_opened(
    store: Store, slack: Sandbox
) -> None:
    row_id = put(store)
    slack.person("ana").person.deleted = True
    slack.faults.rate_limit("conversations.open", retry_after=30)
    assert isinstance(deliver_one_due(store, ours_in(slack), TUESDAY), Failed)
    assert state(store, row_id) == ("failed", "user_not_found")


@pytest.mark.parametrize("trouble", ["lost before", "lost after", "refused"])
def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(
    store: Store, slack: Sandbox, trouble: str
) -> None:
    row_id = put(store)
    if trouble == "refused":
        slack.faults.fail("chat.postMessage")
    else:
        slack.faults.drop("chat.postMessage", after_storing=trouble == "lost after")
    ours = ours_in(slack)
    outcome = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(outcome, Postponed)
    assert outcome.unsure
    assert len(arrived(slack)) == (trouble == "lost after")
    assert isinstance(deliver_one_due(store, ours, outcome.until), Sent)
    assert len(arrived(slack)) == 1
    assert state(store, row_id) == ("sent", None)


@pytest.mark.parametrize(
    ("killed_in", "arrived_then"), [("conversations.open", 0), ("chat.postMessage", 1)]
)
def test_a_killed_process_leaves_a_message_that_arrives_once(
    store: Store, slack: Sandbox, killed_in: str, arrived_then: int
) -> None:
    row_id = put(store)
    slack.faults.slow_down(killed_in, seconds=1.5)
    process = worker(store, slack, TUESDAY)
    slack.wait_for(lambda: not slack.faults.pending() and len(arrived(slack)) == arrived_then)
    process.kill()
    process.wait(10)
    assert state(store, row_id) == ("sending", None)
    ours = ours_in(slack)
    assert deliver_one_due(store, ours, TUESDAY + SECOND) is None
    assert isinstance(deliver_one_due(store, ours, TUESDAY + 10 * SECOND), Sent)
    assert len(arrived(slack)) == 1


def test_two_processes_send_each_row_once(store: Store, slack: Sandbox) -> None:
    rows = {put(store, occurrence=str(number)) for number in range(16)}
    processes = [worker(store, slack, TUESDAY) for _ in range(2)]
    assert [process.wait(20) for process in processes] == [0, 0]
    carried = [(message.metadata or {})["event_payload"]["id"] for message in arrived(slack)]
    assert sorted(carried) == sorted(rows)
    assert {state(store, row) for row in rows} == {("sent", None)}


@pytest.mark.parametrize("repeat", [False, True])
def test_where_nobody_may_look_the_setting_decides(
    store: Store, slack: Sandbox, repeat: bool
) -> None:
    row_id = put(store)
    slack.faults.drop("chat.postMessage", after_storing=True)
    slack.faults.withhold("conversations.history", "missing_scope")
    ours = ours_in(slack, repeat_when_unsure=repeat)
    outcome = deliver_one_due(store, ours, TUESDAY)
    assert isinstance(outcome, Postponed)
    deliver_one_due(store, ours, outcome.until)
    assert state(store, row_id) == (("sent", None) if repeat else ("failed", "unsure"))
    assert len(arrived(slack)) == (2 if repeat else 1)


def test_an_unsure_row_is_looked_up_at_night_but_not_sent(store: Store, slack: Sandbox) -> None:
    row_id = put(store)
    slack.faults.drop("chat.postMessage")
    ours = ours_in(slack)
    deliver_one_due(store, ours, TUESDAY)
    night = datetime(2026, 11, 25, 3, tzinfo=UTC)
    outcome = deliver_one_due(store, ours, night)
    assert isinstance(outcome, Postponed)
    assert outcome.until == datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert state(store, row_id) == ("due", "out_of_hours")


def test_in_a_practice_workspace_nothing_waits_for_the_morning(
    store: Store, slack: Sandbox, tmp_path: Path, engine: Engine
) -> None:
    row_id = put(store)
    settings = Settings(tmp_path, tmp_path, store.path, quiet_hours=False)
    services = Services(settings, store, engine, {}, lambda _: frozenset(), lambda: TUESDAY)
    ours = notifier_for(services, ours_in(slack).client_for, RENDERERS)
    deliver_one_due(store, ours, datetime(2026, 11, 28, 22, tzinfo=UTC))  # a Saturday
    assert state(store, row_id) == ("sent", None)


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
def test_a_refusal_for_good_is_kept_with_slack_s_word(
    store: Store, slack: Sandbox, method: str
) -> None:
    row_id = put(store)
    slack.faults.refuse(method, "is_archived")
    assert isinstance(deliver_one_due(store, ours_in(slack), TUESDAY), Failed)
    assert state(store, row_id) == ("failed", "is_archived")


def test_a_tenant_without_the_app_and_a_kind_without_a_renderer_fail(
    store: Store, slack: Sandbox
) -> None:
    gone = put(store, tenant="T9")
    strange = put(store, kind="riddle")
    ours = ours_in(slack)
    while deliver_one_due(store, ours, TUESDAY):
        pass
    assert state(store, gone, "T9") == ("failed", "not_installed")
    assert state(store, strange) == ("failed", "unknown_kind")
    assert arrived(slack) == []


def test_it_gives_up_after_ever_longer_waits(store: Store, slack: Sandbox) -> None:
    row_id = put(store)
    slack.faults.fail("conversations.open", times=ATTEMPTS)
    ours, now, waits = ours_in(slack), TUESDAY, []
    while isinstance(outcome := deliver_one_due(store, ours, now), Postponed):
        if outcome.reason != "out_of_hours":
            waits.append(outcome.until - now)
        now = outcome.until
    assert waits == sorted(waits)
    assert len(waits) == ATTEMPTS - 1
    assert sum(waits, timedelta()) > timedelta(hours=5)
    assert state(store, row_id)[0] == "failed"


def test_a_fault_of_our_own_is_logged_without_the_words_and_tried_again(
    store: Store, slack: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    put(store, payload={"secret": "Maria is absent"})
    outcome = deliver_one_due(store, ours_in(slack), TUESDAY)
    assert isinstance(outcome, Postponed)
    assert not outcome.unsure
    assert outcome.reason.split()[-1] in caplog.text
    assert "Maria" not in caplog.text


def test_the_loop_works_until_it_is_told_to_stop(
    store: Store, slack: Sandbox, tmp_path: Path, engine: Engine
) -> None:
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, database=store.path)
    services = Services(settings, store, engine, {}, lambda _: frozenset(), lambda: TUESDAY)
    rows = [put(store), put(store, recipient="C0ELTEAM")]
    slack.faults.refuse("chat.postMessage", "is_archived")
    stop = threading.Event()
    ours = ours_in(slack)
    notifying = notifier_for(services, ours.client_for, RENDERERS)
    loop = threading.Thread(target=run, args=(services, notifying, stop))
    loop.start()
    slack.wait_for(lambda: len(arrived(slack)) + len(arrived(slack, "#el-team")) == 1)
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
    assert sorted(state(store, row)[0] for row in rows) == ["failed", "sent"]


def test_several_are_on_their_way_at_once_and_each_person_s_in_order(
    store: Store, slack: Sandbox, tmp_path: Path, engine: Engine
) -> None:
    settings = Settings(data_dir=tmp_path, cache_dir=tmp_path, database=store.path)
    services = Services(settings, store, engine, {}, lambda _: frozenset(), lambda: TUESDAY)
    people = [person.id for person in slack.add_people(AT_ONCE)]
    for number, person in enumerate(people * 2):
        put(store, TUESDAY + (number - 60) * SECOND, recipient=person, occurrence=str(number))
    slack.faults.slow_down("chat.postMessage", 0.5, times=AT_ONCE)
    stop = threading.Event()
    # The clock stands still, so that a pace would never let the rest go.
    notifying = replace(notifier_for(services, ours_in(slack).client_for, RENDERERS), pace=None)
    loop = threading.Thread(target=run, args=(services, notifying, stop))
    loop.start()

    def in_hand() -> set[str]:
        with store.reading() as db:
            rows = db.query("SELECT * FROM outbox WHERE owner IS NOT NULL")
            return {row["recipient"] for row in rows}

    slack.wait_for(lambda: in_hand() == set(people))
    slack.wait_for(lambda: len(sent(store)) == 2 * AT_ONCE)
    stop.set()
    loop.join(10)
    with store.reading() as db:
        rows = list(db.query("SELECT recipient, ts FROM outbox ORDER BY due_at"))
    firsts, seconds = rows[:AT_ONCE], rows[AT_ONCE:]
    assert all(one["ts"] < two["ts"] for one, two in zip(firsts, seconds, strict=True))
