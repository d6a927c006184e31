"""Browser windows without a browser: the page, its acts and its stream by plain HTTP."""

from __future__ import annotations

import threading
from typing import Any

import httpx
from bs4 import BeautifulSoup

from bot.sandbox.server import Sandbox


class Window:
    """A browser window without a browser."""

    def __init__(self, sandbox: Sandbox, **query: str) -> None:
        self.query = query
        self.http = httpx.Client(base_url=sandbox.url, trust_env=False, timeout=10)

    def shows(self) -> BeautifulSoup:
        answer = self.http.get("/", params=self.query)
        assert answer.status_code == 200, answer.text
        return BeautifulSoup(answer.text, "html.parser")

    def messages(self) -> list[str]:
        found = self.shows().select("[data-testid=log] [data-testid=message] .message-body")
        return [it.get_text(" ", strip=True) for it in found]

    def does(self, name: str, **body: Any) -> dict[str, Any]:
        answer = self.http.post(f"/page/{name}", params=self.query, json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result


class Heard:
    """The server-sent events of one window, read by a thread until so many lines came."""

    def __init__(self, window: Window, lines: int) -> None:
        self.lines: list[str] = []
        self.wanted = lines
        self.got = threading.Condition()
        self.thread = threading.Thread(target=self._listen, args=(window,))
        self.thread.start()

    def _listen(self, window: Window) -> None:
        with window.http.stream("GET", "/page/stream", params=window.query) as answer:
            for line in answer.iter_lines():
                if line.startswith(("event:", "data:")):
                    with self.got:
                        self.lines.append(line)
                        self.got.notify_all()
                if len(self.lines) == self.wanted:
                    return

    def until(self, lines: int) -> list[str]:
        with self.got:
            assert self.got.wait_for(lambda: len(self.lines) >= lines, timeout=10)
            return self.lines[:lines]
