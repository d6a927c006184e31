"""The Jinja environment of the page: autoescaping on, and filters for Slack's texts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from bot.sandbox.rendering import chosen
from bot.sandbox.rendering.dates import clock, day_name
from bot.sandbox.rendering.emoji import emoji
from bot.sandbox.rendering.markdown import markdown
from bot.sandbox.rendering.mrkdwn import SAFE_SCHEMES, decode, mrkdwn
from bot.sandbox.rendering.reader import Reader
from bot.sandbox.rendering.rich_text import rich_text

TEMPLATES = Path(__file__).parent.parent / "templates"
_SHORT_NAME = re.compile(r":([a-z0-9_+-]+):")


@dataclass(frozen=True)
class Scope:
    """What the blocks of one message or view share: a prefix for DOM ids, state and errors."""

    reader: Reader
    prefix: str
    state: chosen.State = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def given(self, block: dict[str, Any], element: dict[str, Any]) -> dict[str, Any] | None:
        """What the person has put into an element, or None while it stands as the app sent it."""
        of_block = self.state.get(block.get("block_id", ""), {})
        value: dict[str, Any] | None = of_block.get(element.get("action_id", ""))
        return value


class Renderer:
    """Draws blocks and whole pages with the sandbox's templates."""

    def __init__(self) -> None:
        """Load the sandbox's templates."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            avatar=_avatar,
            clock=clock,
            compact_json=_compact_json,
            day_name=day_name,
            dom_id=dom_id,
            initials=_initials,
            markdown=markdown,
            mrkdwn=mrkdwn,
            plain=plain,
            rich_text=rich_text,
        )
        self._environment.globals.update(
            choices_of=chosen.choices_of,
            picture=picture,
            safe_url=_safe_url,
            text_of=chosen.text_of,
            values_of=chosen.values_of,
        )

    def blocks(
        self,
        blocks: Sequence[dict[str, Any]],
        reader: Reader,
        *,
        prefix: str,
        state: chosen.State | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Markup:
        """Render the blocks of one message or view; ``prefix`` keeps its DOM ids apart."""
        scope = Scope(reader, prefix, state or {}, errors or {})
        return Markup(self.page("blocks_of.html", blocks=blocks, scope=scope))  # noqa: S704

    def page(self, template: str, **context: Any) -> str:
        """Render a template."""
        return self._environment.get_template(template).render(**context)


def plain(text: str) -> Markup:
    """A plain_text object's words with emoji; everything else is escaped."""
    words = decode(str(text))
    return escape(_SHORT_NAME.sub(lambda found: emoji(found[1]), words))


def dom_id(text: str) -> str:
    """A name that is safe and unique as part of a DOM id."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", str(text))


def picture(image: dict[str, Any], reader: Reader) -> str | None:
    """The address of a picture that this computer itself serves; None for any other."""
    url = str(image.get("image_url") or image.get("slack_file", {}).get("url") or "")
    own = url.startswith(("/files/", "/static/", *reader.own_addresses))
    return url if own else None


def _safe_url(url: str) -> str:
    return url if url.strip().lower().startswith(SAFE_SCHEMES) else ""


def _compact_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def _avatar(person_id: str) -> str:
    """The colour class of a person's avatar, always the same for the same id."""
    return f"avatar-{crc32(person_id.encode()) % 8}"
