"""Socket Mode over a real WebSocket, with slack_bolt's own handler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox.actor import Actor
from bot.sandbox.delivery import Attempt
from bot.sandbox.server import Sandbox
from bot.sandbox.sockets import SocketTransport
from tests.bot.sandbox.bolt import bolt
from tests.bot.sandbox.refusals import refused

Json = dict[str, Any]


@pytest.fixture
def app(sandbox: Sandbox) -> App:
    app = bolt(sandbox)

    @app.event("message")
    def echo(event: Json, say: Any) -> None:
        if "bot_id" not in event:
            say(event["text"])

    @app.command("/blueprint")
    def command(ack: Any) -> None:
        ack("Ask me.")

    return app


@pytest.fixture
def handler(sandbox: Sandbox, app: App) -> Iterator[SocketModeHandler]:
    sandbox.deliver_by_socket()
    handler: Any = SocketModeHandler(app, sandbox.app_token)
    handler.connect()
    yield handler
    handler.close()


def transport(sandbox: Sandbox) -> SocketTransport:
    found = sandbox.delivery.transport
    assert isinstance(found, SocketTransport)
    return found


def test_events_and_commands_come_over_the_socket(
    sandbox: Sandbox, handler: SocketModeHandler, ana: Actor
) -> None:
    ana.direct_messages("hello")
    channel = ana.direct_channel().id
    sandbox.wait_for(lambda: len(sandbox.messages(channel)) == 2)
    assert ana.commands("/blueprint", "help").ok
    assert sandbox.messages(channel, viewer=ana)[-1].text == "Ask me."
    sandbox.settle()


def test_the_app_connects_anew_when_it_is_asked_to(
    sandbox: Sandbox, handler: SocketModeHandler, ana: Actor
) -> None:
    sandbox.wait_for(lambda: transport(sandbox).count == 1)
    sandbox.refresh_sockets()
    ana.direct_messages("still there?")
    channel = ana.direct_channel().id
    sandbox.wait_for(lambda: len(sandbox.messages(channel)) == 2)
    sandbox.settle()


def test_each_payload_goes_to_one_of_several_connections(
    sandbox: Sandbox, app: App, handler: SocketModeHandler, ana: Actor
) -> None:
    second: Any = SocketModeHandler(app, sandbox.app_token)
    got: dict[str, int] = {"first": 0, "second": 0}

    def counted(name: str, message: str) -> None:
        got[name] += '"events_api"' in message

    handler.client.on_message_listeners.append(lambda message: counted("first", message))
    second.client.on_message_listeners.append(lambda message: counted("second", message))
    second.connect()
    try:
        sandbox.wait_for(lambda: transport(sandbox).count == 2)
        for number in range(4):
            ana.direct_messages(str(number))
        channel = ana.direct_channel().id
        sandbox.wait_for(lambda: len(sandbox.messages(channel)) == 8)
        sandbox.settle()
        assert len(sandbox.messages(channel)) == 8
        # Four questions and four answers, each an event.
        assert got == {"first": 4, "second": 4}
    finally:
        second.close()


def test_nobody_is_connected(ana: Actor) -> None:
    with Sandbox(acknowledge_seconds=0.05, retry_seconds=(0,)) as sandbox:
        attempts: list[Attempt] = []
        sandbox.delivery.observers.append(attempts.append)
        sandbox.deliver_by_socket()
        sandbox.person("ana").direct_messages("hello?")
        sandbox.settle()
        assert [attempt.outcome.error for attempt in attempts] == ["dispatch_failed"] * 2


def test_a_socket_needs_the_app_level_token(sandbox: Sandbox, slack: WebClient) -> None:
    with refused("not_allowed_token_type"):
        slack.apps_connections_open(app_token=sandbox.token())
    with refused("invalid_auth"):
        slack.apps_connections_open(app_token="xapp-wrong")  # noqa: S106
