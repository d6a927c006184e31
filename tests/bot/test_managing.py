"""Dialogues: facilitators remind, extend, add people, close, end and hand over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.service import CLOSED, INVITATION, NUDGE, OVERVIEW
from conversations.coordinators import name_coordinator
from tests.bot.assessing import (
    TENANT,
    Hours,
    begin,
    card,
    catch_up,
    closes,
    deliver,
    rates,
    stands,
)
from tests.bot.facilitators import (
    manages,
    overview,
    presses,
    saves,
    sent,
    shows,
    whispered,
)
from tests.bot.stage import Stage, action_ids, opened, words

pytestmark = pytest.mark.usefixtures("hours")


def test_facilitators_remind_once_a_day_who_has_not_finished(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben, stage.dan)
    rates(stage, session, stage.ana, 3, 3, 3)
    deliver(stage)
    manages(stage, session, stage.ana)
    assert "Remind who has not finished (2)" in words(opened(stage.ana))
    stage.ana.fills(opened(stage.ana), {"people": {"people": [stage.fay.id]}})
    assert "I remind 2 people" in presses(stage, stage.ana, "session_remind")
    deliver(stage)
    assert sent(stage, NUDGE) == {stage.ben.id, stage.dan.id}
    said = presses(stage, stage.ana, "session_remind")
    assert "reminded today already" in said
    kept = opened(stage.ana).state["people"]["people"]["selected_users"]
    assert kept == [stage.fay.id], "what was chosen is still there"
    hours.passes(days=1)
    assert "I remind 2 people" in presses(stage, stage.ana, "session_remind")


def test_facilitators_extend_add_people_and_share_the_work(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    manages(stage, session, stage.ana)
    said = saves(
        stage,
        stage.ana,
        closes="2026-12-12",
        people=[stage.dan.id, stage.ben.id],
        facilitators=[stage.ana.id, stage.evelyn.id],
    )
    assert "closes on the school day before" in said
    assert "1 person rates from now on" in said
    after = stands(stage, session)
    assert after.session.closes_at == datetime(2026, 12, 11, 20, 0, tzinfo=UTC)
    assert after.session.facilitators == (stage.ana.id, stage.evelyn.id)
    assert len(after.participants) == 3
    deliver(stage)
    assert stage.dan.id in sent(stage, INVITATION)
    assert "0 of 3 have finished" in shows(stage, hours, session)
    # The other one steers too, and may take the first one out.
    manages(stage, session, stage.evelyn)
    saves(stage, stage.evelyn, facilitators=[stage.evelyn.id])
    stage.ana.closes_modal(whole_stack=True)
    stage.ana.clicks(overview(stage, session), "session_manage")
    assert "Only those who facilitate" in whispered(stage, stage.ana)


def test_who_takes_themselves_out_saves_the_rest_too(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    manages(stage, session, stage.ana)
    said = saves(stage, stage.ana, closes="2026-12-15", facilitators=[stage.ben.id])
    assert "Saved" in said
    after = stands(stage, session).session
    assert after.facilitators == (stage.ben.id,)
    assert after.closes_at == datetime(2026, 12, 15, 20, 0, tzinfo=UTC)


def test_without_a_channel_whoever_facilitates_from_now_on_gets_the_card(
    stage: Stage, hours: Hours
) -> None:
    session = begin(stage, stage.ana, stage.ben, channel=None)
    deliver(stage)
    stage.ana.clicks(card(stage, session, OVERVIEW, stage.ana.id), "session_manage")
    stage.sandbox.wait_for(lambda: stage.ana.modal)
    saves(stage, stage.ana, facilitators=[stage.ana.id, stage.evelyn.id])
    deliver(stage)
    theirs = card(stage, session, OVERVIEW, stage.evelyn.id)
    assert theirs.channel == stage.evelyn.direct_channel().id
    hours.passes(seconds=1)
    rates(stage, session, stage.ben, 3, 3, 3)
    catch_up(stage, hours)
    for facilitator in (stage.ana, stage.evelyn):
        shown = card(stage, session, OVERVIEW, facilitator.id)
        assert f"*1 of 2 have finished*: <@{stage.ben.id}>" in words(shown)


def test_what_cannot_be_saved_is_said_beside_it_and_nothing_is_saved(stage: Stage) -> None:
    gus = stage.sandbox.add_person("gus", "Gus Guest", home="T9OTHER")
    grace = stage.sandbox.add_person("grace", "Grace Lindqvist", "Superintendent")
    session = begin(stage, stage.ana, stage.ben, levels={"ben": "classroom"})
    deliver(stage)
    manages(stage, session, stage.ana)
    for field, chosen, sentence in (
        ("closes", "2026-11-30", "still to come"),
        ("people", [gus.id], "this workspace only"),
        ("people", [stage.bot], "this workspace only"),
        ("people", [grace.id], "district level"),
        ("facilitators", [stage.ana.id, gus.id], "this workspace only"),
    ):
        everything: dict[str, Any] = {
            "closes": "2026-12-15",
            "people": [stage.fay.id],
            "facilitators": [stage.ana.id, stage.dan.id],
            field: chosen,
        }
        errors = stage.ana.submits({name: {name: v} for name, v in everything.items()}).errors
        assert errors.keys() == {field}
        assert sentence in errors[field]
    after = stands(stage, session)
    assert after.session.facilitators == (stage.ana.id,)
    assert len(after.participants) == 2
    assert after.session.closes_at == session.closes_at


def test_closing_now_asks_first_and_tells_facilitators_what_is_next(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben, stage.dan, facilitators=[stage.evelyn, stage.ana])
    rates(stage, session, stage.ana, 3, 3, 3)
    rates(stage, session, stage.ben, 1)
    deliver(stage)
    window = manages(stage, session, stage.ana)
    button = next(
        e
        for b in window.blocks
        for e in b.get("elements", ())
        if e.get("action_id") == "session_close"
    )
    assert "1 of 3 have finished" in button["confirm"]["text"]["text"]
    assert "ratings are closed" in presses(stage, stage.ana, "session_close")
    now = words(overview(stage, session))
    assert "2 of 3 people rated" in now
    assert "2 people in small groups are still asked" in now
    assert stage.ben.id not in now, "not who is asked"
    assert action_ids(overview(stage, session)) == ["session_reveal", "session_manage"]
    deliver(stage)
    for facilitator in (stage.evelyn, stage.ana):
        letter = card(stage, session, CLOSED, facilitator.id)
        assert "has closed: 2 of 3 people rated" in words(letter)
        assert "session_reveal" in action_ids(letter)
    stage.dan.clicks(overview(stage, session), "session_reveal")
    assert "Only those who facilitate" in whispered(stage, stage.dan)
    stage.evelyn.opens_home()
    stage.settle()
    assert stage.evelyn.home is not None
    stage.evelyn.clicks(stage.evelyn.home, "session_reveal")
    stage.sandbox.wait_for(lambda: stage.evelyn.modal)
    assert "in the thread under the team's card" in words(opened(stage.evelyn))


def test_cancelling_ends_it_and_shows_nothing(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben)
    rates(stage, session, stage.ana, 1, 1, 1)
    deliver(stage)
    manages(stage, session, stage.ana)
    assert "ended without a result" in presses(stage, stage.ana, "session_cancel")
    assert "No rating is shown" in words(overview(stage, session))
    assert action_ids(overview(stage, session)) == []


def test_what_somebody_does_alone_can_be_ended_by_them(stage: Stage) -> None:
    session = begin(stage, stage.ana, channel=None, days=None)
    stage.ana.opens_home()
    stage.settle()
    assert stage.ana.home is not None
    stage.ana.clicks(stage.ana.home, "session_manage")
    stage.sandbox.wait_for(lambda: stage.ana.modal)
    assert action_ids(opened(stage.ana)) == ["session_cancel"]
    assert "ended without a result" in presses(stage, stage.ana, "session_cancel")
    assert stands(stage, session).session.phase == "cancelled"
    assert "session_manage" not in action_ids(stage.ana.home)


def test_a_window_that_was_left_open_says_what_has_happened_since(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben)
    rates(stage, session, stage.ana, 3, 3, 3)
    deliver(stage)
    manages(stage, session, stage.ana)
    closes(stage, session)
    assert "closed" in presses(stage, stage.ana, "session_remind")


def test_a_date_in_a_window_from_before_the_close_changes_nothing(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben)
    rates(stage, session, stage.ana, 3, 3, 3)
    deliver(stage)
    manages(stage, session, stage.ana)
    closes(stage, session)
    assert "came too late" in saves(stage, stage.ana, closes="2026-12-15")
    assert stands(stage, session).session.phase == "agreeing"


def test_coordinators_hand_over_when_a_facilitator_has_left_and_steer_nothing(
    stage: Stage,
) -> None:
    session = begin(stage, stage.ana, stage.ben)
    with stage.composed.services.store.transaction() as db:
        now = stage.composed.services.clock()
        by: dict[str, Any] = {"named_by": "U0EVELYN", "may_name": True, "is_guest": False}
        name_coordinator(db, TENANT, stage.evelyn.id, now=now, **by)
        db.execute("UPDATE sessions SET facilitators = ?", [f'["{FORGOTTEN}"]'])
    deliver(stage)
    assert "Nobody facilitates this any more" in words(overview(stage, session))
    stage.evelyn.opens_home()
    stage.settle()
    assert stage.evelyn.home is not None
    assert "session_manage" in action_ids(stage.evelyn.home)
    window = manages(stage, session, stage.evelyn)
    assert action_ids(window) == ["facilitators"]
    assert "Saved" in saves(stage, stage.evelyn, facilitators=[stage.dan.id])
    assert stands(stage, session).session.facilitators == (stage.dan.id,)
    # A button of a facilitator's window is no coordinator's.
    theirs = manages(stage, session, stage.dan)
    stage.evelyn.clicks(theirs, "session_close")
    stage.settle()
    assert "Only those who facilitate" in words(opened(stage.evelyn))
    assert stands(stage, session).session.phase == "rating"
