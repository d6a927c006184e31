"""Dialogues in App Home: tasks, the late ones first, answered there; it follows what changes."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, timedelta

import pytest

from bot.sandbox.model import View
from conversations.planning.acting import TaskAdded, TaskChanged, TaskStood
from conversations.planning.developing import DriverAdded, IdeaAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Responsible
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import Hours
from tests.bot.homes import chooses, follow, headers, home, seen, told
from tests.bot.planning.live_plans import live
from tests.bot.planning.plans import begin, stands, takes
from tests.bot.stage import Stage, action_ids, clicks, opened, words

pytestmark = pytest.mark.usefixtures("hours")

TODAY = date(2026, 12, 1)


_DUE = re.compile(r"It was due on|Due (on|today|tomorrow)")


def tasks_in(view: View) -> list[str]:
    """Return the first lines of the sections that tell of a task, in order."""
    return [text.split("\n")[0].strip("*") for text in told(view) if _DUE.search(text)]


def test_late_tasks_come_first_with_their_day_their_plan_and_their_buttons(stage: Stage) -> None:
    soon = TaskAdded("t4", "i1", "Call <the> printer", Responsible(stage.ben.id), due=TODAY)
    live(stage, stage.ana, stage.ben, more=[soon])
    view = home(stage, stage.ben)
    assert headers(view)[0] == "Your tasks: 1 overdue, 1 due today"
    assert told(view)[:3] == [
        "*Find a translator*\n*It was due on Friday, November 20.*",
        "*Call &lt;the&gt; printer*\nDue today, Tuesday, December 1.",
        "*Print the letters*\nDue on Friday, December 18.",
    ]
    assert action_ids(view)[:3] == ["reminder_done", "reminder_track", "home_task"]
    spoken = next(b for b in view.blocks if b["type"] == "actions")["elements"][0]
    assert spoken["accessibility_label"] == "Done: Find a translator"
    assert "Draft the booking form" not in words(view), "Ana's"


def test_of_which_plan_tasks_are_is_said_once_or_with_each_where_there_are_several(
    stage: Stage,
) -> None:
    live(stage, stage.ana, stage.ben)
    view = home(stage, stage.ben)
    assert words(view).count("Plan: Families hear from us") == 1
    assert "Families" not in " ".join(told(view)[:2])
    own: list[PlanEvent] = [
        CauseAdded("c9", "practice", "I forget to"),
        DriverAdded("d9", "I plan it", ("c9",)),
        IdeaAdded("i9", "d9", "Friday calls"),
        TaskAdded("t9", "i9", "Call three families", Responsible(stage.ben.id), due=TODAY),
    ]
    begin(stage, stage.ben, title="My <calls>", stage="live", events=own)
    view = home(stage, stage.ben)
    assert "Plan: " not in words(view)
    assert told(view)[0].endswith("\n_Families hear from us_")
    assert told(view)[1].endswith("\n_My &lt;calls&gt;_")


def test_done_asks_for_a_line_and_the_task_is_gone_at_once(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, home(stage, stage.ben), "reminder_done")
    stage.ben.submits({"note": {"note": "All letters are out"}})
    stage.settle()
    assert stands(stage, plan).tasks["t1"].note == "All letters are out"
    assert headers(seen(stage.ben))[0] == "Your tasks: nothing is due this week"
    assert "You finished 1 task in the last seven days" in words(seen(stage.ben))
    assert tasks_in(seen(stage.ben)) == ["Print the letters"]
    clicks(stage, stage.ben, seen(stage.ben), "reminder_done")
    stage.ben.submits({})
    stage.settle()
    assert headers(seen(stage.ben))[0] == "Your tasks are all done"
    assert "reminder_done" not in action_ids(seen(stage.ben))


def test_on_track_blocked_snoozed_and_opened_from_the_menu(stage: Stage) -> None:
    plan = live(stage, stage.ana, stage.ben)
    clicks(stage, stage.ben, home(stage, stage.ben), "reminder_track")
    assert "On track." in told(seen(stage.ben))[0]
    chooses(stage, stage.ben, "Blocked…")
    stage.ben.submits({"note": {"note": "Nobody speaks Khmer"}})
    stage.settle()
    assert stands(stage, plan).tasks["t1"].status == "blocked"
    assert "⚠  Blocked. “Nobody speaks Khmer”" in told(seen(stage.ben))[0]
    chooses(stage, stage.ben, "Snooze…")
    stage.ben.submits({"day": {"day": "2026-12-07"}})
    stage.settle()
    assert tasks_in(seen(stage.ben)) == ["Print the letters", "Find a translator"]
    assert headers(seen(stage.ben))[0] == "Your tasks: nothing is due this week"
    chooses(stage, stage.ben, "Open the task")
    assert "How does it stand?" in words(opened(stage.ben))


def test_a_task_is_handed_over_and_what_waits_for_an_owner_shows_in_theirs(
    stage: Stage, hours: Hours
) -> None:
    live(stage, stage.ana, stage.ben)
    home(stage, stage.ben)
    assert "proposed" not in words(home(stage, stage.ana))
    chooses(stage, stage.ben, "Hand over…")
    assert stage.ben.submits(
        {"to": {"to": stage.ana.id}, "why": {"why": "You know the translators"}}
    ).ok
    follow(stage, hours)
    stage.sandbox.wait_for(
        lambda: "1 proposed change waits for an answer" in words(seen(stage.ana))
    )
    assert tasks_in(seen(stage.ben))[0] == "Find a translator", "until Ana says so"
    chooses(stage, stage.ana, "Hand over…")
    assert stage.ana.submits({"to": {"to": stage.ben.id}, "why": {"why": "You have time"}}).ok
    stage.settle()
    assert "Draft the booking form" not in words(seen(stage.ana)), "at once"
    follow(stage, hours)
    stage.sandbox.wait_for(lambda: "Draft the booking form" in words(seen(stage.ben)))


def test_sixty_tasks_come_page_by_page_and_the_page_stays(stage: Stage, hours: Hours) -> None:
    more = [
        TaskAdded(
            f"m{n}",
            "i1",
            f"{n} {'Translate every letter that families get ' * 7}"[:300],
            Responsible(stage.ben.id),
            due=TODAY + timedelta(days=n),
        )
        for n in range(58)
    ]
    plan = live(stage, stage.ana, stage.ben, more=more)
    view, found = home(stage, stage.ben), []
    while True:
        found += tasks_in(view)
        if "home_turn_tasks_later" not in action_ids(view):
            break
        clicks(stage, stage.ben, view, "home_turn_tasks_later")
        view = seen(stage.ben)
    assert len(found) == len(set(found)) == 60
    assert "Earlier: 41 to 50 of 60" in words(view)
    last = tasks_in(view)
    takes(stage, plan, stage.ben, TaskStood("t1", "done"))
    follow(stage, hours)
    # Still on the last page; where the background was quicker, a moment later.
    stage.sandbox.wait_for(lambda: tasks_in(seen(stage.ben)) == last[1:])
    assert tasks_in(home(stage, stage.ben))[0].startswith("0 Translate"), "from the beginning"


def test_it_follows_what_changes_for_whoever_has_opened_it(stage: Stage, hours: Hours) -> None:
    plan = live(stage, stage.ana, stage.ben)
    home(stage, stage.ben)
    changed = TaskChanged("t2", "Print 400 letters", Responsible(stage.ben.id), due=TODAY)
    takes(stage, plan, stage.ana, changed)
    follow(stage, hours, seconds=3)
    assert "400" not in words(seen(stage.ben)), "changes are gathered"
    follow(stage, hours)
    assert "400" in stage.sandbox.wait_for(lambda: words(seen(stage.ben)))
    assert stage.ana.home is None, "she never opened hers"
    drawn = seen(stage.ben).hash
    # What does not show in it asks nothing of Slack.
    takes(stage, plan, stage.ana, TaskStood("t3", "under_way", "A note"))
    takes(stage, plan, stage.ana, TaskStood("t3", "to_do"))
    follow(stage, hours)
    assert seen(stage.ben).hash == drawn


def test_time_alone_makes_it_stale_and_opening_it_tells(stage: Stage, hours: Hours) -> None:
    live(stage, stage.ana, stage.ben)
    before = home(stage, stage.ben)
    drawn = before.hash
    assert home(stage, stage.ben).hash == drawn, "it shows everything already"
    hours.passes(days=18)
    after = home(stage, stage.ben)
    assert after.hash != drawn
    assert headers(after)[0] == "Your tasks: 2 overdue"


def test_where_nothing_waits_it_says_what_it_is_for_and_shows_no_empty_heading(
    stage: Stage,
) -> None:
    view = home(stage, stage.ben)
    assert headers(view) == ["Blueprint", "Settings"]
    ids = action_ids(view)
    for wanted in ("home_ask", "session_prepare", "plan_prepare", "level_setting", "settings_mine"):
        assert wanted in ids


def test_a_question_is_answered_in_direct_messages_and_followed_up(stage: Stage) -> None:
    clicks(stage, stage.ben, home(stage, stage.ben), "home_ask")
    window = deepcopy(opened(stage.ben))
    asked = {"question": {"question": "How can principals engage families?"}}
    assert stage.ben.submits({"question": {"question": "   "}}).errors
    outcome = stage.ben.submits(asked)
    assert outcome.updated
    assert "The answer comes to our direct messages" in words(opened(stage.ben))
    # Slack was not told that it arrived: the window is still there, and sent once more.
    stage.sandbox.state.put_view(stage.sandbox.workspace(), deepcopy(window))
    assert stage.ben.submits(asked).updated
    stage.settle()
    direct = stage.ben.direct_channel().id
    [answer] = stage.said(direct)
    assert "How can principals engage families?" in words(answer)
    assert "engagement" in words(answer)
    more = stage.ben.says(direct, "and at the district level?", thread=answer.ts)
    stage.answer_to(more)
    stage.sandbox.state.put_view(stage.sandbox.workspace(), deepcopy(window))
    assert stage.ben.submits({"question": {"question": "What does SLIFE mean?"}}).updated
    stage.settle()
    assert "SLIFE" in words(stage.said(direct)[-1])


def test_after_trouble_with_slack_it_is_drawn_all_the_same(stage: Stage, hours: Hours) -> None:
    plan = live(stage, stage.ana, stage.ben)
    stage.sandbox.faults.rate_limit("views.publish", retry_after=30)
    stage.ben.opens_home()
    stage.settle()
    assert stage.ben.home is None
    follow(stage, hours, seconds=5)
    assert stage.ben.home is None, "Slack asked for patience"
    follow(stage, hours, seconds=30)
    stage.sandbox.wait_for(lambda: stage.ben.home)
    # The next one arrives, and the answer is lost: what stands there is not what we know of.
    stage.sandbox.faults.drop("views.publish", after_storing=True)
    takes(stage, plan, stage.ben, TaskStood("t1", "done"))
    follow(stage, hours)
    stage.sandbox.wait_for(lambda: not stage.sandbox.faults.pending())
    takes(stage, plan, stage.ben, TaskStood("t2", "done"))
    follow(stage, hours, seconds=90)
    stage.sandbox.wait_for(lambda: "Your tasks are all done" in headers(seen(stage.ben)))
    stage.sandbox.faults.refuse("views.publish", "user_not_found")
    takes(stage, plan, stage.ben, TaskStood("t2", "to_do"))
    follow(stage, hours)
    stage.sandbox.wait_for(lambda: not stage.rows("SELECT 1 FROM homes WHERE due_at IS NOT NULL"))


def test_guests_may_ask_and_see_nothing_of_the_school(stage: Stage) -> None:
    live(stage, stage.ana, stage.ben)
    gus = stage.sandbox.add_person("gus", "Gus Guest", home="T9OTHER")
    view = home(stage, gus)
    assert "Families hear from us" not in words(view)
    assert "EL &lt;team" not in words(view)
    clicks(stage, gus, view, "home_ask")
    assert gus.submits({"question": {"question": "What does SLIFE mean?"}}).updated
    stage.settle()
    assert "SLIFE" in words(stage.said(gus.direct_channel().id)[0])
