"""Every event of a plan is told in plain words: what was, what becomes of it, all escaped."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.planning.describing import describe
from conversations.planning.acting import (
    Aligned,
    Considered,
    CoreChosen,
    MeasureAdded,
    MeasureChanged,
    ReadingTaken,
    TaskAdded,
    TaskChanged,
    TaskStood,
)
from conversations.planning.developing import (
    DriverAdded,
    DriverChanged,
    GoalSet,
    IdeaAdded,
    IdeaChanged,
    IdeaWeighed,
    TheoryWritten,
)
from conversations.planning.exploring import (
    BoneNamed,
    CauseAdded,
    CauseMoved,
    CauseReworded,
    CausesMerged,
    DatumAdded,
    DatumRemoved,
    Framed,
    Marked,
    Rooted,
)
from conversations.planning.model import (
    CoreMember,
    Datum,
    Goal,
    Measure,
    Reading,
    Responsible,
    Source,
)
from conversations.planning.steering import (
    CycleTurned,
    Ended,
    Handed,
    Judged,
    Removed,
    StageChosen,
    Titled,
)
from conversations.planning.steps import PlanEvent, step
from conversations.teams import Member, Team
from tests.conversations.planning.plans import ANA, BEN, NOW, TODAY, whole

DATUM = Datum("x1", "Sign-in sheets", "May 2026", "9 of 20")
PLAN = step(whole(), DatumAdded("c2", DATUM), NOW)
TEAM = Team("team", "ELPAC", None, "America/New_York", (Member("one", ANA, "", "", "", None),), ())

TOLD: tuple[tuple[PlanEvent, str], ...] = (
    (
        Framed("Few come"),
        "“Families who speak other languages seldom come to conferences.” → “Few come”",
    ),
    (BoneNamed("people", "Staff"), "“People” → “Staff”"),
    (CauseAdded("new", "families", "A <b>"), "New cause* under _Families and community_: “A &lt;b"),
    (CauseAdded("new", "families", "A", under="c1"), "answers why of the cause “Invitations go"),
    (CauseReworded("c1", "All in English"), "“Invitations go out in English only” → “All in Engl"),
    (CauseMoved("c1", "people"), "under _Families and community_ → under _People_"),
    (CauseMoved("c3", "people", "c1"), "under _Practice_ → under the cause “Invitations"),
    (CausesMerged("c1", "c3"), "the cause “Interpreters are booked too late” goes into “Invit"),
    (DatumAdded("c3", DATUM), "for the cause “Interpreters are booked too late”: Sign-in sheets, "),
    (DatumRemoved("c2", "x1"), "Sign-in sheets, May 2026: 9 of 20"),
    (Marked("c3", ANA), "Marked as a root cause:* the cause “Interpreters"),
    (Marked("c3", ANA, False), "No longer marked"),
    (Rooted("c1"), "Root cause:* the cause “Invitations"),
    (Rooted("c2", False), "Only a contributing cause:* the cause “Nobody is in charge"),
    (
        GoalSet(Goal("Families come to conferences", "all newcomers", by_when=date(2027, 6, 11))),
        "for whom: “newcomers in grades 6 to 8” → “all newcomers”\n"
        "•  by how much: “from 9 of 20 to 16 of 20” → nothing",
    ),
    (DriverAdded("new", "A driver", ("c2", "c3")), "for the cause “Nobody is in charge of transla"),
    (DriverAdded("new", "A driver", (), "d1"), "as a part of the driver “Translation is"),
    (
        DriverChanged("d1", "Translation is somebody's job", ("c2", "c3")),
        "it answers: the cause “Nobody is in charge of translation” → the cause “Nobody is in char",
    ),
    (
        IdeaAdded("new", "d1", "Pay a lead", Source("x", "Resource 4", "p. 9", None)),
        "“Pay a lead” _(from Resource 4, p. 9)_, for the driver “Translation is somebody's job”",
    ),
    (
        IdeaChanged("i1", "Name a translation lead", "d2"),
        "for: the driver “Translation is somebody's job” → the driver “Interpreters are booked",
    ),
    (IdeaWeighed("i1", 3, 2), "impact: high\n•  ease: medium"),
    (TheoryWritten("If we"), "Theory of action:* “If we”"),
    (TheoryWritten(""), "put together again"),
    (
        TaskAdded("new", "i1", "Post it", Responsible(ANA), due=date(2027, 1, 5)),
        f"for the change idea “Name a translation lead”\n•  who: <@{ANA}>\n•  due: January 5, 2027",
    ),
    (
        TaskChanged("t1", "Ask who leads", Responsible(BEN, "Ruth"), (BEN,), due=TODAY),
        f"in words: “Ask who wants to lead” → “Ask who leads”\n•  who: <@{ANA}> → Ruth (with "
        f"<@{BEN}>)\n•  due: December 15, 2026 → December 1, 2026",
    ),
    (TaskStood("t1", "done", "At last"), "*To do → Done:* the task “Ask who wants to lead”. “At l"),
    (
        MeasureAdded(Measure("new", "process", "Calls", serves="d1", target=20)),
        "kind: process\n•  watches over: the driver “Translation is somebody's job”\n•  target: 20",
    ),
    (
        MeasureChanged(Measure("m2", "process", "Forms sent", serves="i2", every="week")),
        "*Measure* “Forms sent”\n•  read: every month → every week",
    ),
    (
        ReadingTaken(Reading("new", "m1", TODAY, 14, 20)),
        "14 of 20 on December 1, 2026, of the measure “Conferences with families”",
    ),
    (Considered("cost", "Two stipends"), "Cost:* “Two stipends”"),
    (
        CoreChosen((CoreMember("one", (1,)), CoreMember("gone"))),
        f"<@{ANA}>: Title 1\n•  somebody who is not in the team any more: in the team",
    ),
    (Aligned(("team/plans/3",)), "•  Title 3"),
    (Titled("Newcomers"), "“Families who speak other languages” → “Newcomers”"),
    (StageChosen("goal"), "The problem → The goal"),
    (StageChosen("live"), "carrying out the plan"),
    (
        Removed("d2"),
        "the driver “Interpreters are booked in time”, and with it 1 driver, 1 chan",
    ),
    (Removed("r1"), "the reading “9 of 20 on December 1, 2026” of the measure “Conferences with"),
    (
        Judged("i1", "adopt", "It works"),
        "Adopt: keep doing it:* the change idea “Name a transl",
    ),
    (Judged("i1", None), "Open again"),
    (CycleTurned(2), "Cycle 2 begins"),
    (Handed((ANA, BEN)), f"<@UEVELYN> → <@{ANA}>, <@{BEN}>"),
    (Ended(), "The plan ends"),
)


def item(item_id: str) -> dict[str, Any]:
    return {"title": f"Title {item_id.rpartition('/')[2]}"}


@pytest.mark.parametrize(("event", "said"), TOLD, ids=lambda one: type(one).__name__)
def test_a_change_is_told_with_what_was_before(event: PlanEvent, said: str) -> None:
    assert said in describe(event, PLAN, team=TEAM, item=item)


def test_no_kind_of_event_is_left_without_words() -> None:
    assert {type(event) for event, _ in TOLD} == set(get_args(PlanEvent))


def test_what_is_so_already_is_told_as_it_is() -> None:
    event = TaskChanged("t1", "Ask who leads", Responsible(BEN), due=TODAY)
    after = step(PLAN, event, NOW)
    said = describe(event, after)
    assert "→" not in said
    assert said.startswith("*Task* “Ask who leads”\n•  who: ")
    left = describe(Aligned(()), replace(PLAN, aligned=("team/plans/1",)), item=item)
    assert "no longer: Title 1" in left


# Of every kind of event, with ids that may or may not be in the plan.
_IDS = st.sampled_from(["c1", "d1", "i1", "t1", "m1", "r1", "<gone>"])
_WORDS = st.one_of(_IDS, st.text(max_size=20), st.just("<!channel> & <b>"))


def _of_kind(kind: type) -> st.SearchStrategy[Any]:
    typed = {part.name: _WORDS for part in fields(kind) if part.type == "str"}
    return st.builds(kind, **typed)


@given(st.one_of([_of_kind(kind) for kind in get_args(PlanEvent)]))
def test_any_event_can_be_told_of_any_plan(event: PlanEvent) -> None:
    for plan in (PLAN, replace(PLAN, causes={}, drivers={}, ideas={}, tasks={}, goal=None)):
        said = describe(event, plan)
        assert said
        assert "<!channel>" not in said
