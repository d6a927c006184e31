"""The elements of `rich_text` blocks and of table cells to safe HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.rendering import mrkdwn
from bot.sandbox.rendering.emoji import emoji
from bot.sandbox.rendering.reader import Reader

Element = dict[str, Any]
_STYLES = {
    "code": Markup("<code>{}</code>"),
    "bold": Markup("<strong>{}</strong>"),
    "italic": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
    "underline": Markup("<u>{}</u>"),
}


def rich_text(elements: Sequence[Element], reader: Reader) -> Markup:
    """Render sections, lists, quotes and preformatted text in order."""
    return Markup("").join(_container(element, reader) for element in elements)


def _container(element: Element, reader: Reader) -> Markup:
    kind = element["type"]
    if kind == "rich_text_list":
        return _list(element, reader)
    words = _inline(element.get("elements", []), reader)
    if kind == "rich_text_preformatted":
        return Markup("<pre><code>{}</code></pre>").format(words)
    if kind == "rich_text_quote":
        return Markup('<blockquote class="rich">{}</blockquote>').format(words)
    return Markup('<div class="rich">{}</div>').format(words)


def _list(element: Element, reader: Reader) -> Markup:
    items = Markup("").join(
        Markup('<li><span class="rich">{}</span></li>').format(
            _inline(item.get("elements", []), reader)
        )
        for item in element.get("elements", [])
    )
    look = f"list-{min(element.get('indent', 0), 8)}{' list-border' * bool(element.get('border'))}"
    if element.get("style") == "ordered":
        start = element.get("offset", 0) + 1
        return Markup('<ol class="{}" start="{}">{}</ol>').format(look, start, items)
    return Markup('<ul class="{}">{}</ul>').format(look, items)


def _inline(elements: Sequence[Element], reader: Reader) -> Markup:
    return Markup("").join(_styled(element, reader) for element in elements)


def _styled(element: Element, reader: Reader) -> Markup:
    render = _ELEMENTS.get(element["type"])
    words = render(element, reader) if render else escape(element.get("text", ""))
    for style, markup in _STYLES.items():
        if element.get("style", {}).get(style):
            words = markup.format(words)
    return words


def _date(element: Element, reader: Reader) -> Markup:
    return mrkdwn.date(
        str(element["timestamp"]),
        element.get("format", "{date}"),
        element.get("fallback", ""),
        reader,
        element.get("url", ""),
    )


def _emoji(element: Element, _reader: Reader) -> Markup:
    try:
        shown = "".join(chr(int(code, 16)) for code in element["unicode"].split("-"))
    except (KeyError, ValueError, OverflowError):
        shown = emoji(element.get("name", ""))
    return Markup('<span class="emoji">{}</span>').format(shown)


_ELEMENTS: dict[str, Callable[[Element, Reader], Markup]] = {
    "text": lambda it, _: escape(it.get("text", "")),
    "link": lambda it, _: mrkdwn.link(it.get("url", ""), it.get("text") or it.get("url", "")),
    "user": lambda it, reader: mrkdwn.user_mention(it.get("user_id", ""), reader),
    "usergroup": lambda *_: Markup('<span class="mention">@group</span>'),
    "channel": lambda it, reader: mrkdwn.channel_mention(it.get("channel_id", ""), reader),
    "broadcast": lambda it, _: mrkdwn.broadcast(it.get("range", "here")),
    "emoji": _emoji,
    "date": _date,
    "color": lambda it, _: Markup("<code>{}</code>").format(it.get("value", "")),
}
