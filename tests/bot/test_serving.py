"""Serving as an operator does: a process, real HTTP or a real WebSocket, a signal to stop."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.http import http_app
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from bot.serving import HttpLine, Serving
from tests.bot.processes import Running
from tests.bot.stage import Stage

QUESTION = "What should a school leader do about family engagement?"
SERVING = "bot.serving"
Start = Callable[..., Running]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running: list[Running] = []

    def begin(*arguments: str, **environment: str) -> Running:
        running.append(Running(arguments, environment, tmp_path))
        return running[-1]

    yield begin
    for process in running:
        process.close()


def by_http(sandbox: Sandbox, start: Start, port: int) -> tuple[Running, str]:
    process = start(
        "serve",
        SLACK_BOT_TOKEN=sandbox.token(),
        SLACK_SIGNING_SECRET=sandbox.signing_secret,
        SLACK_API_URL=sandbox.api_url,
        PORT=str(port),
    )
    url = f"http://127.0.0.1:{port}"
    sandbox.deliver_to(f"{url}/slack/events")
    return process, url


def by_socket(sandbox: Sandbox, start: Start) -> Running:
    sandbox.deliver_by_socket()
    return start(
        "serve",
        SLACK_BOT_TOKEN=sandbox.token(),
        SLACK_APP_TOKEN=sandbox.app_token,
        SLACK_API_URL=sandbox.api_url,
    )


def answers(sandbox: Sandbox, question: Message) -> list[Message]:
    replies = sandbox.messages("#el-team", thread=question.ts)
    return [message for message in replies if message.user != question.user]


def test_http_from_start_to_stop(
    sandbox: Sandbox, start: Start, tmp_path: Path, free_port: int
) -> None:
    process, url = by_http(sandbox, start, free_port)
    line = process.says("Serving over HTTP")
    assert url.rpartition(":")[2] in line
    assert str(tmp_path / "blueprint.db") in line
    assert httpx.get(f"{url}/healthz").json()["ok"] is True
    question = sandbox.person("ana").mentions("#el-team", QUESTION)
    sandbox.wait_for(lambda: answers(sandbox, question))
    assert process.asked_to_stop(signal.SIGTERM) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/healthz")
    assert "Traceback" not in "".join(process.errors)


def test_what_was_taken_in_is_answered_before_the_process_ends(
    sandbox: Sandbox, start: Start, free_port: int
) -> None:
    process, _ = by_http(sandbox, start, free_port)
    process.says("Serving")
    ana = sandbox.person("ana")
    questions = [ana.mentions("#el-team", QUESTION) for _ in range(5)]
    sandbox.settle()
    assert process.asked_to_stop() == 0
    assert all(len(answers(sandbox, question)) == 1 for question in questions)


def test_ctrl_c_ends_it_too(sandbox: Sandbox, start: Start, free_port: int) -> None:
    process, _ = by_http(sandbox, start, free_port)
    process.says("Serving")
    assert process.asked_to_stop(signal.SIGINT) == 0


def test_socket_mode_from_start_to_stop_through_new_connections(
    sandbox: Sandbox, start: Start
) -> None:
    process = by_socket(sandbox, start)
    process.says("Serving by Socket Mode")
    ana = sandbox.person("ana")
    first = ana.mentions("#el-team", QUESTION)
    sandbox.wait_for(lambda: answers(sandbox, first))
    sandbox.refresh_sockets()
    second = ana.mentions("#el-team", QUESTION)
    sandbox.wait_for(lambda: answers(sandbox, second))
    sandbox.settle()
    assert process.asked_to_stop() == 0
    assert (len(answers(sandbox, first)), len(answers(sandbox, second))) == (1, 1)


def test_a_socket_that_breaks_is_opened_again(start: Start) -> None:
    with Sandbox(retry_seconds=(1.0,) * 20) as sandbox:
        process = by_socket(sandbox, start)
        process.says("Serving by Socket Mode")
        break_sockets(sandbox)
        question = sandbox.person("ana").mentions("#el-team", QUESTION)
        sandbox.wait_for(lambda: answers(sandbox, question), timeout=40)
        assert process.asked_to_stop() == 0


def test_stopping_takes_no_longer_than_it_may(stage: Stage) -> None:
    composed = stage.composed
    hanging, release = threading.Event(), threading.Event()

    def hang() -> None:
        hanging.set()
        release.wait(20)

    web = http_app(composed.app, composed.services.store, composed.services.urgency)
    other = Serving(composed, HttpLine(web, 0, "127.0.0.1"))
    other.start()
    composed.app.listener_runner.listener_executor.submit(hang)
    assert hanging.wait(10)
    assert other.stop(0.3) is False
    release.set()


def break_sockets(sandbox: Sandbox) -> None:
    transport, loop = sandbox.delivery.transport, sandbox.delivery.loop
    assert transport is not None
    assert loop is not None
    asyncio.run_coroutine_threadsafe(transport.close(), loop).result(10)


@pytest.mark.parametrize(
    ("environment", "code", "sentence"),
    [
        ({}, 2, "SLACK_APP_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "s", "SLACK_BOT_TOKEN": "xoxb-0"}, 1, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-0"}, 1, "connections:write"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, 1, "does not answer"),
        ({"PORT": "taken"}, 1, "cannot be used"),
        ({"BLUEPRINT_DB": "/dev/null/blueprint.db"}, 1, "BLUEPRINT_DB"),
    ],
    ids=["settings", "bot token", "app token", "network", "port", "database"],
)
def test_what_keeps_it_from_starting_is_one_sentence(
    sandbox: Sandbox, start: Start, environment: dict[str, str], code: int, sentence: str
) -> None:
    base = {"SLACK_API_URL": sandbox.api_url, "SLACK_BOT_TOKEN": sandbox.token()}
    if "SLACK_APP_TOKEN" not in environment and code == 1:
        base["SLACK_SIGNING_SECRET"] = sandbox.signing_secret
    with socket.create_server(("", 0)) as taken:
        if environment.get("PORT"):
            environment = {"PORT": str(taken.getsockname()[1])}
        process = start("serve", **(base | environment))
        assert process.ends() == code
    (line,) = process.errors
    assert line.startswith("Error: ")
    assert sentence in line


def test_the_log_is_json_lines_without_a_word_that_people_wrote(
    sandbox: Sandbox, start: Start, free_port: int
) -> None:
    marker = "Zanzibarquokka"
    process, _ = by_http(sandbox, start, free_port)
    process.says("Serving")
    ana = sandbox.person("ana")
    question = ana.mentions("#el-team", f"{QUESTION} {marker}")
    sandbox.wait_for(lambda: answers(sandbox, question))
    sandbox.faults.refuse("chat.postMessage", "msg_blocks_too_long")
    ana.direct_messages(f"Where is {marker}?")
    ana.says("#el-team", f"{marker} again", thread=question.ts)
    ana.commands("/blueprint", f"ask {marker}", channel="#el-team")
    sandbox.settle()
    assert process.asked_to_stop() == 0
    assert marker not in "\n".join(process.errors)
    for line in process.errors:
        assert {"time", "level", "logger", "message"} <= json.loads(line).keys()
    assert [
        said["message"]
        for line in process.errors
        if (said := json.loads(line))["logger"] == SERVING
    ] == ["Serving", "Stopped"]
