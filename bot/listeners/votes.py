"""Helpful or not: one vote a person, and, if they like, a word on why not."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import redrawing
from bot.blocks.notes import note
from bot.blocks.votes import why_modal
from bot.listeners.answers import open_modal
from bot.services import Services
from bot.who import who
from conversations import answers

VIEW = "vote_why"


def register(app: App, services: Services) -> None:
    """Listen to the vote and to the window that asks why."""

    def on_vote(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        said, answer_id = str(body["actions"][0]["value"]).split(":", 1)
        voter, helpful = who(context), said == "yes"
        with services.store.transaction() as db:
            answers.vote(
                db,
                voter.tenant,
                answer_id,
                voter.person,
                helpful=helpful,
                now=services.clock(),
            )
        ack()
        if helpful:
            redrawing.whisper(client, body, note("Good to know. Thank you."))
        else:
            open_modal(client, body, why_modal(VIEW, answer_id))

    def on_why(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        voter = who(context)
        why = str(view["state"]["values"]["why"]["why"].get("value") or "").strip()
        if why:
            with services.store.transaction() as db:
                answers.explain_vote(
                    db,
                    voter.tenant,
                    view["private_metadata"],
                    voter.person,
                    why=why,
                    now=services.clock(),
                )
        ack()

    app.action("answer_vote")(on_vote)
    app.view(VIEW)(on_why)
