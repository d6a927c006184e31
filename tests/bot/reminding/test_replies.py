"""Dialogues: a reminder answered in words, in its thread and at top level."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from conversations.planning import service
from conversations.planning.model import Plan, Responsible, Status
from conversations.reminders.kinds import DAILY_REMINDERS, MEASURE_REMINDER
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import begin, stands, takes
from tests.bot.reminding.playing import (
    CHAIN,
    carried_out,
    daily,
    greeted,
    hears_that_day,
    letters,
    morning,
    reminder,
    reminders,
    says,
    task_of,
)
from tests.bot.reminding.test_cards import asleep_until
from tests.bot.stage import Stage, action_ids, clicks, opened, registration, staged, words
from tests.bot.starting import fills

pytestmark = pytest.mark.usefixtures("hours")


def reminded(stage: Stage, hours: Hours) -> tuple[Plan, Message]:
    """Let Ben be reminded of the letters."""
    plan = carried_out(stage)
    morning(stage, hours, days=2)
    return plan, reminder(stage, stage.ben)


def replies(stage: Stage, card: Message, actor: Actor) -> list[Message]:
    """Return what the bot has said in a reminder's thread."""
    return [one for one in stage.said(card.channel, card.ts, actor) if one.ts != card.ts]


def answered(stage: Stage, actor: Actor, text: str, card: Message) -> Message:
    """Let somebody answer a reminder in words; return what is said about that."""
    before = len(replies(stage, card, actor))
    says(stage, actor, text, card)
    found = replies(stage, card, actor)
    assert len(found) == before + 1
    return found[-1]


def passes_until_tried_again(stage: Stage, hours: Hours) -> None:
    """Wait until an answer was not taken, and let the time pass until it is tried once more."""
    put_back = "SELECT 1 FROM inbox WHERE state != 'done' AND not_before = lease_until"
    stage.sandbox.wait_for(lambda: stage.rows(put_back))
    hours.passes(minutes=2)
    stage.settle()


def test_each_way_to_say_how_a_task_stands_in_its_thread(stage: Stage, hours: Hours) -> None:
    plan, card = reminded(stage, hours)
    said: list[tuple[str, Status, str, str]] = [
        ("on track", "under_way", "", "Good to hear."),
        ("done except the Spanish one", "under_way", "done except the Spanish one", "Good to hear"),
        ("blocked: waiting for the <b>", "blocked", "waiting for the <b>", "is blocked"),
        ("Done, all letters are out", "done", "all letters are out", "Thank you!"),
    ]
    for text, status, note, reply in said:
        answer = answered(stage, stage.ben, text, card)
        assert reply in words(answer), text
        task = task_of(stage, plan)
        assert (task.status, task.note) == (status, note), text
    assert "✓  *Done.* Thank you!\n“all letters are out”" in words(reminder(stage, stage.ben))
    deliver(stage)
    assert "waiting for" not in words(reminder(stage, stage.ben))
    # What was understood can be taken back where it was answered.
    last = replies(stage, card, stage.ben)[-1]
    assert action_ids(last) == ["reminder_undo"]
    clicks(stage, stage.ben, last, "reminder_undo")
    assert task_of(stage, plan).status == "blocked"


def test_snoozing_in_words(stage: Stage, hours: Hours) -> None:
    _, card = reminded(stage, hours)
    answer = answered(stage, stage.ben, "snooze till Monday", card)
    assert "I will come back to “Translate the &lt;letter&gt;” on Monday, December 7." in words(
        answer
    )
    assert asleep_until(stage) == date(2026, 12, 7)
    answered(stage, stage.ben, "can you remind me on Saturday?", card)
    assert asleep_until(stage) == date(2026, 12, 7)
    answer = answered(stage, stage.ben, "later", card)
    assert action_ids(answer) == ["reminder_snooze"]
    assert stage.ben.clicks(answer, "reminder_snooze", label="Tomorrow").ok
    stage.settle()
    assert asleep_until(stage) == date(2026, 12, 4)
    answer = answered(stage, stage.ben, "remind me when the snow melts", card)
    assert "I could not make a day out of “when the snow melts”." in words(answer)
    answered(stage, stage.ben, "snooze until yesterday", card)
    assert asleep_until(stage) == date(2026, 12, 4)


def test_handing_over_in_words_to_a_colleague_by_name_or_mention(
    stage: Stage, hours: Hours
) -> None:
    plan, card = reminded(stage, hours)
    answer = answered(stage, stage.ben, "hand it over to the new colleague", card)
    assert "To whom shall" in words(answer)
    clicks(stage, stage.ben, answer, "reminder_hand")
    assert opened(stage.ben).state["why"]["why"]["value"] == "the new colleague"
    stage.ben.closes_modal()
    # Whoever is not of the team may be no colleague, which the window finds out.
    answer = answered(stage, stage.ben, "hand over to @dan", card)
    assert action_ids(answer) == ["reminder_hand"]
    first = stage.carla.person.real_name.split()[0]
    answer = answered(stage, stage.ben, f"hand over to {first}, she knows them", card)
    assert "can accept it" in words(answer)
    deliver(stage)
    asked = reminder(stage, stage.ana, service.PROPOSED)
    assert "why: “she knows them”" in words(asked)
    clicks(stage, stage.ana, asked, "plan_proposal_accept")
    assert task_of(stage, plan).owner == Responsible(stage.carla.id)
    # Nothing is left for Ben to say.
    answer = answered(stage, stage.ben, "snooze till Monday", card)
    assert "Only whoever does this task" in words(answer)
    takes(stage, plan, stage.ana, letters(stage.ana, number="t2"))
    morning(stage, hours, days=1)
    mine = reminder(stage, stage.ana)
    answered(stage, stage.ana, "hand over to @ben because he has time", mine)
    assert task_of(stage, plan, "t2").owner == Responsible(stage.ben.id)


def test_a_task_of_a_plan_of_ones_own_stays_ones_own(stage: Stage, hours: Hours) -> None:
    plan = begin(stage, stage.ana, stage="live", events=[*CHAIN, letters(stage.ana)])
    morning(stage, hours, days=2)
    answer = answered(stage, stage.ana, "hand over to @ben", reminder(stage, stage.ana))
    assert "yours alone" in words(answer)
    assert task_of(stage, plan).owner == Responsible(stage.ana.id)


def test_what_says_nothing_about_the_task_is_kept_with_one_click(
    stage: Stage, hours: Hours
) -> None:
    plan, card = reminded(stage, hours)
    answer = answered(stage, stage.ben, "The <translator> is on vacation", card)
    assert "How does “Translate" in words(answer)
    assert ">“The &lt;translator&gt; is on vacation”" in words(answer)
    assert task_of(stage, plan).status == "to_do"
    clicks(stage, stage.ben, answer, "reminder_keep_blocked")
    task = task_of(stage, plan)
    assert (task.status, task.note) == ("blocked", "The <translator> is on vacation")
    answer = answered(stage, stage.ben, "Maria Lopez in 3rd grade has the letter", card)
    assert "for a group of students" in words(answer)
    assert ">Maria Lopez in 3rd grade has the letter" in words(answer)
    assert not action_ids(answer)
    answer = answered(stage, stage.ben, "not yet", card)
    assert "stays open" in words(answer)
    answer = answered(stage, stage.ben, "done, Maria Lopez has her letter", card)
    if task_of(stage, plan).status != "done":
        assert "group of students" in words(answer)
        clicks(stage, stage.ben, answer, "reminder_keep_done")
    assert task_of(stage, plan).note == "Maria Lopez has her letter"


def test_a_question_in_the_thread_is_answered_as_a_question(stage: Stage, hours: Hours) -> None:
    plan, card = reminded(stage, hours)
    says(stage, stage.ben, "What is building block 2 about?", card)
    answer, *_ = replies(stage, card, stage.ben)
    assert "reminder_done" not in action_ids(answer)
    assert "Academic and linguistic supports" in words(answer)
    says(stage, stage.ben, "thanks", card)
    assert task_of(stage, plan).status == "to_do"


def test_at_top_level_one_open_card_reads_it_and_of_two_it_is_asked(
    stage: Stage, hours: Hours
) -> None:
    plan, _ = reminded(stage, hours)
    says(stage, stage.ben, "yes")
    assert task_of(stage, plan).status == "to_do"
    says(stage, stage.ben, "on track")
    assert task_of(stage, plan).status == "under_way"
    more = letters(stage.ben, number="t2", what="Book interpreters for conferences")
    takes(stage, plan, stage.ana, more)
    morning(stage, hours, days=1)
    says(stage, stage.ben, "done, nice work")
    asked = stage.said(stage.ben.direct_channel().id, viewer=stage.ben)[-1]
    assert "Which task do you mean?" in words(asked)
    assert action_ids(asked) == ["reminder_which_0", "reminder_which_1"]
    assert stage.ben.clicks(asked, label="Book interpreters for conferences").ok
    stage.settle()
    assert (task_of(stage, plan, "t2").status, task_of(stage, plan, "t2").note) == (
        "done",
        "nice work",
    )
    assert "Thank you!" in words(asked)
    # One card is open now, and it is the one.
    says(stage, stage.ben, "blocked: no translator")
    assert task_of(stage, plan).status == "blocked"


def test_what_names_its_task_is_not_asked_about(stage: Stage, hours: Hours) -> None:
    more = letters(stage.ben, number="t2", what="Book interpreters for conferences")
    plan = carried_out(stage, letters(stage.ben), more)
    morning(stage, hours, days=2)
    says(stage, stage.ben, "done, the interpreters are booked")
    assert task_of(stage, plan, "t2").status == "done"
    assert task_of(stage, plan).status == "to_do"


def test_under_a_message_of_the_day_words_are_about_something_in_it(
    stage: Stage, hours: Hours
) -> None:
    more = letters(stage.ben, number="t2", what="Book interpreters for conferences")
    plan = carried_out(stage, letters(stage.ben), more)
    daily(stage, stage.ben)
    hears_that_day(stage, hours, days=2)
    [message] = reminders(stage, stage.ben, DAILY_REMINDERS)
    answered(stage, stage.ben, "done, interpreters are booked", message)
    assert task_of(stage, plan, "t2").status == "done"
    # One is left, wherever that is said.
    says(stage, stage.ben, "blocked: no translator")
    assert task_of(stage, plan).status == "blocked"


def test_a_reading_is_given_in_the_thread_at_top_level_or_in_a_window(
    stage: Stage, hours: Hours
) -> None:
    plan = carried_out(stage, greeted(stage.ben))
    morning(stage, hours, days=31)
    morning(stage, hours, days=3)
    [card] = reminders(stage, stage.ben, MEASURE_REMINDER)
    assert "*Families who are greeted*\nWhat does it read for December 2026?" in words(card)
    assert "such as “14 of 20”" in words(card)
    assert action_ids(card) == ["plan_reading_add"]
    answer = answered(stage, stage.ben, "no idea", card)
    assert "I could not find a number" in words(answer)
    answer = answered(stage, stage.ben, "14 of 20", card)
    assert "*14 of 20 (70%)*" in words(answer)
    [reading] = stands(stage, plan).readings.values()
    assert (reading.value, reading.whole, reading.by) == (14, 20, stage.ben.id)
    [card] = reminders(stage, stage.ben, MEASURE_REMINDER)
    assert "✓  Families who are greeted: *14 of 20 (70%)*" in words(card)
    says(stage, stage.ben, "18 of 20")
    assert len(stands(stage, plan).readings) == 2
    clicks(stage, stage.ben, card, "plan_reading_add")
    assert stage.ben.submits(fills(stage.ben, value="19 of 20")).ok
    stage.settle()
    assert len(stands(stage, plan).readings) == 3


def test_a_reply_that_is_tried_again_does_nothing_twice(tmp_path: Path, hours: Hours) -> None:
    with (
        Sandbox(registration=registration()) as sandbox,
        staged(tmp_path, sandbox, clock=hours) as stage,
    ):
        plan, card = reminded(stage, hours)
        sandbox.faults.drop("chat.postMessage", after_storing=True)
        said = stage.ben.direct_messages("blocked: no translator", thread=card.ts)
        passes_until_tried_again(stage, hours)
        assert task_of(stage, plan).status == "blocked"
        [answer] = replies(stage, card, stage.ben)
        assert "is blocked" in words(answer)
        assert said.ts
        deliver(stage)
        assert len(reminders(stage, stage.ana, service.BLOCKED)) == 1
        # It is tried again after somebody else has said something, too.
        sandbox.faults.drop("chat.postMessage")
        stage.ben.direct_messages("done, all are out", thread=card.ts)
        passes_until_tried_again(stage, hours)
        assert task_of(stage, plan).note == "all are out"
        assert len(replies(stage, card, stage.ben)) == 2
