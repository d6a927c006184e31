"""What was planned to be done, in plain words: tasks, measures, considerations, the team."""

from __future__ import annotations

from bot.blocks.planning.changes import between, in_other_words, joined, listed, quoted
from bot.blocks.planning.labels import EVERY, HEADINGS, SORTS, STATUSES
from bot.blocks.planning.links import called, read_value
from bot.blocks.planning.shown import ItemOf, mention
from bot.blocks.text import escape
from conversations.planning import acting
from conversations.planning.model import WHOLE_GOAL, Measure, Plan, Responsible, Task
from conversations.planning.wording import long_day
from conversations.teams import Team

# A task as it is, or as it is told to be.
_Told = Task | acting.TaskAdded | acting.TaskChanged


def task_added(event: acting.TaskAdded, plan: Plan) -> str:
    """Return a new task with who does it by when."""
    heading = f"*New task:* {quoted(event.what)}, for {called(plan, event.idea)}"
    return listed(heading, ((name, "", said) for name, said in _task(event).items()))


def task_changed(event: acting.TaskChanged, plan: Plan) -> str:
    """Return what changes of a task."""
    task = plan.tasks.get(event.id)
    before = _task(task) if task else {}
    parts = [(name, before.get(name, ""), said) for name, said in _task(event).items()]
    if task and task.what != event.what:
        parts.insert(0, ("in words", quoted(task.what), quoted(event.what)))
    if event.why:
        parts.append(("why", "", quoted(event.why)))
    return listed(f"*Task* {quoted(task.what if task else event.what)}", parts)


def task_stood(event: acting.TaskStood, plan: Plan) -> str:
    """Return how a task stands now."""
    task = plan.tasks.get(event.id)
    stands = between(STATUSES[task.status] if task else "", STATUSES[event.status])
    note = f". {quoted(event.note)}" if event.note else ""
    return f"*{stands}:* {called(plan, event.id)}{note}"


def measure_added(event: acting.MeasureAdded, plan: Plan) -> str:
    """Return a new measure with what it aims at."""
    heading = f"*New measure:* {quoted(event.measure.what)}"
    return listed(heading, ((name, "", said) for name, said in _measure(plan, event.measure)))


def measure_changed(event: acting.MeasureChanged, plan: Plan) -> str:
    """Return what changes of a measure."""
    measure, after = plan.measures.get(event.measure.id), event.measure
    before = dict(_measure(plan, measure)) if measure else {}
    parts = [(name, before.get(name, ""), said) for name, said in _measure(plan, after)]
    if measure and measure.what != after.what:
        parts.insert(0, ("in words", quoted(measure.what), quoted(after.what)))
    return listed(f"*Measure* {quoted(measure.what if measure else after.what)}", parts)


def reading_taken(event: acting.ReadingTaken, plan: Plan) -> str:
    """Return a value that was read, with its day."""
    reading = event.reading
    said = f"{read_value(reading)} on {long_day(reading.day)}"
    return f"*Reading:* {said}, of {called(plan, reading.measure)}"


def considered(event: acting.Considered, plan: Plan) -> str:
    """Return what else is thought of."""
    before = plan.considerations.get(event.heading, "")
    return f"*{HEADINGS[event.heading]}:* {in_other_words(before, event.text) or 'nothing'}"


def core(event: acting.CoreChosen, plan: Plan, team: Team | None, item: ItemOf | None) -> str:
    """Return who the core team is, and what each of them brings."""
    names = _names(team)
    before = {member.member: member.competencies for member in plan.core}
    after = {member.member: member.competencies for member in event.members}
    parts = [
        (
            names.get(member, "somebody who is not in the team any more"),
            _brought(member, before, item),
            _brought(member, after, item),
        )
        for member in dict.fromkeys((*after, *before))
    ]
    return listed("*The core team*", parts)


def aligned(event: acting.Aligned, plan: Plan, item: ItemOf | None) -> str:
    """Return what the plan answers besides, and what it does not any more."""
    added = [one for one in event.items if one not in plan.aligned]
    gone = [one for one in plan.aligned if one not in event.items]
    lines = [f"•  {_titled(one, item)}" for one in added or (() if gone else event.items)]
    lines += [f"•  no longer: {_titled(one, item)}" for one in gone]
    return "\n".join(("*Where the plan belongs*", *lines))


def _task(task: _Told) -> dict[str, str]:
    return {
        "who": _who(task.owner),
        "helped by": joined(list(map(mention, task.support))),
        "starts": long_day(task.starts) if task.starts else "",
        "due": long_day(task.due) if task.due else "",
        "shows progress": quoted(task.shows),
    }


def _measure(plan: Plan, measure: Measure) -> list[tuple[str, str]]:
    watched = "the goal" if measure.serves == WHOLE_GOAL else called(plan, measure.serves)
    return [
        ("kind", SORTS[measure.sort].partition(":")[0].lower()),
        ("watches over", watched),
        ("unit", escape(measure.unit)),
        ("baseline", _number(measure.baseline)),
        ("target", _number(measure.target)),
        ("read", EVERY[measure.every].lower()),
        ("by", _who(measure.reader)),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _who(responsible: Responsible | None) -> str:
    if responsible is None:
        return ""
    if responsible.name:
        return f"{escape(responsible.name)} (with {mention(responsible.person)})"
    return mention(responsible.person)


def _names(team: Team | None) -> dict[str, str]:
    members = team.members if team else ()
    return {m.id: mention(m.person) if m.person else escape(m.name) for m in members}


def _brought(member: str, core_team: dict[str, tuple[int, ...]], item: ItemOf | None) -> str:
    if member not in core_team:
        return ""
    titles = [_titled(f"team/competencies/{one}", item) for one in core_team[member]]
    return joined(titles) or "in the team"


def _titled(item_id: str, item: ItemOf | None) -> str:
    if item is None:
        return escape(item_id)
    try:
        return escape(str(item(item_id)["title"]))
    except KeyError:
        return escape(item_id)
