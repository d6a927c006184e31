"""Dialogues: a core team with what it brings, and the plans and elements that a plan answers."""

from __future__ import annotations

import pytest

from bot.planning.aligning import ELEMENTS, PLANS
from conversations import memberships
from conversations.planning.acting import CoreChosen
from conversations.planning.developing import DriverAdded, GoalSet
from conversations.planning.exploring import CauseAdded, Framed
from conversations.planning.model import CoreMember, Goal, Plan
from conversations.planning.steering import StageChosen
from conversations.teams import Member, find_team
from tests.bot.assessing import Hours
from tests.bot.planning.plans import begin, catch_up, stage_card, stands, takes
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

pytestmark = pytest.mark.usefixtures("hours")

INTERPRETERS = (
    Framed("Families hear too late from us, and conferences lack interpreters"),
    GoalSet(Goal("All families come to conferences")),
    CauseAdded("late", "practice", "Interpreters are booked too late"),
    DriverAdded("booked", "Every conference has an interpreter", ("late",)),
)


def members(stage: Stage, plan: Plan) -> dict[str, Member]:
    """Return the members of the plan's team by name."""
    assert plan.team
    with stage.composed.services.store.reading() as db:
        team = find_team(db, plan.tenant, plan.team)
    return {member.name.partition(" ")[0]: member for member in team.members}


def add_ruth(stage: Stage, plan: Plan) -> None:
    assert plan.team
    with stage.composed.services.store.transaction() as db:
        memberships.add_named_member(
            db, plan.tenant, plan.team, "ruth", name="Ruth <Gold>", sponsor=stage.ana.id,
            role="School committee", level="district", sponsor_is_guest=False,
            by=stage.evelyn.id, now=stage.composed.services.clock(),
        )  # fmt: skip


def test_a_core_team_is_chosen_with_what_each_brings(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage.carla, stage="core")
    card = stage_card(stage, plan)
    assert "Choose those who look after it between meetings" in words(card)
    assert (
        "Not on the team yet: the school committee, your ELPAC or other families, district "
        "leaders, school leaders, ESL teachers." in words(card)
    )
    add_ruth(stage, plan)
    clicks(stage, stage.ben, card, "plan_core_edit")
    by_name = members(stage, plan)
    chosen = [by_name[name].id for name in ("Ana", "Ben", "Ruth")]
    assert stage.ben.submits({"members": {"members": chosen}}).updated
    # What was chosen is kept, even if the second window is left.
    assert [one.member for one in stands(stage, plan).core] == chosen
    brings = {chosen[0]: ["1", "2"], chosen[1]: ["3"], "ruth": ["5"]}
    stage.ben.submits({f"brings:{one}": {"brings": what} for one, what in brings.items()})
    stage.settle()
    assert stands(stage, plan).core == (
        CoreMember(chosen[0], (1, 2)),
        CoreMember(chosen[1], (3,)),
        CoreMember("ruth", (5,)),
    )
    catch_up(stage, hours)
    card = stage_card(stage, plan)
    said = words(card)
    assert "*Your core team: 3 people*" in said
    assert f"Knows stages, drivers and needs assessment: <@{stage.ben.id}>" in said
    assert "Can influence change at several levels: Ruth &lt;Gold&gt;" in said
    assert "Experience with continuous improvement cycles: _nobody yet_" in said
    assert "Somebody who brings what is marked ○ above." in said
    assert "Not on the team yet: your ELPAC" in said
    assert {"team_change", "team_add_named"} <= set(action_ids(card))
    clicks(stage, stage.evelyn, card, "team_add_named")
    assert "do not use Slack" in words(opened(stage.evelyn))


def test_in_a_live_plan_a_core_team_is_proposed_once(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="core")
    card = stage_card(stage, plan)
    takes(stage, plan, stage.ana, StageChosen("live"))
    clicks(stage, stage.ben, card, "plan_core_edit")
    chosen = [member.id for member in members(stage, plan).values()]
    assert stage.ben.submits({"members": {"members": chosen}}).updated
    stage.ben.submits({f"brings:{chosen[0]}": {"brings": ["4"]}})
    assert "passed that on" in words(opened(stage.ben))
    assert stands(stage, plan).core == ()
    assert len(stage.rows("SELECT 1 FROM plan_proposals")) == 1


def test_who_left_the_team_stays_no_riddle(stage: Stage, hours: Hours) -> None:
    gone = CoreMember("gone", (1,))
    plan = begin(stage, stage.ana, stage.ben, stage="core")
    hours.passes(seconds=1)
    takes(stage, plan, stage.ana, CoreChosen((gone,)))
    catch_up(stage, hours)
    said = words(stage_card(stage, plan))
    assert "•  somebody who is not in the team any more" in said
    assert "3 to 5 work best. Who could join?" in said


def test_whoever_plans_alone_needs_no_team(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage="core")
    card = stage_card(stage, plan)
    assert "there is no team to choose" in words(card)
    assert "plan_core_edit" not in action_ids(card)


def test_a_plan_is_tied_to_plans_and_elements_with_the_nearest_first(
    stage: Stage, hours: Hours
) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="coherence", events=INTERPRETERS)
    card = stage_card(stage, plan)
    assert "nobody has to plan the same work twice" in words(card)
    clicks(stage, stage.ben, card, "plan_align_edit")
    window = opened(stage.ben)
    inputs = {b["block_id"]: b["element"] for b in window.blocks if b["type"] == "input"}
    nearest = [one["value"] for one in inputs["nearest"]["options"]]
    # Families come first for a plan about families.
    assert {
        "coherence/components/data/conditions/2",
        "coherence/components/objectives/conditions/4",
    } & set(nearest)
    others = [one["value"] for group in inputs["more"]["option_groups"] for one in group["options"]]
    every = {one for elements in ELEMENTS.values() for one in elements}
    assert {*nearest, *others} == every
    assert [one["value"] for one in inputs["plans"]["options"]] == list(PLANS)
    stage.ben.submits(
        {
            "plans": {"chosen": ["team/plans/3"]},
            "nearest": {"chosen": nearest[:1]},
            "more": {"chosen": others[:1]},
        }
    )
    stage.settle()
    assert set(stands(stage, plan).aligned) == {"team/plans/3", nearest[0], others[0]}
    catch_up(stage, hours)
    card = stage_card(stage, plan)
    assert "*Plans that you must have anyway*\n•  " in words(card)
    assert "School Improvement Plan, every year" in words(card)
    assert "*School plan: " in words(card)
    # The same again changes nothing, and what is taken away goes.
    clicks(stage, stage.ana, card, "plan_align_edit")
    stage.ana.submits({"more": {"chosen": []}})
    stage.settle()
    assert set(stands(stage, plan).aligned) == {"team/plans/3", nearest[0]}


def test_outsiders_choose_nobody(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="core")
    card = stage_card(stage, plan)
    clicks(stage, stage.dan, card, "plan_core_edit")
    assert stage.dan.modal is None
    assert "belongs to another team" in whispered(stage, stage.dan, card)
