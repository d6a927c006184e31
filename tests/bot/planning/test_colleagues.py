"""Dialogues: nobody from another workspace, and no app, is given a part in a plan."""

from __future__ import annotations

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Person
from conversations.planning.model import Responsible
from conversations.planning.steering import StageChosen
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.live_plans import live
from tests.bot.planning.plans import card, stage_card, stands, takes
from tests.bot.planning.test_tasks import at_tasks, new_task
from tests.bot.reminding.playing import carried_out, morning, reminder
from tests.bot.stage import Stage, clicks, opened
from tests.bot.starting import fills

ONLY = "members of this workspace only"


@pytest.fixture
def gus(stage: Stage) -> Actor:
    person = Person("U9GUS", "gus", "Gus Guest", team_id="T9OTHER")
    stage.sandbox.state.put_person(stage.sandbox.workspace(), person)
    return stage.gus


@pytest.mark.usefixtures("hours")
def test_no_plan_is_handed_over_to_them(stage: Stage, gus: Actor) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ana, card(stage, plan), "plan_show")
    clicks(stage, stage.ana, opened(stage.ana), "plan_owners")
    for outsider in (gus.id, stage.bot):
        sent = stage.ana.submits({"owners": {"owners": [stage.ana.id, outsider]}})
        assert ONLY in sent.errors["owners"]
    assert stage.ana.submits({"owners": {"owners": [stage.ana.id, stage.dan.id]}}).updated
    assert stands(stage, plan).owners == (stage.ana.id, stage.dan.id)


@pytest.mark.usefixtures("hours")
def test_no_task_and_no_measure_is_theirs(stage: Stage, gus: Actor) -> None:
    plan = at_tasks(stage)
    new_task(stage, stage.ben, plan)
    what = {"what": "Translate the letter", "owner": gus.id}
    assert ONLY in stage.ben.submits(fills(stage.ben, **what)).errors["owner"]
    assert stage.ben.submits(fills(stage.ben, owner=stage.dan.id)).ok
    takes(stage, plan, stage.ana, StageChosen("measures"))
    deliver(stage)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_measure_add", label="Add a measure")
    what = {"what": "Letters that are translated", "reader": gus.id}
    assert ONLY in stage.ben.submits(fills(stage.ben, **what)).errors["reader"]
    [task] = stands(stage, plan).tasks.values()
    assert task.owner == Responsible(stage.dan.id)
    assert not stands(stage, plan).measures


def test_no_task_is_handed_over_to_them_by_its_reminder(
    stage: Stage, hours: Hours, gus: Actor
) -> None:
    carried_out(stage)
    morning(stage, hours, days=2)
    clicks(stage, stage.ben, reminder(stage, stage.ben), "reminder_hand")
    assert ONLY in stage.ben.submits(fills(stage.ben, to=gus.id, why="x")).errors["to"]
