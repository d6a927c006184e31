"""The diagrams in docs/assessment.md are the machines: the same states, the same ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, get_args

from conversations.assessment import session as facilitating
from conversations.assessment import walk as walking
from conversations.assessment.model import Assessment, Phase, Walk, WalkState
from conversations.assessment.session import (
    Accepted,
    Agreed,
    Cancelled,
    Chosen,
    Closed,
    Consented,
    Extended,
    Handed,
    Joined,
    KeptOwn,
    Left,
    MovedOn,
    SessionEvent,
    Started,
    Voted,
)
from conversations.assessment.walk import (
    Begun,
    Cards,
    Corrected,
    Moved,
    Noted,
    Paused,
    Rated,
    Turned,
    WalkEvent,
)
from conversations.errors import Refused
from tests.conversations.assessment.teams import NOW, SCALE, assessed, session, statement

PAGE = Path(__file__).parents[3] / "docs" / "assessment.md"
S = TypeVar("S")
Ways = dict[tuple[str, str], set[str]]


def drawn(place: int) -> Ways:
    """Return the ways of a diagram of the page, with the events that lead along each."""
    diagrams = re.findall(r"```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    arrows = re.findall(r"^\s+(\S+) --> (\S+)(?: : (.+))?$", diagrams[place], re.MULTILINE)
    return {(a, b): set(said.split(", ")) for a, b, said in arrows if "[*]" not in (a, b)}


def states(place: int) -> set[str]:
    return {state for way in drawn(place) for state in way}


def explored(
    start: S,
    events: Iterable[Any],
    step: Callable[[S, Any], S],
    state: Callable[[S], str],
    alike: Callable[[S], Hashable],
) -> Ways:
    """Return the ways that some events lead along, from wherever they lead."""
    ways: Ways = {}
    found, waiting = {alike(start)}, [start]
    while waiting:
        before = waiting.pop()
        for event in events:
            after = step(before, event)
            if state(before) != state(after):
                way = state(before), state(after)
                ways.setdefault(way, set()).add(type(event).__name__)
            if alike(after) not in found:
                found.add(alike(after))
                waiting.append(after)
    return ways


def test_the_states_drawn_are_the_states_there_are() -> None:
    assert states(0) == set(get_args(Phase))
    assert states(1) == set(get_args(WalkState))


def test_every_event_is_explained() -> None:
    rows = re.findall(r"^\| (`.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`([A-Z]\w+)`", row)}
    assert explained == {e.__name__ for e in (*get_args(SessionEvent), *get_args(WalkEvent))}


def test_the_ways_drawn_are_the_ways_a_session_goes() -> None:
    one = statement(1).id
    events: list[SessionEvent] = [
        Started(("UEVELYN",)),
        Closed(),
        Extended(NOW + timedelta(days=1)),
        Joined("r4", "school", "Coach"),
        Left("r1"),
        Consented("r1", True),
        Agreed(one, 1),
        Accepted(),
        MovedOn("prioritising"),
        MovedOn("agreeing"),
        Voted("r1", {}),
        KeptOwn("r1", one),
        Chosen((one,)),
        Handed(("UBEN",)),
        Cancelled(),
    ]
    assert {type(event) for event in events} == set(get_args(SessionEvent))

    def step(assessment: Assessment, event: SessionEvent) -> Assessment:
        try:
            after, _ = facilitating.step(assessment, event, NOW)
        except Refused:
            return assessment
        return replace(after, session=replace(after.session, step=1))

    ways: Ways = {}
    for ratings in ([1], []):
        begun = assessed(ratings, phase="rating", cards=1, team=None, channel=None)
        found = explored(begun, events, step, lambda a: a.session.phase, repr)
        ways = {way: ways.get(way, set()) | found.get(way, set()) for way in {*ways, *found}}
    assert ways == drawn(0)


def test_the_ways_drawn_are_the_ways_a_walk_goes() -> None:
    cards = Cards(session("school", cards=2).statements, SCALE)
    ids = [card.id for card in cards.statements]
    events: list[WalkEvent] = [Begun(), Paused(), Moved("next"), Moved("back"), Noted("Sheets")]
    events += [Turned(indicator) for indicator in ids]
    events += [Corrected(i, value) for i in ids for value in (3, 4)]
    events += [Rated(i, value, words) for i in ids for value in (3, 4) for words in ("", "Sheets")]
    assert {type(event) for event in events} == set(get_args(WalkEvent))

    def step(walk: Walk, event: WalkEvent) -> Walk:
        return replace(walking.step(walk, cards, event)[0], step=0)

    found = explored(Walk("r1", "school"), events, step, lambda walk: walk.state, repr)
    assert found == drawn(1)
