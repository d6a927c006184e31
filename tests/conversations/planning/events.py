"""Events as a team might send them, in any order: with stale ids and hostile words among them."""

from __future__ import annotations

import math
from datetime import date

from hypothesis import strategies as st

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
from conversations.planning.stages import WALK
from conversations.planning.steering import (
    CycleTurned,
    Handed,
    Judged,
    Removed,
    StageChosen,
    Titled,
)
from conversations.planning.steps import PlanEvent
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    BONES,
    CARLA,
    DAN,
    DAY,
    EVELYN,
    STRANGER,
    TODAY,
)


def of(kind: str, most: int = 4) -> st.SearchStrategy[str]:
    """Return ids of a kind: mostly there, at times gone, at times those of another thing."""
    there = [f"{kind}{n}" for n in range(1, most + 1)]
    return st.sampled_from([*there, *there, *there, "gone", "goal", "c1", "t1"])


HOSTILE = [
    "",
    " \n ",
    "<!channel> *now*",
    "'; DROP TABLE plans; --",
    '{"kind": "Ended"}',
    "\ud83d",
    "a\x00b",
    "\u202egnihtemos",
    "=HYPERLINK(1)",
    f"<@{ANA}> knows",
    "w" * 301,
    "w" * 1_501,
]
GOOD = ["Invitations in English", "No interpreter", "Ask <@UBEN>", "Make a list"]

causes, drivers, ideas = of("c", 9), of("d"), of("i")
words = st.sampled_from(GOOD * 8 + HOSTILE) | st.sampled_from(GOOD) | st.text(max_size=9)
people = st.sampled_from([EVELYN, ANA, BEN, CARLA, DAN, STRANGER])
bones = st.sampled_from([*BONES, *BONES, "gone"])
few = st.lists(causes, max_size=3).map(tuple)
crowd = st.lists(people, max_size=3).map(tuple)
days = st.none() | st.dates(TODAY - 40 * DAY, date(2028, 1, 1))
values = st.sampled_from([3, 14.5, 20, 80, 0, -1, 1e300, math.nan, -math.inf])
numbers = st.none() | values
answers = st.none() | st.builds(Responsible, people, words)
measures = st.builds(
    Measure,
    of("m"),
    st.sampled_from(["outcome", "process", "balancing"]),
    words,
    serves=drivers | ideas | st.just("goal"),
    unit=words,
    baseline=numbers,
    target=numbers,
    reader=answers,
)
read_on = st.dates(TODAY - 40 * DAY, TODAY + DAY)
readings = st.builds(Reading, of("r"), of("m"), read_on, values, numbers, words, people)
task = (answers, crowd, days, days, words)
sources = st.none() | st.builds(Source, words, words, words, words)
verdicts = st.sampled_from(["adopt", "adapt", "abandon", None, "burn"])
STAGES = [one.stage for one in WALK]

growing: st.SearchStrategy[PlanEvent] = st.one_of(
    st.builds(CauseAdded, causes, bones, words, st.none() | causes, people),
    st.builds(DriverAdded, drivers, words, few, st.none() | drivers),
    st.builds(
        IdeaAdded, ideas, drivers, words, st.none() | st.builds(Source, words, words, words, words)
    ),
    st.builds(TaskAdded, of("t"), ideas, words, *task),
    st.builds(MeasureAdded, measures),
    st.builds(ReadingTaken, readings),
    st.builds(DatumAdded, causes, st.builds(Datum, of("x"), words, words, words)),
    st.builds(Marked, causes, people, st.booleans()),
)
changing: st.SearchStrategy[PlanEvent] = st.one_of(
    st.builds(Removed, causes | drivers | ideas | of("t") | of("m") | of("r")),
    st.builds(CausesMerged, causes, causes),
    st.builds(CauseMoved, causes, bones, st.none() | causes),
    st.builds(CauseReworded, causes, words),
    st.builds(DatumRemoved, causes, of("x")),
    st.builds(Rooted, causes, st.booleans()),
    st.builds(DriverChanged, drivers, words, few, st.none() | drivers),
    st.builds(IdeaChanged, ideas, words, drivers),
    st.builds(IdeaWeighed, ideas, st.none() | st.integers(0, 4), st.none() | st.integers(1, 3)),
    st.builds(TaskChanged, of("t"), words, *task),
    st.builds(TaskStood, of("t"), st.sampled_from(["to_do", "blocked", "done", "lost"]), words),
    st.builds(MeasureChanged, measures),
    st.builds(Judged, ideas, verdicts, words),
)
saying: st.SearchStrategy[PlanEvent] = st.one_of(
    st.builds(Framed, words),
    st.builds(BoneNamed, bones, words),
    st.builds(GoalSet, st.builds(Goal, words, words, words, days, words, days)),
    st.builds(TheoryWritten, words),
    st.builds(Considered, st.sampled_from(["cost", "families", "weather"]), words),
    st.builds(
        CoreChosen,
        st.lists(
            st.builds(CoreMember, words, st.lists(st.integers(0, 6), max_size=3).map(tuple)),
            max_size=3,
        ).map(tuple),
    ),
    st.builds(Aligned, few),
    st.builds(Titled, words),
    st.builds(StageChosen, st.sampled_from([*STAGES, "live", "ended", "moon"])),
    st.builds(CycleTurned, st.integers(0, 3)),
    st.builds(Handed, crowd),
)
tying: st.SearchStrategy[PlanEvent] = st.one_of(
    st.builds(CauseAdded, causes, bones, st.just("Why?"), causes, people),
    st.builds(CausesMerged, causes, causes),
    st.builds(CausesMerged, st.sampled_from(["c5", "c6"]), st.sampled_from(["c7", "c8", "c9"])),
    st.builds(CauseMoved, causes, bones, causes),
    st.builds(Removed, causes | drivers),
    st.builds(DriverAdded, drivers, st.just("Time"), few, st.none() | drivers),
    st.builds(DriverChanged, drivers, st.just("Time"), few, st.none() | drivers),
    st.builds(MeasureAdded, measures),
    st.builds(ReadingTaken, readings),
)
"""What ties links to one another, again."""


@st.composite
def an_event(draw: st.DrawFn, *sorts: str) -> PlanEvent:
    """Draw an event; said in a function, as what they are all made of is too much to print."""
    found = {"growing": growing, "changing": changing, "saying": saying, "tying": tying}
    event: PlanEvent = draw(st.one_of(*(found[sort] for sort in sorts or found)))
    return event


events = an_event()

DEEP: tuple[PlanEvent, ...] = (
    *(CauseAdded(f"c{n}", "people", "Why?", f"c{n - 1}" if n > 1 else None) for n in range(1, 7)),
    *(CauseAdded(f"c{n}", "practice", "Why?", f"c{n - 1}" if n > 7 else None) for n in (7, 8, 9)),
    *(Marked("c9", person) for person in (ANA, BEN)),
    DriverAdded("d1", "Time", ("c2", "c9")),
    DriverAdded("d2", "A list", ("c5",), "d1"),
    DriverAdded("d3", "A room", ("c7",)),
    IdeaAdded("i1", "d2", "Make a list"),
    MeasureAdded(Measure("m1", "process", "Lists", serves="d3")),
)
"""A line of whys as deep as it may be, another one, and drivers of both kinds."""
