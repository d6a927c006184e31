"""What a plan may answer besides its own goal: required plans, and elements of a school plan."""

from __future__ import annotations

from bot.services import Services
from content.ids import COMPONENT_SIZES
from conversations.planning import chain
from conversations.planning.model import Plan

PLANS = tuple(f"team/plans/{n}" for n in range(1, 6))
"""The five academic plans that districts and schools must have."""

ELEMENTS = {
    component: (
        *(f"coherence/components/{component}/rubric/{n}" for n in range(1, rubric + 1)),
        *(f"coherence/components/{component}/conditions/{n}" for n in range(1, conditions + 1)),
    )
    for component, (rubric, conditions) in COMPONENT_SIZES.items()
}
"""The elements of the administrator rubric and the Conditions, by component of a school plan."""

IN_ORDER = (*PLANS, *(one for elements in ELEMENTS.values() for one in elements))
"""All that a plan may answer, as it is shown."""

_ALL = 295
"""As many as there are items: what is no such element is left out only afterwards."""


def fitting_elements(services: Services, plan: Plan, most: int) -> tuple[str, ...]:
    """Return the elements that are nearest to what a plan is about, best first."""
    goal = plan.goal.what if plan.goal else ""
    drivers = (driver.text for driver in chain.primary(plan))
    words = ". ".join(filter(None, (plan.problem or plan.title, goal, *drivers)))
    found = (item_id for item_id, _ in services.engine.search(words, _ALL))
    return tuple([one for one in found if one in IN_ORDER and one not in PLANS][:most])
