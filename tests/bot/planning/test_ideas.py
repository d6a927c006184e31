"""Dialogues: change ideas are suggested, adopted, weighed; the theory of action follows."""

from __future__ import annotations

import pytest

from bot.blocks import fitting
from bot.blocks.planning.frame import stage_card as drawn_card
from bot.planning import looks
from conversations.planning.developing import (
    DriverAdded,
    GoalSet,
    IdeaAdded,
    IdeaWeighed,
    TheoryWritten,
)
from conversations.planning.exploring import CauseAdded, Rooted
from conversations.planning.model import Goal, Idea, Plan
from conversations.planning.steering import StageChosen
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import answers, begin, catch_up, stage_card, stands, takes, types
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

pytestmark = pytest.mark.usefixtures("hours")

LETTERS = CauseAdded("letters", "families", "Letters go out in English only")
GOAL = GoalSet(Goal("Families get every notice in their language"))
DRIVER = DriverAdded("d1", "Every letter goes out in the family's language", ("letters",))
SECOND = DriverAdded("d2", "Interpreters are booked in time", ("letters",))
BASE: list[PlanEvent] = [LETTERS, Rooted("letters"), GOAL, DRIVER]


def opens(stage: Stage, plan: Plan, driver: str = "d1") -> None:
    """Let Ben open the window of a driver."""
    value = f'{{"p": "{plan.id}", "id": "{driver}"}}'
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_driver_open", value=value)


def ideas_of(stage: Stage, plan: Plan) -> list[Idea]:
    return list(stands(stage, plan).ideas.values())


def test_a_suggestion_is_adopted_with_its_source_and_once(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=BASE)
    assert "No change idea yet" in words(stage_card(stage, plan))
    opens(stage, plan)
    window = opened(stage.ben)
    assert action_ids(window).count("plan_idea_adopt") == 6
    assert "Take down the barriers families meet" in words(window)
    assert "Plain words, not the Department's text" in words(window)
    buttons = [b for b in window.blocks if b["type"] == "actions" and len(b["elements"]) == 2]
    first = buttons[0]["elements"][0]["value"]
    clicks(stage, stage.ben, window, "plan_idea_adopt", value=first)
    [idea] = ideas_of(stage, plan)
    assert idea.source is not None
    assert idea.source.locator.startswith("Pillar 1 · Building Block 2")
    assert ": among your ideas" in words(opened(stage.ben))
    assert action_ids(opened(stage.ben)).count("plan_idea_adopt") == 5
    opens_again = stage_card(stage, plan)
    clicks(stage, stage.ana, opens_again, "plan_driver_open")
    assert action_ids(opened(stage.ana)).count("plan_idea_adopt") == 5
    catch_up(stage, hours)
    assert f"•  {idea.text}" in words(stage_card(stage, plan))


def test_a_suggestion_is_adapted_and_an_idea_of_ones_own_added(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=BASE)
    opens(stage, plan)
    adapt = [
        element["value"]
        for block in opened(stage.ben).blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "plan_idea_adapt"
    ]
    clicks(stage, stage.ben, opened(stage.ben), "plan_idea_adapt", value=adapt[0])
    begun = opened(stage.ben).state["text"]["text"]["value"]
    assert begun
    stage.ben.submits({"text": {"text": "Send every letter through the translation desk"}})
    stage.settle()
    [adapted] = ideas_of(stage, plan)
    assert adapted.text == "Send every letter through the translation desk"
    assert adapted.source is not None
    assert adapted.source.title == begun
    # The window of the driver is in front again, and up to date.
    assert "Send every letter" in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_idea_add")
    refused = stage.ben.submits({"text": {"text": "Ask Maria Lopez in 3rd grade"}})
    assert "a student's name" in refused.errors["text"]
    stage.ben.submits({"text": {"text": "A <phone> tree"}})
    stage.settle()
    assert [idea.text for idea in ideas_of(stage, plan)][1:] == ["A <phone> tree"]
    assert "A &lt;phone&gt; tree" in words(opened(stage.ben))


def test_ideas_are_weighed_where_they_stand_and_quick_wins_come_first(
    stage: Stage, hours: Hours
) -> None:
    ideas = [IdeaAdded("i1", "d1", "A new handbook"), IdeaAdded("i2", "d1", "A phone tree")]
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=[*BASE, *ideas])
    opens(stage, plan)

    def weight(idea: str, w: int) -> str:
        return f'{{"p": "{plan.id}", "id": "{idea}", "w": {w}}}'

    for action, w in (("plan_idea_impact", 2), ("plan_idea_ease", 3)):
        clicks(stage, stage.ben, opened(stage.ben), action, value=weight("i2", w))
    kept = stands(stage, plan).ideas["i2"]
    assert (kept.impact, kept.ease) == (2, 3)
    catch_up(stage, hours)
    shown = words(stage_card(stage, plan))
    assert shown.index("A phone tree") < shown.index("A new handbook")
    assert "A phone tree  ·  _quick win_" in shown


def test_an_idea_is_reworded_weighed_and_moved_in_its_window(stage: Stage) -> None:
    ideas: list[PlanEvent] = [
        IdeaAdded("i1", "d1", "A new handbook"),
        IdeaWeighed("i1", 3, None),
    ]
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=[*BASE, SECOND, *ideas])
    opens(stage, plan)
    clicks(stage, stage.ben, opened(stage.ben), "plan_idea_open")
    assert "plan_remove" in action_ids(opened(stage.ben))
    stage.ben.submits(
        {
            "text": {"text": "A short handbook"},
            "impact": {"impact": "0"},
            "ease": {"ease": "2"},
            "driver": {"driver": "d2"},
        }
    )
    stage.settle()
    assert ideas_of(stage, plan) == [Idea("i1", "d2", "A short handbook", None, None, 2)]
    assert "A short handbook" not in words(opened(stage.ben))


def test_typed_ideas_go_to_the_only_driver_or_it_is_asked(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=BASE)
    types(stage, plan, stage.ben, "that is an idea")
    assert ideas_of(stage, plan) == []
    types(stage, plan, stage.ben, "Ideas: a phone tree; a translation desk")
    assert [idea.text for idea in ideas_of(stage, plan)] == ["a phone tree", "a translation desk"]
    assert "Under the driver “Every letter" in words(answers(stage, plan)[-1])
    takes(stage, plan, stage.ana, SECOND)
    types(stage, plan, stage.ben, f"<@{stage.bot}> book <interpreters> in August")
    asking = answers(stage, plan)[-1]
    assert "book &lt;interpreters&gt; in August" in words(asking)
    clicks(stage, stage.ben, asking, label=SECOND.text, action="plan_place_1")
    added = ideas_of(stage, plan)[-1]
    assert (added.text, added.driver) == ("book <interpreters> in August", "d2")
    assert "Weigh it" in words(answers(stage, plan)[-1])


def test_among_many_drivers_a_window_asks(stage: Stage) -> None:
    more = [DriverAdded(f"m{n}", f"Driver {n}", ("letters",)) for n in range(8)]
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=[*BASE, *more])
    types(stage, plan, stage.ben, "idea: a phone tree")
    clicks(stage, stage.ben, answers(stage, plan)[-1], "plan_place_choose")
    stage.ben.submits({"place": {"place": "m7"}})
    stage.settle()
    [idea] = ideas_of(stage, plan)
    assert (idea.text, idea.driver) == ("a phone tree", "m7")


def test_thirty_ideas_fit_the_card_and_turn_in_the_window(stage: Stage) -> None:
    long = "an idea that takes many words " * 9
    many: list[PlanEvent] = [DriverAdded(f"m{n}", f"{n} & {long}", ("letters",)) for n in range(14)]
    many += [IdeaAdded(f"i{n}", "d1", f"{n} & {long}") for n in range(30)]
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=[*BASE, *many])
    services = stage.composed.services
    with services.store.reading() as db:
        drawn = drawn_card(looks.shown(services, db, stands(stage, plan)))
    assert len(drawn["blocks"]) <= 50
    assert fitting.text_length(drawn["blocks"]) < 11_000
    assert "… and 27 more" in words(stage_card(stage, plan))
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_ideas_all")
    value = f'{{"p": "{plan.id}", "id": "d1"}}'
    clicks(stage, stage.ben, opened(stage.ben), "plan_driver_open", value=value)
    assert "Page 1 of 2" in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_driver_page")
    assert "Page 2 of 2" in words(opened(stage.ben))
    assert action_ids(opened(stage.ben)).count("plan_idea_impact") == 10


def test_the_diagram_is_drawn_by_a_button(stage: Stage) -> None:
    ideas = [IdeaAdded("i1", "d1", "A phone tree")]
    plan = begin(stage, stage.ana, stage.ben, stage="ideas", events=[*BASE, *ideas])
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_drivers_draw")
    at = stage_card(stage, plan)
    files = [f for m in stage.said(at.channel, at.thread_ts) for f in m.files]
    assert len(files) == 1


def test_the_theory_is_composed_said_anew_and_composed_again(stage: Stage, hours: Hours) -> None:
    ideas = [IdeaAdded("i1", "d1", "A phone tree")]
    plan = begin(stage, stage.ana, stage.ben, stage="theory", events=[*BASE, *ideas])
    card = stage_card(stage, plan)
    assert ">If we make sure that every letter goes out" in words(card)
    clicks(stage, stage.ben, card, "plan_theory_edit")
    begun = opened(stage.ben).state["theory"]["theory"]["value"]
    assert begun.startswith("If we make sure")
    stage.ben.submits({})
    stage.settle()
    assert stands(stage, plan).theory == ""
    hours.passes(seconds=1)
    types(stage, plan, stage.ben, f"<@{stage.bot}> If we call, they <come>.")
    assert stands(stage, plan).theory == "If we call, they <come>."
    catch_up(stage, hours)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_theory_copy")
    assert "If we call, they <come>." in whispered(stage, stage.ben, stage_card(stage, plan))
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_theory_compose")
    assert stands(stage, plan).theory == ""


def test_a_theory_says_what_it_still_needs(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage="theory")
    assert "ends in your goal" in words(stage_card(stage, plan))
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_to")
    assert stands(stage, plan).stage == "goal"
    deliver(stage)
    takes(stage, plan, stage.ana, TheoryWritten("If we try, then it works."), StageChosen("theory"))
    deliver(stage)
    assert ">If we try, then it works." in words(stage_card(stage, plan))
