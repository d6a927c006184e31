"""Whoever is given a part in a plan belongs to the workspace: people from elsewhere only ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from slack_sdk import WebClient

from bot.directory import look_up_all
from conversations.planning.acting import MeasureAdded, MeasureChanged, TaskAdded, TaskChanged
from conversations.planning.model import Plan, Responsible
from conversations.planning.steering import Handed
from conversations.planning.steps import PlanEvent
from conversations.teams import Team, check_no_guests


def named_in(events: Iterable[PlanEvent]) -> Mapping[str, str]:
    """Return whom events give a part, each with the input in which they are chosen."""
    return {person: field for event in events for person, field in _named(event)}


def check_colleagues(
    client: WebClient,
    plan: Plan,
    team: Team | None,
    named: Mapping[str, str],
    ours: Collection[str],
) -> None:
    """Raise Refused where an app, or somebody of another workspace, is ``named``.

    Slack is asked about nobody who is of the ``team`` or has a part already. ``ours`` are the ids
    of workspace and organisation; whom it does not tell about in time counts as a colleague.
    """
    newcomers = named.keys() - {*_people(plan), *(team.people if team else ())}
    for person, profile in look_up_all(client, sorted(newcomers)).items():
        check_no_guests({person} if profile.is_outsider(ours) else (), named[person])


def _named(event: PlanEvent) -> Iterator[tuple[str, str]]:
    match event:
        case TaskAdded() | TaskChanged():
            yield from ((person, "owner") for person in _person(event.owner))
            yield from ((person, "support") for person in event.support)
        case MeasureAdded() | MeasureChanged():
            yield from ((person, "reader") for person in _person(event.measure.reader))
        case Handed():
            yield from ((person, "owners") for person in event.owners)


def _people(plan: Plan) -> Iterator[str]:
    yield from plan.owners
    for task in plan.tasks.values():
        yield from (*_person(task.owner), *task.support)
    for measure in plan.measures.values():
        yield from _person(measure.reader)


def _person(one: Responsible | None) -> tuple[str, ...]:
    return (one.person,) if one else ()
