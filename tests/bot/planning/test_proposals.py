"""Dialogues: members propose, whoever looks after the plan decides once, and all are told."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.planning import service
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Plan, Responsible
from conversations.planning.steering import Handed, Removed
from tests.bot.assessing import deliver
from tests.bot.planning.plans import begin, stands, takes
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

pytestmark = pytest.mark.usefixtures("hours")

FRIDAY = date(2026, 12, 11)
EVENTS = (
    CauseAdded("late", "practice", "Interpreters are booked too late"),
    DriverAdded("booked", "Interpreters are booked in time", ("late",)),
    DriverAdded("able", "Teachers can <book>", under="booked"),
    IdeaAdded("form", "able", "A booking form"),
    TaskAdded("draft", "form", "Draft the <form>", due=FRIDAY),
)
MOVED = TaskChanged("draft", "Draft the <form>", due=date(2026, 12, 18))


def live(stage: Stage, *more: Any) -> Plan:
    """Return a plan of Ana's that is under way, with Ben and Carla in the team."""
    events = (*EVENTS, *more)
    return begin(stage, stage.ana, stage.ben, stage.carla, stage="live", events=events)


def sent(stage: Stage, kind: str, actor: Actor) -> Message:
    """Return the one message of a kind that somebody got, as it stands now."""
    [row] = stage.rows(
        "SELECT channel, ts FROM outbox WHERE kind = ? AND recipient = ? AND state = 'sent'",
        kind,
        actor.id,
    )
    state, workspace = stage.sandbox.state, stage.sandbox.workspace()
    found = state.message(workspace, row["channel"], row["ts"])
    assert found is not None
    return found


def test_an_owner_accepts_and_who_proposed_is_told(stage: Stage) -> None:
    plan = live(stage)
    takes(stage, plan, stage.ben, MOVED)
    deliver(stage)
    asked = sent(stage, service.PROPOSED, stage.ana)
    said = words(asked)
    assert f"<@{stage.ben.id}> proposes a change to *Families hear from us*:" in said
    assert ">*Task* “Draft the &lt;form&gt;”" in said
    assert "due: December 11, 2026 → December 18, 2026" in said
    clicks(stage, stage.ana, asked, "plan_proposal_accept")
    assert stands(stage, plan).tasks["draft"].due == date(2026, 12, 18)
    after = sent(stage, service.PROPOSED, stage.ana)
    assert f"✓  <@{stage.ana.id}> accepted it." in words(after)
    assert "plan_proposal_accept" not in action_ids(after)
    # Afterwards, too, it is said what was before.
    assert "due: December 11, 2026 → December 18, 2026" in words(after)
    deliver(stage)
    told = words(sent(stage, service.ANSWERED, stage.ben))
    assert f"<@{stage.ana.id}> accepted your change" in told
    assert "due: December 11, 2026 → December 18, 2026" in told


def test_the_second_of_two_owners_is_told_what_the_first_decided(stage: Stage) -> None:
    plan = live(stage, Handed((stage.ana.id, stage.carla.id)))
    takes(stage, plan, stage.ben, Removed("form"))
    deliver(stage)
    asked = deepcopy(sent(stage, service.PROPOSED, stage.carla))
    assert "the change idea “A booking form”, and with it 1 task" in words(asked)
    clicks(stage, stage.ana, sent(stage, service.PROPOSED, stage.ana), "plan_proposal_decline")
    assert "declined it" in words(sent(stage, service.PROPOSED, stage.carla))
    clicks(stage, stage.carla, asked, "plan_proposal_accept")
    told = whispered(stage, stage.carla, asked)
    assert f"Somebody was quicker. <@{stage.ana.id}> declined it" in told
    assert "form" in stands(stage, plan).ideas
    deliver(stage)
    assert "did not take up your change" in words(sent(stage, service.ANSWERED, stage.ben))


def test_what_does_not_fit_any_more_can_be_declined(stage: Stage) -> None:
    plan = live(stage)
    takes(stage, plan, stage.ben, IdeaAdded("calls", "able", "Call at night"))
    takes(stage, plan, stage.ana, Removed("able"))
    deliver(stage)
    asked = sent(stage, service.PROPOSED, stage.ana)
    assert "“Call at night”, for something that is not in the plan any more" in words(asked)
    clicks(stage, stage.ana, asked, "plan_proposal_accept")
    assert "not in the plan any more" in whispered(stage, stage.ana, asked)
    clicks(stage, stage.ana, asked, "plan_proposal_decline")
    assert "declined it" in words(sent(stage, service.PROPOSED, stage.ana))


def test_only_those_who_look_after_the_plan_decide(stage: Stage) -> None:
    plan = live(stage)
    takes(stage, plan, stage.ben, MOVED)
    deliver(stage)
    asked = sent(stage, service.PROPOSED, stage.ana)
    takes(stage, plan, stage.ana, Handed((stage.carla.id,)))
    clicks(stage, stage.ana, asked, "plan_proposal_accept")
    assert "Only those who look after this plan" in whispered(stage, stage.ana, asked)
    assert stands(stage, plan).tasks["draft"].due == FRIDAY


def test_who_is_given_a_task_sees_what_it_is_for(stage: Stage) -> None:
    plan = live(stage)
    given = TaskChanged("draft", "Draft the <form>", Responsible(stage.ben.id), due=FRIDAY)
    named = Responsible(stage.carla.id, "Ruth <Gold>")
    takes(stage, plan, stage.ana, given, TaskAdded("print", "form", "Print it", named))
    deliver(stage)
    mine = sent(stage, service.GIVEN, stage.ben)
    said = words(mine)
    assert "You have a task in the plan *Families hear from us*:" in said
    assert "*Draft the &lt;form&gt;*\nDue on Friday, December 11" in said
    assert (
        "What it is for: “A booking form” → “Teachers can &lt;book&gt;” → “Interpreters are booked"
        in said
    )
    assert action_ids(mine) == ["plan_task_open", "plan_show"]
    hers = words(sent(stage, service.GIVEN, stage.carla))
    assert "Ruth &lt;Gold&gt;, for whom you speak, has a task" in hers
    assert "No date yet" in hers


def test_who_is_given_several_tasks_at_once_hears_of_them_in_one_message(stage: Stage) -> None:
    plan = live(stage)
    ben = Responsible(stage.ben.id)
    later = [TaskAdded(f"t{n}", "form", f"<Task> {n}", ben) for n in range(11)]
    takes(stage, plan, stage.ana, *later, TaskAdded("first", "form", "Print", ben, due=FRIDAY))
    deliver(stage)
    told = "SELECT state FROM outbox WHERE kind = ? AND recipient = ? ORDER BY state"
    rows = stage.rows(told, service.GIVEN, stage.ben.id)
    assert [row["state"] for row in rows] == ["cancelled"] * 11 + ["sent"]
    mine = sent(stage, service.GIVEN, stage.ben)
    said = words(mine)
    assert "You have 12 tasks in the plan *Families hear from us*:" in said
    assert "•  Print · " in said.partition("•  &lt;Task&gt; 0 · _no date yet_")[0]
    assert "…and 2 more." in said
    clicks(stage, stage.ben, mine, "plan_mine")
    assert "Print" in words(opened(stage.ben))


def test_what_is_settled_before_it_leaves_is_not_sent(stage: Stage) -> None:
    plan = live(stage)
    takes(stage, plan, stage.ana, TaskAdded("print", "form", "Print", Responsible(stage.ben.id)))
    takes(stage, plan, stage.ben, TaskStood("print", "done"))
    deliver(stage)
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ? AND state = 'sent'", service.GIVEN) == []
