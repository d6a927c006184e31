"""A stand-in for Slack's Web API over real HTTP that answers as a test says."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Fields = dict[str, Any]
SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105
IDENTITY: Fields = {
    "ok": True,
    "team_id": "T0RIVER",
    "team": "Riverbend Public Schools",
    "user_id": "U0BLUEPRT",
    "bot_id": "B0BLUEPRT",
    "url": "https://riverbend.slack.com/",
}


class Answering(ThreadingHTTPServer):
    """Answers each method by its function; everything is kept in ``calls``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Callable[[Fields], Fields]] = {"auth.test": lambda _: IDENTITY}
        self.calls: list[tuple[str, Fields]] = []
        self.changed = threading.Condition()
        self._serving = threading.Thread(target=self.serve_forever, args=(0.01,))
        self._serving.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/"

    def count(self, method: str) -> int:
        return sum(called == method for called, _ in self.calls)

    def close(self) -> None:
        self.shutdown()
        self._serving.join(5)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self) -> None:
        method = self.path.removeprefix("/api/").partition("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        given = json.loads(body or "{}") if is_json else dict(parse_qsl(body))
        given["token"] = self.headers.get("Authorization", "").removeprefix("Bearer ")
        with self.server.changed:
            self.server.calls.append((method, given))
            self.server.changed.notify_all()
        answer = self.server.answers.get(method)
        said = answer(given) if answer else {"ok": False, "error": "unknown_method"}
        payload = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        pass


def signed(body: str, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers that Slack sends with ``body``."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
