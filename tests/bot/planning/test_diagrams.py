"""The diagrams of a plan follow its chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.planning.diagrams import driver_diagram_of, fishbone_of
from conversations.planning.model import Cause, Datum, Driver, Goal, Idea, Plan, Source

PLAN = Plan(
    tenant="T",
    id="p",
    title="Newcomers",
    team=None,
    channel=None,
    owners=("U",),
    timezone="America/New_York",
    begun_at=datetime(2026, 12, 1, tzinfo=UTC),
    bones={"people": "People", "data": "Data"},
    problem="Families hear from us too late",
    causes={
        "a": Cause(
            "a",
            "people",
            "No interpreter",
            is_root=True,
            marks=("U", "V"),
            data=(Datum("d", "Conference log", "May 2026", "6 of 20"), Datum("e", "Log", "", "2")),
        ),
        "b": Cause("b", "people", "Nobody asks for one", under="a"),
    },
)


def test_a_fishbone_has_every_bone_with_causes_whys_and_data() -> None:
    people, data = fishbone_of(PLAN).bones
    (cause,) = people.causes
    assert (cause.text, cause.is_root, cause.marks) == ("No interpreter", True, 2)
    assert cause.data == ("Conference log, May 2026: 6 of 20", "Log: 2")
    assert [why.text for why in cause.whys] == ["Nobody asks for one"]
    assert (data.name, data.causes) == ("Data", ())


def test_a_driver_diagram_has_secondary_drivers_and_says_where_ideas_come_from() -> None:
    source = Source("i", "Interpreters", "QRG p. 3", "https://example.org")
    plan = replace(
        PLAN,
        goal=Goal("Families hear from us in time", by_when=date(2027, 6, 1)),
        drivers={
            "x": Driver("x", "Interpreters are at hand", ("a",)),
            "y": Driver("y", "The office books them", under="x"),
        },
        ideas={"i": Idea("i", "y", "A shared calendar", source, 3, 2, "adapt")},
    )
    diagram = driver_diagram_of(plan)
    assert "amilies hear from us in time" in diagram.goal
    (primary,) = diagram.drivers
    assert primary.causes == ("No interpreter",)
    (idea,) = primary.secondary[0].ideas
    assert (idea.source, idea.verdict) == ("Interpreters (QRG p. 3)", "Adapted")
    assert (idea.impact, idea.ease, idea.url) == (3, 2, "https://example.org")
    assert driver_diagram_of(PLAN).goal == ""
