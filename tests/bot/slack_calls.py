"""A stand-in for the calls that a delivery makes, over real HTTP, with trouble on demand."""

from __future__ import annotations

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Fields = dict[str, Any]


class SlackCalls(ThreadingHTTPServer):
    """Direct messages and channels that keep what was posted; ``trouble`` is met in order.

    Trouble is "drop_before", "drop_after", "hold_before" or "hold_after" (the message is stored,
    or not), "429", "500", or Slack's word for a refusal.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posted: list[Fields] = []
        self.calls: list[str] = []
        self.trouble: dict[str, deque[str]] = {}
        self.changed = threading.Condition()
        self.release = threading.Event()
        self._serving = threading.Thread(target=self.serve_forever, args=(0.01,))
        self._serving.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/"

    def meets(self, method: str, *trouble: str) -> None:
        self.trouble.setdefault(method, deque()).extend(trouble)

    def wait_for_call(self, method: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: method in self.calls, 10)

    def close(self) -> None:
        self.release.set()
        self.shutdown()
        self._serving.join(5)
        self.server_close()

    def carry_out(self, method: str, given: Fields) -> Fields:
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": "D" + given["users"][1:]}}
        if method == "chat.postMessage":
            with self.changed:
                ts = f"{1_800_000_000 + len(self.posted)}.000001"
                self.posted.append(given | {"ts": ts})
            return {"ok": True, "ts": ts}
        if method == "conversations.history":
            found = [
                message
                for message in reversed(self.posted)
                if message["channel"] == given["channel"] and message["ts"] >= given["oldest"]
            ]
            return {"ok": True, "messages": found}
        return {"ok": False, "error": "unknown_method"}


class _Handler(BaseHTTPRequestHandler):
    server: SlackCalls

    def do_POST(self) -> None:
        method = self.path.removeprefix("/api/").partition("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        given = json.loads(body) if is_json else dict(parse_qsl(body))
        waiting = self.server.trouble.get(method)
        trouble = waiting.popleft() if waiting else ""
        after = trouble.endswith("_after")
        answer: Fields = {}
        if after or not trouble:
            answer = self.server.carry_out(method, given)
        with self.server.changed:
            self.server.calls.append(method)
            self.server.changed.notify_all()
        if trouble.startswith("hold"):
            self.server.release.wait(10)
        elif trouble.startswith("drop"):
            self.close_connection = True
        elif trouble in ("429", "500"):
            error = "ratelimited" if trouble == "429" else "internal_error"
            self._answer(int(trouble), {"ok": False, "error": error})
        else:
            self._answer(200, answer or {"ok": False, "error": trouble})

    def _answer(self, status: int, answer: Fields) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output to the test."""
