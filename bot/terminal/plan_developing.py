"""Step 2 in a terminal: the goal part by part, drivers, change ideas, the theory of action."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.planning.suggestions import Suggestion, suggest
from bot.terminal import plan_text
from bot.terminal.console import is_word, wrapped
from bot.terminal.plan_walk import Walk
from conversations.database import new_id
from conversations.exports.legible import one_line
from conversations.planning import chain
from conversations.planning.developing import (
    DriverAdded,
    GoalSet,
    IdeaAdded,
    IdeaWeighed,
    TheoryWritten,
)
from conversations.planning.model import HIGH, LOW, Cause, Driver, Goal, Plan
from conversations.planning.wording import goal_sentence, theory_of_action

_MOST_SUGGESTED = 5
_ASKED = {
    "what": ("What will be different?", "Such as: more families come to conferences"),
    "for_whom": ("For whom?", "Such as: newcomers in grades 6 to 8"),
    "how_much": ("By how much?", "Such as: from 9 of 20 to 16 of 20"),
    "by_when": ("By when?", "A day, such as “June 11” or “the end of the year”"),
    "serves": ("Which goal of your school or district does it serve?", "Enter if you know none."),
}
_PARTS = {"what": "what", "whom": "for_whom", "much": "how_much", "when": "by_when"}
_PART = re.compile(r"(what|whom|much|when|serves)", re.IGNORECASE)
_CHANGE_GOAL = "Enter goes on. “what”, “whom”, “much”, “when” and “serves” change a part of it."
_IDEAS = (
    "Type an idea of your own; or a suggestion's number to take it as it is; or “2: …” to take it "
    "in your own words. Enter goes on."
)
_WEIGH = "How much would it do, and how easy is it? From 1 (low) to 3 (high), such as 3 2."
_DIGITS = re.compile(r"\d+")
_TAKEN = re.compile(r"(\d{1,2})\s*(?:[:.)–—-]\s*(.+))?")


def goal(walk: Walk) -> None:
    """Ask for each part of the goal that is not said yet, then let parts be changed."""
    for part in _ASKED:
        known = walk.plan.goal
        if part != "what" and known is None:
            return
        if not (known and getattr(known, part)):
            _ask_part(walk, part)
    while known := walk.plan.goal:
        walk.asks(goal_sentence(known), _CHANGE_GOAL)
        text = walk.words(command=_PART)
        if not text:
            return
        if _PART.fullmatch(text):
            part = text.casefold()
            _ask_part(walk, _PARTS.get(part, part))
        else:
            walk.hears(text)


def drivers(walk: Walk) -> None:
    """Ask for drivers of the root causes that have none, then show all."""
    for cause in _waiting(walk.plan):
        walk.asks(
            f"What would have to change, so that this is no longer true: {cause.text}",
            "One line for each driver. Enter goes on.",
        )
        _take_drivers(walk, cause)
    if walk.plan.drivers:
        walk.chooses(
            lambda: _list_drivers(walk),
            "Another line is another driver; “under 1” adds what number 1 needs, “drop 1” takes it "
            "out. Enter goes on.",
            {
                "under": lambda place: _add_under(walk, _drivers(walk.plan)[place]),
                "drop": lambda place: walk.drops(_drivers(walk.plan)[place].id),
            },
            lambda text: _add_driver(walk, text),
        )
    elif not walk.plan.causes:
        walk.waits("A driver answers a cause, and there is none yet.")


def ideas(walk: Walk) -> None:
    """Suggest change ideas for the drivers that have none, then show all."""
    for driver in _drivers(walk.plan):
        plan = walk.plan
        if not chain.ideas_of(plan, driver.id) and not chain.secondary(plan, driver.id):
            _take_ideas(walk, driver)
    if walk.plan.drivers:
        walk.chooses(
            lambda: _list_ideas(walk),
            "“more 1” adds to driver 1; “weigh 1” weighs idea 1, “drop 1” takes it out. Enter goes "
            "on.",
            {
                "more": lambda place: _more(walk, place),
                "weigh": lambda place: _on_idea(walk, place, weigh=True),
                "drop": lambda place: _on_idea(walk, place, weigh=False),
            },
        )
    else:
        walk.waits("A change idea belongs to a driver, and there is none yet.")


def theory(walk: Walk) -> None:
    """Show the theory of action, composed from the chain or as it was written."""
    said = theory_of_action(walk.plan)
    if not said:
        walk.waits("The theory of action is composed once there are a goal and a driver.")
        return
    walk.asks(said, "Enter leaves it so; or say it in your own words. “compose” composes it anew.")
    while text := walk.words(command=re.compile("compose", re.IGNORECASE)):
        composed = is_word(text, "compose")
        if walk.saves(TheoryWritten("" if composed else text)):
            if composed:
                walk.asks(theory_of_action(walk.plan))
            return


def _ask_part(walk: Walk, part: str) -> None:
    walk.asks(*_ASKED[part])
    known = walk.plan.goal or Goal("")
    if part == "by_when":
        _ask_day(walk, known)
        return
    while text := walk.words():
        # With the goal itself its day may be said too.
        if walk.hears(text) if part == "what" else walk.saves(GoalSet(_with(known, part, text))):
            return


def _ask_day(walk: Walk, known: Goal) -> None:
    while found := walk.day():
        if walk.saves(GoalSet(replace(known, by_when=found.day))):
            return


def _with(known: Goal, part: str, text: str) -> Goal:
    said: dict[str, Any] = {part: text}
    return replace(known, **said)


def _waiting(plan: Plan) -> list[Cause]:
    """Return the root causes that no driver answers; any cause while no root cause is chosen."""
    answered = {cause for driver in plan.drivers.values() for cause in driver.causes}
    causes = plan.roots or (() if plan.drivers else tuple(plan.causes.values()))
    return [cause for cause in causes if cause.id not in answered]


def _take_drivers(walk: Walk, cause: Cause) -> None:
    while text := walk.words("driver > "):
        walk.saves(DriverAdded(new_id(), text, (cause.id,)))


def _add_driver(walk: Walk, text: str) -> None:
    causes = list(walk.plan.roots or walk.plan.causes.values())
    place = 1
    if len(causes) > 1:
        walk.lists("Which cause does it answer?", [cause.text for cause in causes])
        said = walk.ask("cause > ")
        place = int(said) if said and said.isdecimal() else 0
    if 0 < place <= len(causes):
        walk.saves(DriverAdded(new_id(), text, (causes[place - 1].id,)))
    else:
        walk.tell("I have not added it: please type it again, then a cause's number.")


def _add_under(walk: Walk, above: Driver) -> None:
    if above.under:
        walk.tell("That one stands under another already. Please choose the one above.")
        return
    walk.asks(f"What does “{above.text}” need?", "One line for each. Enter goes on.")
    while text := walk.words("driver > "):
        walk.saves(DriverAdded(new_id(), text, under=above.id))


def _list_drivers(walk: Walk) -> int:
    plan = walk.plan
    shown = _drivers(plan)
    said = []
    for driver in shown:
        causes = "; ".join(plan.causes[cause].text for cause in driver.causes)
        under = f"under “{plan.drivers[driver.under].text}”" if driver.under else ""
        about = under or f"answers: {causes}"
        said.append(f"{driver.text} ({about})")
    walk.lists("Drivers", said)
    return len(shown)


def _drivers(plan: Plan) -> list[Driver]:
    """Return all drivers, each primary one before its secondary ones."""
    return [d for one in chain.primary(plan) for d in (one, *chain.secondary(plan, one.id))]


def _take_ideas(walk: Walk, driver: Driver) -> None:
    suggested = suggest(walk.services, walk.plan, driver, _MOST_SUGGESTED)
    walk.asks(f"What could you try for: {driver.text}")
    _show_suggestions(walk, suggested)
    walk.console.say("\n".join(plan_text.dim(_IDEAS, walk.console.width)))
    while text := walk.words("idea > ", _TAKEN):
        taken = _TAKEN.fullmatch(text)
        if taken and not 0 < int(taken[1]) <= len(suggested):
            walk.tell("There is no suggestion of that number.")
            continue
        chosen = suggested[int(taken[1]) - 1] if taken else None
        said = text if taken is None or chosen is None else taken[2] or chosen.idea
        idea = IdeaAdded(new_id(), driver.id, said, chosen.source if chosen else None)
        if walk.saves(idea):
            _weigh(walk, idea.id)


def _show_suggestions(walk: Walk, suggested: Sequence[Suggestion]) -> None:
    width = walk.console.width
    lines = []
    for place, one in enumerate(suggested, start=1):
        lines += wrapped(one_line(one.idea), width, f"{place:>4}  ", " " * 6)
        if one.text != one.idea:
            lines += plan_text.dim_at(one_line(one.text, 300), width, " " * 6)
        lines += plan_text.dim_at(one.source.locator, width, " " * 6)
    walk.console.say("\n".join(lines))


def _list_ideas(walk: Walk) -> int:
    plan = walk.plan
    place, count, lines = 0, 0, plan_text.heading("Drivers and their change ideas")
    width = walk.console.width
    for driver in _drivers(plan):
        count += 1
        lines += wrapped(one_line(driver.text), width, f"{count:>4}  ", " " * 6)
        for idea in chain.ideas_of(plan, driver.id):
            place += 1
            weights = (("impact", idea.impact), ("ease", idea.ease))
            said = ", ".join(f"{name} {value}" for name, value in weights if value)
            more = f" [{said}]" if said else ""
            lines += wrapped(
                f"{one_line(idea.text)}{more}", width, f"       idea {place}: ", " " * 9
            )
    walk.console.say("\n".join(lines))
    return max(place, count)


def _more(walk: Walk, place: int) -> None:
    found = _drivers(walk.plan)
    if place < len(found):
        _take_ideas(walk, found[place])
    else:
        walk.tell(f"There is no driver {place + 1}.")


def _on_idea(walk: Walk, place: int, *, weigh: bool) -> None:
    plan = walk.plan
    found = [idea for driver in _drivers(plan) for idea in chain.ideas_of(plan, driver.id)]
    if place >= len(found):
        walk.tell(f"There is no idea {place + 1}.")
    elif weigh:
        _weigh(walk, found[place].id)
    else:
        walk.drops(found[place].id)


def _weigh(walk: Walk, idea: str) -> None:
    walk.tell(_WEIGH)
    while text := walk.ask("impact ease > "):
        weights = [int(number) for number in _DIGITS.findall(text)]
        if len(weights) == 2 and all(LOW <= weight <= HIGH for weight in weights):
            walk.saves(IdeaWeighed(idea, *weights))
            return
        walk.tell("Two numbers from 1 to 3, such as 3 2. Enter leaves it open.")
