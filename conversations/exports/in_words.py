"""What a diagram says, in words, for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LONGEST_WORDS = 2_000
"""Characters of what may stand for a picture where it is not seen."""

_REST = " The document has the rest."

Group = tuple[str, Sequence[str]]
"""A name and the entries under it."""


def tell(summary: str, in_full: Sequence[Group], in_brief: Sequence[Group]) -> str:
    """Return the summary and all entries, in brief where there is no room for them in full.

    Where that is too long as well, as many whole ones as there is room for.
    """
    for groups in (in_full, in_brief):
        whole = summary + "".join(f" {_sentence(*group)}" for group in groups)
        if len(whole) <= LONGEST_WORDS:
            return whole
    said = summary
    for longer in _ever_longer(summary, groups):
        if len(longer) + len(_REST) > LONGEST_WORDS:
            break
        said = longer
    return said + _REST


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _sentence(name: str, entries: Sequence[str]) -> str:
    return f"{name}: {'; '.join(entries) or 'nothing yet'}."


def _ever_longer(said: str, groups: Iterable[Group]) -> Iterable[str]:
    for name, entries in groups:
        for end in range(1, len(entries) + 1):
            yield f"{said} {_sentence(name, entries[:end])}"
        said = f"{said} {_sentence(name, entries)}"
        yield said
