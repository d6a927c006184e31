"""Dialogues: the team's card, rating from it, how it goes on, and who sees none of it."""

from __future__ import annotations

import re
from copy import copy
from datetime import UTC, datetime

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.assessment import service
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Session
from conversations.assessment.service import CLOSED, INVITATION
from conversations.assessment.session import Accepted, Chosen, MovedOn, SessionEvent
from tests.bot.assessing import (
    Hours,
    begin,
    card,
    closes,
    deliver,
    participant,
    rates,
    stands,
)
from tests.bot.facilitators import (
    manages,
    overview,
    presses,
    sent,
    shows,
    whispered,
)
from tests.bot.stage import Stage, action_ids, opened, words

pytestmark = pytest.mark.usefixtures("hours")


def steer(stage: Stage, session: Session, event: SessionEvent) -> None:
    services = stage.composed.services
    with services.store.transaction() as db:
        service.steer(
            db, session.tenant, session.id, event, by=session.facilitators[0], now=services.clock()
        )


def cards_of(stage: Stage, actor: Actor) -> list[Message]:
    return [m for m in stage.said(actor.direct_channel().id) if "rating_" in str(action_ids(m))]


def _undated(text: str) -> str:
    return re.sub(r"date\^\d+", "date", text)


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
