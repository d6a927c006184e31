"""Slack's mrkdwn to safe HTML: links, mentions, dates, styles, code and quotes."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from markupsafe import Markup, escape

from bot.sandbox.rendering.dates import format_date
from bot.sandbox.rendering.emoji import EMOJI
from bot.sandbox.rendering.reader import Reader

SAFE_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_STYLES = {
    "*": Markup("<strong>{}</strong>"),
    "_": Markup("<em>{}</em>"),
    "~": Markup("<s>{}</s>"),
}
_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
# Atomic groups keep a token such as a link whole, and the search linear, whatever stands in it.
_INLINE = re.compile(
    r"""
      `(?P<code>[^`\n]+)`
    | <(?P<angle>[^<>\n]+)>
    | (?<![\w*_~])(?P<mark>[*_~])(?=[^\s*_~]|[*_~][^\s])
        (?P<inner>(?>`[^`\n]+`|<[^<>\n]*>|[^\n]){1,2000}?)
      (?<!\s)(?P=mark)(?!\w)
    | :(?P<emoji>[a-z0-9_+-]+):
    | (?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)"'*_~])
    """,
    re.VERBOSE,
)
_ANGLE = re.compile(r"<([^<>\n]+)>")


def decode(text: str) -> str:
    """Turn the three entities Slack knows back into characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Render a mrkdwn text with its line breaks, quotes and code blocks."""
    parts: list[Markup] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts.append(_lines(text[at : fence.start()].rstrip("\n"), reader))
        parts.append(Markup("<pre><code>{}</code></pre>").format(_verbatim(fence[1])))
        at = fence.end() + (text[fence.end() : fence.end() + 1] == "\n")
    parts.append(_lines(text[at:], reader))
    return Markup("").join(parts)


def link(url: str, label: str | Markup) -> Markup:
    """A link that opens in its own tab; an address of an unsafe kind stays words."""
    url = url.strip()
    if not url.lower().startswith(SAFE_SCHEMES):
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        url, label
    )


def user_mention(user: str, reader: Reader, label: str | None = None) -> Markup:
    """A person's name as a mention; the reader's own is marked."""
    kind = "mention mention-me" if user == reader.id else "mention"
    name = reader.people.get(user) or label or "someone"
    return Markup('<span class="{}">@{}</span>').format(kind, name)


def channel_mention(channel: str, reader: Reader, label: str | None = None) -> Markup:
    """A channel's name, linked when the reader can open it."""
    if channel not in reader.channels:
        return Markup('<span class="mention">#{}</span>').format(label or "private channel")
    address = f"{reader.channel_address}{channel}"
    return Markup('<a class="mention" href="{}">#{}</a>').format(address, reader.channels[channel])


def broadcast(kind: str) -> Markup:
    """A mention of everybody here, in the channel or in the workspace."""
    return Markup('<span class="mention mention-me">@{}</span>').format(kind)


def date(epoch: str, pattern: str, fallback: str, reader: Reader, url: str = "") -> Markup:
    """A moment in the reader's own time zone."""
    words = format_date(int(epoch), pattern, reader) if epoch.isdecimal() else None
    if words is None:
        return escape(fallback)
    machine = datetime.fromtimestamp(int(epoch), tz=UTC).isoformat()
    shown = Markup('<time datetime="{}">{}</time>').format(machine, words)
    return link(url, shown) if url else shown


def inline(text: str, reader: Reader) -> Markup:
    """Render one line's links, mentions, styles and emoji."""
    parts: list[Markup] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(decode(text[at : found.start()])))
        parts.append(_token(found, reader))
        at = found.end()
    parts.append(escape(decode(text[at:])))
    return Markup("").join(parts)


def _token(found: re.Match[str], reader: Reader) -> Markup:
    if found["code"]:
        return Markup("<code>{}</code>").format(_verbatim(found["code"]))
    if found["angle"]:
        return _angle(found["angle"], reader)
    if found["mark"]:
        return _STYLES[found["mark"]].format(inline(found["inner"], reader))
    if found["emoji"]:
        if found["emoji"] not in EMOJI:
            return escape(found[0])
        return Markup('<span class="emoji" title=":{0}:">{1}</span>').format(
            found["emoji"], EMOJI[found["emoji"]]
        )
    return link(decode(found["url"]), decode(found["url"]))


def _angle(body: str, reader: Reader) -> Markup:
    """What stands between < and >: a mention, a date or a link."""
    target, _, label = body.partition("|")
    words = decode(label)
    if target.startswith("@"):
        return user_mention(target[1:], reader, words)
    if target.startswith("#"):
        return channel_mention(target[1:], reader, words)
    if target.startswith("!"):
        return _special(target[1:], words, reader)
    url = decode(target)
    if not url.lower().startswith(SAFE_SCHEMES):
        return escape(decode(f"<{body}>"))
    return link(url, words or url.removeprefix("mailto:"))


def _special(target: str, words: str, reader: Reader) -> Markup:
    if target in ("here", "channel", "everyone"):
        return broadcast(target)
    if target.startswith("date^"):
        _, epoch, pattern, url = (*target.split("^", 3), "", "")[:4]
        return date(epoch, pattern, words, reader, decode(url))
    if target.startswith("subteam^"):
        return Markup('<span class="mention">{}</span>').format(words or "@group")
    return escape(words or target)


def _verbatim(text: str) -> Markup:
    def shown(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        return label or target

    return escape(decode(_ANGLE.sub(shown, text)))


def _lines(text: str, reader: Reader) -> Markup:
    """Lines of text with quotes set apart."""
    if not text:
        return Markup("")
    parts: list[Markup] = []
    plain: list[Markup] = []
    quoted: list[Markup] = []

    def flush() -> None:
        if quoted:
            parts.append(Markup("<blockquote>{}</blockquote>").format(_joined(quoted)))
            quoted.clear()
        if plain:
            parts.append(_joined(plain))
            plain.clear()

    everything = False
    for line in text.split("\n"):
        rest = re.match(r"(?:&gt;|>){3} ?", line)
        one = re.match(r"(?:&gt;|>) ?", line)
        everything = everything or bool(rest)
        if everything or one:
            if plain:
                flush()
            start = rest.end() if rest else one.end() if one and not everything else 0
            quoted.append(inline(line[start:], reader))
        else:
            if quoted:
                flush()
            plain.append(inline(line, reader))
    flush()
    return Markup("").join(parts)


def _joined(lines: list[Markup]) -> Markup:
    return Markup("<br>").join(lines)
