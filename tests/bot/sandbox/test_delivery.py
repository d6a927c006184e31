"""Events on their way to the app: shapes, signatures, retries and repeats."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from starlette.responses import Response

from bot.sandbox.actor import Actor
from bot.sandbox.delivery import Attempt
from bot.sandbox.model import Person
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import Served, bolt, client
from tests.bot.sandbox.refusals import refused

Json = dict[str, Any]


MESSAGE_KINDS = ("message_changed", "message_deleted", "channel_join")


def _heard(event: Json) -> None:
    """Everything is acknowledged and left alone."""


@pytest.fixture
def served(sandbox: Sandbox) -> Iterator[Served]:
    app = bolt(sandbox)

    for name in ("app_mention", "member_joined_channel", "app_uninstalled", "tokens_revoked"):
        app.event(name)(_heard)
    app.message()(_heard)
    for kind in MESSAGE_KINDS:
        app.event({"type": "message", "subtype": kind})(_heard)
    with Served(app) as served:
        sandbox.deliver_to(served.url)
        yield served
        sandbox.settle()


def events(sandbox: Sandbox, served: Served) -> list[Json]:
    sandbox.settle()
    return [json.loads(body)["event"] for _, body in served.requests]


def test_requests_are_signed(sandbox: Sandbox, served: Served, ana: Actor) -> None:
    ana.direct_messages("hello")
    sandbox.settle()
    headers, body = served.requests[0]
    base = b"v0:" + headers["x-slack-request-timestamp"].encode() + b":" + body
    digest = hmac.new(sandbox.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert headers["x-slack-signature"] == f"v0={digest}"
    envelope = json.loads(body)
    assert (envelope["type"], envelope["team_id"]) == ("event_callback", "T0RIVER")
    assert envelope["authorizations"][0]["user_id"] == "U0BLUEPRT"
    assert envelope["event"]["channel_type"] == "im"


def test_a_mention_arrives_as_mention_and_as_message(
    sandbox: Sandbox, served: Served, ana: Actor
) -> None:
    said = ana.mentions("#el-team", "what about families?")
    both = events(sandbox, served)
    assert sorted(event["type"] for event in both) == ["app_mention", "message"]
    assert {event["ts"] for event in both} == {said.ts}
    assert {event["text"] for event in both} == {"<@U0BLUEPRT> what about families?"}


def test_what_the_bot_cannot_hear(sandbox: Sandbox, served: Served, ana: Actor) -> None:
    ana.mentions("#general", "the bot is not here")
    assert events(sandbox, served) == []
    ana.direct_messages("<@U0BLUEPRT> no mention in a direct message")
    assert [event["type"] for event in events(sandbox, served)] == ["message"]


def test_edits_deletions_joins_and_the_bots_own_words(
    sandbox: Sandbox, served: Served, ana: Actor
) -> None:
    said = ana.says("#el-team", "one")
    sandbox.settle()
    ana.edits(said, "two")
    sandbox.settle()
    ana.deletes(said)
    sandbox.settle()
    sandbox.person("ben").joins("#el-team")
    sandbox.settle()
    client(sandbox).chat_postMessage(channel="C0ELTEAM", text="mine")
    seen = events(sandbox, served)
    assert [event.get("subtype", event["type"]) for event in seen] == [
        "message",
        "message_changed",
        "message_deleted",
        "channel_join",
        "member_joined_channel",
        "message",
    ]
    assert seen[1]["message"]["text"] == "two"
    assert seen[1]["previous_message"]["text"] == "one"
    assert seen[-1]["bot_id"] == "B0BLUEPRT"


def test_only_subscribed_events_with_their_scope_are_sent() -> None:
    registration = Registration(
        bot_events=("app_mention", "message.im"),
        scopes=("app_mentions:read", "channels:history", "chat:write"),
    )
    sandbox = Sandbox(registration=registration, retry_seconds=())
    with sandbox, Served(bolt(sandbox)) as served:
        sandbox.deliver_to(served.url)
        ana = sandbox.person("ana")
        ana.direct_messages("needs im:history")
        ana.says("#el-team", "not subscribed")
        ana.mentions("#el-team", "this one")
        assert [event["type"] for event in events(sandbox, served)] == ["app_mention"]


def test_an_event_is_retried_three_times(sandbox: Sandbox, served: Served, ana: Actor) -> None:
    served.answer_with = [Response(status_code=status) for status in (500, 503, 400, 500)]
    ana.says("#el-team", "hello")
    sandbox.settle()
    retries = [headers.get("x-slack-retry-num") for headers, _ in served.requests]
    assert retries == [None, "1", "2", "3"]
    assert served.requests[1][0]["x-slack-retry-reason"] == "http_error"
    assert len({json.loads(body)["event_id"] for _, body in served.requests}) == 1


def test_an_app_may_ask_for_no_retries(sandbox: Sandbox, served: Served, ana: Actor) -> None:
    served.answer_with = [Response(status_code=500, headers={"X-Slack-No-Retry": "1"})]
    ana.says("#el-team", "hello")
    assert len(events(sandbox, served)) == 1


def test_nobody_at_the_request_url(sandbox: Sandbox, ana: Actor) -> None:
    attempts: list[Attempt] = []
    sandbox.delivery.observers.append(attempts.append)
    sandbox.deliver_to("http://127.0.0.1:9/slack/events")
    ana.says("#el-team", "hello")
    sandbox.settle()
    assert [attempt.retry.reason for attempt in attempts if attempt.retry] == [
        "connection_failed"
    ] * 3
    assert ana.commands("/blueprint", "x").error == "dispatch_failed"


def test_an_answer_that_comes_too_late() -> None:
    with Sandbox(acknowledge_seconds=0.1, retry_seconds=()) as sandbox:
        app = bolt(sandbox)
        asked: list[Sandbox] = []

        @app.command("/blueprint")
        def sleeps(ack: Any) -> None:
            sandbox.wait_for(lambda: asked)
            ack()

        with Served(app) as served:
            sandbox.deliver_to(served.url)
            outcome = sandbox.person("ana").commands("/blueprint", "x")
            asked.append(sandbox)
    assert outcome.error == "operation_timeout"


def test_the_same_event_several_times(sandbox: Sandbox, served: Served, ana: Actor) -> None:
    sandbox.faults.repeat_next_event(3)
    said = ana.direct_messages("hello")
    ana.direct_messages("again")
    seen = events(sandbox, served)
    assert [event["ts"] for event in seen].count(said.ts) == 3
    assert len(seen) == 4
    ids = {json.loads(body)["event_id"] for _, body in served.requests}
    assert len(ids) == 4


def test_somebody_from_a_shared_channel(sandbox: Sandbox, served: Served) -> None:
    workspace = sandbox.workspace()
    channel = workspace.channels["C0ELTEAM"]
    sandbox.state.put_person(workspace, Person("U9SAM", "sam", "Sam Lake", team_id="T9LAKE"))
    channel.shared = True
    channel.members.append("U9SAM")
    sandbox.state.put_channel(workspace, channel)
    sandbox.person("sam").says("#el-team", "hello from the lake")
    (event,) = events(sandbox, served)
    assert (event["user_team"], event["source_team"]) == ("T9LAKE", "T9LAKE")
    envelope = json.loads(served.requests[0][1])
    assert (envelope["team_id"], envelope["is_ext_shared_channel"]) == ("T0RIVER", True)


def test_uninstalling_voids_the_token_and_tells_the_app(
    sandbox: Sandbox, served: Served, slack: WebClient, ana: Actor
) -> None:
    sandbox.uninstall()
    seen = {event["type"] for event in events(sandbox, served)}
    assert seen == {"app_uninstalled", "tokens_revoked"}
    with refused("token_revoked"):
        slack.auth_test()
    ana.direct_messages("anybody there?")
    assert len(events(sandbox, served)) == 2
    assert ana.commands("/blueprint").error == "app_not_installed"
