"""Dialogues: a plan begins, its thread is its own, and the team goes on and back."""

from __future__ import annotations

from copy import deepcopy

import pytest

from conversations.planning.exploring import Framed
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import (
    CHANNEL,
    answers,
    begin,
    card,
    catch_up,
    stage_card,
    stage_cards,
    stands,
    types,
)
from tests.bot.planning.whole import found
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words
from tests.bot.starting import fills, make_team
from tests.bot.test_results import finished

pytestmark = pytest.mark.usefixtures("hours")


def test_a_plan_begins_with_its_card_and_the_first_step_in_its_thread(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben)
    assert "Families hear from us" in words(card(stage, plan))
    first = stage_card(stage, plan)
    assert first.thread_ts == card(stage, plan).ts
    assert "*The problem*" in words(first)
    assert "Step 1: Explore the problem, part 1 of 3" in words(first)


def test_the_proposed_problem_is_used_and_the_team_goes_on(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_problem_use")
    assert plan.origins[0].title in stands(stage, plan).problem
    assert "*The problem*\n>" in words(stage_card(stage, plan))
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_on")
    deliver(stage)
    catch_up(stage, hours)
    folded, now = stage_cards(stage, plan)
    assert words(folded).startswith("✓  *The problem*: ")
    assert "*Causes*" in words(now)
    assert "part 2 of 3: *Causes*" in words(card(stage, plan))


def test_a_step_that_is_passed_over_is_not_ticked_off(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="considerations")
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_on")
    deliver(stage)
    catch_up(stage, hours)
    assert words(stage_cards(stage, plan)[-2]) == "○  *What else to think of*: nothing yet"


def test_only_owners_lead_on_and_two_at_once_go_on_by_one(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben)
    shown = stage_card(stage, plan)
    stage.ben.clicks(shown, "plan_go_on")
    stage.settle()
    assert "Only those who look after this plan" in whispered(stage, stage.ben, shown)
    before = deepcopy(shown)
    clicks(stage, stage.ana, shown, "plan_go_on")
    stage.ana.clicks(before, "plan_go_on")
    stage.settle()
    assert stands(stage, plan).stage == "causes"
    assert "gone on since" in whispered(stage, stage.ana, shown)


def test_a_problem_that_is_typed_to_the_bot_is_kept_and_talk_is_not(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben)
    types(stage, plan, stage.ben, "I think it is more about the front office")
    assert stands(stage, plan).problem == ""
    types(stage, plan, stage.ben, f"<@{stage.bot}> Families <hear> from us too late")
    assert stands(stage, plan).problem == "Families <hear> from us too late"
    assert "Families &lt;hear&gt; from us too late" in words(answers(stage, plan)[-1])


def test_what_looks_like_a_student_is_asked_about_and_kept_if_vouched_for(stage: Stage) -> None:
    plan = begin(stage, stage.ana)
    types(stage, plan, stage.ana, "Maria Lopez in 3rd grade is not greeted")
    assert stands(stage, plan).problem == ""
    asking = answers(stage, plan)[-1]
    assert "looks like a student's name" in words(asking)
    clicks(stage, stage.ana, asking, "plan_words_keep")
    assert stands(stage, plan).problem == "Maria Lopez in 3rd grade is not greeted"


def test_outsiders_see_nothing_behind_the_buttons_and_say_nothing_to_the_plan(
    stage: Stage,
) -> None:
    plan = begin(stage, stage.ana, stage.ben)
    shown = stage_card(stage, plan)
    stage.dan.clicks(shown, "plan_problem_edit")
    stage.settle()
    assert stage.dan.modal is None
    assert "belongs to another team" in whispered(stage, stage.dan, shown)
    types(stage, plan, stage.dan, f"<@{stage.bot}> Families hear nothing")
    assert stands(stage, plan).problem == ""


def test_all_steps_lead_anywhere_and_say_what_is_missing(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, events=[Framed("Too late")])
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_steps")
    window = opened(stage.ana)
    assert "*The problem*  ·  you are here" in words(window)
    assert action_ids(window).count("plan_go_to") == 12
    clicks(stage, stage.ana, window, "plan_go_to", value=f'{{"p": "{plan.id}", "to": "tasks"}}')
    assert stands(stage, plan).stage == "tasks"
    deliver(stage)
    assert "*Tasks*" in words(stage_card(stage, plan))


def test_a_priority_is_planned_from_its_results(stage: Stage) -> None:
    stage.ana.commands("/blueprint", "plan welcoming newcomers", "#el-team")
    window = opened(stage.ana)
    assert window.state["title"]["title"]["value"] == "welcoming newcomers"
    assert stage.ana.submits().updated
    assert "has begun" in words(opened(stage.ana))
    deliver(stage)
    [row] = stage.rows("SELECT id, channel FROM plans")
    assert row["channel"] is None


def test_what_was_noted_stays_where_the_team_allowed_it(stage: Stage, hours: Hours) -> None:
    pair = dict.fromkeys((stage.ana, stage.ben), ("Classroom teacher", "school"))
    team = make_team(stage, pair, channel=CHANNEL)
    session, results = finished(stage, hours, evidence_in_channel=True, team=team)
    for channel, notes in (
        (session.channel, ("What ana wrote", "What ben wrote", "What carla wrote")),
        ("C0STAFF", ()),
    ):
        clicks(stage, stage.ana, results, "session_plan")
        assert stage.ana.submits(fills(stage.ana, channel=channel)).updated
        stage.ana.closes_modal()
        plan = found(stage)
        assert plan.channel == channel
        assert plan.origins[0].agreed
        assert plan.origins[0].evidence == notes
        hours.passes(minutes=1)


def test_who_plans_alone_after_all_shows_it_in_no_channel(stage: Stage) -> None:
    make_team(stage, {stage.ana: ("Classroom teacher", "school")}, channel=CHANNEL)
    stage.ana.commands("/blueprint", "plan welcoming newcomers", "#el-team")
    # Sent before Slack has drawn the window anew, without its question for the channel.
    assert stage.ana.submits(fills(stage.ana, team="Only me")).updated
    assert found(stage).is_personal


def test_another_team_s_plan_is_built_in_its_own_channel(stage: Stage) -> None:
    part = {stage.ana: ("Classroom teacher", "school")}
    make_team(stage, part, channel=CHANNEL)
    other = make_team(stage, part, channel="C0STAFF", title="Newcomers")
    stage.ana.commands("/blueprint", "plan welcoming newcomers", "#el-team")
    refused = stage.ana.submits(fills(stage.ana, team="Newcomers"))
    assert "choose the channel" in str(refused.errors)
    assert stage.ana.clicks(opened(stage.ana), "plan_who", selected="Newcomers").ok
    stage.settle()
    assert stage.ana.submits().updated
    assert (found(stage).team, found(stage).channel) == (other, "C0STAFF")
