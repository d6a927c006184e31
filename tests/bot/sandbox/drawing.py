"""Drawing blocks for a reader, and looking for tags that nobody may bring in."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from bs4 import BeautifulSoup

from bot.sandbox.rendering import Reader, Renderer
from bot.sandbox.rendering.mrkdwn import mrkdwn

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
READER = Reader(
    id="U0ANA",
    now=NOW,
    people={"U0ANA": "Ana Souza", "U0BEN": "Ben Carter", "U0BLUEPRT": "Blueprint"},
    channels={"C0ELTEAM": "el-team"},
    choosable={"U0ANA": "Ana Souza", "U0BEN": "Ben Carter"},
    own_addresses=("http://127.0.0.1:4321/",),
)
RENDERER = Renderer()
# Everything that a text may bring in; anything else would have been typed.
TEXT_TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "span", "strong",
    "time", "ul",
}  # fmt: skip


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def options(*names: str) -> list[dict[str, Any]]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


def draw(*blocks: dict[str, Any], **kept: Any) -> BeautifulSoup:
    numbered = [{"block_id": f"b{n}", **block} for n, block in enumerate(blocks)]
    html = RENDERER.blocks(numbered, READER, prefix="m", **kept)
    return BeautifulSoup(html, "html.parser")


def words(text: str) -> str:
    return str(mrkdwn(text, READER))


class Tags(HTMLParser):
    """Collects start tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    for tag, attributes in tags.found:
        assert tag in TEXT_TAGS, html
        assert not any(name.startswith("on") or name in ("style", "src") for name in attributes)
        href = attributes.get("href")
        assert href is None or href.startswith(("http://", "https://", "mailto:", "tel:", "/?in="))
