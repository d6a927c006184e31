"""Which change ideas come first: by impact and ease, as the team has weighed them."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.planning.model import HIGH, LOW, Idea


def in_order(ideas: Iterable[Idea]) -> list[Idea]:
    """Return ideas by impact and ease added up, what is equal by impact; unweighed ones last.

    A weight that is still open counts as none, so that what was weighed whole comes first.
    """
    return sorted(ideas, key=lambda i: (-((i.impact or 0) + (i.ease or 0)), -(i.impact or 0)))


def is_quick_win(idea: Idea) -> bool:
    """Tell whether an idea is easy and does more than a little: try it first."""
    return idea.ease == HIGH and (idea.impact or LOW) > LOW
