"""Splits what people type when they are asked for causes: one message, one or several causes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BULLET = re.compile(
    r"\s*(?:(?:>|&gt;)\s*)*(?:(?:[-*+•‣◦▪●○·–—→]|:[a-z_]*(?:diamond|dot|arrow|point)[a-z_]*:)\s+"
    r"|[•◦▪●○]\s*|\[[ xX]?\]\s+|\(?\d{1,2}[.)]\s+|\(?[a-zA-Z]\)\s+)*"
)
_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+")
_INNER_BULLET = re.compile(r"\s[•▪●]\s")
# A semicolon also ends what stands for a sign in a message ("&amp;").
_SEMICOLON = re.compile(r"(?<!&amp)(?<!&lt)(?<!&gt)(?<!&quot)(?<!&#39);")
_LEAD_IN = re.compile(
    r"(?=.*\b(?:causes?|reasons?|why|because|here|thoughts?|ideas?|list|causas?|razones|rezon|koz)\b)"
    r"[^.;]{0,80}:\s*",
    re.IGNORECASE,
)


def split_causes(message: str) -> tuple[str, ...]:
    """Return the causes in a message, in the order and the words in which they were typed.

    Lines, bullets, numbers and semicolons part causes; "and" and a full stop do not. A line that
    only announces a list ("Our causes:") is no cause, and the same words count once.
    """
    lines = [line for line in message.splitlines() if re.search(r"\w", line)]
    causes: list[str] = []
    for place, line in enumerate(lines):
        if _LEAD_IN.fullmatch(line.strip()) and place + 1 < len(lines):
            continue
        text = _BULLET.sub("", line, count=1)
        bullet = line[: len(line) - len(text)].strip()
        if causes and not bullet and _continues(line, lines[0]):
            causes[-1] += " " + text.strip()
        else:
            causes += filter(None, (part.strip() for part in _parts(text, bullet)))
    return tuple(dict.fromkeys(cause for cause in causes if re.search(r"\w", cause)))


def _continues(line: str, first: str) -> bool:
    """Tell whether a line without a bullet goes on with the one above: it is set in further."""
    return len(line) - len(line.lstrip()) >= len(first) - len(first.lstrip()) + 2


def _parts(text: str, bullet: str) -> Iterator[str]:
    for listed in _listed(text, 2 if "1" in bullet else 1):
        for bulleted in _INNER_BULLET.split(listed):
            yield from _SEMICOLON.split(bulleted)


def _listed(text: str, number: int) -> Iterator[str]:
    """Split at numbers that count up to at least 2: "1) no time 2) no books"."""
    marks = []
    for mark in _NUMBER.finditer(text):
        if int(mark[1]) == number:
            marks.append(mark)
            number += 1
    if number <= 2:
        marks = []
    start = 0
    for mark in marks:
        yield text[start : mark.start()]
        start = mark.end()
    yield text[start:]
