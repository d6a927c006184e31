"""Change ideas for a driver out of the Blueprint, its guidance and the resources, each cited."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from bot.services import Services
from content.ids import block_of, kind_of, level_of
from conversations.planning import chain
from conversations.planning.model import Driver, Plan, Source

_NEXT_DOWN = {"district": "school", "school": "classroom"}
"""Whose work a team shapes besides its own: a school's plan says what its classrooms try."""

_DONE_BY_PEOPLE = re.compile(r"leaders/(?:strategies/\d+|know-how|actions|sel)/\d+")
"""Guidance that says what to do; overviews, challenges and headings are no change ideas."""

_SHARES = {"indicator": 1 / 2, "guidance": 1 / 3, "resource": 1 / 6}
"""What each kind takes of the suggestions, so that a team sees what the Blueprint expects, how
leaders go about it, and something to work with, though the three are worded differently."""

_WORTH_TRYING = 0.5
"""Share of the best score from which an item is suggested: of those below, for ten drivers as
schools word them, hardly one answered the driver."""

_ALL = 295
"""As many as there are items: what is no change idea is left out only afterwards."""


@dataclass(frozen=True)
class Suggestion:
    """An item of the corpus as a change idea: ``idea`` in a line, ``text`` in plain words."""

    idea: str
    text: str
    source: Source


def suggest(services: Services, plan: Plan, driver: Driver, most: int) -> tuple[Suggestion, ...]:
    """Return up to ``most`` change ideas for a driver, what the Blueprint expects first.

    They are looked for with the driver, the causes that it answers and the goal, at the level of
    the plan. The plan's level and its building blocks come in wherever they are near.
    """
    level = level_of_plan(plan)
    scored = services.engine.search(_words(plan, driver), _ALL, level=level)
    ideas = [(item_id, score) for item_id, score in scored if _is_an_idea(item_id, level)]
    worth = _WORTH_TRYING * ideas[0][1] if ideas else 0
    near = [item_id for item_id, score in ideas if score >= worth]
    chosen: list[str] = []
    for kind, share in _SHARES.items():
        found, count = [i for i in near if kind_of(i) == kind], round(most * share)
        chosen += _with_own(plan, level, found, count) if kind == "indicator" else found[:count]
    chosen += [i for i in near if i not in chosen][: most - len(chosen)]
    return tuple(suggestion(services, item_id) for item_id in chosen)


def suggestion(services: Services, item_id: str) -> Suggestion:
    """Return an item as a change idea."""
    item = services.engine.item(item_id)
    source = Source(item["id"], item["title"], item["locator"], item["url"])
    # A resource is called by its title; what it is for is what a team would do with it.
    idea = item["purpose"] if item["kind"] == "resource" else item["title"]
    return Suggestion(str(idea or item["title"]), item["text"], source)


def level_of_plan(plan: Plan) -> str | None:
    """Return the level of most of the indicators that a plan began with, None without any."""
    counted = Counter(origin.level for origin in plan.origins)
    return counted.most_common(1)[0][0] if counted else None


def _words(plan: Plan, driver: Driver) -> str:
    causes = (plan.causes[cause].text for cause in chain.answered(plan, driver))
    above = plan.drivers[driver.under].text if driver.under else ""
    goal = plan.goal.what if plan.goal else plan.problem
    return ". ".join(filter(None, (driver.text, above, *causes, goal)))


def _is_an_idea(item_id: str, level: str | None) -> bool:
    kind = kind_of(item_id)
    if kind != "indicator":
        return kind == "resource" or bool(_DONE_BY_PEOPLE.fullmatch(item_id))
    found = level_of(item_id)
    # What the state does is no school's to try; it is where nobody has said a level.
    return found != "state" if level is None else found in (level, _NEXT_DOWN.get(level))


def _with_own(plan: Plan, level: str | None, found: list[str], most: int) -> list[str]:
    """Return the best indicators, with room for what the plan began with.

    Those of the plan's blocks may take all places but one, those of its level first, and one of
    its level has a place; each only if it is among the best or those that would come next.
    """
    near = found[: 2 * most]
    blocks = {origin.block for origin in plan.origins}
    own = sorted((i for i in near if block_of(i) in blocks), key=lambda i: level_of(i) != level)
    at_level = [i for i in near if level_of(i) == level]
    chosen = list(dict.fromkeys([*own[: most - 1], *at_level[:1], *near]))[:most]
    return sorted(chosen, key=near.index)
