"""Step 1 in a terminal: the problem, its causes with "why?", the root causes and their data."""

from __future__ import annotations

import re

from bot.terminal import plan_text
from bot.terminal.console import wrapped
from bot.terminal.here import HERE
from bot.terminal.plan_walk import Walk
from conversations.database import new_id
from conversations.exports.legible import one_line
from conversations.planning import chain
from conversations.planning.exploring import (
    CauseAdded,
    CauseMoved,
    DatumAdded,
    Framed,
    Rooted,
)
from conversations.planning.model import Cause, Datum, Plan
from conversations.planning.wording import proposed_problem

_CAUSES = (
    "Type what may be behind the problem, one or several, with semicolons between. “why 2” asks "
    "what is behind number 2, “move 2” puts it on another bone, “drop 2” takes it out. Enter when "
    "you have enough for now."
)
_SHOWN_BY = "Where does it show? A source and its date, such as “ACCESS results, May 2026”."


def problem(walk: Walk) -> None:
    """Let the problem be said, or the proposed words be taken."""
    plan = walk.plan
    # What nobody has rated is no problem yet: then the person says it.
    proposed = proposed_problem(origin for origin in plan.origins if origin.agreed)
    if plan.problem:
        walk.asks(f"You said: {plan.problem}", "Enter leaves it so; or say it in other words.")
    elif proposed:
        walk.asks(f"How about this? {proposed}", "Enter takes it; or say it in your own words.")
    else:
        walk.asks(
            "What is not working yet, and for whom?", "A sentence or two; no students' names."
        )
    while (text := walk.words()) is not None:
        if not text and (plan.problem or not proposed):
            return
        if walk.saves(Framed(text or proposed)):
            return


def causes(walk: Walk) -> None:
    """Collect causes, and ask why."""
    walk.chooses(
        lambda: _list_causes(walk),
        _CAUSES,
        {
            "why": lambda place: _ask_why(walk, _numbered(walk.plan)[place]),
            "move": lambda place: _move(walk, _numbered(walk.plan)[place]),
            "drop": lambda place: walk.drops(_numbered(walk.plan)[place].id),
        },
        lambda text: _add(walk, text),
    )


def roots(walk: Walk) -> None:
    """Let root causes be chosen, and backed by data."""
    if not walk.plan.causes:
        walk.waits("There are no causes to choose among yet.")
    elif _choose_roots(walk):
        for cause in walk.plan.roots:
            if not cause.data:
                _back_by_data(walk, cause)


def _choose_roots(walk: Walk) -> bool:
    """Let root causes be chosen; return False where the step is skipped."""
    while True:
        count = _list_causes(walk)
        walk.asks(
            "Which would make the problem go away, once they are removed?",
            "Their numbers, such as 2 5. Enter leaves it as it is.",
        )
        text = walk.ask()
        if not text:
            return text is not None
        places = [int(number) for number in re.findall(r"\d{1,3}", text)]
        if places and all(0 < place <= count for place in places):
            listed = list(enumerate(_numbered(walk.plan), start=1))
            return walk.saves(*(Rooted(cause.id, place in places) for place, cause in listed))
        walk.tell(f"Please type numbers from 1 to {count}.")


def _back_by_data(walk: Walk, cause: Cause) -> None:
    walk.asks(f"What shows “{cause.text}”?", f"{_SHOWN_BY} Enter leaves it open.")
    while text := walk.words("source > "):
        source, _, day = text.rpartition(",") if "," in text else (text, "", "")
        figure = walk.words("figure > ")
        if not figure or walk.saves(
            DatumAdded(cause.id, Datum(new_id(), source.strip(), day.strip(), figure))
        ):
            return


def _add(walk: Walk, text: str) -> None:
    before = walk.plan.causes.keys()
    if not walk.hears(text):
        walk.tell("That is among the causes already, or says none.")
        return
    plan = walk.plan
    for place, cause in enumerate(_numbered(plan), start=1):
        if cause.id not in before:
            walk.tell(f"{place} is on the bone “{plan.bones[cause.bone]}”.")


def _ask_why(walk: Walk, cause: Cause) -> None:
    """Ask why, and why again of each answer, until there is none."""
    while True:
        walk.asks(f"Why is it that “{cause.text}”?", "Enter: that is as far as we know.")
        text = walk.words("because > ")
        if not text:
            return
        why = CauseAdded(new_id(), cause.bone, text, cause.id, HERE.person)
        if not walk.saves(why):
            return
        cause = walk.plan.causes[why.id]


def _move(walk: Walk, cause: Cause) -> None:
    bones = walk.plan.bones
    walk.lists(f"Where does “{one_line(cause.text)}” belong?", list(bones.values()))
    text = walk.ask("bone > ")
    if text and text.isdecimal() and 0 < int(text) <= len(bones):
        walk.saves(CauseMoved(cause.id, list(bones)[int(text) - 1]))
    elif text:
        walk.tell(f"Please type a number from 1 to {len(bones)}.")


def _list_causes(walk: Walk) -> int:
    """Print the causes bone by bone, each with the number that it keeps."""
    plan = walk.plan
    numbers = {cause.id: place for place, cause in enumerate(_numbered(plan), start=1)}
    lines = plan_text.heading("The causes so far")
    for bone, name in plan.bones.items():
        on_it = [c for c in plan.causes.values() if c.bone == bone and c.under is None]
        if on_it:
            lines += wrapped(one_line(name), walk.console.width, "  ")
            for cause in on_it:
                lines += _lines(plan, cause, numbers, walk.console.width)
    walk.console.say("\n".join(lines if numbers else [*lines, "  None yet."]))
    return len(numbers)


def _lines(plan: Plan, cause: Cause, numbers: dict[str, int], width: int) -> list[str]:
    indent = "  " * chain.depth(plan, cause.id)
    root = "  [root cause]" if cause.is_root else ""
    first = f"{indent}{numbers[cause.id]:>5}  "
    lines = wrapped(f"{one_line(cause.text)}{root}", width, first, " " * len(first))
    for why in chain.whys(plan, cause.id):
        lines += _lines(plan, why, numbers, width)
    return lines


def _numbered(plan: Plan) -> list[Cause]:
    # In the order in which they came, so that a new one does not move the others.
    return list(plan.causes.values())
