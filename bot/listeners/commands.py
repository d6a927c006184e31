"""The command /blueprint: a question, help, a team, or a self-assessment."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import questions
from bot.blocks.help import help_message
from bot.blocks.levels import level_question
from bot.blocks.text import as_typed
from bot.listeners import starting, teams
from bot.listeners.planning import beginning
from bot.questions import COMMAND, Asked
from bot.services import Services
from bot.who import Who, who
from conversations import people
from conversations.threads import Place

COMMAND_NAME = "/blueprint"
_PLAN = frozenset(("plan", "plans"))
_ASSESS = frozenset(("assess", "self-assess", "self-assessment"))


def register(app: App, services: Services) -> None:
    """Listen to the command; the acknowledgement is the answer, seen by the asker alone."""

    def on_command(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        words = as_typed(str(body.get("text") or ""))
        if words.casefold() in ("", "help", "?"):
            ack(response_type="ephemeral", **help_message())
            return
        asker = who(context)
        if words.casefold().split()[0] in ("team", "teams"):
            reply = teams.answer_command(services, asker, words)
            if reply is not None:
                ack(response_type="ephemeral", **reply)
                return
        first, _, about = words.partition(" ")
        if first.casefold() in _ASSESS:
            started = starting.answer_command(services, client, asker, body, about)
            ack(response_type="ephemeral", **started) if started else ack()
            return
        if first.casefold() in _PLAN and not about.endswith("?"):
            begun = beginning.answer_command(services, client, asker, body, about)
            ack(response_type="ephemeral", **begun) if begun else ack()
            return
        message = answer_for_asker(services, asker, str(body["channel_id"]), words)
        ack(response_type="ephemeral", **message)

    app.command(COMMAND_NAME)(on_command)


def answer_for_asker(services: Services, asker: Who, channel: str, words: str) -> dict[str, Any]:
    """Return an answer that only the asker sees; where their level would help, it asks for it."""
    asked = Asked(
        tenant=asker.tenant,
        person=asker.person,
        words=words,
        surface=COMMAND,
        places=(Place(asker.tenant, channel, f"/{asker.person}"),),
    )
    with services.store.transaction() as db:
        reply = questions.answer(services, db, asked)
        questions.remember(services, db, asked, reply)
        ask = reply.asks_for_level and people.ask_once(
            db, asker.tenant, asker.person, services.clock()
        )
    if ask:
        blocks = [*reply.message["blocks"], *level_question(reply.given.id)["blocks"]]
        return {**reply.message, "blocks": blocks}
    return reply.message
