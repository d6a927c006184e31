"""Dialogues: causes are collected in the thread, sorted, asked after, changed and drawn."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.model import View
from conversations.planning import chain
from conversations.planning.exploring import CauseAdded, DatumAdded, Framed, Marked
from conversations.planning.model import Cause, Datum, Plan
from conversations.planning.steering import StageChosen
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import (
    answers,
    begin,
    catch_up,
    stage_card,
    stands,
    takes,
    types,
)
from tests.bot.stage import Stage, action_ids, clicks, opened, words

pytestmark = pytest.mark.usefixtures("hours")

LETTERS = CauseAdded("letters", "families", "Letters go out in English only")
BOOKING = CauseAdded("booking", "practice", "Interpreters are booked too late")
NOBODY = CauseAdded("nobody", "practice", "Nobody is in charge of booking", under="booking")


def causes_of(stage: Stage, plan: Plan) -> dict[str, Cause]:
    """Return the causes of a plan by their words."""
    return {cause.text: cause for cause in stands(stage, plan).causes.values()}


def at_causes(stage: Stage, *events: Any) -> Plan:
    problem = Framed("Families hear from us too late")
    return begin(stage, stage.ana, stage.ben, stage="causes", events=[problem, *events])


def chosen(view: View, label: str) -> str:
    """Return the value of an option by its label, in whichever menu of a window it stands."""
    for block in view.blocks:
        element = block.get("element", {})
        groups = element.get("option_groups", [{"options": element.get("options", [])}])
        for option in (one for group in groups for one in group["options"]):
            if option["text"]["text"] == label:
                return str(option["value"])
    raise LookupError(label)


def test_one_message_brings_several_causes_each_on_its_bone(stage: Stage, hours: Hours) -> None:
    plan = at_causes(stage)
    assert "nothing is too small" in words(stage_card(stage, plan))
    hours.passes(seconds=1)
    types(
        stage,
        plan,
        stage.ben,
        "- teachers have no training with newcomers\n- bus schedule clashes with tutoring\n"
        "- we <never> look at it",
    )
    causes = causes_of(stage, plan)
    assert causes["teachers have no training with newcomers"].bone == "people"
    assert causes["bus schedule clashes with tutoring"].bone == "policy"
    assert {cause.by for cause in causes.values()} == {stage.ben.id}
    reply = answers(stage, plan)[-1]
    assert "*People*: teachers have no training" in words(reply)
    assert "we &lt;never&gt; look at it" in words(reply)
    catch_up(stage, hours)
    assert "*People*\n• teachers have no training" in words(stage_card(stage, plan))
    assert "Nothing yet on: " in words(stage_card(stage, plan))
    types(stage, plan, stage.ana, "Teachers have no training with newcomers.; no books at home")
    assert len(causes_of(stage, plan)) == 4
    assert "Already on the fishbone: “Teachers have no training" in words(answers(stage, plan)[-1])


def test_talk_among_colleagues_and_questions_are_no_causes(stage: Stage) -> None:
    plan = at_causes(stage)
    types(stage, plan, stage.ben, "I agree")
    types(stage, plan, stage.ben, ":+1: :tada:")
    types(stage, plan, stage.ben, f"<@{stage.ana.id}> can you bring the sign-in sheets")
    assert causes_of(stage, plan) == {}
    assert answers(stage, plan) == []
    types(stage, plan, stage.ben, f"<@{stage.bot}> What does the Blueprint say about families?")
    assert causes_of(stage, plan) == {}
    assert len(answers(stage, plan)) == 1


def test_where_a_bone_is_a_guess_it_is_asked_and_settled_in_one_tap(stage: Stage) -> None:
    plan = at_causes(stage)
    types(stage, plan, stage.ben, "it has always been like this")
    reply = answers(stage, plan)[-1]
    assert "Is that the right bone?" in words(reply)
    assert "(?)" not in words(reply)
    assert action_ids(reply) == ["plan_cause_bone"]
    clicks(stage, stage.ben, reply, "plan_cause_bone", label="Families and community")
    assert causes_of(stage, plan)["it has always been like this"].bone == "families"
    reply = answers(stage, plan)[-1]
    assert "Is that the right bone?" not in words(reply)
    assert "*Families and community*: it has always" in words(reply)


def test_whoever_typed_a_cause_takes_it_back_others_propose_that(stage: Stage) -> None:
    plan = at_causes(stage)
    types(stage, plan, stage.ben, "teachers have no training; no training for substitute teachers")
    reply = answers(stage, plan)[-1]
    menu = next(block for block in reply.blocks if "no training for" in words_of(block))
    clicks(stage, stage.ben, reply, "plan_cause_do", block_id=menu["block_id"], label="Take out")
    assert list(causes_of(stage, plan)) == ["teachers have no training"]
    reply = answers(stage, plan)[-1]
    assert "substitute" not in words(reply)
    takes(stage, plan, stage.ana, LETTERS)
    types(stage, plan, stage.ana, "families are afraid to call")
    reply = answers(stage, plan)[-1]
    for _ in range(2):
        clicks(stage, stage.ben, reply, "plan_cause_do", label="Take out")
    assert "families are afraid to call" in causes_of(stage, plan)
    assert len(stage.rows("SELECT 1 FROM plan_proposals WHERE state = 'open'")) == 1


def test_why_is_asked_five_times_in_a_row_and_ends_kindly(stage: Stage, hours: Hours) -> None:
    plan = at_causes(stage, LETTERS)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_causes_all")
    clicks(stage, stage.ben, opened(stage.ben), "plan_cause_open")
    clicks(stage, stage.ben, opened(stage.ben), "plan_cause_why")
    above = "letters"
    for n in range(1, 6):
        window = opened(stage.ben)
        assert f"({n} of 5)" in words(window)
        assert window.state[f"why:{above}"]["text"]["value"] is None
        stage.ben.submits({f"why:{above}": {"text": f"because of {n}"}})
        stage.settle()
        above = causes_of(stage, plan)[f"because of {n}"].id
    ended = opened(stage.ben)
    assert "You have asked why 5 times, and that is enough" in words(ended)
    assert "because of 1" in words(ended)
    assert chain.depth(stands(stage, plan), above) == 5
    assert stage.sandbox.workspace().stacks[stage.ben.id] == [ended.id]
    clicks(stage, stage.ben, ended, "plan_cause_mark")
    assert stands(stage, plan).causes[above].marks == (stage.ben.id,)
    catch_up(stage, hours)
    assert "\u2003↳ because of 1" in words(stage_card(stage, plan))


def test_deep_enough_keeps_what_was_typed(stage: Stage) -> None:
    plan = at_causes(stage, BOOKING)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_causes_all")
    clicks(stage, stage.ben, opened(stage.ben), "plan_cause_open")
    clicks(stage, stage.ben, opened(stage.ben), "plan_cause_why")
    stage.ben.fills(opened(stage.ben), {"why:booking": {"text": "Nobody knows how to book"}})
    clicks(stage, stage.ben, opened(stage.ben), "plan_why_enough")
    assert causes_of(stage, plan)["Nobody knows how to book"].under == "booking"
    assert "All of it is on the fishbone" in words(opened(stage.ben))


def test_a_cause_is_reworded_moved_and_backed_by_data_in_one_window(stage: Stage) -> None:
    plan = at_causes(stage, BOOKING, LETTERS, NOBODY)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_causes_all")
    value = f'{{"p": "{plan.id}", "id": "nobody"}}'
    clicks(stage, stage.ben, opened(stage.ben), "plan_cause_open", value=value)
    clicks(stage, stage.ben, opened(stage.ben), "plan_cause_edit")
    stage.ben.submits({"text": {"text": "Maria Lopez in 3rd grade waits"}})
    assert "looks like a student" in str(opened(stage.ben).errors["text"])
    stage.ben.submits({"text": {"text": "Nobody books them"}, "where": {"where": "bone:people"}})
    stage.settle()
    moved = stands(stage, plan).causes["nobody"]
    assert (moved.text, moved.bone, moved.under) == ("Nobody books them", "people", None)
    assert "Saved." in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_datum_add")
    stage.ben.submits({"source": {"source": "Log"}, "figure": {"figure": "6 of 20"}})
    stage.settle()
    assert "Log: 6 of 20" in words(opened(stage.ben))
    clicks(stage, stage.ben, opened(stage.ben), "plan_datum_remove")
    assert stands(stage, plan).causes["nobody"].data == ()
    assert "Log: 6 of 20" not in words(opened(stage.ben))


def test_two_causes_that_say_the_same_become_one_after_saying_what_both_bring(
    stage: Stage,
) -> None:
    plan = at_causes(
        stage, LETTERS, BOOKING, NOBODY, DatumAdded("letters", Datum("d", "Log", "", "6 of 20"))
    )
    types(stage, plan, stage.ben, "interpreters are hired too late")
    reply = answers(stage, plan)[-1]
    if "plan_cause_bone" in action_ids(reply):
        clicks(stage, stage.ben, reply, "plan_cause_bone", label="People")
        reply = answers(stage, plan)[-1]
    clicks(stage, stage.ben, reply, "plan_cause_do", label="Same as another")
    window = opened(stage.ben)
    other = chosen(window, "Interpreters are booked too late")
    clicks(stage, stage.ben, window, "plan_merge_with", value=other)
    assert "Together they have:* 1 answer to why." in words(opened(stage.ben))
    stage.ben.submits()
    stage.settle()
    causes = causes_of(stage, plan)
    merged = causes["interpreters are hired too late"]
    assert merged.also == ("Interpreters are booked too late",)
    assert causes["Nobody is in charge of booking"].under == merged.id
    assert stage.ben.modal is None


def test_causes_are_added_in_a_window_once_and_bones_have_the_teams_names(
    stage: Stage, hours: Hours
) -> None:
    plan = at_causes(stage)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_cause_add")
    stage.ben.submits({"text": {"text": "no training for teachers\nno books at home"}})
    stage.settle()
    assert "*People*: no training for teachers" in words(opened(stage.ben))
    assert len(causes_of(stage, plan)) == 2
    stage.ben.closes_modal()
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_bones")
    stage.ana.submits({"people": {"name": "Staff"}, "data": {"name": " "}})
    assert opened(stage.ana).errors
    stage.ana.submits({"data": {"name": "Numbers"}})
    stage.settle()
    catch_up(stage, hours)
    assert "*Staff*\n• no training" in words(stage_card(stage, plan))


def test_forty_long_causes_fit_on_the_card_and_in_the_window(stage: Stage, hours: Hours) -> None:
    many = [
        CauseAdded(f"c{n}", bone, f"{n} " + "families and teachers wait far too long " * 7)
        for n in range(40)
        for bone in [("people", "practice", "policy", "resources")[n % 4]]
    ]
    deep = [CauseAdded(f"d{n}", "people", "why " * 70, under=f"c{4 * n}") for n in range(8)]
    plan = at_causes(stage, *many, *deep)
    card = words(stage_card(stage, plan))
    assert all(f"• {n} families" in card for n in range(40))
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_causes_all")
    assert action_ids(opened(stage.ben)).count("plan_cause_open") == 48
    takes(stage, plan, stage.ana, StageChosen("roots"))
    takes(stage, plan, stage.ben, *(Marked(f"c{n}", stage.ben.id) for n in range(40)))
    deliver(stage)
    catch_up(stage, hours)
    assert "… and 32 more" in words(stage_card(stage, plan))
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_roots_mark")
    assert len(opened(stage.ana).state) == 5


def test_as_many_long_causes_as_fit_in_a_message_are_answered_within_slacks_limits(
    stage: Stage,
) -> None:
    plan = at_causes(stage)
    for count in (10, 11):
        long = [
            f"{count}.{n} nobody & nothing is here in time, and so it goes" * 5
            for n in range(count)
        ]
        types(stage, plan, stage.ben, "; ".join(long))
        assert f"{count}.{count - 1} nobody" in words(answers(stage, plan)[-1])
    assert action_ids(answers(stage, plan)[-1]) == ["plan_causes_all"]


def words_of(block: dict[str, Any]) -> str:
    return str(block.get("text", {}).get("text", ""))


def test_many_doubts_are_signs_and_no_row_of_questions(stage: Stage) -> None:
    plan = at_causes(stage)
    types(stage, plan, stage.ben, "it is like this; so it goes; it was ever thus")
    reply = answers(stage, plan)[-1]
    assert action_ids(reply) == ["plan_cause_do"] * 3
    assert "*Practice* (?): so it goes" in words(reply)
    assert "(?) is a guess of mine" in words(reply)


def test_a_card_that_has_scrolled_away_comes_again_below_what_was_typed(
    stage: Stage, hours: Hours
) -> None:
    plan = at_causes(stage)
    first = stage_card(stage, plan)
    for n, actor in enumerate([stage.ana, stage.ben] * 4):
        hours.passes(minutes=1)
        said = types(stage, plan, actor, f"no training of kind {n}")
    deliver(stage)
    catch_up(stage, hours)
    again = stage_card(stage, plan)
    assert float(again.ts) > float(said.ts)
    assert "no training of kind 7" in words(again)
    folded = stage.sandbox.state.message(stage.sandbox.workspace(), first.channel, first.ts)
    assert words(folded) == "✓  *Causes*: 8 causes on 1 bone"
