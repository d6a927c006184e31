"""Verbs for dialogues about the team's card and the window behind it."""

from __future__ import annotations

from typing import Any

from bot.blocks.text import actions, button
from bot.sandbox import posting
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, View
from conversations.assessment.model import Session
from conversations.assessment.service import OVERVIEW
from tests.bot.assessing import (
    Hours,
    card,
    catch_up,
)
from tests.bot.stage import Stage, opened, words


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


def sent(stage: Stage, kind: str) -> set[str]:
    rows = stage.rows("SELECT recipient FROM outbox WHERE kind = ? AND state = 'sent'", kind)
    return {row["recipient"] for row in rows}


def agrees(
    stage: Stage, actor: Actor, value: int, rationale: str = "", dissent: str = ""
) -> dict[str, Any]:
    """Fill in the window for a rating and send it; returns what was refused."""
    outcome = actor.submits(
        {
            "value": {"value": str(value)},
            "rationale": {"rationale": rationale},
            "dissent": {"dissent": dissent},
        }
    )
    stage.settle()
    return outcome.errors


def post(stage: Stage, actor: Actor, action_id: str, value: str) -> Message:
    """Post a button, as another card of the bot's has it."""
    blocks = [actions(button("Go on", action_id, value))]
    return posting.post(
        stage.sandbox,
        stage.sandbox.workspace(),
        actor.direct_channel(),
        posting.content({"text": "Go on", "blocks": blocks}),
    )
