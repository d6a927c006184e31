"""Causes as lines of text: bone by bone, the answers to "why?" indented under their cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks.text import escape, shorten
from conversations.planning import chain
from conversations.planning.model import Cause, Plan, is_known

_WIDTHS = (300, 150, 90, 60)
_ROOM, _ROOM_ON_A_BONE = 6_500, 2_700
"""Characters that the causes may take on a card, and on one bone of it."""
_MOST_LINES = 72

_DEEPER = "\u2003"


def on_bone(plan: Plan, bone: str) -> list[tuple[int, Cause]]:
    """Return the causes on a bone, each followed by its whys, with how deep they stand."""
    tops = (c for c in plan.causes.values() if c.bone == bone and c.under is None)
    return [one for top in tops for one in _with_whys(plan, top, 0)]


def under(plan: Plan, cause_id: str) -> list[tuple[int, Cause]]:
    """Return the whys under a cause, with how deep they stand there."""
    whys = chain.whys(plan, cause_id)
    return [one for why in whys for one in _with_whys(plan, why, 0)]


def above(plan: Plan, cause_id: str) -> list[Cause]:
    """Return the causes above one, from the bone down, and itself at the end."""
    cause: Cause | None = plan.causes[cause_id]
    found: list[Cause] = []
    while cause is not None:
        found.insert(0, cause)
        cause = plan.causes[cause.under] if cause.under else None
    return found


def by_bone(plan: Plan) -> dict[str, str]:
    """Return the text of each bone that has causes, such that all of them fit on one card."""
    bones = {bone: causes for bone in plan.bones if (causes := on_bone(plan, bone))}
    for width in _WIDTHS:
        texts = {bone: _text(causes, width) for bone, causes in bones.items()}
        lengths = [len(text) for text in texts.values()]
        if sum(lengths) <= _ROOM and max(lengths, default=0) <= _ROOM_ON_A_BONE:
            return texts
    return {
        bone: _text(causes, _WIDTHS[-1], most=max(3, _MOST_LINES // len(bones)))
        for bone, causes in bones.items()
    }


def line(cause: Cause, depth: int = 0, width: int = 300) -> str:
    """Return a cause as a line of a list."""
    sign = "•" if depth == 0 else _DEEPER * depth + "↳"
    root = "  ·  *root cause*" if cause.is_root else ""
    return f"{sign} {escape(shorten(cause.text, width))}{root}"


def told(causes: Sequence[Cause], width: int = 150) -> str:
    """Return a line of whys as it was told, from the bone down."""
    return "\n".join(line(cause, depth, width) for depth, cause in enumerate(causes))


def known_marks(cause: Cause) -> tuple[str, ...]:
    """Return who takes a cause for a root cause and has not been forgotten."""
    return tuple(filter(is_known, cause.marks))


def _with_whys(plan: Plan, cause: Cause, depth: int) -> Iterator[tuple[int, Cause]]:
    yield depth, cause
    for why in chain.whys(plan, cause.id):
        yield from _with_whys(plan, why, depth + 1)


def _text(causes: list[tuple[int, Cause]], width: int, *, most: int | None = None) -> str:
    shown = causes if most is None else causes[:most]
    lines = [line(cause, depth, width) for depth, cause in shown]
    if len(causes) > len(shown):
        lines.append(f"… and {len(causes) - len(shown)} more")
    return "\n".join(lines)
