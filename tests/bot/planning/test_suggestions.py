"""Change ideas out of the corpus for drivers as schools word them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.knowledge import open_engine
from bot.planning.suggestions import suggest
from bot.services import Services
from bot.settings import Settings
from content.ids import kind_of, level_of
from conversations.database import Store
from conversations.planning.model import LONGEST_LINE, Cause, Driver, Goal, Origin, Plan

P = "blueprint"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    folder = tmp_path_factory.mktemp("suggestions")
    settings = Settings(
        data_dir=folder / "data",
        cache_dir=folder.parent / "engine-cache",
        database=folder / "blueprint.db",
    )
    engine = open_engine(settings)
    return Services(settings, Store(settings.database), engine, {}, lambda _: frozenset())


def plan_of(level: str, block: str, driver: str, causes: list[str], goal: str) -> Plan:
    origin = Origin("o", "", "", level, f"{P}/{block}", "", "", None)
    found = {f"c{n}": Cause(f"c{n}", "people", text, is_root=True) for n, text in enumerate(causes)}
    return Plan(
        tenant="T",
        id="p",
        title="A plan",
        team=None,
        channel=None,
        owners=("U",),
        timezone="America/New_York",
        begun_at=datetime(2026, 11, 2, tzinfo=UTC),
        bones={},
        origins=(origin,),
        goal=Goal(goal),
        causes=found,
        drivers={"d": Driver("d", driver, tuple(found))},
    )


def ids(services: Services, plan: Plan) -> list[str]:
    return [one.source.id for one in suggest(services, plan, plan.drivers["d"], 6)]


INTERPRETERS = plan_of(
    "school",
    "p1/b2",
    "Interpreters at every conference",
    ["Interpreters are not booked", "Meetings are at noon when parents work"],
    "More EL families come to conferences",
)


ANSWERED = [
    (
        plan_of(
            "school",
            "p1/b2",
            "Every notice home goes out in the families' languages",
            ["Letters home go out in English only"],
            "Families of ELs get every key notice in their language",
        ),
        {"blueprint/p1/b2/school/1", "leaders/strategies/4/3"},
    ),
    (
        plan_of(
            "school",
            "p2/b1",
            "Change this: nobody greets newcomers or shows them around",
            ["Nobody greets newcomers or shows them around"],
            "Newcomers in grade 9 feel they belong and stay in school",
        ),
        {"blueprint/p2/b1/classroom/3", "blueprint/p3/b3/school/1", "leaders/sel/1"},
    ),
    (
        plan_of(
            "school",
            "p2/b2",
            "Content and ESL teachers plan together",
            ["Math teachers do not know how to teach language", "No common planning time"],
            "More ELs pass Algebra I",
        ),
        {"blueprint/p1/b1/school/2", "leaders/strategies/6/3"},
    ),
    (
        plan_of(
            "school",
            "p3/b1",
            "The schedule gives ELs ESL time and grade-level science",
            ["The master schedule pulls ELs out of science for ESL"],
            "ELs are in grade-level classes with support",
        ),
        {"blueprint/p3/b1/school/2", "leaders/resources/9"},
    ),
    (
        plan_of(
            "classroom",
            "p2/b1",
            "Find out early what newcomers with interrupted schooling know",
            ["No screening tells us which students missed years of school"],
            "Students with interrupted education read at grade 5 level by June",
        ),
        {"blueprint/p2/b1/classroom/1", "blueprint/p3/b2/classroom/2"},
    ),
    (
        plan_of(
            "school",
            "p3/b2",
            "Teacher teams use ACCESS data when they plan lessons",
            ["Teachers don't look at ACCESS data by student", "Data meetings leave ELs out"],
            "ELs make expected progress on ACCESS",
        ),
        {"leaders/actions/5", "leaders/resources/6", "blueprint/p3/b2/school/3"},
    ),
    (
        plan_of(
            "district",
            "p4/b2",
            "ELs are invited into advanced and career courses",
            ["Counselors steer ELs away from AP", "Families do not know about pathways"],
            "More ELs and former ELs finish a career pathway or AP course",
        ),
        {"blueprint/p3/b1/district/1", "blueprint/p4/b2/district/3"},
    ),
    (
        plan_of(
            "school",
            "p1/b3",
            "Change how we talk about our multilingual students",
            ["Staff talk about what ELs lack"],
            "Teachers see home languages as a strength",
        ),
        {"leaders/know-how/1", "leaders/strategies/7/1"},
    ),
    (
        plan_of(
            "school",
            "p3/b2",
            "Special education and ESL staff decide together",
            ["Referral team has no ESL teacher in it", "We wait too long to evaluate"],
            "ELs with disabilities get both services",
        ),
        {"leaders/strategies/5/5", "leaders/resources/12"},
    ),
    (
        plan_of(
            "district",
            "p3/b2",
            "A team follows every long-term EL",
            ["Nobody follows long-term ELs after elementary school"],
            "Long-term ELs reach proficiency",
        ),
        {"blueprint/p3/b2/district/3", "blueprint/p3/b2/school/3"},
    ),
]


@pytest.mark.parametrize(("plan", "expected"), ANSWERED)
def test_what_answers_the_driver_is_among_the_suggestions(
    services: Services, plan: Plan, expected: set[str]
) -> None:
    found = ids(services, plan)
    assert expected <= set(found), found
    assert len(found) == len(set(found)) <= 6


def test_each_is_an_idea_in_a_line_with_its_source(services: Services) -> None:
    for one in suggest(services, INTERPRETERS, INTERPRETERS.drivers["d"], 6):
        assert 0 < len(one.idea) <= LONGEST_LINE
        assert one.text
        assert one.source.title
        assert one.source.locator


def test_nothing_that_others_would_have_to_do_is_suggested(services: Services) -> None:
    levels = {level_of(i) for i in ids(services, INTERPRETERS) if kind_of(i) == "indicator"}
    assert levels <= {"school", "classroom"}
    wanted = Driver("d", "Offer resources for families in many languages", ())
    nowhere = replace(INTERPRETERS, origins=(), drivers={"d": wanted}, goal=None)
    found = [i for i in ids(services, nowhere) if kind_of(i) == "indicator"]
    assert "state" not in map(level_of, found)
    assert found


def test_what_is_far_off_is_left_out(services: Services) -> None:
    plan = replace(INTERPRETERS, drivers={"d": Driver("d", "zzz", ())}, goal=None, problem="")
    assert ids(services, plan) == []
