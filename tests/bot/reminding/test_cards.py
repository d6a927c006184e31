"""Dialogues: a task's reminder, and each of its buttons, today and a month later."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from bot.reminding import acts
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.planning import service
from conversations.planning.acting import TaskStood
from conversations.planning.model import Responsible
from conversations.planning.steering import Removed
from conversations.reminders import snoozes
from conversations.reminders.kinds import TASK_NEEDS_YOU
from tests.bot.assessing import TENANT, Hours, deliver
from tests.bot.planning.plans import begin, takes
from tests.bot.reminding.playing import (
    CHAIN,
    carried_out,
    letters,
    morning,
    outcomes,
    reminder,
    reminders,
    task_of,
)
from tests.bot.stage import Stage, action_ids, clicks, opened, staged, whispered, words
from tests.bot.starting import fills

pytestmark = pytest.mark.usefixtures("hours")

BUTTONS = [
    "reminder_done",
    "reminder_track",
    "reminder_blocked",
    "reminder_snooze",
    "reminder_hand",
]


def asleep_until(stage: Stage, number: str = "t1") -> date | None:
    with stage.composed.services.store.reading() as db:
        found = snoozes.of_task(db, TENANT, number)
    return found.until if found else None


def now(stage: Stage, message: Message) -> str:
    """Return what a message says by now."""
    state, workspace = stage.sandbox.state, stage.sandbox.workspace()
    found = state.message(workspace, message.channel, message.ts)
    assert found is not None
    return words(found)


def doer(stage: Stage, actor: Actor) -> acts.Doer:
    return acts.Doer(stage.composed.services, TENANT, "t1", actor.id)


def snoozes_by(stage: Stage, actor: Actor, card: Message, label: str) -> None:
    assert actor.clicks(card, "reminder_snooze", label=label).ok
    stage.settle()


def test_the_card_says_what_by_when_and_what_for(stage: Stage, hours: Hours) -> None:
    carried_out(stage)
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ben)
    said = words(card)
    assert "*Translate the &lt;letter&gt;*\nDue tomorrow, Friday, December 4." in said
    assert "Plan: Families hear from us" in said
    assert "For the idea “Send a welcome letter in five languages”" in said
    assert "|Effective family engagement>" in said
    assert "It serves <https://www.doe.mass.edu/" in said
    assert "What will show progress: “It is online”" in said
    assert action_ids(card) == BUTTONS
    assert "!" not in said


def test_done_asks_for_a_line_thanks_and_can_be_taken_back(stage: Stage, hours: Hours) -> None:
    plan = carried_out(stage)
    takes(stage, plan, stage.ben, TaskStood("t1", "under_way", "Half of it"))
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ben)
    clicks(stage, stage.ben, card, "reminder_done")
    window = opened(stage.ben)
    assert "What happened?" in str(window.payload["blocks"])
    note = fills(stage.ben, note="All letters are out")
    assert stage.ben.submits(note).ok
    stage.settle()
    assert (task_of(stage, plan).status, task_of(stage, plan).note) == (
        "done",
        "All letters are out",
    )
    card = reminder(stage, stage.ben)
    assert "✓  *Done.* Thank you!\n“All letters are out”" in words(card)
    assert action_ids(card) == ["reminder_undo"]
    as_it_was = deepcopy(card)
    clicks(stage, stage.ben, card, "reminder_undo")
    assert (task_of(stage, plan).status, task_of(stage, plan).note) == ("under_way", "Half of it")
    assert action_ids(reminder(stage, stage.ben)) == BUTTONS
    # The same button once more takes nothing back.
    clicks(stage, stage.ben, as_it_was, "reminder_undo")
    assert task_of(stage, plan).status == "under_way"


def test_after_a_day_done_is_taken_back_in_the_plan_only(stage: Stage, hours: Hours) -> None:
    plan = carried_out(stage)
    morning(stage, hours, days=2)
    clicks(stage, stage.ben, reminder(stage, stage.ben), "reminder_done")
    assert stage.ben.submits().ok
    stage.settle()
    hours.passes(days=1)
    card = reminder(stage, stage.ben)
    clicks(stage, stage.ben, card, "reminder_undo")
    assert "open the task there" in whispered(stage, stage.ben, card)
    assert task_of(stage, plan).status == "done"
    assert action_ids(reminder(stage, stage.ben)) == []


def test_a_month_later_and_after_a_restart_every_button_works(
    stage: Stage, hours: Hours, tmp_path: Path
) -> None:
    plan = carried_out(stage)
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ben)
    hours.passes(days=32)
    with staged(tmp_path, stage.sandbox, clock=hours) as again:
        clicks(again, again.ben, card, "reminder_track")
        assert task_of(again, plan).status == "under_way"
        said = words(reminder(again, again.ben))
        assert "It was due on Friday, December 4, 2026." in said
        assert "It is under way." in said
        # Twice is as good as once.
        clicks(again, again.ben, card, "reminder_track")
        snoozes_by(again, again.ben, card, "Tomorrow")
        assert asleep_until(again) == date(2027, 1, 5)
        clicks(again, again.ben, card, "reminder_blocked")
        assert again.ben.submits(fills(again.ben, note="No translator")).ok
        clicks(again, again.ben, card, "reminder_hand")
        assert again.ben.submits(fills(again.ben, to=again.carla.id, why="She can")).ok
        clicks(again, again.ben, card, "reminder_done")
        assert again.ben.submits(fills(again.ben, note="Found one")).ok
        again.settle()
        assert task_of(again, plan).note == "Found one"
        assert "“Found one”" in words(reminder(again, again.ben))


def test_who_looks_after_the_plan_is_told_why_a_task_is_blocked(stage: Stage, hours: Hours) -> None:
    plan = carried_out(stage)
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ben)
    clicks(stage, stage.ben, card, "reminder_blocked")
    assert "what is in the way" in stage.ben.submits(fills(stage.ben, note=" ")).errors["note"]
    why = fills(stage.ben, note="Waiting for the <translator>")
    assert stage.ben.submits(why).ok
    stage.settle()
    assert task_of(stage, plan).status == "blocked"
    assert "⚠  *Blocked.* “Waiting for the &lt;translator&gt;”" in words(reminder(stage, stage.ben))
    deliver(stage)
    told = reminder(stage, stage.ana, service.BLOCKED)
    assert f"<@{stage.ben.id}>: “Waiting for the &lt;translator&gt;”" in words(told)
    assert action_ids(told) == ["plan_task_open", "plan_task_edit", "reminder_hand"]
    clicks(stage, stage.ana, told, "plan_task_open")
    assert "Translate the &lt;letter&gt;" in words(opened(stage.ana))
    stage.ana.closes_modal()
    # Nobody reminds of what is blocked.
    morning(stage, hours, days=1)
    assert len(reminders(stage, stage.ben)) == 1
    clicks(stage, stage.ben, reminder(stage, stage.ben), "reminder_track")
    clicks(stage, stage.ana, told, "reminder_hand")
    stage.ana.submits(fills(stage.ana, to=stage.ana.id, why="I have time"))
    stage.settle()
    assert "goes on" in now(stage, told)
    assert task_of(stage, plan).owner == Responsible(stage.ana.id)


def test_snoozing_wakes_by_itself_on_the_next_school_day(stage: Stage, hours: Hours) -> None:
    carried_out(stage)
    morning(stage, hours, days=3)
    card = reminder(stage, stage.ben)
    assert "Due today, Friday, December 4." in words(card)
    snoozes_by(stage, stage.ben, card, "Tomorrow")
    assert asleep_until(stage) == date(2026, 12, 7)
    assert "I will come back to it on Monday, December 7." in now(stage, card)
    snoozes_by(stage, stage.ben, reminder(stage, stage.ben), "Next Monday")
    assert asleep_until(stage) == date(2026, 12, 7)
    snoozes_by(stage, stage.ben, reminder(stage, stage.ben), "Pick a day…")
    assert "today" not in stage.ben.submits({"day": {"day": "2026-12-04"}}).errors["day"]
    assert stage.ben.submits({"day": {"day": "2026-12-09"}}).ok
    stage.settle()
    assert asleep_until(stage) == date(2026, 12, 9)
    morning(stage, hours, days=3)
    assert len(reminders(stage, stage.ben)) == 1
    morning(stage, hours, days=2)
    [_, woken] = reminders(stage, stage.ben)
    assert "You asked me to come back to it today." in words(woken)
    assert action_ids(woken) == BUTTONS


def test_handing_over_is_proposed_and_once_accepted_both_know(stage: Stage, hours: Hours) -> None:
    plan = carried_out(stage)
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ben)
    clicks(stage, stage.ben, card, "reminder_hand")
    same = stage.ben.submits(fills(stage.ben, to=stage.ben.id, why="x")).errors
    assert "have it already" in same["to"]
    stage.ben.submits(fills(stage.ben, to=stage.carla.id, why="She knows the <translators>"))
    stage.settle()
    assert f"<@{stage.ana.id}> can accept it" in words(opened(stage.ben))
    assert task_of(stage, plan).owner == Responsible(stage.ben.id)
    deliver(stage)
    asked = reminder(stage, stage.ana, service.PROPOSED)
    assert "why: “She knows the &lt;translators&gt;”" in words(asked)
    clicks(stage, stage.ana, asked, "plan_proposal_accept")
    deliver(stage)
    given = words(reminder(stage, stage.carla, service.GIVEN))
    assert f"<@{stage.ben.id}> handed it over: “She knows the &lt;translators&gt;”" in given
    assert "accepted your change" in words(reminder(stage, stage.ben, service.ANSWERED))
    # What still stands in Ben's messages is not his any more.
    clicks(stage, stage.ben, card, "reminder_snooze", label="Tomorrow")
    assert "Only whoever does this task" in whispered(stage, stage.ben, card)
    assert f"It is with <@{stage.carla.id}> now." in now(stage, card)


def test_an_owner_hands_over_at_once_and_it_can_come_back(stage: Stage, hours: Hours) -> None:
    plan = carried_out(stage, letters(stage.ana))
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ana)
    for to in (stage.ben, stage.ana, stage.ben):
        with stage.composed.services.store.transaction() as db:
            acts.hand_over(db, doer(stage, stage.ana), Responsible(to.id), "You know them")
        deliver(stage)
    assert task_of(stage, plan).owner == Responsible(stage.ben.id)
    assert len(reminders(stage, stage.ben, service.GIVEN)) == 2
    clicks(stage, stage.ana, card, "reminder_track")
    assert f"It is with <@{stage.ben.id}> now." in now(stage, card)


def test_a_task_that_is_gone_is_said_to_be_gone(stage: Stage, hours: Hours) -> None:
    plan = carried_out(stage)
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ben)
    takes(stage, plan, stage.ana, Removed("t1"))
    clicks(stage, stage.ben, card, "reminder_done")
    assert "not in its plan any more" in whispered(stage, stage.ben, card)
    assert "not in its plan any more" in now(stage, card)
    assert stage.ben.modal is None


def test_a_plan_of_somebody_alone_has_nobody_to_hand_over_to(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage="live", events=[*CHAIN, letters(stage.ana)])
    morning(stage, hours, days=2)
    card = reminder(stage, stage.ana)
    assert action_ids(card) == BUTTONS[:-1]
    clicks(stage, stage.ana, card, "reminder_blocked")
    assert stage.ana.submits(fills(stage.ana, note="No time")).ok
    stage.settle()
    assert task_of(stage, plan).status == "blocked"
    assert outcomes(stage, service.BLOCKED) == []


def test_when_nobody_answers_the_owners_hear_once_and_on_track_ends_it(
    stage: Stage, hours: Hours
) -> None:
    plan = carried_out(stage)
    for _ in range(40):
        morning(stage, hours, days=1)
    mine = reminders(stage, stage.ben)
    assert len(mine) == 6
    [asked] = reminders(stage, stage.ana, TASK_NEEDS_YOU)
    assert "may need you" in words(asked)
    assert "It was due on Friday, December 4" in words(asked)
    clicks(stage, stage.ben, mine[-1], "reminder_track")
    clicks(stage, stage.ben, mine[-1], "reminder_track")
    for _ in range(40):
        morning(stage, hours, days=1)
    assert len(reminders(stage, stage.ana, TASK_NEEDS_YOU)) == 2
    # It is under way already, and that it still is says enough.
    mine = reminders(stage, stage.ben)
    clicks(stage, stage.ben, mine[-1], "reminder_track")
    for _ in range(8):
        morning(stage, hours, days=1)
    assert len(reminders(stage, stage.ben)) > len(mine)
    assert task_of(stage, plan).status == "under_way"
