"""What is typed on the way from the goal to the theory of action: a first word may say what it is.

"Driver: …" is a driver at any of these stages; without such a word it is what the stage asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.planning.hearing import goal, links, theory
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.model import Stage

_LEAD = re.compile(
    r"\s*(?:(?:our|the|my|a|another|new|one)\s+)?(?:change\s+)?"
    r"(?P<goal>goal)s?(?:\s+is(?:\s+that)?|\s*[:–—]|\s+-)\s+"
    r"|\s*(?:(?:our|the|my|a|another|new|one)\s+)?(?:(?:primary|secondary|key)\s+)?"
    r"(?P<driver>driver)s?(?:\s*[:–—]|\s+-)\s+"
    r"|\s*(?:(?:our|the|my|an|another|new|one)\s+)?(?:change\s+)?"
    r"(?P<idea>idea)s?(?:\s*[:–—]|\s+-)\s+"
    r"|\s*(?:(?:our|the)\s+)?(?P<theory>theory(?:\s+of\s+action)?)(?:\s*[:–—]|\s+-)\s+",
    re.IGNORECASE,
)
_ASKED_FOR: Mapping[Stage, str] = {
    "goal": "goal",
    "drivers": "driver",
    "ideas": "idea",
    "theory": "theory",
}
_SAID: Mapping[str, Callable[[Typed, str], Heard]] = {
    "goal": goal.set_goal,
    "driver": links.add_drivers,
    "idea": links.add_ideas,
    "theory": theory.write_theory,
}


def read(typed: Typed) -> Heard | None:
    """Return what typed words mean here; colleagues talk to each other unnoticed.

    Words are for the bot that name it or begin with what they are, such as "Idea: …".
    """
    lead = _LEAD.match(typed.words)
    if lead and lead.lastgroup:
        return _SAID[lead.lastgroup](typed, typed.words[lead.end() :])
    if not typed.named:
        return None
    return _SAID[_ASKED_FOR[typed.plan.stage]](typed, typed.words)
