"""Dialogues: members mark root causes, an owner confirms; the fishbone is drawn and replaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.sandbox.model import File
from conversations.planning.exploring import CauseAdded, Framed
from conversations.planning.model import Plan
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import begin, catch_up, stage_card, stands, types
from tests.bot.stage import Stage, clicks, opened, whispered, words

pytestmark = pytest.mark.usefixtures("hours")

EVENTS = (
    Framed("Families hear from us too late"),
    CauseAdded("letters", "families", "Letters go out in English only"),
    CauseAdded("booking", "practice", "Interpreters are booked too late"),
    CauseAdded("nobody", "practice", "Nobody is in charge of booking", under="booking"),
)


def at(stage: Stage, where: Any, events: Sequence[Any] = EVENTS) -> Plan:
    return begin(stage, stage.ana, stage.ben, stage.carla, stage=where, events=events)


def pictures(stage: Stage) -> list[File]:
    """Return the pictures that stand in messages."""
    workspace = stage.sandbox.workspace()
    shared = [m for by_ts in workspace.messages.values() for m in by_ts.values() if m.files]
    return [workspace.files[one] for message in shared for one in message.files]


def test_members_mark_an_owner_confirms_and_data_is_asked_for(stage: Stage, hours: Hours) -> None:
    plan = at(stage, "roots")
    assert "Everybody marks the causes" in words(stage_card(stage, plan))
    for actor in (stage.ana, stage.ben):
        clicks(stage, actor, stage_card(stage, plan), "plan_roots_mark")
        actor.submits({"practice:0": {"marks": ["nobody"]}})
        stage.settle()
    catch_up(stage, hours)
    card = stage_card(stage, plan)
    assert "Nobody is in charge of booking\n2 of 3 marked it" in words(card)
    clicks(stage, stage.ben, card, "plan_root")
    assert "passed that on" in whispered(stage, stage.ben, card)
    assert stands(stage, plan).roots == ()
    catch_up(stage, hours)
    card = stage_card(stage, plan)
    assert f"<@{stage.ben.id}> proposes it as a root cause" in words(card)
    clicks(stage, stage.ana, card, "plan_root")
    assert [cause.id for cause in stands(stage, plan).roots] == ["nobody"]
    catch_up(stage, hours)
    card = stage_card(stage, plan)
    assert "No data behind it yet" in words(card)
    clicks(stage, stage.ben, card, "plan_datum_add")
    stage.ben.submits(
        {"source": {"source": "Log"}, "figure": {"figure": "6 of 20"}, "day": {"day": "May"}}
    )
    stage.settle()
    assert stage.ben.modal is None
    catch_up(stage, hours)
    assert "Log, May: 6 of 20" in words(stage_card(stage, plan))
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_cause_open")
    clicks(stage, stage.ana, opened(stage.ana), "plan_root")
    assert "A contributing cause" in words(opened(stage.ana))
    assert stands(stage, plan).roots == ()


def test_a_mark_is_taken_back_and_causes_added_meanwhile_keep_theirs(stage: Stage) -> None:
    plan = at(stage, "roots")
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_roots_mark")
    stage.ben.submits({"families:0": {"marks": ["letters"]}})
    stage.settle()
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_roots_mark")
    window = opened(stage.ben)
    kept = window.state["families:0"]["marks"]["selected_options"]
    assert [option["value"] for option in kept] == ["letters"]
    types(stage, plan, stage.ana, "I think it is the booking")
    types(stage, plan, stage.ana, f"<@{stage.bot}> teachers have no training")
    assert len(stands(stage, plan).causes) == 4
    stage.ben.submits({"families:0": {"marks": []}})
    stage.settle()
    assert not any(cause.marks for cause in stands(stage, plan).causes.values())


def test_the_fishbone_is_drawn_when_the_team_goes_on_and_replaced_when_drawn_anew(
    stage: Stage, hours: Hours
) -> None:
    plan = at(stage, "causes")
    card = stage_card(stage, plan)
    clicks(stage, stage.ana, card, "plan_go_on")
    deliver(stage)
    (first,) = pictures(stage)
    assert first.content.startswith(b"\x89PNG")
    assert "Letters go out in English only" in first.alt_text
    # Nothing has changed since, so going on from here sends none.
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_on")
    assert pictures(stage) == [first]
    deliver(stage)
    clicks(stage, stage.ana, stage_card(stage, plan), "plan_go_back")
    deliver(stage)
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_fishbone")
    (second,) = pictures(stage)
    assert second.id != first.id
    assert first.id not in stage.sandbox.workspace().files


def test_without_files_the_causes_stay_and_who_asked_is_told(stage: Stage) -> None:
    plan = at(stage, "causes")
    stage.sandbox.faults.refuse("files.getUploadURLExternal", "file_uploads_disabled")
    clicks(stage, stage.ben, stage_card(stage, plan), "plan_fishbone")
    assert "I could not send the picture" in whispered(stage, stage.ben, stage_card(stage, plan))
