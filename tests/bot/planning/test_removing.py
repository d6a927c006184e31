"""Dialogues: nothing is taken out of a plan before it was said what goes along."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.actor import Actor
from conversations.planning.acting import TaskAdded
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Plan
from conversations.planning.steering import Removed
from tests.bot.planning.plans import begin, stage_card, stands, takes
from tests.bot.stage import Stage, clicks, opened, words

pytestmark = pytest.mark.usefixtures("hours")

EVENTS = (
    CauseAdded("late", "practice", "Interpreters are booked too late"),
    DriverAdded("booked", "Interpreters are <booked> in time", ("late",)),
    IdeaAdded("form", "booked", "Put a booking form on the staff page"),
    IdeaAdded("lead", "booked", "Name a lead for <booking>"),
    TaskAdded("draft", "form", "Draft the form"),
)


def at_drivers(stage: Stage) -> Plan:
    return begin(stage, stage.ana, stage.ben, stage="drivers", events=EVENTS)


def asks_to_take_out(stage: Stage, plan: Plan, actor: Actor) -> Any:
    """Let somebody open a driver and ask to take it out; return the window that they see."""
    clicks(stage, actor, stage_card(stage, plan), "plan_driver_edit")
    clicks(stage, actor, opened(actor), "plan_remove")
    return opened(actor)


def test_what_goes_along_is_said_before_a_driver_goes(stage: Stage) -> None:
    plan = at_drivers(stage)
    window = asks_to_take_out(stage, plan, stage.ana)
    said = words(window)
    assert "*The driver* >Interpreters are &lt;booked&gt; in time" in said.replace("\n", " ")
    assert "*With it go 2 change ideas and 1 task:*" in said
    assert "•  Name a lead for &lt;booking&gt;" in said
    assert "*1 task*\n•  Draft the form" in said
    stage.ana.closes_modal()
    assert "booked" in stands(stage, plan).drivers
    clicks(stage, stage.ana, opened(stage.ana), "plan_remove")
    assert stage.ana.submits().ok
    stage.settle()
    after = stands(stage, plan)
    assert (after.drivers, after.ideas, after.tasks) == ({}, {}, {})
    assert "With it went 2 change ideas and 1 task" in words(opened(stage.ana))


def test_what_hangs_on_it_since_is_said_first(stage: Stage) -> None:
    plan = at_drivers(stage)
    asks_to_take_out(stage, plan, stage.ana)
    takes(stage, plan, stage.ben, IdeaAdded("calls", "booked", "Call families at night"))
    assert stage.ana.submits().updated
    assert "Call families at night" in words(opened(stage.ana))
    assert "booked" in stands(stage, plan).drivers
    assert stage.ana.submits().ok
    stage.settle()
    assert stands(stage, plan).drivers == {}


def test_a_member_proposes_it_and_nothing_goes(stage: Stage) -> None:
    plan = at_drivers(stage)
    window = asks_to_take_out(stage, plan, stage.ben)
    assert "those who look after the plan decide" in words(window)
    assert window.payload["submit"]["text"] == "Propose it"
    assert stage.ben.submits().updated
    assert f"<@{stage.ana.id}> can accept it" in words(opened(stage.ben))
    assert "booked" in stands(stage, plan).drivers
    assert len(stage.rows("SELECT 1 FROM plan_proposals WHERE state = 'open'")) == 1


def test_what_is_out_already_is_said_to_be_out(stage: Stage) -> None:
    plan = at_drivers(stage)
    asks_to_take_out(stage, plan, stage.ana)
    takes(stage, plan, stage.ana, Removed("booked"))
    assert stage.ana.submits().updated
    assert "not in the plan any more" in words(opened(stage.ana))
