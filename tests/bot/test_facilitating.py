"""Dialogues: the team's card, rating from it, managing, closing, and who sees none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, View
from conversations.assessment import service
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Session
from conversations.assessment.service import CLOSED, INVITATION, NUDGE, OVERVIEW, Invited
from conversations.assessment.session import Accepted, Chosen, MovedOn, SessionEvent
from conversations.coordinators import name_coordinator
from tests.bot.assessing import (
    TENANT,
    Hours,
    begin,
    card,
    catch_up,
    closes,
    deliver,
    in_school_hours,
    participant,
    rates,
    stands,
)
from tests.bot.stage import Stage, action_ids, words


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def stage(tmp_path: Path, hours: Hours) -> Iterator[Stage]:
    with in_school_hours(tmp_path, hours) as playing:
        yield playing


def overview(stage: Stage, session: Session) -> Message:
    return card(stage, session, OVERVIEW)


def shows(stage: Stage, hours: Hours, session: Session) -> str:
    """Return what the team's card says once its ten seconds are over."""
    catch_up(stage, hours)
    return words(overview(stage, session))


def whispered(stage: Stage, actor: Actor, channel: str = "#el-team") -> str:
    stage.settle()
    return words(stage.said(channel, viewer=actor)[-1])


def manages(stage: Stage, session: Session, actor: Actor) -> View:
    assert actor.clicks(overview(stage, session), "session_manage").ok
    stage.sandbox.wait_for(lambda: actor.modal)
    return opened(actor)


def opened(actor: Actor) -> View:
    assert actor.modal is not None
    return actor.modal


def presses(stage: Stage, actor: Actor, action_id: str) -> str:
    """Let somebody press a button of the window, and return what the window then says."""
    before = opened(actor).hash
    assert actor.clicks(opened(actor), action_id).ok
    stage.sandbox.wait_for(lambda: opened(actor).hash != before)
    stage.settle()
    return words(opened(actor))


def saves(stage: Stage, actor: Actor, **chosen: Any) -> str:
    values = {name: {name: value} for name, value in chosen.items()}
    outcome = actor.submits(values)
    assert outcome.updated, outcome
    stage.settle()
    return words(opened(actor))


def steer(stage: Stage, session: Session, event: SessionEvent) -> None:
    services = stage.composed.services
    with services.store.transaction() as db:
        service.steer(
            db, session.tenant, session.id, event, by=session.facilitators[0], now=services.clock()
        )


def cards_of(stage: Stage, actor: Actor) -> list[Message]:
    return [m for m in stage.said(actor.direct_channel().id) if "rating_" in str(action_ids(m))]


def sent(stage: Stage, kind: str) -> set[str]:
    rows = stage.rows("SELECT recipient FROM outbox WHERE kind = ? AND state = 'sent'", kind)
    return {row["recipient"] for row in rows}


def test_the_card_counts_who_has_finished_and_shows_no_rating(stage: Stage, hours: Hours) -> None:
    ruth = Invited(stage.dan.id, "Ruth <Gold>", "school", "Family member", on_behalf=True)
    session = begin(stage, stage.ana, stage.ben, stage.dan, named=[ruth])
    deliver(stage)
    first = words(overview(stage, session))
    assert "*0 of 4 have finished*. " in first.replace("\n", " ")
    assert "0 under way, 4 not begun" in first
    assert "7 days left" in first
    assert f"Facilitated by <@{stage.ana.id}>" in first
    before = str(overview(stage, session).blocks)
    hours.passes(seconds=1)
    rates(stage, session, stage.ben, 4, 4, 4, words="Xylophone")
    rates(stage, session, stage.ana, 1)
    now = shows(stage, hours, session)
    assert f"*1 of 4 have finished*: <@{stage.ben.id}>" in now
    assert "1 under way, 2 not begun" in now
    # What was rated changes nothing that the card says, besides who has finished.
    again = begin(stage, stage.ana, stage.ben, stage.dan, named=[ruth], channel="C0STAFF")
    hours.passes(seconds=1)
    rates(stage, again, stage.ben, 1, None, 2, words="Zither")
    rates(stage, again, stage.ana, 3)
    assert _undated(shows(stage, hours, again)) == _undated(now)
    assert "Xylophone" not in now + before


def _undated(text: str) -> str:
    return re.sub(r"date\^\d+", "date", text)


def test_whoever_finishes_without_slack_stands_there_by_name(stage: Stage, hours: Hours) -> None:
    ruth = Invited(stage.dan.id, "Ruth <Gold>", "school", "Family member", on_behalf=True)
    session = begin(stage, stage.ana, stage.dan, named=[ruth])
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE participants SET state = 'finished' WHERE on_behalf = 1")
        db.execute("UPDATE sessions SET changed_at = ?", [hours().isoformat()])
    assert "*1 of 3 have finished*: Ruth &lt;Gold&gt;" in shows(stage, hours, session)


def test_days_left_are_counted_anew_each_morning(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    hours.moment = datetime(2026, 12, 2, 10, 0, 1, tzinfo=UTC)
    deliver(stage)
    assert "6 days left" in words(overview(stage, session))
    hours.moment = datetime(2026, 12, 8, 14, 0, tzinfo=UTC)
    deliver(stage)
    assert "the last day" in words(overview(stage, session))


def test_two_hundred_members_fit_on_the_card(stage: Stage, hours: Hours) -> None:
    crowd = stage.sandbox.add_people(200)
    session = begin(stage, stage.ana, *crowd)
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE participants SET state = 'finished'")
        # Nobody is invited here: two hundred messages take their time.
        db.execute("UPDATE outbox SET state = 'cancelled' WHERE kind = ?", [INVITATION])
    now = shows(stage, hours, session)
    assert "*201 of 201 have finished*" in now
    assert "and 181 more" in now


def test_rate_now_brings_the_invitation_at_once_and_later_the_card(
    stage: Stage, hours: Hours
) -> None:
    hours.moment = datetime(2026, 12, 5, 15, 0, tzinfo=UTC)  # a Saturday
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    assert cards_of(stage, stage.ben) == []
    assert stage.ben.clicks(overview(stage, session), "session_rate").ok
    assert "on its way" in whispered(stage, stage.ben)
    deliver(stage)
    [invitation] = cards_of(stage, stage.ben)
    assert stage.ben.clicks(overview(stage, session), "session_rate").ok
    stage.sandbox.wait_for(
        lambda: len(cards_of(stage, stage.ben)) == 1 and "goes on below" in words(invitation)
    )
    [now] = cards_of(stage, stage.ben)
    assert now.ts != invitation.ts
    assert "rating_rate_3" in action_ids(now), "the first card itself"
    assert f"p{now.ts.replace('.', '')}" in whispered(stage, stage.ben)
    assert stands(stage, session).walks[participant(stage, session, stage.ben)].state == "card"
    assert sent(stage, INVITATION) == {stage.ana.id, stage.ben.id}


def test_home_and_the_command_lead_back_to_the_card(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    rates(stage, session, stage.ben, 2)
    mine = f"session_continue:{participant(stage, session, stage.ben)}"
    stage.ben.opens_home()
    stage.settle()
    assert stage.ben.home is not None
    assert "You: 1 of 3 rated" in words(stage.ben.home)
    assert "session_manage" not in action_ids(stage.ben.home)
    assert stage.ben.clicks(stage.ben.home, mine).ok
    stage.sandbox.wait_for(lambda: stage.ben.modal)
    assert "in our direct messages" in words(opened(stage.ben))
    [now] = cards_of(stage, stage.ben)
    assert "rating_rate_3" in action_ids(now)
    stage.ben.closes_modal()
    stage.ben.commands("/blueprint", "assess", "#el-team")
    shown = stage.said("#el-team", viewer=stage.ben)[-1]
    assert stage.ben.clicks(shown, mine).ok
    assert "in our direct messages" in whispered(stage, stage.ben)
    # It is nobody else's.
    stage.fay.clicks(stage.ben.home, mine)
    stage.sandbox.wait_for(lambda: stage.fay.modal)
    assert "somebody else's" in words(opened(stage.fay))
    hours.passes(days=8)
    deliver(stage)
    stage.ben.clicks(shown, mine)
    assert "closed" in whispered(stage, stage.ben)


def test_who_only_facilitates_does_not_rate(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben, facilitators=[stage.evelyn])
    deliver(stage)
    stage.evelyn.clicks(overview(stage, session), "session_rate")
    assert "do not rate" in whispered(stage, stage.evelyn)


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


def test_it_closes_itself_and_facilitators_hear_of_it_in_school_hours(
    stage: Stage, hours: Hours
) -> None:
    session = begin(stage, stage.ana, stage.ben, stage.dan)
    rates(stage, session, stage.ana, 3, 3, 3)
    deliver(stage)
    before = copy(overview(stage, session))
    assert session.closes_at
    hours.moment = session.closes_at
    deliver(stage)
    assert stands(stage, session).session.phase == "agreeing"
    deliver(stage)
    assert "has closed" in words(card(stage, session, CLOSED))
    stage.ben.clicks(before, "session_rate")
    assert "closed" in whispered(stage, stage.ben)


def test_where_nobody_rated_it_ends_and_says_so(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    hours.passes(days=7)
    deliver(stage)
    deliver(stage)
    letter = card(stage, session, CLOSED)
    assert "Nobody had rated" in words(letter)
    assert action_ids(letter) == ["session_prepare"]
    assert "Nobody had rated" in shows(stage, hours, session)
    again = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    manages(stage, again, stage.ana)
    assert "Nobody had rated" in presses(stage, stage.ana, "session_close")


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


@pytest.mark.parametrize("action_id", ["session_rate", "session_manage"])
def test_who_does_not_belong_to_it_sees_nothing(stage: Stage, action_id: str) -> None:
    gus = stage.sandbox.add_person("gus", "Gus Guest", home="T9OTHER")
    stage.sandbox.workspace().channels["C0ELTEAM"].members.append(gus.id)
    session = begin(stage, stage.ana, stage.ben)
    elsewhere = begin(stage, stage.ana, stage.ben, tenant="T9OTHER")
    deliver(stage)
    shown = overview(stage, session)
    for somebody, sentence in ((stage.fay, "another team"), (gus, "invited you")):
        somebody.clicks(shown, action_id)
        assert sentence in whispered(stage, somebody)
        assert somebody.modal is None
    # A button that carries a session of another workspace.
    shown.blocks = [
        {**block, "elements": [{**e, "value": elsewhere.id} for e in block["elements"]]}
        if block["type"] == "actions"
        else block
        for block in shown.blocks
    ]
    stage.ana.clicks(shown, action_id)
    assert "not there any more" in whispered(stage, stage.ana)
    assert stage.ana.modal is None


def test_the_whole_way_on_the_card(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben, stage.dan, meetings=4)
    for actor in (stage.ana, stage.ben, stage.dan):
        rates(stage, session, actor, 1, 4, 3)
    deliver(stage)
    hours.passes(seconds=1)
    closes(stage, session)
    assert "a facilitator reveals the ratings" in shows(stage, hours, session)
    assert "*3.  Reveal the ratings" in words(overview(stage, session))
    steer(stage, session, Accepted())
    assert "3 of 3 ratings are agreed" in shows(stage, hours, session)
    steer(stage, session, MovedOn("prioritising"))
    assert "weigh 1 growth area in this card's thread" in shows(stage, hours, session)
    growing = session.statements[0].id
    steer(stage, session, Chosen((growing,)))
    done = shows(stage, hours, session)
    assert "*Priorities*" in done
    assert "*Strengths*" in done
    assert action_ids(overview(stage, session)) == []
