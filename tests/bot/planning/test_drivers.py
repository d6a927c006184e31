"""Dialogues: drivers answer root causes, one under another, typed or in a window."""

from __future__ import annotations

import pytest

from bot.blocks import fitting
from bot.blocks.planning.drivers import all_drivers_window, drivers
from bot.blocks.planning.frame import stage_card as drawn_card
from bot.planning import looks
from conversations.planning.developing import DriverAdded
from conversations.planning.exploring import CauseAdded, Rooted
from conversations.planning.model import Driver
from conversations.planning.steering import Removed
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import Hours
from tests.bot.planning.plans import answers, begin, catch_up, stage_card, stands, takes, types
from tests.bot.stage import Stage, action_ids, clicks, opened, words

pytestmark = pytest.mark.usefixtures("hours")

LETTERS = CauseAdded("letters", "families", "Letters go out in English only")
BOOKING = CauseAdded("booking", "practice", "Interpreters are booked too late")
TIME = CauseAdded("time", "policy", "Conferences are at noon")
ROOTS: list[PlanEvent] = [LETTERS, BOOKING, TIME, Rooted("letters", True), Rooted("booking", True)]
IN_LANGUAGE = DriverAdded("d1", "Every letter goes out in the family's language", ("letters",))


def test_each_root_cause_shows_whether_a_driver_answers_it(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="drivers", events=[*ROOTS, IN_LANGUAGE])
    card = stage_card(stage, plan)
    assert words(card).count("No driver yet") == 1
    assert "Conferences are at noon" not in words(card)
    clicks(stage, stage.ben, card, "plan_driver_add", label="Add")
    window = opened(stage.ben)
    assert window.state["text"]["text"]["value"] == "Change this: Interpreters are booked too late"
    chosen = window.state["causes"]["causes"]["selected_options"]
    assert [one["value"] for one in chosen] == ["booking"]
    stage.ben.submits({"text": {"text": "Interpreters are booked with the conference"}})
    stage.settle()
    catch_up(stage, hours)
    assert "No driver yet" not in words(stage_card(stage, plan))
    texts = [driver.text for driver in stands(stage, plan).drivers.values()]
    assert texts == [IN_LANGUAGE.text, "Interpreters are booked with the conference"]


def test_a_driver_is_changed_and_stands_under_another(stage: Stage, hours: Hours) -> None:
    more = DriverAdded("d2", "A list of home languages", ("letters",))
    plan = begin(stage, stage.ana, stage="drivers", events=[*ROOTS, IN_LANGUAGE, more])
    edits = [i for i in action_ids(stage_card(stage, plan)) if i == "plan_driver_edit"]
    assert len(edits) == 2
    value = f'{{"p": "{plan.id}", "id": "d2"}}'
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_driver_edit", value=value)
    assert "plan_remove" in action_ids(opened(stage.ana))
    stage.ana.submits(
        {
            "text": {"text": "We know every home language"},
            "causes": {"causes": []},
            "under": {"under": "d1"},
        }
    )
    stage.settle()
    assert stands(stage, plan).drivers["d2"] == Driver(
        "d2", "We know every home language", (), "d1"
    )
    catch_up(stage, hours)
    assert "↳  We know every home language" in words(stage_card(stage, plan))


def test_a_driver_without_a_cause_is_refused_with_its_words(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage="drivers", events=ROOTS)
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_driver_add", block_id="plan_drivers")
    refused = stage.ana.submits({"text": {"text": "Something"}, "causes": {"causes": []}})
    assert refused.errors
    assert opened(stage.ana).state["text"]["text"]["value"] == "Something"
    refused = stage.ana.submits(
        {"text": {"text": "Ask Maria Lopez in 3rd grade"}, "causes": {"causes": ["letters"]}}
    )
    assert "a student's name" in refused.errors["text"]


def test_a_typed_driver_goes_to_the_cause_that_waits_or_it_is_asked(
    stage: Stage, hours: Hours
) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="drivers", events=ROOTS)
    types(stage, plan, stage.ben, "Driver: letters in every language; a language list")
    assert stands(stage, plan).drivers == {}
    asking = answers(stage, plan)[-1]
    assert "Which cause does this answer?" in words(asking)
    clicks(stage, stage.ana, asking, label=LETTERS.text, action="plan_place_0")
    found = list(stands(stage, plan).drivers.values())
    assert [(one.text, one.causes) for one in found] == [
        ("letters in every language", ("letters",)),
        ("a language list", ("letters",)),
    ]
    assert "I have added these 2" in words(answers(stage, plan)[-1])
    types(stage, plan, stage.ben, f"<@{stage.bot}> Interpreters come <always>")
    assert list(stands(stage, plan).drivers.values())[-1].causes == ("booking",)
    assert "Interpreters come &lt;always&gt;" in words(answers(stage, plan)[-1])
    types(stage, plan, stage.ben, "what a driver that is")
    assert len(stands(stage, plan).drivers) == 3


def test_two_who_answer_the_same_question_add_it_once(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="drivers", events=ROOTS)
    types(stage, plan, stage.ben, "driver: letters in every language")
    asking = answers(stage, plan)[-1]
    before = [dict(block) for block in asking.blocks]
    clicks(stage, stage.ana, asking, "plan_place_0")
    asking.blocks = before
    clicks(stage, stage.ben, asking, "plan_place_1")
    [driver] = stands(stage, plan).drivers.values()
    assert driver.causes == ("letters",)


def test_without_causes_the_card_leads_back_to_them(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage="drivers")
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_to")
    assert stands(stage, plan).stage == "causes"
    types(stage, plan, stage.ana, "driver: letters in every language")
    assert stands(stage, plan).drivers == {}


def test_forty_root_causes_fit_and_all_are_in_a_window(stage: Stage) -> None:
    long = "a cause that takes many words " * 9
    events: list[PlanEvent] = []
    for n in range(40):
        events += [
            CauseAdded(f"c{n}", "people", f"{n} {long}"),
            Rooted(f"c{n}", True),
            DriverAdded(f"d{n}", f"{n} & {long}", (f"c{n}",)),
        ]
    plan = begin(stage, stage.ana, stage="drivers", events=events)
    services = stage.composed.services
    with services.store.reading() as db:
        shown = looks.shown(services, db, stands(stage, plan))
    drawn = drawn_card(shown)
    assert len(drawn["blocks"]) <= 50
    assert fitting.text_length(drawn["blocks"]) < 11_000
    assert "… and 60 more." in str(drivers(shown).blocks)
    assert len(all_drivers_window(shown.plan)["blocks"]) == 80
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_drivers_all")
    value = f'{{"p": "{plan.id}", "id": "d39"}}'
    clicks(stage, stage.ana, opened(stage.ana), "plan_driver_edit", value=value)
    assert len(opened(stage.ana).blocks[1]["element"]["options"]) == 40
    takes(stage, plan, stage.ana, Removed("d39"))
    refused = stage.ana.submits({"text": {"text": "Still here?"}})
    assert "not in the plan any more" in next(iter(refused.errors.values()))
