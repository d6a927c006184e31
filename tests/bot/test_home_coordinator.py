"""Dialogues in App Home: what coordinators look after, page by page, and what they set there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import View
from conversations import memberships, teams
from conversations.database import new_id
from conversations.planning.acting import TaskStood
from tests.bot.assessing import TENANT, Hours, begin, closes, rates
from tests.bot.homes import follow, headers, home, seen, told
from tests.bot.planning.live_plans import live
from tests.bot.planning.plans import takes
from tests.bot.stage import Stage, action_ids, clicks, opened, words
from tests.bot.starting import make_team, pair

pytestmark = pytest.mark.usefixtures("hours")


def makes_teams(stage: Stage, count: int, *members: Actor) -> list[str]:
    """Let Evelyn, who coordinates, make teams of the same members."""
    by: dict[str, Any] = {"by": stage.evelyn.id, "now": stage.composed.services.clock()}
    made = [new_id() for _ in range(count)]
    with stage.composed.services.store.transaction() as db:
        for n, team in enumerate(made):
            zone: dict[str, Any] = {"channel": None, "timezone": "America/New_York"}
            teams.save_team(db, TENANT, team, name=f"School {n:02}", **zone, **by)
            ids = [one.id for one in members]
            memberships.set_members(db, TENANT, team, ids, names={}, titles={}, guests=(), **by)
    return made


def menus(view: View) -> list[dict[str, Any]]:
    """Return the blocks with a menu of a team, in order."""
    return [b for b in view.blocks if b.get("accessory", {}).get("action_id") == "team_menu"]


def chooses(stage: Stage, actor: Actor, block: dict[str, Any], label: str) -> None:
    """Let somebody choose in the menu of a team."""
    options = block["accessory"]["options"]
    chosen = next(o["value"] for o in options if o["text"]["text"].startswith(label))
    assert actor.clicks(seen(actor), "team_menu", block_id=block["block_id"], value=chosen).ok
    stage.settle()


def test_who_coordinates_sees_who_is_stuck_and_how_each_plan_stands(
    stage: Stage, hours: Hours
) -> None:
    plan = live(stage, stage.ana, stage.ben)
    view = home(stage, stage.evelyn)
    assert headers(view) == ["At a glance", "Teams (1)", "Settings"]
    said = words(view)
    assert "*1* plan is being carried out *0 of 3* tasks done · *1* overdue" in said.replace(
        "\n", " "
    )
    assert f"*Find a translator* · <@{stage.ben.id}>\nWas due Fri, Nov 20" in said
    assert "░░░░░░░░░░  *0 of 3 tasks done* · 1 overdue" in said
    takes(stage, plan, stage.ben, TaskStood("t2", "blocked", "The printer <!here> is broken"))
    follow(stage, hours)
    stage.sandbox.wait_for(lambda: "1* blocked" in words(seen(stage.evelyn)))
    stuck = [text for text in told(seen(stage.evelyn)) if "Print the letters" in text]
    assert "⚠  Blocked. “The printer &lt;!here&gt; is broken”" in stuck[0]
    clicks(stage, stage.evelyn, seen(stage.evelyn), "plan_task_open")
    assert "How does it stand?" in words(opened(stage.evelyn))
    stage.evelyn.closes_modal()
    clicks(stage, stage.evelyn, seen(stage.evelyn), "plan_open")
    assert "Families hear from us" in words(opened(stage.evelyn))
    assert "At a glance" not in headers(home(stage, stage.ben))


def test_who_has_not_answered_is_named_to_those_who_look_after_it_and_no_rating(
    stage: Stage,
) -> None:
    team = make_team(stage, pair(stage))
    session = begin(
        stage, stage.ana, stage.ben, level="classroom", team=team, facilitators=[stage.dan]
    )
    rates(stage, session, stage.ana, *[2] * len(session.cards("classroom")))
    [line, *_] = [text for text in told(home(stage, stage.evelyn)) if "have finished" in text]
    assert "1 of 2 have finished" in line
    assert f"Not yet: <@{stage.ben.id}>" in line
    assert "Closes" in line
    assert words(home(stage, stage.evelyn)).count("have finished") == 1, "at a glance only"
    assert f"<@{stage.ana.id}>" not in line
    assert f"Not yet: <@{stage.ben.id}>" in words(home(stage, stage.dan)), "he facilitates"
    assert "Not yet" not in words(home(stage, stage.ana)), "she only rates"
    assert "have finished" not in words(home(stage, stage.fay)), "another team's"
    clicks(stage, stage.evelyn, seen(stage.evelyn), "session_manage")
    assert "Who facilitates" in words(opened(stage.evelyn))
    closes(stage, session)
    assert "Ratings are closed, next the team agrees" in words(home(stage, stage.evelyn))


def test_what_somebody_keeps_to_themselves_is_not_shown_to_coordinators(stage: Stage) -> None:
    make_team(stage, pair(stage))
    live(stage, stage.carla)
    begin(stage, stage.carla, channel=None)
    said = words(home(stage, stage.evelyn))
    assert "Families hear from us" not in said
    assert "family engagement" not in said
    assert "Families hear from us" in words(home(stage, stage.carla))


def test_forty_teams_come_page_by_page(stage: Stage) -> None:
    make_team(stage, pair(stage))
    makes_teams(stage, 40, stage.ana, stage.ben)
    view, found = home(stage, stage.evelyn), []
    while True:
        found += [block["text"]["text"].split("\n")[0] for block in menus(view)]
        if "home_turn_teams_later" not in action_ids(view):
            break
        clicks(stage, stage.evelyn, view, "home_turn_teams_later")
        view = seen(stage.evelyn)
    assert len(found) == len(set(found)) == 41
    assert "home_turn_teams_earlier" in action_ids(view)


def test_a_team_is_changed_and_closed_from_its_menu(stage: Stage) -> None:
    make_team(stage, pair(stage))
    [block] = menus(home(stage, stage.evelyn))
    for label, title in (
        ("Change", "Name"),
        ("Roles", "Role of Ana Souza"),
        ("Add", "Who speaks for"),
        ("Reminders", "Reminders"),
    ):
        chooses(stage, stage.evelyn, block, label)
        assert title in str(opened(stage.evelyn).payload), label
        stage.evelyn.closes_modal()
    chooses(stage, stage.evelyn, block, "Close")
    assert "Close *EL &lt;team&gt;*?" in words(opened(stage.evelyn))
    assert stage.evelyn.submits().ok
    stage.settle()
    assert menus(seen(stage.evelyn)) == []
    assert "There is no team yet. Make the first one." in words(seen(stage.evelyn))


def test_settings_reports_and_files_are_a_tap_away(stage: Stage) -> None:
    live(stage, stage.ana, stage.ben)
    view = home(stage, stage.evelyn)
    ids = action_ids(view)
    for wanted in ("settings_mine", "settings_district", "gap_report", "coordinator_choose"):
        assert wanted in ids
    clicks(stage, stage.evelyn, view, "home_files")
    clicks(stage, stage.evelyn, opened(stage.evelyn), "plan_files")
    assert "Which files?" in words(opened(stage.evelyn))
    assert "home_files" not in action_ids(home(stage, stage.ben))
    assert "settings_district" not in action_ids(seen(stage.ben))


def test_a_team_s_own_coordinator_looks_after_that_team_only(stage: Stage) -> None:
    live(stage, stage.ana, stage.ben, stage.fay)
    first, _ = makes_teams(stage, 2, stage.ana, stage.ben)
    with stage.composed.services.store.transaction() as db:
        by: dict[str, Any] = {"by": stage.evelyn.id, "now": stage.composed.services.clock()}
        teams.set_team_coordinators(db, TENANT, first, [stage.fay.id], guests=(), **by)
    view = home(stage, stage.fay)
    assert [block["text"]["text"].split("\n")[0] for block in menus(view)] == ["*School 00*"]
    assert "School 01" not in words(view)
    assert "team_make" not in action_ids(view)
    assert headers(view) == ["Your plans", "Teams (2)", "Settings"]
    assert "Find a translator" not in words(view), "she is a member there, as others are"
    assert words(view).count("*Families hear from us*") == 1


def test_due_today_is_not_stuck(stage: Stage, hours: Hours) -> None:
    plan = live(stage, stage.ana, stage.ben)
    assert plan.tasks["t1"].due == date(2026, 11, 20)
    takes(stage, plan, stage.ben, TaskStood("t1", "done"))
    assert "Stuck" not in words(home(stage, stage.evelyn))
    hours.passes(days=17)
    assert "Stuck" not in words(home(stage, stage.evelyn)), "Print the letters is due today"
    hours.passes(days=1)
    assert "Stuck" in words(home(stage, stage.evelyn))
