"""The fixed list of item ids and what an id alone tells about its item.

Every citable thing in the corpus has one id, lower-case and slash-separated, which never changes
meaning. Kind, level, source document, building block and place in the outline follow from the id,
so the data files never repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, get_args

INDICATORS_PER_LEVEL = {
    "p1/b1": 3,
    "p1/b2": 3,
    "p1/b3": 3,
    "p2/b1": 3,
    "p2/b2": 2,
    "p2/b3": 2,
    "p3/b1": 3,
    "p3/b2": 3,
    "p3/b3": 3,
    "p4/b1": 2,
    "p4/b2": 3,
    "p4/b3": 2,
}
"""How many indicators each building block has at each of the four levels (128 in all)."""

STRATEGIES_PER_AREA = (3, 3, 4, 3, 5, 4, 5)
"""How many strategies each of the seven areas of the School Leaders guide lists."""

COMPONENT_SIZES = {"mission": (2, 3), "data": (3, 3), "objectives": (4, 4), "outcomes": (1, 1)}
"""School plan component → (rubric elements, Conditions for School Effectiveness) it lists."""

Level = Literal["classroom", "school", "district", "state"]
Kind = Literal[
    "vision",
    "pillar",
    "building_block",
    "indicator",
    "guidance",
    "resource",
    "rubric",
    "condition",
    "competency",
    "plan",
    "module",
    "step",
]

LEVELS: tuple[Level, ...] = get_args(Level)
"""The four levels of the education system that the Blueprint speaks to, in its own order."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of items that ids name."""

_INDICATOR = re.compile(r"blueprint/(p\d)/(b\d)/(classroom|school|district|state)/(\d+)")
_BLOCK = re.compile(r"blueprint/p\d/b\d")


def _numbered(prefix: str, count: int) -> Iterator[str]:
    return (f"{prefix}/{n}" for n in range(1, count + 1))


def _blueprint() -> Iterator[str]:
    yield "blueprint/vision"
    for pillar in range(1, 5):
        yield f"blueprint/p{pillar}"
        for block, count in INDICATORS_PER_LEVEL.items():
            if block.startswith(f"p{pillar}/"):
                yield f"blueprint/{block}"
                for level in LEVELS:
                    yield from _numbered(f"blueprint/{block}/{level}", count)


def _leaders() -> Iterator[str]:
    yield from _numbered("leaders/know-how", 8)
    yield "leaders/overview"
    for area, count in enumerate(STRATEGIES_PER_AREA, start=1):
        yield f"leaders/strategies/{area}"
        yield from _numbered(f"leaders/strategies/{area}", count)
    yield "leaders/sel"
    yield from _numbered("leaders/sel", 2)
    yield from _numbered("leaders/actions", 6)
    yield from _numbered("leaders/resources", 37)
    yield from _numbered("leaders/challenges", 3)
    yield from _numbered("leaders/opportunities", 4)


def _coherence() -> Iterator[str]:
    yield from _numbered("coherence/backwards-design", 3)
    yield "coherence/expectations"
    for component, (rubric, conditions) in COMPONENT_SIZES.items():
        yield from _numbered(f"coherence/components/{component}/rubric", rubric)
        yield from _numbered(f"coherence/components/{component}/conditions", conditions)


def _team() -> Iterator[str]:
    yield "team/role"
    yield from _numbered("team/members", 2)
    yield from _numbered("team/competencies", 5)
    yield from _numbered("team/plans", 5)
    yield "team/coherence"


def _learning() -> Iterator[str]:
    yield from _numbered("learning/planning", 3)
    yield from _numbered("learning/purposes", 3)
    yield "learning/development"
    yield "learning/modules"
    yield from _numbered("learning/modules", 2)
    yield "learning/self-assessment-tools"
    yield "learning/process"
    yield from _numbered("learning/process", 3)


@lru_cache(maxsize=1)
def all_ids() -> tuple[str, ...]:
    """Return the 295 fixed ids in document order: blueprint, leaders, coherence, team, learning."""
    return (*_blueprint(), *_leaders(), *_coherence(), *_team(), *_learning())


def source_of(item_id: str) -> str:
    """Return the key of the document an id belongs to, e.g. ``blueprint`` or ``team``."""
    return item_id.split("/", 1)[0]


def kind_of(item_id: str) -> str:
    """Return the kind of item an id names; one of :data:`KINDS`."""
    parts = item_id.split("/")
    if parts[0] == "blueprint":
        return {2: "vision" if parts[1] == "vision" else "pillar", 3: "building_block"}.get(
            len(parts), "indicator"
        )
    if parts[:2] == ["leaders", "resources"]:
        return "resource"
    if parts[:2] == ["coherence", "components"]:
        return "rubric" if parts[3] == "rubric" else "condition"
    return {
        ("team", "competencies"): "competency",
        ("team", "plans"): "plan",
        ("learning", "modules"): "module",
        ("learning", "process"): "step",
    }.get((parts[0], parts[1]), "guidance")


_ADDRESSED_TO_SCHOOLS = (
    "leaders/know-how",
    "leaders/overview",
    "leaders/strategies",
    "leaders/actions",
    "coherence/expectations",
    "coherence/components",
)


def level_of(item_id: str) -> str | None:
    """Return the level an item is addressed to, or None where it speaks to every level.

    Indicators carry theirs in the id. The School Leaders guide and the table of school plan
    components are written for school administrators, so their items are ``school``.
    """
    if match := _INDICATOR.fullmatch(item_id):
        return match[3]
    return "school" if item_id.startswith(_ADDRESSED_TO_SCHOOLS) else None


def block_of(item_id: str) -> str | None:
    """Return the building block an item stands in (or is), or None outside the blocks."""
    match = _BLOCK.match(item_id)
    return match[0] if match else None
