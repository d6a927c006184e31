"""Whatever a team does to its plan, in whatever order, with stale ids and hostile words.

Through the pure step first, then through the service on a real file, where after each event the
history, played again from nothing, gives what is stored.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from conversations.database import Store
from conversations.errors import ConversationError, Refused
from conversations.forgetting import forget
from conversations.planning import chain, history, proposals, service
from conversations.planning.acting import (
    ReadingTaken,
    TaskStood,
)
from conversations.planning.chain import Fallout
from conversations.planning.exploring import (
    CausesMerged,
    Marked,
)
from conversations.planning.model import (
    DEEPEST_WHY,
    Plan,
)
from conversations.planning.steering import (
    Ended,
    Removed,
    StageChosen,
)
from conversations.planning.steps import PlanEvent, step
from tests.conversations.planning.events import DEEP, STAGES, an_event, events, people
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    CHAIN,
    DISTRICT,
    EVELYN,
    NOW,
    STRANGER,
    after,
    empty,
    found_team,
    start,
    stored,
    whole,
)


def tried(plan: Plan, event: PlanEvent) -> Plan:
    """Return the plan after an event, the same where a sentence says why not."""
    try:
        return step(plan, event, NOW)
    except Refused as refused:
        return plan if str(refused).endswith((".", "?")) else pytest.fail(f"{event}: {refused}")


def links(plan: Plan) -> dict[str, set[str]]:
    return {part.name: set(getattr(plan, part.name)) for part in fields(Fallout)}


def check(before: Plan, event: PlanEvent, plan: Plan) -> None:
    """Say what holds of a plan, however it came about."""
    assert chain.orphans(plan) == []
    for cause in plan.causes.values():
        assert chain.depth(plan, cause.id) <= DEEPEST_WHY
        assert cause.under is None or plan.causes[cause.under].bone == cause.bone
    for driver in plan.drivers.values():
        assert driver.under is None or plan.drivers[driver.under].under is None
    for reading in plan.readings.values():
        assert math.isfinite(reading.value)
    kinds = [one for part in links(plan).values() for one in part]
    assert len(kinds) == len(set(kinds))
    if isinstance(event, Removed):
        said = chain.fallout(before, event.id)
        for part, there in links(before).items():
            assert there - links(plan)[part] - {event.id} == set(getattr(said, part))
        assert said.is_nothing or said.in_words()
    elif isinstance(event, CausesMerged):
        check_merged(before, event, plan)
    else:
        assert all(there <= links(plan)[part] for part, there in links(before).items())
    # Twice is once.
    assert tried(plan, event) == plan


def check_merged(before: Plan, event: CausesMerged, plan: Plan) -> None:
    for part in ("drivers", "ideas", "tasks", "measures", "readings"):
        assert links(before)[part] == links(plan)[part]
    if plan == before:
        return
    into, gone = before.causes[event.into], before.causes[event.gone]
    one = plan.causes[event.into]
    assert {one.text, *one.also} == {into.text, gone.text, *into.also, *gone.also}
    assert set(one.marks) == {*into.marks, *gone.marks}
    assert {*into.data, *gone.data} == set(one.data)
    under = {c.id for i in (event.into, event.gone) for c in chain.whys(before, i)}
    assert {cause.id for cause in chain.whys(plan, event.into)} == under
    answering = {d.id for d in before.drivers.values() if {event.into, event.gone} & {*d.causes}}
    assert {d.id for d in plan.drivers.values() if event.into in d.causes} == answering


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from([(), CHAIN, DEEP, DEEP]),
    st.lists(an_event("tying") | events, min_size=8, max_size=40),
)
def test_no_link_ever_hangs_in_the_air(
    begun: tuple[PlanEvent, ...], happening: list[PlanEvent]
) -> None:
    plan = after(empty(), *begun)
    for event in happening:
        changed = tried(plan, event)
        check(plan, event, changed)
        plan = changed


@settings(max_examples=60, deadline=None)
@given(st.lists(events, max_size=15))
def test_every_stage_can_be_left_both_ways_and_every_plan_ended(
    happening: list[PlanEvent],
) -> None:
    plan = whole()
    for event in happening:
        plan = tried(plan, event)
    for stage in [*STAGES, "live", *reversed(STAGES)]:
        plan = step(plan, StageChosen(stage), NOW)
        assert plan.stage == stage
    ended = step(plan, Ended(), NOW)
    for event in [*happening, Ended(), StageChosen("live")]:
        with pytest.raises(Refused):
            step(ended, event, NOW)


@settings(max_examples=200, deadline=None)
@given(events)
def test_what_happened_is_read_as_it_was_kept(event: PlanEvent) -> None:
    # What no plan takes is kept nowhere.
    if tried(whole(), event) != whole():
        assert tried(whole(), history.loaded(history.dumped(event))) == tried(whole(), event)


class Team(RuleBasedStateMachine):
    """A team with its owner, a coordinator and a stranger; somebody is forgotten now and then."""

    db: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        start(self.db)
        self.before = stored(self.db)

    @initialize(has_chain=st.booleans())
    def begins(self, has_chain: bool) -> None:
        if has_chain:
            self.take([*CHAIN, Marked("c1", EVELYN)], EVELYN)
            for person in (ANA, BEN):
                self.before = stored(self.db)
                self.take([Marked("c1", person)], person)

    @rule(event=an_event("growing"), by=st.sampled_from([EVELYN, ANA, ANA, STRANGER]))
    def adds(self, event: PlanEvent, by: str) -> None:
        self.take([event], by)

    @rule(
        event=an_event("changing", "saying"),
        by=st.sampled_from([EVELYN, EVELYN, CARLA, BEN]),
    )
    def changes(self, event: PlanEvent, by: str) -> None:
        self.take([event], by)

    @rule(several=st.lists(events, min_size=2, max_size=3), by=people)
    def does_several_at_once(self, several: list[PlanEvent], by: str) -> None:
        self.take(several, by)

    @rule()
    def goes_live(self) -> None:
        self.take([StageChosen("live")], EVELYN)

    @precondition(lambda self: self.before.step > 12)
    @rule()
    def ends(self) -> None:
        self.take([Ended()], EVELYN)

    @rule(accept=st.booleans(), by=st.sampled_from([EVELYN, CARLA, STRANGER]))
    def answers(self, accept: bool, by: str) -> None:
        for proposal in proposals.open_ones(self.db, DISTRICT, "plan")[:1]:
            with self.refused():
                answered, taken = service.answer(
                    self.db, DISTRICT, proposal.id, accept=accept, by=by, now=self.now
                )
                assert answered.state == ("accepted" if accept else "declined")
                assert stored(self.db) == taken.plan
                again = service.answer(
                    self.db, DISTRICT, proposal.id, accept=not accept, by=by, now=self.now
                )
                assert again[0].state == answered.state

    @rule(hours=st.sampled_from([1, 30, 1000]))
    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.before.step > 4)
    @rule(person=st.sampled_from([ANA, BEN, "Ruth Gold", STRANGER]))
    def has_somebody_forgotten(self, person: str) -> None:
        marks = {c.id: len(c.marks) for c in self.before.causes.values()}
        forget(self.db, person, None, now=self.now)
        after = stored(self.db)
        assert links(after) == links(self.before)
        assert {c.id: len(c.marks) for c in after.causes.values()} == marks

    @invariant()
    def history_leads_to_what_is_stored(self) -> None:
        after = stored(self.db)
        again = history.replay(self.db, DISTRICT, "plan")
        assert again == after
        assert chain.orphans(after) == []
        for part in links(after):
            assert list(getattr(again, part)) == list(getattr(after, part))
        if after.ended_at:
            assert not self.db["outbox"].count_where("state IN ('due', 'sending')")
        assert not self.db["outbox"].count_where("recipient LIKE 'forgotten%'")
        self.before = after

    def take(self, happening: list[PlanEvent], by: str) -> None:
        with self.refused():
            taken = service.take(self.db, DISTRICT, "plan", happening, by=by, now=self.now)
            assert stored(self.db) == taken.plan
            if self.before.is_live and by in {ANA, BEN} - {*self.before.owners}:
                told = (Marked, ReadingTaken, TaskStood)
                assert not taken.changed or any(isinstance(one, told) for one in happening)

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Go on after a sentence for the person; nothing has changed then."""
        self.db.execute("SAVEPOINT one")
        try:
            yield
        except ConversationError:
            self.db.execute("ROLLBACK TO one")
            assert stored(self.db) == self.before
        self.db.execute("RELEASE one")


def test_whatever_a_team_does_in_whatever_order(tmp_path: Path) -> None:
    kept = Store(tmp_path / "blueprint.db")
    kept.prepare()
    with kept.reading() as db:

        class Here(Team):
            def __init__(self) -> None:
                db.conn.execute("BEGIN IMMEDIATE")
                self.db = db
                found_team(db)
                super().__init__()

            def teardown(self) -> None:
                db.conn.rollback()

        run_state_machine_as_test(
            Here, settings=settings(max_examples=30, stateful_step_count=30, deadline=None)
        )
