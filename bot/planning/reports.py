"""A plan as the plain data that documents, tables, diagrams and calendars are drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks.indicators import label
from bot.blocks.planning.labels import COMPONENTS, EVERY, HEADINGS, STATUSES
from bot.blocks.planning.shown import Shown
from bot.planning.diagrams import driver_diagram_of, fishbone_of
from conversations.exports.plan_report import (
    CoreMember,
    GoalShown,
    MeasureShown,
    PlanReport,
    RatingBehind,
    ReadingShown,
    TaskShown,
)
from conversations.exports.report import Material
from conversations.planning import chain, checks, stages
from conversations.planning.model import WHOLE_GOAL, Goal, Measure, Plan, Responsible, Task
from conversations.planning.wording import goal_sentence, theory_of_action
from conversations.teams import Member

# The name of each person in Slack, by user id.
Names = Mapping[str, str]

_NOBODY, _SOMEBODY = "Nobody yet", "Somebody"
_REQUIRED = "Plans that the law requires"


def report(shown: Shown, names: Names) -> PlanReport:
    """Return a plan as it is to be drawn; whoever has no name in ``names`` is "Somebody"."""
    plan = shown.plan
    tasks = {
        idea.id: tuple(_task(plan, task, names) for task in chain.tasks_of(plan, idea.id))
        for idea in plan.ideas.values()
    }
    lacks = checks.lacks(plan, shown.calendar, shown.today)
    return PlanReport(
        title=plan.title,
        team=shown.team.name if shown.team else "",
        as_of=shown.today,
        cycle=plan.cycle,
        state=state(plan),
        ratings=tuple(_ratings(plan)),
        problem=plan.problem,
        fishbone=fishbone_of(plan),
        goal=_goal(plan.goal),
        diagram=driver_diagram_of(plan, tasks),
        theory=theory_of_action(plan),
        measures=tuple(measure_shown(plan, m, names) for m in plan.measures.values()),
        considerations=tuple(
            (HEADINGS[heading], plan.considerations[heading])
            for heading in HEADINGS
            if heading in plan.considerations
        ),
        core=tuple(_core(shown)),
        uncovered=tuple(_competency(shown, one) for one in checks.uncovered(plan)),
        coherence=tuple(_coherence(shown)),
        missing=tuple(_named(lack.sentence, names) for lack in lacks),
        earlier=tuple(_earlier(plan)),
    )


def people_in(plan: Plan) -> set[str]:
    """Return the user ids of everybody whom a report on a plan names."""
    found = {person for task in plan.tasks.values() for person in task.support}
    responsible = (
        *(task.owner for task in plan.tasks.values()),
        *(measure.reader for measure in plan.measures.values()),
    )
    return found | {one.person for one in responsible if one}


def state(plan: Plan) -> str:
    """Return in words where a plan stands."""
    if plan.stage == "ended":
        return "Ended"
    if plan.is_live:
        return "Under way"
    return f"Being built: {stages.shown(plan.stage).title}"


def measure_shown(plan: Plan, measure: Measure, names: Names) -> MeasureShown:
    """Return a measure with its readings, as it is to be drawn."""
    return MeasureShown(
        sort=measure.sort,
        what=measure.what,
        serves=_served(plan, measure),
        unit=measure.unit,
        baseline=measure.baseline,
        target=measure.target,
        every=EVERY[measure.every],
        reader=_who(measure.reader, names),
        readings=tuple(
            ReadingShown(reading.day, reading.value, reading.whole)
            for reading in chain.readings_of(plan, measure.id)
        ),
    )


def _task(plan: Plan, task: Task, names: Names) -> TaskShown:
    idea = plan.ideas[task.idea]
    return TaskShown(
        id=task.id,
        what=task.what,
        owner=_who(task.owner, names),
        support=tuple(names.get(person, _SOMEBODY) for person in task.support),
        starts=task.starts,
        due=task.due,
        status=STATUSES[task.status],
        note=task.note,
        shows=task.shows,
        is_done=task.status == "done",
        idea=idea.text,
        driver=plan.drivers[idea.driver].text,
    )


def _who(responsible: Responsible | None, names: Names) -> str:
    if responsible is None:
        return _NOBODY
    sponsor = names.get(responsible.person, _SOMEBODY)
    return f"{responsible.name} (with {sponsor})" if responsible.name else sponsor


def _ratings(plan: Plan) -> Iterator[RatingBehind]:
    for origin in plan.origins:
        yield RatingBehind(
            label=label(origin.id),
            statement=origin.text,
            block=origin.block_title,
            agreed=origin.agreed,
            evidence=origin.evidence,
            url=origin.url,
        )


def _goal(goal: Goal | None) -> GoalShown:
    if goal is None:
        return GoalShown("", "", "", "", None, "")
    return GoalShown(
        sentence=goal_sentence(goal),
        what=goal.what,
        for_whom=goal.for_whom,
        how_much=goal.how_much,
        by_when=goal.by_when,
        serves=goal.serves,
    )


def _served(plan: Plan, measure: Measure) -> str:
    if measure.serves == WHOLE_GOAL:
        return "The goal"
    link: Any = chain.find(plan, measure.serves)
    return str(link.text) if link else ""


def _core(shown: Shown) -> Iterator[CoreMember]:
    members: dict[str, Member] = {m.id: m for m in shown.team.members} if shown.team else {}
    for chosen in shown.plan.core:
        member = members.get(chosen.member)
        if member:
            brings = tuple(_competency(shown, one) for one in chosen.competencies)
            yield CoreMember(member.name, member.role, brings)


def _competency(shown: Shown, number: int) -> str:
    return str(shown.item(f"team/competencies/{number}")["title"])


def _coherence(shown: Shown) -> Iterator[tuple[str, tuple[Material, ...]]]:
    groups: dict[str, list[Material]] = {}
    for item_id in shown.plan.aligned:
        heading = _REQUIRED
        if item_id.startswith("coherence/components/"):
            heading = COMPONENTS[item_id.split("/")[2]]
        item = shown.item(item_id)
        said = f"{item['text']} ({item['locator']})"
        groups.setdefault(heading, []).append(Material(item["title"], said, item["url"]))
    for heading in (_REQUIRED, *COMPONENTS.values()):
        if heading in groups:
            yield heading, tuple(groups[heading])


def _earlier(plan: Plan) -> Iterator[str]:
    for idea in plan.ideas.values():
        why = f": {idea.why}" if idea.why else ""
        if idea.verdict == "adopt":
            yield f"Adopted: {idea.text}{why}"
        elif idea.verdict == "abandon":
            yield f"Abandoned: {idea.text}{why}"
        elif idea.cycle < plan.cycle or (idea.why and plan.cycle > 1):
            yield f"Carried on: {idea.text}{why}"


def _named(sentence: str, names: Names) -> str:
    """Return a sentence with names in the place of mentions."""
    for person, name in names.items():
        sentence = sentence.replace(f"<@{person}>", name)
    return sentence
