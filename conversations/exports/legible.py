"""Typed words as a file may hold them."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAK = re.compile("\r\n?|\x85|\u2028|\u2029")
_RUN_AS_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def legible(text: str) -> str:
    """Return words without what cannot be seen, would turn them round, or breaks a document."""
    return _BREAK.sub("\n", _UNSEEN.sub("", text))


def one_line(text: str, most: int | None = None) -> str:
    """Return legible words in one line, cut to a length with an ellipsis where one is given."""
    line = " ".join(legible(text).split())
    return line if most is None or len(line) <= most else f"{line[: most - 1].rstrip()}…"


def defused(text: str) -> str:
    """Return legible words for a spreadsheet: what it would run as a formula has an apostrophe."""
    words = legible(text).strip()
    return f"'{words}" if words.startswith(_RUN_AS_FORMULAS) else words
