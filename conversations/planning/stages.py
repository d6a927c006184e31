"""The stages of a team's walk: in which order, what each is for, and which come next.

Three steps, as in the Department's initial implementation process (learning/process/1 to 3), which
goes along with Planning for Success.
"""

from __future__ import annotations

from dataclasses import dataclass

from conversations.planning.model import Stage

EXPLORE, DEVELOP, ACT = "learning/process/1", "learning/process/2", "learning/process/3"
"""The items of the corpus that the three steps cite."""

STEP_TITLES = {
    EXPLORE: "Step 1: Explore the problem",
    DEVELOP: "Step 2: Goal and change ideas",
    ACT: "Step 3: Plan for action",
}


@dataclass(frozen=True)
class StageShown:
    """A stage: its title, what it is for in plain words, and the item of its step."""

    stage: Stage
    title: str
    purpose: str
    step: str


WALK = (
    StageShown(
        "problem",
        "The problem",
        "Say in a sentence or two what is not working yet, and for whom. All that follows hangs on "
        "it.",
        EXPLORE,
    ),
    StageShown(
        "causes",
        "Causes",
        "Collect what may be behind the problem. Every idea counts now; you sort and weigh later.",
        EXPLORE,
    ),
    StageShown(
        "roots",
        "Root causes",
        "Find the causes that, once removed, would make the problem go away. Change starts there.",
        EXPLORE,
    ),
    StageShown(
        "goal",
        "The goal",
        "Say what will be different, for whom, by how much and by when. Then you can tell whether "
        "it worked.",
        DEVELOP,
    ),
    StageShown(
        "drivers",
        "Drivers",
        "A driver is what has to change for the goal to be reached. Each answers a root cause.",
        DEVELOP,
    ),
    StageShown(
        "ideas",
        "Change ideas",
        "For each driver, choose what you will try. Small and soon beats large and late.",
        DEVELOP,
    ),
    StageShown(
        "theory",
        "Theory of action",
        "Your whole plan in one sentence, for people who were not in the room.",
        DEVELOP,
    ),
    StageShown(
        "tasks",
        "Tasks",
        "For each idea: who does what, by when, and what will show progress.",
        ACT,
    ),
    StageShown(
        "measures",
        "Measures",
        "Choose how you will know: what changes for students (outcome), whether you do what you "
        "planned (process), and whether anything else suffers (balancing).",
        ACT,
    ),
    StageShown(
        "considerations",
        "What else to think of",
        "Cost, schedule, professional learning, families: what each idea needs to work.",
        ACT,
    ),
    StageShown(
        "core",
        "The implementation team",
        "Three to five people who keep the plan moving, and together bring what it takes.",
        ACT,
    ),
    StageShown(
        "coherence",
        "Where it belongs",
        "Tie this plan to the plans that your school or district must have anyway.",
        ACT,
    ),
    StageShown(
        "review",
        "Look it over",
        "See what the plan still lacks. Nothing here stops you from starting.",
        ACT,
    ),
)
"""The stages before a plan goes live, in order."""

_PLACES = {shown.stage: place for place, shown in enumerate(WALK)}


def shown(stage: Stage) -> StageShown:
    """Return a stage of the walk; raises KeyError for a plan that is live or ended."""
    return WALK[_PLACES[stage]]


def place(stage: Stage) -> int | None:
    """Return where a stage stands in the walk, from 0; None once the plan is live."""
    return _PLACES.get(stage)


def where(stage: Stage) -> str:
    """Return in words where a stage of the walk stands: "Step 1: Explore the problem, part 2 of 3".

    Raises KeyError for a plan that is live or ended.
    """
    here = shown(stage)
    parts = [one.stage for one in WALK if one.step == here.step]
    return f"{STEP_TITLES[here.step]}, part {parts.index(stage) + 1} of {len(parts)}"


def following(stage: Stage) -> Stage | None:
    """Return the stage after a stage; a plan goes live after the last."""
    at = _PLACES.get(stage)
    if at is None:
        return None
    return WALK[at + 1].stage if at + 1 < len(WALK) else "live"


def previous(stage: Stage) -> Stage | None:
    """Return the stage before a stage; the last stage of the walk before a live plan."""
    at = _PLACES.get(stage)
    if at is None:
        return WALK[-1].stage if stage == "live" else None
    return WALK[at - 1].stage if at else None
