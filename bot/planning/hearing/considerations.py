"""What else is to be thought of, typed: "Cost: two interpreters for six evenings"."""

from __future__ import annotations

import re

from bot.blocks.notes import note
from bot.blocks.planning.labels import HEADINGS
from bot.blocks.text import escape
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.acting import Considered
from conversations.planning.model import Heading

_NAMES: dict[str, Heading] = {
    "cost": "cost",
    "costs": "cost",
    "budget": "cost",
    "schedule": "schedule",
    "professional learning": "learning",
    "professional development": "learning",
    "pd": "learning",
    "families": "families",
}
_LINE = re.compile(
    rf"[-*•]? ?(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))}) ?[:–—] ?(?P<said>.+)",
    re.IGNORECASE,
)


def read(typed: Typed) -> Heard | None:
    """Return what lines say that begin with what they are about; they add to what is there."""
    said = dict(typed.plan.considerations)
    heard = list[Heading]()
    for line in typed.words.splitlines():
        if match := _LINE.fullmatch(line):
            heading = _NAMES[match["name"].lower()]
            lines = said.get(heading, "").splitlines()
            # The same words once more, such as from another attempt, are there already.
            said[heading] = "\n".join(dict.fromkeys((*lines, match["said"])))
            heard.append(heading)
    if not heard:
        return None
    events = tuple(Considered(heading, said[heading]) for heading in dict.fromkeys(heard))
    told = "\n".join(f"*{HEADINGS[event.heading]}*: {escape(event.text)}" for event in events)
    return Heard(events, lambda shown, taken: note(told))
