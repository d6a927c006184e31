"""Dialogues: tasks typed in a plan's thread, understood, and corrected with a button."""

from __future__ import annotations

from datetime import date

import pytest

from conversations import school_days
from conversations.planning.developing import IdeaAdded
from conversations.planning.model import Responsible
from conversations.school_days import NoSchool
from tests.bot.assessing import TENANT, Hours
from tests.bot.planning.plans import answers, begin, catch_up, stage_card, stands, types
from tests.bot.planning.test_tasks import CHAIN, SECOND, at_tasks
from tests.bot.stage import Stage, action_ids, clicks, opened, words
from tests.bot.starting import fills

pytestmark = pytest.mark.usefixtures("hours")

NEXT_FRIDAY = date(2026, 12, 11)


def test_a_task_typed_in_one_line_is_understood_and_corrected(stage: Stage, hours: Hours) -> None:
    plan = at_tasks(stage)
    hours.passes(minutes=1)
    types(stage, plan, stage.ana, "Translate the <welcome> letter, @ben by next Friday")
    [task] = stands(stage, plan).tasks.values()
    assert task.what == "Translate the <welcome> letter"
    assert (task.owner, task.due) == (Responsible(stage.ben.id), NEXT_FRIDAY)
    said = answers(stage, plan)[-1]
    assert "Translate the &lt;welcome&gt; letter" in words(said)
    assert f"<@{stage.ben.id}> · due Friday, December 11" in words(said)
    catch_up(stage, hours)
    stage.sandbox.wait_for(lambda: "Fri, Dec 11" in words(stage_card(stage, plan)))
    clicks(stage, stage.ana, said, "plan_task_edit")
    assert stage.ana.submits(fills(stage.ana, due="2026-12-10")).ok
    assert stands(stage, plan).tasks[task.id].due == date(2026, 12, 10)


def test_talk_among_colleagues_is_no_task_and_a_promise_is(stage: Stage) -> None:
    plan = at_tasks(stage)
    for talk in (
        "I think we need more time for this",
        "Thanks @ben, see you on Friday",
        "@ben can you send me the letter by Friday?",
        "I am out on Friday",
        "The letter came back yesterday",
        "@ben I agree",
    ):
        types(stage, plan, stage.ana, talk)
    assert not stands(stage, plan).tasks
    assert not answers(stage, plan)
    types(stage, plan, stage.ben, "I will call the five families by Friday")
    [task] = stands(stage, plan).tasks.values()
    assert (task.what, task.owner) == ("Call the five families", Responsible(stage.ben.id))


def test_the_bot_is_nobody_and_strangers_are_not_put_down(stage: Stage) -> None:
    plan = at_tasks(stage)
    types(stage, plan, stage.ana, f"<@{stage.bot}> find a translator with @dan")
    [task] = stands(stage, plan).tasks.values()
    assert (task.what, task.owner, task.due) == ("find a translator", None, None)
    said = words(answers(stage, plan)[-1])
    assert "_nobody yet_ · _no date yet_" in said
    assert f"<@{stage.dan.id}> is not of this team" in said
    assert f"<@{stage.bot}>" not in said


def test_with_several_ideas_it_is_asked_which_and_nothing_typed_is_lost(stage: Stage) -> None:
    plan = at_tasks(stage, SECOND)
    line = "Book two interpreters & rooms, @ben by next Friday"
    types(stage, plan, stage.ana, line)
    assert not stands(stage, plan).tasks
    asking = answers(stage, plan)[-1]
    assert "Under which idea" in words(asking)
    [likeliest, _] = [one for one in action_ids(asking) if "under" in one]
    clicks(stage, stage.ana, asking, likeliest)
    [task] = stands(stage, plan).tasks.values()
    assert (task.idea, task.what) == ("i2", "Book two interpreters & rooms")
    assert (task.owner, task.due) == (Responsible(stage.ben.id), NEXT_FRIDAY)
    after = answers(stage, plan)[-1]
    assert "due Friday, December 11" in words(after)
    assert "plan_task_edit" in action_ids(after)


def test_of_many_ideas_another_one_is_chosen_in_a_window(stage: Stage) -> None:
    more = [IdeaAdded(f"m{n}", "d", f"Idea number {n}") for n in range(6)]
    plan = at_tasks(stage, *more)
    types(stage, plan, stage.ana, "- Print the letter by Friday\n- Post the letter by Monday")
    asking = answers(stage, plan)[-1]
    clicks(stage, stage.ben, asking, "plan_task_elsewhere")
    assert "Print the letter by Friday" in words(opened(stage.ben))
    assert stage.ben.submits(fills(stage.ben, idea="m5")).ok
    stage.settle()
    tasks = list(stands(stage, plan).tasks.values())
    assert [(one.idea, one.what) for one in tasks] == [
        ("m5", "Print the letter"),
        ("m5", "Post the letter"),
    ]
    assert "Post the letter" in words(answers(stage, plan)[-1])
    assert action_ids(answers(stage, plan)[-1]).count("plan_task_edit") == 2


def test_a_day_that_the_district_has_off_is_kept_until_another_is_chosen(
    stage: Stage, hours: Hours
) -> None:
    plan = at_tasks(stage)
    hours.passes(minutes=1)
    services = stage.composed.services
    with services.store.transaction() as db:
        off = [NoSchool(NEXT_FRIDAY, NEXT_FRIDAY, "Fog <day>")]
        school_days.add_no_school(db, TENANT, off, by=stage.evelyn.id, now=services.clock())
    types(stage, plan, stage.ana, "Translate the letter, @ben by next Friday")
    said = answers(stage, plan)[-1]
    assert "There is no school on Friday, December 11: the district has no school" in words(said)
    assert "(Fog &lt;day&gt;)" in words(said)
    [task] = stands(stage, plan).tasks.values()
    assert task.due == NEXT_FRIDAY
    catch_up(stage, hours)
    stage.sandbox.wait_for(lambda: "(no school)" in words(stage_card(stage, plan)))
    clicks(stage, stage.ben, said, "plan_task_day")
    assert stands(stage, plan).tasks[task.id].due == date(2026, 12, 10)
    assert "due Thursday, December 10" in words(answers(stage, plan)[-1])


def test_a_task_without_an_idea_to_hang_on_is_quoted_back(stage: Stage) -> None:
    plan = begin(stage, stage.ana, stage.ben, stage="tasks", events=CHAIN[:2])
    types(stage, plan, stage.ana, "Translate the letter, @ben by Friday")
    said = answers(stage, plan)[-1]
    assert "there is none yet" in words(said)
    assert "Translate the letter" in words(said)
    assert "plan_go_to" in action_ids(said)
