"""The sentences that follow from a plan, read aloud: five plans that schools could have written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.errors import Refused
from conversations.planning.developing import DriverAdded, GoalSet, IdeaAdded, TheoryWritten
from conversations.planning.exploring import CauseAdded, Rooted
from conversations.planning.model import Goal, Origin, Plan
from conversations.planning.phrases import as_naming, inside, kind_of
from conversations.planning.steering import Judged
from conversations.planning.steps import PlanEvent, step
from conversations.planning.wording import (
    LONGEST_THEORY,
    goal_sentence,
    proposed_problem,
    theory_of_action,
)
from tests.conversations.planning.plans import NOW, after, empty, whole


@dataclass(frozen=True)
class Written:
    """What a team wrote, and what is to be said of it."""

    goal: Goal
    causes: tuple[str, ...]
    drivers: tuple[str, ...]
    ideas: tuple[str, ...]
    theory: str
    goal_said: str


FIVE = (
    Written(
        Goal(
            "Families of newcomers come to conferences",
            "families of newcomers",
            "from 9 of 20 to 16 of 20",
            date(2027, 6, 11),
        ),
        ("Invitations go out in English only", "Interpreters are booked too late."),
        ("Families hear from us in their own language",),
        (
            "Name a translation lead",
            "Put a booking form on the staff page",
            "Weekly phone calls home",
        ),
        "If we make sure that families hear from us in their own language, by naming a "
        "translation lead, putting a booking form on the staff page and trying weekly phone "
        "calls home, then it will no longer be true that invitations go out in English only "
        "or that interpreters are booked too late, so that, by June 11, 2027, families of "
        "newcomers come to conferences, from 9 of 20 to 16 of 20.",
        "By June 11, 2027, families of newcomers come to conferences, from 9 of 20 to 16 of 20.",
    ),
    Written(
        Goal(
            "To increase the share of newcomers who reach their ACCESS target",
            "grades 6 to 8",
            "from 35% to 60%",
            date(2027, 6, 15),
        ),
        ("ESL is scheduled against science", "Lack of common planning time"),
        ("ESL teachers and content teachers plan together", "Common planning time"),
        (
            "We will give each grade team one planning block a week with the ESL teacher",
            "Plan, teach and look back together once a quarter.",
            "Language goals for every unit",
        ),
        "If we make sure that ESL teachers and content teachers plan together, and work on "
        "common planning time, by giving each grade team one planning block a week with the "
        "ESL teacher, planning, teaching and looking back together once a quarter, and trying "
        "language goals for every unit, then it will no longer be true that ESL is scheduled "
        "against science, and lack of common planning time will no longer stand in our way, "
        "so that, by June 15, 2027, we increase the share of newcomers who reach their ACCESS "
        "target for grades 6 to 8, from 35% to 60%.",
        "By June 15, 2027, we increase the share of newcomers who reach their ACCESS target "
        "for grades 6 to 8, from 35% to 60%.",
    ),
    Written(
        Goal("Fewer SLIFE leave school in grade 9", "", "at most 3 of 31"),
        ("Schooling before arrival is not recorded", "SLIFE have no one to turn to"),
        ("Support for SLIFE in their first year", "Build the schedule around them"),
        (
            "Interview every family at enrollment, in their language",
            "Pair each student with a mentor",
        ),
        "If we build the schedule around them and work on support for SLIFE in their first "
        "year, by interviewing every family at enrollment, in their language, and pairing "
        "each student with a mentor, then it will no longer be true that schooling before "
        "arrival is not recorded or that SLIFE have no one to turn to, so that fewer SLIFE "
        "leave school in grade 9 (at most 3 of 31).",
        "Fewer SLIFE leave school in grade 9 (at most 3 of 31).",
    ),
    Written(
        Goal(
            "IEP teams decide on language and disability together",
            "dually identified students",
            "",
            date(2027, 3, 1),
        ),
        ("IEP meetings have no ESL teacher at the table",),
        ("ESL teachers sit at every IEP meeting",),
        ("Coaching for case managers", "Share the IEP calendar with the ESL department"),
        "If we make sure that ESL teachers sit at every IEP meeting, by trying coaching for "
        "case managers and sharing the IEP calendar with the ESL department, then it will no "
        "longer be true that IEP meetings have no ESL teacher at the table, so that, by March "
        "1, 2027, IEP teams decide on language and disability together for dually identified "
        "students.",
        "By March 1, 2027, IEP teams decide on language and disability together for dually "
        "identified students.",
    ),
    Written(
        Goal("Higher attendance in the first six weeks", "high school newcomers", "95%"),
        ("Nobody calls in the first week", "Spanish-speaking families get letters in English"),
        ("Welcome every newcomer as a person", "Home visits"),
        ("Hold home visits in September", "English classes for parents"),
        "If we welcome every newcomer as a person and work on home visits, by holding home "
        "visits in September and trying English classes for parents, then it will no longer "
        "be true that nobody calls in the first week or that Spanish-speaking families get "
        "letters in English, so that we see higher attendance in the first six weeks for high "
        "school newcomers (95%).",
        "We see higher attendance in the first six weeks for high school newcomers (95%).",
    ),
)


def built(written: Written) -> Plan:
    """Return a plan of what a team wrote, every driver answering every cause."""
    causes = [f"c{n}" for n in range(len(written.causes))]
    plan = after(empty(), GoalSet(written.goal))
    for cause, text in zip(causes, written.causes, strict=True):
        plan = after(plan, CauseAdded(cause, "people", text), Rooted(cause))
    for n, text in enumerate(written.drivers):
        plan = after(plan, DriverAdded(f"d{n}", text, tuple(causes)))
    for n, text in enumerate(written.ideas):
        plan = after(plan, IdeaAdded(f"i{n}", "d0", text))
    return plan


@pytest.mark.parametrize("written", FIVE, ids=lambda written: written.goal.what)
def test_a_principal_could_say_it_aloud(written: Written) -> None:
    plan = built(written)
    assert theory_of_action(plan) == written.theory
    assert goal_sentence(written.goal) == written.goal_said


@pytest.mark.parametrize(
    ("idea", "said"),
    [
        ("Name a translation lead.", "naming a translation lead"),
        ("We could try noon conferences", "trying noon conferences"),
        ("Weekly phone calls home", "trying weekly phone calls home"),
        ("Pilot a newcomer class", "piloting a newcomer class"),
        ("Welcoming families at the door", "welcoming families at the door"),
        ("Let students choose how they show it", "letting students choose how they show it"),
        ("Draft first, then write together", "drafting first, then writing together"),
        ("Ask families and support staff", "asking families and support staff"),
        ("Co-teach two sections", "co-teaching two sections"),
        ("See who is missing", "seeing who is missing"),
        ("Tie it to the SEI course", "tying it to the SEI course"),
        ("Every family gets a call", "making sure that every family gets a call"),
        ("Book interpreters before dates are set", "booking interpreters before dates are set"),
    ],
)
def test_an_idea_follows_by(idea: str, said: str) -> None:
    assert as_naming(idea) == said


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Families who work evenings cannot come", "clause"),
        ("Texts and tools that newcomers can use", "thing"),
        ("Common planning time", "thing"),
        ("Common planning time leaves out the ESL teacher", "clause"),
        ("Nobody calls", "clause"),
        ("Use of interpreters", "thing"),
        ("Use interpreters", "action"),
        ("Coaching in scaffolding", "thing"),
        ("Support staff are missing", "clause"),
        ("SLIFE leave school early", "clause"),
        ("…", "thing"),
    ],
)
def test_what_kind_of_line_it_is(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "kept",
    [
        "ESL teachers",
        "English learners",
        "SLIFE",
        "Ms. Rivera coaches",
        "Title III pays",
        "iPads",
        "I",
    ],
)
def test_names_and_acronyms_keep_their_capitals(kept: str) -> None:
    assert inside(kept) == kept
    assert inside("Teachers plan") == "teachers plan"


def test_what_was_abandoned_is_not_said_and_own_words_are_said_as_they_are() -> None:
    plan = after(whole(), Judged("i1", "abandon"))
    assert "translation lead" not in theory_of_action(plan)
    assert theory_of_action(after(plan, TheoryWritten("We just try."))) == "We just try."


def test_without_a_goal_or_a_driver_there_is_no_theory_yet() -> None:
    assert theory_of_action(empty()) == ""
    assert theory_of_action(after(empty(), GoalSet(Goal("More families come")))) == ""
    assert goal_sentence(Goal("More families come.")) == "More families come."


def test_a_problem_begins_with_what_the_team_said_itself() -> None:
    one = Origin("i", "Interpreters at meetings.", "", "school", "b", "B", "", None, "Emerging",
                 ("None on Fridays.", "Nine of twenty", "More"))  # fmt: skip
    said = proposed_problem([one])
    assert said == (
        "Interpreters at meetings: this is not yet how we work. We rated this “Emerging”. "
        "What we noted: “None on Fridays” and “Nine of twenty”."
    )
    assert proposed_problem([replace(one, agreed="", evidence=())]) == (
        "Interpreters at meetings: this is not yet how we work."
    )
    several = [one, replace(one, title="Letters home", agreed="", evidence=())]
    assert proposed_problem(several).startswith(
        "This is not yet how we work: Interpreters at meetings (we rated this “Emerging”); "
        "Letters home. What we noted: "
    )
    assert proposed_problem([]) == ""


lines = st.text(min_size=1, max_size=300) | st.lists(
    st.sampled_from(["we", "will", "plan,", "and", "families.", "who are", "“ESL:", "that", "…"]),
    min_size=1,
    max_size=45,
).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, min_size=4, max_size=12), st.booleans())
def test_whatever_was_typed_it_is_one_sentence_and_not_too_long(
    typed: list[str], has_day: bool
) -> None:
    day = date(2027, 6, 11) if has_day else None
    events: list[PlanEvent] = [
        GoalSet(Goal(typed[0], typed[-1], typed[-2], day)),
        CauseAdded("c", "people", typed[1]),
        *(DriverAdded(f"d{n}", text, ("c",)) for n, text in enumerate(typed[2:])),
        *(IdeaAdded(f"i{n}", "d0", text) for n, text in enumerate(typed[2:])),
    ]
    plan = empty()
    for event in events:
        try:
            plan = step(plan, event, NOW)
        except Refused:
            continue
    said = theory_of_action(plan)
    if plan.goal and plan.drivers:
        assert said.startswith("If we ")
        assert said.endswith(".")
        assert not said.endswith("..")
        assert len(said) <= LONGEST_THEORY
    else:
        assert said == ""
