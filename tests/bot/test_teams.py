"""Dialogues: coordinators are named in App Home, teams are made, changed and left."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.renderers import renderers
from bot.sandbox import views
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, Person, View
from bot.worker import deliver_one_due, notifier_for
from bot.workspaces import client_for
from conversations import coordinators, teams
from conversations.assessment.identities import FORGOTTEN
from conversations.calendar import next_school_time
from conversations.teams import Team
from tests.bot.stage import Stage, action_ids, opened, words

TENANT = "T0RIVER"


def home(stage: Stage, actor: Actor) -> View:
    actor.opens_home()
    stage.settle()
    assert actor.home is not None
    return actor.home


def name(stage: Stage, *people: Actor, by: Actor | None = None) -> None:
    by = by or stage.evelyn
    chosen = [person.id for person in people]
    assert by.clicks(home(stage, by), "coordinator_choose", selected=chosen).ok
    stage.settle()


def named(stage: Stage) -> list[str]:
    with stage.composed.services.store.reading() as db:
        return coordinators.coordinators(db, TENANT)


def open_teams(stage: Stage) -> list[Team]:
    with stage.composed.services.store.reading() as db:
        return teams.open_teams(db, TENANT)


def command(stage: Stage, actor: Actor) -> Message:
    assert actor.commands("/blueprint", "team", "#el-team").ok
    return stage.said("#el-team", viewer=actor)[-1]


def clicks(stage: Stage, actor: Actor, target: Message | View, action_id: str) -> View:
    assert actor.clicks(target, action_id).ok
    stage.settle()
    return opened(actor)


def fields(name: str, members: list[Actor], **more: Any) -> dict[str, dict[str, Any]]:
    return {
        "name": {"name": name},
        "members": {"members": [member.id for member in members]},
        **{block_id: {block_id: value} for block_id, value in more.items()},
    }


def make(stage: Stage, *members: Actor) -> Team:
    """Let Ana, a coordinator, make a team and leave the roles for later."""
    name(stage, stage.ana)
    clicks(stage, stage.ana, command(stage, stage.ana), "team_make")
    assert stage.ana.submits(fields("EL team", list(members))).ok
    stage.settle()
    stage.ana.closes_modal(whole_stack=True)
    return open_teams(stage)[0]


def test_an_admin_names_coordinators_and_they_hear_of_it_once(stage: Stage) -> None:
    name(stage, stage.evelyn, stage.ana)
    assert set(named(stage)) == {stage.evelyn.id, stage.ana.id}
    name(stage, stage.ana, stage.evelyn)
    composed = stage.composed
    client = partial(client_for, composed.services.settings, composed.workspaces)
    ours = notifier_for(composed.services, client, renderers(composed.services))
    opens = next_school_time(composed.services.clock() + timedelta(days=1), ours.calendar)
    while deliver_one_due(composed.services.store, ours, opens):
        pass
    [message] = stage.said(stage.ana.direct_channel().id)
    assert f"<@{stage.evelyn.id}> named you a coordinator" in message.text
    assert stage.said(stage.evelyn.direct_channel().id) == []


def test_a_coordinator_names_others_and_takes_out_who_left(stage: Stage) -> None:
    name(stage, stage.evelyn)
    name(stage, stage.evelyn, stage.ana)
    name(stage, stage.ana, by=stage.ana)
    assert named(stage) == [stage.ana.id]


def test_nobody_else_is_offered_the_choice_or_may_make_it(stage: Stage) -> None:
    before = home(stage, stage.evelyn)
    assert "coordinator_choose" not in action_ids(home(stage, stage.ben))
    # A Home tab drawn while somebody was still an admin.
    stage.evelyn.person.is_admin = False
    stage.evelyn.clicks(before, "coordinator_choose", selected=[stage.evelyn.id])
    stage.settle()
    assert named(stage) == []
    assert "named by a coordinator" in words(opened(stage.evelyn))


def test_the_last_coordinator_is_replaced_before_they_go(stage: Stage) -> None:
    name(stage, stage.ana)
    name(stage, by=stage.ana)
    assert named(stage) == [stage.ana.id]
    assert "Name another coordinator first" in words(opened(stage.ana))


@pytest.mark.parametrize("trouble", ["missing_scope", "fatal_error"])
def test_where_slack_does_not_say_who_is_an_admin_home_says_so(stage: Stage, trouble: str) -> None:
    stage.sandbox.faults.withhold("users.info", trouble)
    drawn = home(stage, stage.evelyn)
    assert "coordinator_choose" not in action_ids(drawn)
    assert "users:read" in words(drawn)


def test_a_coordinator_makes_a_team_and_says_who_is_who(stage: Stage) -> None:
    name(stage, stage.ana)
    window = clicks(stage, stage.ana, command(stage, stage.ana), "team_make")
    outcome = stage.ana.submits(
        fields("EL team", [stage.ben, stage.dan], channel="C0ELTEAM", timezone="America/Chicago")
    )
    assert outcome.updated
    [team] = open_teams(stage)
    assert (team.name, team.channel, team.timezone) == ("EL team", "C0ELTEAM", "America/Chicago")
    assert team.coordinators == (stage.ana.id,)
    window = opened(stage.ana)
    assert "Role of Ben Carter" in words(window)
    dan = team.member(stage.dan.id)
    assert dan is not None
    assert (dan.role, dan.level) == ("Principal", "school"), "as the job title says"
    outcome = stage.ana.submits(
        {f"role:{dan.id}": {"role": "Coach"}, f"level:{dan.id}": {"level": "district"}}
    )
    assert outcome.updated
    assert "EL team has 2 members" in words(opened(stage.ana)).replace("*", "")
    dan = open_teams(stage)[0].member(stage.dan.id)
    assert dan is not None
    assert (dan.role, dan.level, dan.name) == ("Coach", "district", "Dan Whitfield")
    stage.ana.closes_modal(whole_stack=True)
    listed = words(command(stage, stage.dan))
    assert "*EL team*  ·  <#C0ELTEAM>  ·  Central time" in listed
    assert f"<@{stage.dan.id}> (Coach, district)" in listed


def test_a_window_sent_twice_makes_one_team(stage: Stage) -> None:
    name(stage, stage.ana)
    window = clicks(stage, stage.ana, command(stage, stage.ana), "team_make").payload
    assert stage.ana.submits(fields("EL team", [stage.ben])).ok
    stage.ana.closes_modal(whole_stack=True)
    # The same window again, as after a double click or a lost acknowledgement.
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.ana.id, window)
    assert stage.ana.submits(fields("EL team", [stage.ben, stage.dan])).ok
    [team] = open_teams(stage)
    assert len(team.members) == 2


def test_who_coordinates_nothing_makes_and_changes_no_team(stage: Stage) -> None:
    team = make(stage, stage.ben)
    mine = command(stage, stage.ben)
    assert action_ids(mine) == ["team_leave"]
    theirs = command(stage, stage.ana)
    # A message from the time when Ana was a coordinator.
    with stage.composed.services.store.transaction() as db:
        db.execute("DELETE FROM coordinators")
        db.execute("DELETE FROM team_coordinators")
    for action_id in ("team_make", "team_change", "team_roles", "team_add_named", "team_close"):
        stage.ana.clicks(theirs, action_id)
        stage.settle()
        assert stage.ana.modal is None
        assert "coordinator" in words(stage.said("#el-team", viewer=stage.ana)[-1])
    assert open_teams(stage)[0].members == team.members


def test_a_window_left_open_too_long_is_refused_with_the_words_kept(stage: Stage) -> None:
    make(stage, stage.ben)
    clicks(stage, stage.ana, command(stage, stage.ana), "team_change")
    with stage.composed.services.store.transaction() as db:
        db.execute("DELETE FROM coordinators")
        db.execute("DELETE FROM team_coordinators")
    outcome = stage.ana.submits(fields("Renamed", [stage.ben]))
    assert "coordinators may change a team" in outcome.errors["name"]
    assert opened(stage.ana).state["name"]["name"]["value"] == "Renamed"
    assert open_teams(stage)[0].name == "EL team"


def test_a_blank_name_is_refused_beside_the_name(stage: Stage) -> None:
    make(stage, stage.ben)
    clicks(stage, stage.ana, command(stage, stage.ana), "team_change")
    outcome = stage.ana.submits(fields("   ", [stage.dan]))
    assert outcome.errors == {"name": "Please give the team a name."}
    assert [member.person for member in open_teams(stage)[0].members] == [stage.ben.id]


def test_people_of_another_workspace_and_apps_are_no_members_and_no_coordinators(
    stage: Stage,
) -> None:
    gus = Person("U9GUS", "gus", "Gus Guest", is_admin=True, team_id="T9OTHER")
    stage.sandbox.state.put_person(stage.sandbox.workspace(), gus)
    make(stage, stage.ben)
    for outsider in (gus.id, stage.bot):
        clicks(stage, stage.ana, command(stage, stage.ana), "team_change")
        outcome = stage.ana.submits({"members": {"members": [stage.ben.id, outsider]}})
        assert "this workspace only" in outcome.errors["members"]
        outcome = stage.ana.submits(
            {"members": {"members": []}, "coordinators": {"coordinators": [outsider]}}
        )
        assert "this workspace only" in outcome.errors["coordinators"]
        stage.ana.closes_modal(whole_stack=True)
        stage.ana.clicks(
            home(stage, stage.ana), "coordinator_choose", selected=[stage.ana.id, outsider]
        )
        stage.settle()
        assert "member of this workspace" in words(opened(stage.ana))
        stage.ana.closes_modal(whole_stack=True)
    assert named(stage) == [stage.ana.id]
    assert [member.person for member in open_teams(stage)[0].members] == [stage.ben.id]


def test_an_admin_of_another_workspace_names_nobody_here(stage: Stage) -> None:
    gus = Person("U9GUS", "gus", "Gus Guest", is_admin=True, team_id="T9OTHER")
    stage.sandbox.state.put_person(stage.sandbox.workspace(), gus)
    actor = stage.sandbox.person("gus")
    assert "coordinator_choose" not in action_ids(home(stage, actor))
    offered = home(stage, stage.evelyn)
    actor.clicks(offered, "coordinator_choose", selected=[stage.ben.id])
    stage.settle()
    assert named(stage) == []


def test_a_guest_named_while_slack_was_silent_changes_nothing(stage: Stage) -> None:
    gus = Person("U9GUS", "gus", "Gus Guest", team_id="T9OTHER")
    stage.sandbox.state.put_person(stage.sandbox.workspace(), gus)
    actor = stage.sandbox.person("gus")
    make(stage, stage.ben)
    stage.sandbox.faults.refuse("users.info", "fatal_error")
    name(stage, stage.ana, actor, by=stage.ana)
    assert gus.id in named(stage)
    theirs = command(stage, stage.ana)
    for action_id in ("team_make", "team_change", "team_close"):
        actor.clicks(theirs, action_id)
        stage.settle()
    actor.clicks(home(stage, stage.ana), "coordinator_choose", selected=[gus.id])
    stage.settle()
    assert len(open_teams(stage)) == 1
    assert named(stage) == [stage.ana.id, gus.id]


def add_ruth(stage: Stage, sponsor: Actor) -> str:
    """Let Ana add somebody without Slack, and return their id."""
    clicks(stage, stage.ana, command(stage, stage.ana), "team_add_named")
    outcome = stage.ana.submits(
        {
            "name": {"name": "Ruth <Gold>"},
            "sponsor": {"sponsor": sponsor.id},
            "role": {"role": "School committee"},
            "level": {"level": "district"},
        }
    )
    assert outcome.updated
    stage.ana.closes_modal(whole_stack=True)
    return next(member.id for member in open_teams(stage)[0].members if member.person is None)


def test_somebody_without_slack_joins_with_a_sponsor_and_leaves_again(stage: Stage) -> None:
    make(stage, stage.ben)
    add_ruth(stage, stage.ben)
    listed = command(stage, stage.ana)
    said = "Ruth &lt;Gold&gt; (School committee, district), reached through"
    assert f"{said} <@{stage.ben.id}>" in words(listed)
    clicks(stage, stage.ana, listed, "team_change")
    assert stage.ana.submits({"named": {"named": []}}).ok
    assert [member.person for member in open_teams(stage)[0].members] == [stage.ben.id]


def test_somebody_without_slack_gets_another_sponsor(stage: Stage) -> None:
    gus = Person("U9GUS", "gus", "Gus Guest", team_id="T9OTHER")
    stage.sandbox.state.put_person(stage.sandbox.workspace(), gus)
    make(stage, stage.ben)
    ruth = add_ruth(stage, stage.ben)
    window = clicks(stage, stage.ana, command(stage, stage.ana), "team_roles")
    assert "Who speaks for Ruth <Gold> in Slack?" in words(window)
    assert action_ids(window).count("sponsor") == 1, "whoever is in Slack speaks for themselves"
    speaks, role = f"sponsor:{ruth}", f"role:{ruth}"
    outcome = stage.ana.submits({speaks: {"sponsor": gus.id}, role: {"role": "Coach"}})
    assert outcome.errors == {speaks: "Please choose somebody of this workspace."}
    assert "(School committee, district)" in words(command(stage, stage.ana)), "all or nothing"
    assert stage.ana.submits({speaks: {"sponsor": stage.dan.id}}).updated
    stage.ana.closes_modal(whole_stack=True)
    said = "Ruth &lt;Gold&gt; (Coach, district), reached through"
    assert f"{said} <@{stage.dan.id}>" in words(command(stage, stage.ana))


def test_where_the_sponsor_is_forgotten_nobody_has_to_be_chosen_at_once(stage: Stage) -> None:
    make(stage, stage.ben)
    ruth = add_ruth(stage, stage.ben)
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE members SET sponsor = ? WHERE id = ?", [FORGOTTEN, ruth])
    clicks(stage, stage.ana, command(stage, stage.ana), "team_roles")
    assert stage.ana.submits({f"role:{ruth}": {"role": "Coach"}}).updated
    stage.ana.closes_modal(whole_stack=True)
    assert "(Coach, district), reached through nobody yet" in words(command(stage, stage.ana))
    clicks(stage, stage.ana, command(stage, stage.ana), "team_roles")
    assert stage.ana.submits({f"sponsor:{ruth}": {"sponsor": stage.ana.id}}).updated
    stage.ana.closes_modal(whole_stack=True)
    assert f"reached through <@{stage.ana.id}>" in words(command(stage, stage.ana))


def test_a_member_leaves_and_a_coordinator_closes_the_team(stage: Stage) -> None:
    make(stage, stage.ben, stage.dan)
    listed = command(stage, stage.ben)
    assert stage.ben.clicks(listed, "team_leave").ok
    stage.settle()
    assert [member.person for member in open_teams(stage)[0].members] == [stage.dan.id]
    assert "You are in no team yet" in words(stage.said("#el-team", viewer=stage.ben)[-1])
    # A second click, or one on a list from before, does nothing more.
    assert stage.ana.clicks(command(stage, stage.ana), "team_close").ok
    stage.settle()
    assert open_teams(stage) == []


def test_many_members_are_asked_about_page_by_page(stage: Stage) -> None:
    workspace = stage.sandbox.workspace()
    crowd = [Person(f"U0X{n:03}", f"x{n}", "", team_id=TENANT) for n in range(30)]
    for person in crowd:
        stage.sandbox.state.put_person(workspace, person)
    make(stage, *(stage.sandbox.person(person.name) for person in crowd))
    window = clicks(stage, stage.ana, command(stage, stage.ana), "team_roles")
    first = [block for block in action_ids(window) if block == "role"]
    assert stage.ana.submits().updated
    second = [block for block in action_ids(opened(stage.ana)) if block == "role"]
    assert (len(first), len(second)) == (24, 6)
    assert stage.ana.submits().updated
    assert "30 members" in words(opened(stage.ana))


def test_a_question_about_teams_is_a_question(stage: Stage) -> None:
    assert stage.ana.commands("/blueprint", "team planning time for teachers", "#el-team").ok
    assert "no team yet" not in words(stage.said("#el-team", viewer=stage.ana)[-1])
