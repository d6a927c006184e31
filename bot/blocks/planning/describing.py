"""Every change to a plan in plain words: what it is about, what it was before and what it becomes.

For proposals, where ``plan`` is as it stands, and for the history, where it is as it stood then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.blocks.planning import describing_acts as acts
from bot.blocks.planning.changes import between, in_other_words, joined, listed, quoted
from bot.blocks.planning.labels import VERDICTS, WEIGHTS
from bot.blocks.planning.links import called
from bot.blocks.planning.shown import ItemOf, mention
from bot.blocks.text import escape
from conversations.planning import acting, chain, developing, exploring, stages, steering
from conversations.planning.model import Cause, Datum, Goal, Plan, Source, Stage
from conversations.planning.steps import PlanEvent
from conversations.planning.wording import goal_sentence, long_day
from conversations.teams import Team


def describe(
    event: PlanEvent, plan: Plan, *, team: Team | None = None, item: ItemOf | None = None
) -> str:
    """Return an event of a plan as mrkdwn, to be said after who did or proposes it.

    ``team`` gives the names of its members, ``item`` the titles of what is cited.
    """
    match event:
        case acting.CoreChosen():
            return acts.core(event, plan, team, item)
        case acting.Aligned():
            return acts.aligned(event, plan, item)
        case _:
            return _WORDS[type(event)](event, plan)


def _framed(event: exploring.Framed, plan: Plan) -> str:
    return f"*The problem:* {in_other_words(plan.problem, event.problem)}"


def _bone_named(event: exploring.BoneNamed, plan: Plan) -> str:
    return f"*Kind of cause:* {in_other_words(plan.bones.get(event.bone, ''), event.name)}"


def _cause_added(event: exploring.CauseAdded, plan: Plan) -> str:
    under = f", which answers why of {called(plan, event.under)}" if event.under else ""
    where = "" if event.under else _on_bone(plan, event.bone)
    return f"*New cause*{where}: {quoted(event.text)}{under}"


def _cause_reworded(event: exploring.CauseReworded, plan: Plan) -> str:
    cause = plan.causes.get(event.id)
    return f"*Cause:* {in_other_words(cause.text if cause else '', event.text)}"


def _cause_moved(event: exploring.CauseMoved, plan: Plan) -> str:
    cause = plan.causes.get(event.id)
    where = between(_place(plan, cause), _where(plan, event.bone, event.under))
    return f"*Moved:* {called(plan, event.id)}, {where}"


def _causes_merged(event: exploring.CausesMerged, plan: Plan) -> str:
    return f"*Two causes become one:* {called(plan, event.gone)} goes into {_the(plan, event.into)}"


def _datum_added(event: exploring.DatumAdded, plan: Plan) -> str:
    return f"*Data* for {called(plan, event.cause)}: {_figure(event.datum)}"


def _datum_removed(event: exploring.DatumRemoved, plan: Plan) -> str:
    cause = plan.causes.get(event.cause)
    found = [datum for datum in (cause.data if cause else ()) if datum.id == event.datum]
    which = f": {_figure(found[0])}" if found else ""
    return f"*Data taken away* from {called(plan, event.cause)}{which}"


def _marked(event: exploring.Marked, plan: Plan) -> str:
    if event.yes:
        return f"*Marked as a root cause:* {called(plan, event.cause)}"
    return f"*No longer marked as a root cause:* {called(plan, event.cause)}"


def _rooted(event: exploring.Rooted, plan: Plan) -> str:
    becomes = "Root cause" if event.yes else "Only a contributing cause"
    return f"*{becomes}:* {called(plan, event.cause)}"


def _goal_set(event: developing.GoalSet, plan: Plan) -> str:
    if plan.goal is None:
        return f"*The goal:* {escape(goal_sentence(event.goal))}"
    before, after = _parts(plan.goal), _parts(event.goal)
    changed = ((name, before[name], after[name]) for name in after)
    return listed("*The goal*", changed)


def _driver_added(event: developing.DriverAdded, plan: Plan) -> str:
    under = f", as a part of {called(plan, event.under)}" if event.under else ""
    answers = joined([called(plan, cause) for cause in event.causes])
    return f"*New driver:* {quoted(event.text)}{under}" + (f", for {answers}" if answers else "")


def _driver_changed(event: developing.DriverChanged, plan: Plan) -> str:
    before = plan.drivers.get(event.id)
    was, now = (
        [called(plan, cause) for cause in (one.causes if one else ())] for one in (before, event)
    )
    parts = (
        ("in words", quoted(before.text if before else ""), quoted(event.text)),
        ("it answers", joined(was), joined(now)),
        ("a part of", _name(plan, before.under if before else None), _name(plan, event.under)),
    )
    return listed(_headed("Driver", quoted(before.text) if before else ""), parts)


def _idea_added(event: developing.IdeaAdded, plan: Plan) -> str:
    source = f" _{_cited(event.source)}_" if event.source else ""
    return f"*New change idea:* {quoted(event.text)}{source}, for {called(plan, event.driver)}"


def _idea_changed(event: developing.IdeaChanged, plan: Plan) -> str:
    before = plan.ideas.get(event.id)
    parts = (
        ("in words", quoted(before.text if before else ""), quoted(event.text)),
        ("for", _name(plan, before.driver if before else None), _name(plan, event.driver)),
    )
    return listed(_headed("Change idea", quoted(before.text) if before else ""), parts)


def _idea_weighed(event: developing.IdeaWeighed, plan: Plan) -> str:
    before = plan.ideas.get(event.id)
    parts = (
        ("impact", _weight(before.impact if before else None), _weight(event.impact)),
        ("ease", _weight(before.ease if before else None), _weight(event.ease)),
    )
    return listed(f"*Weighed:* {called(plan, event.id)}", parts)


def _theory_written(event: developing.TheoryWritten, plan: Plan) -> str:
    if not event.text:
        return "*Theory of action:* put together again from the goal, the drivers and the ideas"
    return f"*Theory of action:* {in_other_words(plan.theory, event.text)}"


def _titled(event: steering.Titled, plan: Plan) -> str:
    return f"*Title of the plan:* {in_other_words(plan.title, event.title)}"


def _stage_chosen(event: steering.StageChosen, plan: Plan) -> str:
    return f"*On to:* {between(_stage(plan.stage), _stage(event.stage))}"


def _removed(event: steering.Removed, plan: Plan) -> str:
    goes = chain.fallout(plan, event.id).in_words()
    return f"*Out of the plan:* {called(plan, event.id)}" + (
        f", and with it {goes}" if goes else ""
    )


def _judged(event: steering.Judged, plan: Plan) -> str:
    if event.verdict is None:
        return f"*Open again:* {called(plan, event.idea)}"
    why = f". {quoted(event.why)}" if event.why else ""
    return f"*{VERDICTS[event.verdict]}:* {called(plan, event.idea)}{why}"


def _cycle_turned(event: steering.CycleTurned, plan: Plan) -> str:
    return f"*Cycle {event.cycle} begins*"


def _handed(event: steering.Handed, plan: Plan) -> str:
    before, after = (", ".join(map(mention, one)) for one in (plan.owners, event.owners))
    return f"*Who looks after the plan:* {between(before, after)}"


def _ended(event: steering.Ended, plan: Plan) -> str:
    return "*The plan ends*, and stays as it is"


def _parts(goal: Goal) -> Mapping[str, str]:
    return {
        "what": quoted(goal.what),
        "for whom": quoted(goal.for_whom),
        "by how much": quoted(goal.how_much),
        "by when": long_day(goal.by_when) if goal.by_when else "",
        "goal that it serves": quoted(goal.serves),
        "baseline by": long_day(goal.baseline_by) if goal.baseline_by else "",
    }


def _on_bone(plan: Plan, bone: str) -> str:
    return f" under _{escape(plan.bones[bone])}_" if bone in plan.bones else ""


def _place(plan: Plan, cause: Cause | None) -> str:
    return _where(plan, cause.bone, cause.under) if cause else ""


def _where(plan: Plan, bone: str, under: str | None) -> str:
    return f"under {called(plan, under)}" if under else _on_bone(plan, bone).strip()


def _the(plan: Plan, link_id: str) -> str:
    return called(plan, link_id).removeprefix("the cause ")


def _name(plan: Plan, link_id: str | None) -> str:
    return called(plan, link_id) if link_id else ""


def _headed(kind: str, name: str) -> str:
    return f"*{kind}* {name}".strip()


def _figure(datum: Datum) -> str:
    return escape(f"{', '.join(filter(None, (datum.source, datum.day)))}: {datum.figure}")


def _cited(source: Source) -> str:
    return f"(from {escape(source.title)}, {escape(source.locator)})"


def _weight(weight: int | None) -> str:
    return WEIGHTS.get(weight or 0, "").lower()


def _stage(stage: Stage) -> str:
    if stages.place(stage) is not None:
        return stages.shown(stage).title
    return "carrying out the plan" if stage == "live" else "the end"


_WORDS: Mapping[type, Callable[[Any, Plan], str]] = {
    exploring.Framed: _framed,
    exploring.BoneNamed: _bone_named,
    exploring.CauseAdded: _cause_added,
    exploring.CauseReworded: _cause_reworded,
    exploring.CauseMoved: _cause_moved,
    exploring.CausesMerged: _causes_merged,
    exploring.DatumAdded: _datum_added,
    exploring.DatumRemoved: _datum_removed,
    exploring.Marked: _marked,
    exploring.Rooted: _rooted,
    developing.GoalSet: _goal_set,
    developing.DriverAdded: _driver_added,
    developing.DriverChanged: _driver_changed,
    developing.IdeaAdded: _idea_added,
    developing.IdeaChanged: _idea_changed,
    developing.IdeaWeighed: _idea_weighed,
    developing.TheoryWritten: _theory_written,
    acting.TaskAdded: acts.task_added,
    acting.TaskChanged: acts.task_changed,
    acting.TaskStood: acts.task_stood,
    acting.MeasureAdded: acts.measure_added,
    acting.MeasureChanged: acts.measure_changed,
    acting.ReadingTaken: acts.reading_taken,
    acting.Considered: acts.considered,
    steering.Titled: _titled,
    steering.StageChosen: _stage_chosen,
    steering.Removed: _removed,
    steering.Judged: _judged,
    steering.CycleTurned: _cycle_turned,
    steering.Handed: _handed,
    steering.Ended: _ended,
}
