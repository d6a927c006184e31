"""Dialogues: tasks under change ideas, written and changed in windows."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date

import pytest

from bot.blocks import fitting
from bot.blocks.text import actions, button
from bot.sandbox.actor import Actor
from bot.sandbox.model import View
from bot.workspaces import client_for
from conversations.database import new_id
from conversations.memberships import add_named_member
from conversations.planning.acting import TaskAdded
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Plan, Responsible
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import TENANT
from tests.bot.planning.plans import CHANNEL, begin, stage_card, stands
from tests.bot.stage import Stage, action_ids, clicks, opened, words
from tests.bot.starting import fills

pytestmark = pytest.mark.usefixtures("hours")

CHAIN: tuple[PlanEvent, ...] = (
    CauseAdded("c", "families", "Letters go out in English only"),
    DriverAdded("d", "Families get every notice in their language", ("c",)),
    IdeaAdded("i1", "d", "Send a welcome letter in five languages"),
)
SECOND = IdeaAdded("i2", "d", "Book interpreters for conferences")
FRIDAY = date(2026, 12, 4)


def at_tasks(stage: Stage, *more: PlanEvent, members: bool = True) -> Plan:
    """Begin a plan that has come to its tasks."""
    people = [stage.ben] if members else []
    return begin(stage, stage.ana, *people, stage="tasks", events=[*CHAIN, *more])


def new_task(stage: Stage, actor: Actor, plan: Plan, idea: str = "i1") -> View:
    carried = json.dumps({"p": plan.id, "idea": idea})
    clicks(stage, actor, stage_card(stage, plan), "plan_task_add", value=carried)
    return opened(actor)


def test_a_task_is_written_in_a_window_and_the_card_shows_it(stage: Stage) -> None:
    plan = at_tasks(stage)
    assert "_No task yet._" in words(stage_card(stage, plan))
    assert "Send a welcome letter" in words(new_task(stage, stage.ben, plan))
    said = {"what": "Translate the <letter>", "owner": stage.ben.id, "due_words": "this Friday"}
    assert stage.ben.submits(fills(stage.ben, **said)).ok
    stage.settle()
    [task] = stands(stage, plan).tasks.values()
    assert (task.owner, task.due, task.idea) == (Responsible(stage.ben.id), FRIDAY, "i1")
    shown = f"Translate the &lt;letter&gt; · <@{stage.ben.id}> · Fri, Dec 4"
    assert shown in words(stage_card(stage, plan))


def test_days_that_cannot_be_meant_come_back_at_their_field_with_the_words(stage: Stage) -> None:
    plan = at_tasks(stage)
    new_task(stage, stage.ben, plan)
    for due, field, answer in (
        ({"due_words": "when the snow melts"}, "due_words", "“when the snow melts”"),
        ({"due_words": "Friday", "due": "2026-12-09"}, "due_words", "empty one of the two"),
        ({"due_words": "", "due": "2026-11-30"}, "due", "has gone by"),
    ):
        errors = stage.ben.submits(fills(stage.ben, what="Translate the letter", **due)).errors
        assert answer in errors[field], due
    assert opened(stage.ben).state["what"]["what"]["value"] == "Translate the letter"
    assert not stands(stage, plan).tasks


def test_a_day_without_school_is_saved_and_the_one_before_is_offered(stage: Stage) -> None:
    plan = at_tasks(stage)
    new_task(stage, stage.ben, plan)
    what = {"what": "Translate the letter", "due_words": "by Christmas"}
    assert stage.ben.submits(fills(stage.ben, **what)).updated
    asked = words(opened(stage.ben))
    assert "There is no school on Friday, December 25: it is Christmas Day." in asked
    [task] = stands(stage, plan).tasks.values()
    assert task.due == date(2026, 12, 25), "kept by whoever closes the window"
    assert stage.ben.submits().ok
    stage.settle()
    assert stands(stage, plan).tasks[task.id].due == date(2026, 12, 24)
    assert "Thu, Dec 24" in words(stage_card(stage, plan))


def test_somebody_without_slack_is_responsible_through_their_sponsor(stage: Stage) -> None:
    plan = at_tasks(stage)
    name_ruth(stage, plan)
    new_task(stage, stage.ben, plan)
    stage.ben.submits(fills(stage.ben, what="Read the letter", owner_name="Ruth Gold"))
    stage.settle()
    [task] = stands(stage, plan).tasks.values()
    assert task.owner == Responsible(stage.ana.id, "Ruth Gold")
    assert f"Ruth Gold (with <@{stage.ana.id}>)" in words(stage_card(stage, plan))
    open_change(stage, stage.ben, plan, task.id)
    assert stage.ben.submits(fills(stage.ben, owner=stage.ben.id)).ok
    assert stands(stage, plan).tasks[task.id].owner == Responsible(stage.ben.id)
    new_task(stage, stage.ben, plan)
    both = {"what": "Read it", "owner": stage.ben.id, "owner_name": "Ruth Gold"}
    errors = stage.ben.submits(fills(stage.ben, **both)).errors
    assert "one of the two" in errors["owner_name"]


def test_helpers_and_a_start_come_with_one_tap_and_nothing_typed_is_lost(stage: Stage) -> None:
    plan = at_tasks(stage)
    window = new_task(stage, stage.ben, plan)
    stage.ben.fills(window, fills(stage.ben, what="Translate", due="2026-12-11"))
    clicks(stage, stage.ben, window, "plan_task_more")
    after = opened(stage.ben)
    assert after.state["what"]["what"]["value"] == "Translate"
    more = fills(stage.ben, support=[stage.ana.id], starts_words="Monday", shows="It is online")
    assert stage.ben.submits(more).ok
    [task] = stands(stage, plan).tasks.values()
    assert (task.support, task.starts) == ((stage.ana.id,), date(2026, 12, 7))
    assert (task.due, task.shows) == (date(2026, 12, 11), "It is online")


def test_a_window_that_is_sent_twice_adds_one_task_in_its_last_words(stage: Stage) -> None:
    plan = at_tasks(stage)
    window = new_task(stage, stage.ben, plan)
    number = json.loads(window.payload["private_metadata"])["id"]
    for what in ("Translate the letter", "Translate the letter", "Translate both letters"):
        # Slack was not told that it arrived: the window is still there.
        stage.sandbox.state.put_view(stage.sandbox.workspace(), deepcopy(window))
        assert stage.ben.submits(fills(stage.ben, what=what)).ok
        [task] = stands(stage, plan).tasks.values()
        assert (task.id, task.what) == (number, what)


def test_sixty_tasks_of_thirty_ideas_fit_and_each_can_be_changed(stage: Stage) -> None:
    ideas = [IdeaAdded(f"m{n}", "d", f"Idea {n}: " + "welcome families " * 12) for n in range(29)]
    tasks = [
        TaskAdded(
            f"t{n}",
            f"m{n % 29}",
            f"Task {n}: " + "write & <send> " * 14,
            Responsible(stage.ben.id),
            due=FRIDAY,
        )
        for n in range(60)
    ]
    plan = at_tasks(stage, *ideas, *tasks)
    card = stage_card(stage, plan)
    assert len(card.blocks) <= 50
    assert fitting.text_length(card.blocks) <= 10_300
    assert f"<@{stage.ben.id}> is down for 60 open tasks. Could somebody share" in words(card)
    clicks(stage, stage.ana, card, "plan_task_list")
    first = opened(stage.ana)
    clicks(stage, stage.ana, first, "plan_task_list_on")
    assert "Task 28" in words(opened(stage.ana))
    carried = json.dumps({"p": plan.id, "id": "t28"})
    clicks(stage, stage.ana, opened(stage.ana), "plan_task_edit", value=carried)
    assert stage.ana.submits(fills(stage.ana, what="Shorter")).ok
    stage.settle()
    assert "Shorter" in words(opened(stage.ana)), "the list underneath shows it"
    assert stands(stage, plan).tasks["t28"].what == "Shorter"


def test_a_task_s_own_window_takes_how_it_stands(stage: Stage) -> None:
    task = TaskAdded("t", "i1", "Translate the letter", Responsible(stage.ben.id), due=FRIDAY)
    plan = at_tasks(stage, task)
    window = opened_task(stage, stage.ben, plan, "t")
    assert f"Who: <@{stage.ben.id}>" in words(window)
    assert "Due: Friday, December 4" in words(window)
    assert stage.ben.submits(fills(stage.ben, status="blocked", note="Khmer is missing")).ok
    stood = stands(stage, plan).tasks["t"]
    assert (stood.status, stood.note) == ("blocked", "Khmer is missing")


def test_alone_there_is_nobody_to_choose(stage: Stage) -> None:
    plan = at_tasks(stage, members=False)
    window = new_task(stage, stage.ana, plan)
    assert "owner" not in action_ids(window)
    stage.ana.submits(fills(stage.ana, what="Call three families"))
    [task] = stands(stage, plan).tasks.values()
    assert task.owner == Responsible(stage.ana.id)


def open_change(stage: Stage, actor: Actor, plan: Plan, task: str) -> View:
    clicks(stage, actor, stage_card(stage, plan), "plan_task_list")
    carried = json.dumps({"p": plan.id, "id": task})
    clicks(stage, actor, opened(actor), "plan_task_edit", value=carried)
    return opened(actor)


def opened_task(stage: Stage, actor: Actor, plan: Plan, task: str) -> View:
    """Open a task's window with a button of a message, such as a reminder."""
    composed = stage.composed
    client = client_for(composed.services.settings, composed.workspaces, TENANT)
    assert client
    open_it = button("Open", "plan_task_open", json.dumps({"p": plan.id, "id": task}))
    client.chat_postMessage(channel=CHANNEL, text="A task", blocks=[actions(open_it)])
    clicks(stage, actor, stage.said(CHANNEL)[-1], "plan_task_open")
    return opened(actor)


def name_ruth(stage: Stage, plan: Plan) -> None:
    """Let Ruth be of the team without Slack; Ana speaks for her."""
    services = stage.composed.services
    with services.store.transaction() as db:
        add_named_member(
            db,
            TENANT,
            str(plan.team),
            new_id(),
            name="Ruth Gold",
            sponsor=stage.ana.id,
            role="Family member",
            level="school",
            sponsor_is_guest=False,
            by=stage.evelyn.id,
            now=services.clock(),
        )
