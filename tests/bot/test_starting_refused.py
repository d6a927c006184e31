"""Dialogues: what cannot be started, by whom, and that what was chosen is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sandbox import views
from tests.bot.assessing import FAMILIES, Hours
from tests.bot.stage import Stage, opened, words
from tests.bot.starting import (
    assess,
    fills,
    goes_on,
    make_team,
    pair,
    private_channel,
    raters,
    refused,
    says_who,
    starts,
)

OVERVIEW, INVITATION = "session_overview", "session_invitation"

pytestmark = pytest.mark.usefixtures("hours")


def test_what_is_refused_after_a_long_look_comes_back_with_what_was_chosen(stage: Stage) -> None:
    assess(stage, stage.ana)
    says_who(stage, stage.ana, "channel")
    stage.sandbox.faults.slow_down("conversations.info", 2.5)
    goes_on(stage.ana, crowd="C0GENERAL", scope=[FAMILIES])
    stage.sandbox.wait_for(lambda: "/invite @Blueprint" in words(opened(stage.ana)))
    state = opened(stage.ana).state
    assert state["crowd"]["crowd"]["selected_conversation"] == "C0GENERAL"
    assert state["scope"]["scope"]["selected_options"][0]["value"] == FAMILIES


def test_a_channel_without_the_bot_is_refused_beside_it_and_kept(stage: Stage) -> None:
    secret = private_channel(stage, stage.ana, with_bot=False)
    inner = private_channel(stage, stage.ana, stage.ben)
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    for channel in ("C0GENERAL", secret):
        [(at, sentence)] = refused(stage.ana, channel=channel, scope=[FAMILIES]).items()
        assert at.startswith("channel:")
        assert "/invite @Blueprint there first" in sentence
        kept = opened(stage.ana).state[at]["channel"]["selected_conversation"]
        assert kept == channel
    goes_on(stage.ana, channel="C0ELTEAM")
    stage.ana.clicks(opened(stage.ana), "session_channel", selected=secret)
    stage.sandbox.wait_for(lambda: "/invite @Blueprint" in words(opened(stage.ana)))
    stage.ana.clicks(opened(stage.ana), "session_channel", selected=inner)
    stage.sandbox.wait_for(lambda: "Only people who rate" in words(opened(stage.ana)))


@pytest.mark.parametrize("trouble", ["missing_scope", "fatal_error"])
def test_a_slack_that_tells_nothing_of_channels_is_said_beside_the_channel(
    stage: Stage, trouble: str
) -> None:
    make_team(stage, pair(stage))
    stage.sandbox.faults.refuse("conversations.info", trouble)
    assess(stage, stage.ana)
    [(at, sentence)] = refused(stage.ana, channel="C0ELTEAM", scope=[FAMILIES]).items()
    assert at.startswith("channel:")
    assert "Slack" in sentence


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-01", "2027-09-01"])
def test_a_day_that_is_past_or_far_away_is_refused(stage: Stage, hours: Hours, day: str) -> None:
    hours.moment = datetime(2026, 12, 1, 20, 30, tzinfo=UTC)  # after the last hour of school
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    assert refused(stage.ana, scope=[FAMILIES], closes=day).keys() == {"closes"}
    assert opened(stage.ana).state["closes"]["closes"]["selected_date"] == day


def test_a_day_that_passes_before_the_start_is_asked_for_again(stage: Stage, hours: Hours) -> None:
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    goes_on(stage.ana, scope=[FAMILIES], closes="2026-12-02", names=["names"])
    hours.passes(days=2)
    assert stage.ana.submits().updated
    assert "still to come" in words(opened(stage.ana))
    assert opened(stage.ana).state["names"]["names"]["selected_options"]
    assert stage.rows("SELECT 1 FROM sessions") == []


def test_a_window_sent_twice_begins_one(stage: Stage) -> None:
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    confirming = goes_on(stage.ana, scope=[FAMILIES]).payload
    starts(stage, stage.ana)
    stage.ana.closes_modal(whole_stack=True)
    # The same window again, as after a double click or a lost acknowledgement.
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.ana.id, confirming)
    assert stage.ana.submits().updated
    assert "has started" in words(opened(stage.ana))
    assert len(stage.rows("SELECT 1 FROM sessions")) == 1
    assert len(stage.rows("SELECT 1 FROM participants")) == 2
    assert len(stage.rows("SELECT 1 FROM outbox WHERE kind = ?", OVERVIEW)) == 1


def test_too_few_people_and_nothing_to_rate_are_refused_beside_them(stage: Stage) -> None:
    assess(stage, stage.ana)
    says_who(stage, stage.ana, "people")
    assert "at least two" in refused(stage.ana, people=[stage.ben.id], scope=[FAMILIES])["people"]
    gus = stage.sandbox.add_person("gus", "Gus Guest", home="T9OTHER")
    for outsider in (gus.id, stage.bot):
        chosen = [stage.ana.id, stage.ben.id, outsider]
        assert "this workspace only" in refused(stage.ana, people=chosen)["people"]
    lonely = private_channel(stage, stage.ana)
    says_who(stage, stage.ana, "channel")
    assert "at least two" in refused(stage.ana, crowd=lonely)["crowd"]


def test_a_guest_starts_nothing(stage: Stage) -> None:
    gus = stage.sandbox.add_person("gus", "Gus Guest", home="T9OTHER")
    assess(stage, stage.ana)
    window = opened(stage.ana).payload
    confirming = goes_on(stage.ana, scope=[FAMILIES]).payload
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), gus.id, window)
    assert "invited you" in next(iter(refused(gus, scope=[FAMILIES]).values()))
    gus.closes_modal(whole_stack=True)
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), gus.id, confirming)
    gus.submits()
    assert "invited you" in words(opened(gus))
    answer = stage.answer_to(stage.ana.mentions("#el-team", "family engagement for teachers?"))
    gus.closes_modal(whole_stack=True)
    stage.sandbox.workspace().channels["C0ELTEAM"].members.append(gus.id)
    gus.clicks(answer, "session_prepare_answer")
    stage.settle()
    assert gus.modal is None
    assert stage.rows("SELECT 1 FROM sessions") == []
    gus.opens_home()
    stage.settle()
    assert gus.home is not None
    gus.clicks(gus.home, "session_prepare")
    stage.sandbox.wait_for(lambda: gus.modal)
    assert "invited you" in words(opened(gus))


def test_a_draft_is_its_own_persons_and_its_own_workspaces(stage: Stage) -> None:
    assess(stage, stage.ana)
    confirming = goes_on(stage.ana, scope=[FAMILIES]).payload
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.ben.id, confirming)
    stage.ben.submits()
    assert "no longer have what you chose" in words(opened(stage.ben))
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE session_drafts SET tenant = 'T9OTHER'")
    stage.ana.submits()
    assert "no longer have what you chose" in words(opened(stage.ana))
    assert stage.rows("SELECT 1 FROM sessions") == []


def test_a_team_is_started_by_its_members_and_coordinators_alone(stage: Stage) -> None:
    team = make_team(stage, pair(stage))
    assert team not in str(assess(stage, stage.fay).payload)
    window = assess(stage, stage.ana).payload
    confirming = goes_on(stage.ana, scope=[FAMILIES]).payload
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.carla.id, window)
    stage.carla.fills(opened(stage.carla), fills(stage.carla, scope=[FAMILIES]))
    [sentence] = stage.carla.submits().errors.values()
    assert "Only a team's members and coordinators" in sentence
    # Ana leaves the team while her window is open.
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE members SET left_at = joined_at WHERE person = ?", [stage.ana.id])
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.ana.id, confirming)
    stage.ana.submits()
    assert "Only a team's members and coordinators" in words(opened(stage.ana))
    assert stage.rows("SELECT 1 FROM sessions") == []
    # Evelyn, who coordinates the workspace, starts it without rating herself.
    stage.evelyn.commands("/blueprint", "assess", "#el-team")
    says_who(stage, stage.evelyn, team)
    goes_on(stage.evelyn, scope=[FAMILIES])
    assert set(raters(stage, starts(stage, stage.evelyn))) == {"Ben Carter"}
