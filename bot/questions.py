"""From words to an answer: read in the light of the conversation, kept, and made a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery
from bot.blocks.answer import Setting, Shown, answer_message
from bot.blocks.declined import declined_message
from bot.services import Services
from conversations import answers, people, threads
from conversations.answers import Given
from conversations.database import new_id, timestamp
from conversations.threads import Place
from retrieval import memory
from retrieval.answer import Answer, NotCovered

CHANNEL, DIRECT, COMMAND = "channel", "direct", "command"
"""Surfaces: a thread of a channel, a person's direct messages, what only the asker sees."""

_FURTHER = 6


@dataclass(frozen=True)
class Asked:
    """A question: who asked what, where; ``thread_ts`` is where its answer goes.

    ``level`` is what they are at work on, where that is known better than where they work.
    """

    tenant: str
    person: str
    words: str
    surface: str
    places: tuple[Place, ...]
    thread_ts: str | None = None
    question_ts: str | None = None
    level: str | None = None

    @property
    def channel(self) -> str:
        """The channel in which it was asked."""
        return self.places[0].channel


@dataclass(frozen=True)
class Reply:
    """An answer on its way: what is kept of it, what retrieval found, and the message."""

    given: Given
    result: Answer | NotCovered
    message: dict[str, Any]

    @property
    def asks_for_level(self) -> bool:
        """Whether it would have been another answer, had the asker's level been known."""
        levels = {citation.item["level"] for citation in getattr(self.result, "citations", ())} - {
            None
        }
        return isinstance(self.result, Answer) and self.result.level is None and len(levels) > 1


def answer(services: Services, db: Database, asked: Asked, answer_id: str | None = None) -> Reply:
    """Answer a question and keep the answer.

    One that an earlier attempt kept under ``answer_id`` is given as it was: it may be posted.
    """
    kept = answers.find(db, asked.tenant, answer_id) if answer_id else None
    if kept:
        return _reply(services, kept, result_of(services, kept, None))
    now = services.clock()
    known = [threads.find(db, place, now) for place in asked.places]
    context = next((thread.context for thread in known if thread), "")
    level = asked.level or people.level_of(db, asked.tenant, asked.person)
    result = services.engine.answer(asked.words, memory.load(context), level)
    given = Given(
        tenant=asked.tenant,
        id=answer_id or new_id(),
        person=asked.person,
        channel=asked.channel,
        thread_ts=asked.thread_ts,
        question_ts=asked.question_ts,
        surface=asked.surface,
        question=asked.words,
        level=level,
        context=context,
        answered=isinstance(result, Answer),
        reason=None if isinstance(result, Answer) else result.reason,
        topic=None if isinstance(result, Answer) else result.topic,
        at=timestamp(now),
    )
    answers.keep(db, given)
    return _reply(services, given, result)


def _reply(services: Services, given: Given, result: Answer | NotCovered) -> Reply:
    message = compose(services, given, result, Shown(given.id))
    return Reply(given, result, message)


def remember(services: Services, db: Database, asked: Asked, reply: Reply) -> None:
    """Let the conversation remember an answer that has reached its people."""
    context = memory.dump(reply.result.context)
    for place in asked.places:
        threads.remember(db, place, context, services.clock())


def result_of(services: Services, given: Given, level: str | None) -> Answer | NotCovered:
    """Return what retrieval finds for a question answered earlier, at a level if one is chosen."""
    return services.engine.answer(
        given.question, memory.load(given.context), given.level, at_level=level
    )


def again(services: Services, given: Given, shown: Shown) -> dict[str, Any]:
    """Return the message of an answer given earlier, as ``shown`` asks for it."""
    result = result_of(services, given, shown.level)
    return compose(services, given, result, shown)


def compose(
    services: Services, given: Given, result: Answer | NotCovered, shown: Shown
) -> dict[str, Any]:
    """Return the message of a result."""
    setting = setting_of(given)
    if isinstance(result, NotCovered):
        return declined_message(result, given.id, setting)
    further = services.engine.further(given.question, memory.load(given.context), _FURTHER)
    return answer_message(result, shown, setting, further, services.engine.sources)


def setting_of(given: Given) -> Setting:
    """Return where an answer stands, out of what was kept of it."""
    if given.surface == COMMAND:
        return Setting(question=given.question, shareable=True)
    in_channel = given.surface == CHANNEL
    if given.question_ts:
        return Setting(in_thread=in_channel)
    # It answers a click: no words stand above it.
    asked_by = f"<@{given.person}>" if in_channel else None
    return Setting(given.question, asked_by, in_thread=in_channel)


def copy_for(db: Database, given: Given, person: str) -> Given:
    """Keep an answer once more, for somebody else who looks at it in their own way."""
    copied = replace(given, id=new_id(), person=person, surface=COMMAND, ts=None)
    answers.keep(db, copied)
    return copied


def citations_of(services: Services, given: Given, level: str | None) -> list[Mapping[str, Any]]:
    """Return the items that an answer shows."""
    result = result_of(services, given, level)
    return [citation.item for citation in result.citations] if isinstance(result, Answer) else []


def set_status(client: WebClient, channel: str, thread_ts: str, status: str) -> None:
    """Show that an answer is on its way, where Slack knows how to; an answer needs it not."""
    try:
        delivery.call(
            client,
            "assistant.threads.setStatus",
            channel_id=channel,
            thread_ts=thread_ts,
            status=status,
        )
    except (delivery.TryLater, delivery.Undeliverable):
        return
