"""Dialogues: messages of the day, digests of plans, the month's gaps; and what cannot arrive."""

from __future__ import annotations

from datetime import date

import pytest

from bot.blocks import fitting
from bot.reminding import acts
from bot.renderers import renderers
from conversations import answers, outbox
from conversations.answers import Given
from conversations.assessment import service as sessions
from conversations.database import timestamp
from conversations.planning.acting import TaskChanged, TaskStood
from conversations.planning.model import Responsible
from conversations.planning.steering import Ended, Removed
from conversations.reminders.kinds import (
    DAILY_REMINDERS,
    GAP_REPORT,
    PLAN_DIGEST,
    SESSION_CLOSING,
    TASK_REMINDER,
)
from tests.bot.assessing import TENANT, Hours, deliver, rates
from tests.bot.assessing import begin as begin_session
from tests.bot.planning.plans import takes
from tests.bot.reminding.playing import (
    FRIDAY,
    carried_out,
    daily,
    greeted,
    hears_that_day,
    letters,
    morning,
    outcomes,
    reminder,
    reminders,
    task_of,
)
from tests.bot.reminding.test_cards import BUTTONS
from tests.bot.stage import Stage, action_ids, clicks, opened, words
from tests.bot.starting import fills

pytestmark = pytest.mark.usefixtures("hours")


def test_a_message_of_the_day_has_each_task_with_done_and_its_card(
    stage: Stage, hours: Hours
) -> None:
    second = letters(stage.ben, number="t2", what="Book interpreters")
    plan = carried_out(stage, letters(stage.ben), second)
    daily(stage, stage.ben)
    hears_that_day(stage, hours, days=2)
    assert reminders(stage, stage.ben) == []
    [message] = reminders(stage, stage.ben, DAILY_REMINDERS)
    said = words(message)
    assert "*Today:* 2 things to think of" in said
    assert "*Book interpreters*\nDue tomorrow, Friday, December 4. Families hear from us" in said
    assert action_ids(message) == ["reminder_done", "reminder_card"] * 2
    first = message.blocks[1]["text"]["text"]
    number = "t1" if "letter" in first else "t2"
    clicks(stage, stage.ben, message, "reminder_done", block_id=message.blocks[2]["block_id"])
    assert stage.ben.submits(fills(stage.ben, note="It was easy")).ok
    stage.settle()
    assert task_of(stage, plan, number).status == "done"
    [message] = reminders(stage, stage.ben, DAILY_REMINDERS)
    assert "done. “It was easy”" in words(message)
    assert action_ids(message) == ["reminder_undo", "reminder_done", "reminder_card"]
    clicks(stage, stage.ben, message, "reminder_card")
    card = opened(stage.ben)
    assert action_ids(card) == BUTTONS
    assert stage.ben.clicks(card, "reminder_snooze", label="Tomorrow").ok
    stage.settle()
    assert "I will come back to it on Friday, December 4." in words(opened(stage.ben))


def test_sixty_tasks_fit_in_a_message_of_the_day(stage: Stage, hours: Hours) -> None:
    many = [letters(stage.ben, number=f"n{n}", what=f"{n} " + "of many " * 30) for n in range(60)]
    carried_out(stage, *many)
    daily(stage, stage.ben)
    hears_that_day(stage, hours, days=2)
    [message] = reminders(stage, stage.ben, DAILY_REMINDERS)
    assert "60 things" in words(message)
    assert "more. App Home has all of them." in words(message)
    assert len(message.blocks) <= 50
    assert fitting.text_length(message.blocks) <= 11_000


def test_on_monday_those_who_look_after_a_plan_read_how_it_stands(
    stage: Stage, hours: Hours
) -> None:
    many = [letters(stage.ben, number=f"n{n}", what=f"{n} " + "of many " * 30) for n in range(60)]
    plan = carried_out(
        stage,
        *many,
        letters(stage.carla, number="late", what="Ask the <translators>"),
        letters(stage.ben, date(2026, 12, 9), "soon", "Print them"),
        letters(stage.ben, date(2026, 12, 18), "far", "Count them"),
        greeted(stage.ana),
    )
    sent = [TaskStood(f"n{n}", "done", "Sent") for n in range(60) if n != 58]
    takes(stage, plan, stage.ben, *sent)
    takes(stage, plan, stage.ben, TaskStood("n58", "blocked", "No <paper>"))
    stage.sandbox.workspace().people[stage.carla.id].deleted = True
    morning(stage, hours, days=2)
    morning(stage, hours, days=4)
    assert outcomes(stage, PLAN_DIGEST) == [(stage.ana.id, "sent", None)]
    digest = reminder(stage, stage.ana, PLAN_DIGEST)
    said = words(digest)
    for part in (
        "*Families hear from us*: how it stands",
        "59 of 63 tasks done",
        f"*Overdue*\n•  Ask the &lt;translators&gt; · <@{stage.carla.id}> · Fri, Dec 4",
        "*Blocked*\n•  58 of many",
        "“No &lt;paper&gt;”",
        f"*Due this week*\n•  Print them · <@{stage.ben.id}> · Wed, Dec 9",
        "*Done last week*\n•  ✓ ",
        "… and 51 more; the plan has all of them.",
        "*Measures to read*\n•  *Families who are greeted*: not read yet · target 90%",
        "*Not delivered*\n•  ",
        f" to <@{stage.carla.id}>: Slack does not know them any more",
    ):
        assert part in said, part
    assert "Count them" not in said
    assert len(digest.blocks) <= 50
    assert fitting.text_length(digest.blocks) <= 11_000
    clicks(stage, stage.ana, digest, "plan_show")
    assert "Families hear from us" in words(opened(stage.ana))
    # Nothing more that week, nor where there is nothing to say.
    morning(stage, hours, days=1)
    assert len(reminders(stage, stage.ana, PLAN_DIGEST)) == 1


def test_without_anything_to_say_there_is_no_digest(stage: Stage, hours: Hours) -> None:
    carried_out(stage, letters(stage.ben, date(2027, 3, 5)))
    morning(stage, hours, days=6)
    assert outcomes(stage, PLAN_DIGEST) == []


def test_the_month_s_gaps_go_to_coordinators_once_and_never_empty(
    stage: Stage, hours: Hours
) -> None:
    carried_out(stage)
    morning(stage, hours, days=31)
    assert outcomes(stage, GAP_REPORT) == []
    with stage.composed.services.store.transaction() as db:
        answers.keep(
            db,
            Given(
                tenant=TENANT,
                id="a1",
                person=stage.ben.id,
                channel="D0BEN",
                thread_ts="1.1",
                question_ts="1.0",
                surface="direct",
                question="Who pays for <buses>?",
                level="school",
                context="",
                answered=False,
                reason="not_covered",
                topic=None,
                at=timestamp(hours()),
            ),
        )
    morning(stage, hours, days=35)
    morning(stage, hours, days=1)
    [report] = reminders(stage, stage.evelyn, GAP_REPORT)
    assert "Who pays for &lt;buses&gt;? (1 not covered)" in words(report)
    assert action_ids(report) == ["gap_report"]
    clicks(stage, stage.evelyn, report, "gap_report")


def test_before_a_self_assessment_closes_who_has_not_finished_hears_how_much_is_left(
    stage: Stage, hours: Hours
) -> None:
    session = begin_session(stage, stage.ana, stage.ben, days=7)
    deliver(stage)
    rates(stage, session, stage.ben, 3)
    morning(stage, hours, days=6)
    left = reminder(stage, stage.ben, SESSION_CLOSING)
    total = len(session.cards("school"))
    assert f"{total - 1} of {total} cards are left. Open until " in words(left)
    assert stage.ben.clicks(left, label="Go on").ok
    stage.settle()
    assert outcomes(stage, sessions.NUDGE) == []


def test_what_has_moved_on_between_claim_and_send_is_not_said(stage: Stage, hours: Hours) -> None:
    names = ("removed", "done", "blocked", "given", "moved", "asleep", "ended")
    plan = carried_out(stage, *(letters(stage.ben, FRIDAY, name, name) for name in names))
    morning(stage, hours, days=2)
    services = stage.composed.services
    with services.store.reading() as db:
        claimed = {
            row["subject_id"]: outbox.read(db, TENANT, row["id"])
            for row in stage.rows("SELECT id, subject_id FROM outbox WHERE kind = ?", TASK_REMINDER)
        }
    says = renderers(services)[TASK_REMINDER]

    def is_said(name: str) -> bool:
        row = claimed[name]
        assert row is not None
        return says(row) is not None

    assert all(map(is_said, names))
    later = date(2026, 12, 11)
    takes(
        stage,
        plan,
        stage.ana,
        Removed("removed"),
        TaskStood("done", "done"),
        TaskStood("blocked", "blocked", "No paper"),
        TaskChanged("given", "given", Responsible(stage.carla.id), due=FRIDAY),
        TaskChanged("moved", "moved", Responsible(stage.ben.id), due=later),
    )
    with services.store.transaction() as db:
        asleep = acts.Doer(services, TENANT, "asleep", stage.ben.id)
        acts.snooze(db, asleep, later)
    assert [name for name in names if is_said(name)] == ["ended"]
    takes(stage, plan, stage.ana, Ended())
    assert not is_said("ended")


def test_who_left_slack_an_archived_channel_and_a_revoked_token_are_outcomes_of_their_own(
    stage: Stage, hours: Hours
) -> None:
    carried_out(stage, letters(stage.carla), letters(stage.ben, number="t2"))
    stage.sandbox.workspace().people[stage.carla.id].deleted = True
    stage.sandbox.faults.refuse("chat.postMessage", "token_revoked")
    morning(stage, hours, days=2)
    assert set(outcomes(stage, TASK_REMINDER)) == {
        (stage.carla.id, "failed", "user_not_found"),
        (stage.ben.id, "failed", "token_revoked"),
    }
    # Nothing is said again because of it, and the next step is.
    morning(stage, hours, days=1)
    assert len(reminders(stage, stage.ben)) == 1
