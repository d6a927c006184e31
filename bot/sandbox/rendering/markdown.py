"""The standard Markdown of a `markdown` block to safe HTML: the parts a message needs."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from bot.sandbox.rendering.mrkdwn import link

_INLINE = re.compile(
    r"""
      `(?P<code>[^`\n]+)`
    | !?\[(?P<label>[^\[\]\n]*)\]\((?P<url>[^()\s]+)\)
    | (?P<strong>\*\*|__)(?=\S)(?P<bold>[^\n]{1,2000}?)(?<=\S)(?P=strong)
    | ~~(?=\S)(?P<strike>[^\n]{1,2000}?)(?<=\S)~~
    | (?<!\w)(?P<em>[*_])(?=[^\s*_])(?P<italic>[^\n]{1,2000}?)(?<=\S)(?P=em)(?!\w)
    | \\(?P<literal>[\\`*_~\[\]()#>+.!-])
    | (?P<bare>https?://[^\s<>]*[^\s<>.,;:!?)"'*_~])
    """,
    re.VERBOSE,
)
_STYLES = {
    "bold": Markup("<strong>{}</strong>"),
    "strike": Markup("<s>{}</s>"),
    "italic": Markup("<em>{}</em>"),
}
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*$")


def markdown(text: str) -> Markup:
    """Render headings, paragraphs, lists, quotes, code, rules, links and emphasis."""
    parts: list[Markup] = []
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith("```"):
            end = next(
                (n for n in range(at + 1, len(lines)) if lines[n].strip() == "```"), len(lines)
            )
            code = "\n".join(lines[at + 1 : end])
            parts.append(Markup("<pre><code>{}</code></pre>").format(code))
            at = end + 1
            continue
        end = at
        if heading := _HEADING.match(line):
            size = len(heading[1])
            parts.append(
                Markup(
                    '<p class="md-heading md-heading-{}" role="heading" aria-level="{}">{}</p>'
                ).format(min(size, 3), min(size + 2, 6), _inline(heading[2]))
            )
        elif _RULE.match(line):
            parts.append(Markup("<hr>"))
        elif _BULLET.match(line):
            end = _while(lines, at, _same_list(line))
            parts.append(_list(lines[at : end + 1]))
        elif line.startswith(">"):
            end = _while(lines, at, lambda it: it.startswith(">"))
            inner = "\n".join(it[1:].removeprefix(" ") for it in lines[at : end + 1])
            parts.append(Markup("<blockquote>{}</blockquote>").format(markdown(inner)))
        elif line.strip():
            end = _while(lines, at, _is_text)
            words = [_inline(it.strip()) for it in lines[at : end + 1]]
            parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(words)))
        at = end + 1
    return Markup("").join(parts)


def _while(lines: list[str], at: int, belongs: Callable[[str], bool]) -> int:
    """The last line from ``at`` on that still belongs."""
    end = at
    while end + 1 < len(lines) and belongs(lines[end + 1]):
        end += 1
    return end


def _same_list(first: str) -> Callable[[str], bool]:
    """Whether a line goes on with the list: deeper, or with the same kind of mark."""
    start = _BULLET.match(first)

    def belongs(line: str) -> bool:
        found = _BULLET.match(line)
        if not start or not found:
            return False
        return len(found[1]) > len(start[1]) + 1 or bool(found[3]) == bool(start[3])

    return belongs


def _is_text(line: str) -> bool:
    starts = line.startswith((">", "```"))
    return bool(line.strip()) and not (
        starts or _HEADING.match(line) or _RULE.match(line) or _BULLET.match(line)
    )


def _list(lines: list[str]) -> Markup:
    """A list; deeper lines become a list inside the item above them."""
    first = _BULLET.match(lines[0])
    indent = len(first[1]) if first else 0
    groups: list[tuple[str, list[str]]] = []
    for line in lines:
        found = _BULLET.match(line)
        if not found:
            continue
        if len(found[1]) > indent + 1 and groups:
            groups[-1][1].append(line)
        else:
            groups.append((found[4], []))
    items = Markup("").join(
        Markup("<li>{}{}</li>").format(_inline(words), _list(deeper) if deeper else "")
        for words, deeper in groups
    )
    if first and first[3]:
        return Markup('<ol start="{}">{}</ol>').format(int(first[3]), items)
    return Markup("<ul>{}</ul>").format(items)


def _inline(text: str) -> Markup:
    parts: list[Markup] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(_token(found))
        at = found.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _token(found: re.Match[str]) -> Markup:
    if found["code"]:
        return Markup("<code>{}</code>").format(found["code"])
    for name, markup in _STYLES.items():
        if found[name]:
            return markup.format(_inline(found[name]))
    url = found["url"] or found["bare"]
    return link(url, found["label"] or url) if url else escape(found["literal"])
