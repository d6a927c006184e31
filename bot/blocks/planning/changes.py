"""Before and after in mrkdwn: what is new is said, what changes is said with what it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.blocks.text import escape, shorten

_LONGEST = 300


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Return typed words in quotation marks, in one line; empty for none."""
    line = " ".join(text.split())
    return f"“{escape(shorten(line, longest))}”" if line else ""


def in_other_words(before: str, after: str) -> str:
    """Return typed words with those that stood before them."""
    return between(quoted(before), quoted(after))


def between(before: str, after: str) -> str:
    """Return what is, after what was; either may be empty, both are mrkdwn."""
    if not before or before == after:
        return after
    return f"{before} → {after or 'nothing'}"


def listed(heading: str, parts: Iterable[tuple[str, str, str]]) -> str:
    """Return what changes of something, a line for each: its name, what it was and what it is.

    Where nothing changes (any more), what it is.
    """
    parts = tuple(parts)
    changed = [part for part in parts if part[1] != part[2]]
    lines = [
        f"•  {name}: {between(before, after)}"
        for name, before, after in changed or parts
        if before or after
    ]
    return "\n".join((heading, *lines))


def joined(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence, such as "one, another and a third"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
