"""Each outcome of a call by its name, against a server that answers as a test says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import delivery, redrawing
from bot.delivery import TryLater, Undeliverable

OK = '{"ok": true, "ts": "1.0"}'


class Said(ThreadingHTTPServer):
    """Answers each path with a status and a text, and counts."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, tuple[int, str]] = {}
        self.paths: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    @property
    def client(self) -> WebClient:
        return WebClient(base_url=self.url, timeout=5, retry_handlers=[])


class _Handler(BaseHTTPRequestHandler):
    server: Said

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.strip("/")
        self.server.paths.append(path)
        status, text = self.server.answers.get(path, (200, OK))
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def slack() -> Iterator[Said]:
    server = Said()
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield server
    server.shutdown()
    serving.join(5)
    server.server_close()


@pytest.mark.parametrize(
    ("status", "text", "seconds", "unsure"),
    [
        (429, '{"ok": false, "error": "ratelimited"}', 7, False),
        (500, "oops", 2, True),
        (502, "<html>Bad gateway</html>", 2, True),
        (200, "<html>Sign in to the school's network</html>", 2, True),
        (200, '{"ok": false, "error": "internal_error"}', 2, True),
        (200, '{"ok": false, "error": "team_added_to_org"}', 2, True),
        (200, '{"ok": false, "error": "rate_limited"}', 30, False),
        (200, '{"ok": false, "error": "message_limit_exceeded"}', 30, False),
    ],
)
def test_what_slack_does_not_take_now_is_tried_later(
    slack: Said, status: int, text: str, seconds: float, unsure: bool
) -> None:
    slack.answers["chat.postMessage"] = (status, text)
    with pytest.raises(TryLater) as later:
        delivery.post(slack.client, "row", channel="C1", text="hello")
    assert (later.value.seconds, later.value.unsure) == (seconds, unsure)
    assert slack.paths == ["chat.postMessage"], "it is not repeated blindly"


def test_where_nobody_listens_nothing_was_sent(slack: Said, free_port: int) -> None:
    client = WebClient(base_url=f"http://127.0.0.1:{free_port}/", timeout=5, retry_handlers=[])
    with pytest.raises(TryLater) as later:
        delivery.post(client, "row", channel="C1", text="hello")
    assert not later.value.unsure


def test_a_refusal_is_slacks_word(slack: Said) -> None:
    slack.answers["chat.postMessage"] = (200, '{"ok": false, "error": "is_archived"}')
    with pytest.raises(Undeliverable) as refused:
        delivery.post(slack.client, "row", channel="C1", text="hello")
    assert refused.value.reason == "is_archived"


@pytest.mark.parametrize(
    "refusal",
    [(200, '{"ok": false, "error": "used_url"}'), (404, "no_text"), (500, "oops")],
)
def test_where_the_clicks_address_fails_the_message_is_updated(
    slack: Said, refusal: tuple[int, str]
) -> None:
    slack.answers["hook"] = refusal
    body: dict[str, Any] = {
        "response_url": f"{slack.url}hook",
        "container": {"channel_id": "C1", "message_ts": "1.0"},
        "user": {"id": "U1"},
    }
    redrawing.redraw(slack.client, body, {"text": "hello"})
    redrawing.whisper(slack.client, body, {"text": "hello"})
    assert slack.paths == ["hook", "chat.update", "hook", "chat.postEphemeral"]
