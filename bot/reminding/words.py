"""Words typed about reminders in direct messages: whose they are, what they do, once.

In a reminder's thread words belong to it. At top level they do only where they plainly say how a
task stands, or what a measure reads; where that could be several, the person is asked which.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from slack_sdk import WebClient
from sqlite_utils import Database

from bot import posting
from bot.blocks.notes import note
from bot.blocks.reminding.replies import which_reply
from bot.blocks.reminding.task_card import TaskLook, is_answerable
from bot.blocks.text import as_typed, escape
from bot.hearing import Message, asks
from bot.planning import going_on
from bot.posting import Spot
from bot.reminding import drawing, measure_words, seeing, task_words
from bot.reminding.acts import Doer
from bot.reminding.task_words import Answered, What, Words
from bot.services import Services
from bot.who import Who
from conversations import inbox
from conversations.errors import NotFound
from conversations.inbox import Taken
from conversations.planning.typed_readings import which_measure
from conversations.planning.typed_status import read_status
from conversations.reminders import threads
from conversations.reminders.kinds import MEASURE, TASK
from conversations.reminders.threads import Reminded

log = logging.getLogger(__name__)

_REMINDER = "reminder"
_MOST_LOOKED_AT = 30
"""Reminders, the latest ones, that words at top level may be about."""


@dataclass(frozen=True)
class Said:
    """Words that were a reminder's: what is answered, and the id under which that is done once."""

    about: Reminded | None
    answered: Answered
    answer_id: str


def hear(services: Services, taken: Taken, message: Message, asker: Who) -> Said | None:
    """Let the reminder that words are about do what they say; None where they are none's.

    Raises NotHeld.
    """
    words = "\n".join(filter(None, map(as_typed, message.text.splitlines())))
    typed = Words(words, message.text)
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        if taken.answer_id and not taken.answer_id.startswith(f"{_REMINDER}/"):
            return None
        said = _heard_before(services, db, taken, asker, typed)
        if said is None and message.thread:
            said = _in_thread(services, db, message, asker, typed)
        elif said is None:
            said = _at_top_level(services, db, message, asker, typed)
        if said is not None:
            inbox.start_sending(db, taken, said.answer_id)
    return said


def reply(
    services: Services, client: WebClient, taken: Taken, message: Message, said: Said
) -> None:
    """Answer words that were a reminder's, where they were typed; once.

    Raises TryLater, Undeliverable or NotHeld.
    """
    spot = Spot(message.channel, message.thread, message.ts)
    posting.send_once(services, client, taken, said.answer_id, spot, said.answered.message)
    with services.store.transaction() as db:
        inbox.finish(db, taken, _REMINDER, services.clock())
    if said.about and said.answered.what != "nothing":
        follow(services, client, said.about)


def follow(services: Services, client: WebClient, about: Reminded) -> None:
    """Draw the reminder and its plan's cards anew."""

    def draw() -> None:
        drawing.draw_newest(services, client, about)
        going_on.draw_now(services, client, about.tenant, about.plan)

    services.later(draw)


def take_in(services: Services, db: Database, about: Reminded, words: Words, key: str) -> Answered:
    """Let words about something that somebody was reminded of do what they say.

    Raises NotFound where it is gone.
    """
    if about.subject_type == MEASURE:
        return measure_words.take_in(services, db, about, words, key)
    return task_words.take_in(db, _doer(services, about, key), words)


def _heard_before(
    services: Services, db: Database, taken: Taken, asker: Who, words: Words
) -> Said | None:
    """Return what an earlier attempt made of the words, where it did what they say."""
    if not taken.answer_id:
        return None
    _, kind, subject, what, key = str(taken.answer_id).split("/")
    about = _reminded(db, asker, kind, subject)
    if about is None or what == "nothing":
        return None
    try:
        if kind == MEASURE:
            answered = measure_words.told_again(services, db, about, key)
        else:
            doer = _doer(services, about, key)
            answered = task_words.told_again(db, doer, cast(What, what))
    except NotFound:
        return None
    return Said(about, answered, str(taken.answer_id))


def _in_thread(
    services: Services, db: Database, message: Message, asker: Who, words: Words
) -> Said | None:
    about = threads.of_thread(db, asker.tenant, message.channel, str(message.thread))
    if about is None:
        return _under_the_daily(services, db, message, asker, words)
    if about.person != asker.person or not words.said or _is_question(words.said):
        return None
    return _said(services, db, about, words, message.ts)


def _under_the_daily(
    services: Services, db: Database, message: Message, asker: Who, words: Words
) -> Said | None:
    """Let words under a message of the day be about something in it."""
    row = drawing.row_at(db, asker.tenant, message.channel, str(message.thread))
    if row is None or row.recipient != asker.person:
        return None
    heard_of = threads.heard_of(db, asker.tenant, asker.person, row.id)
    return _among(services, db, heard_of, words, message.ts)


def _at_top_level(
    services: Services, db: Database, message: Message, asker: Who, words: Words
) -> Said | None:
    heard_of = threads.heard_of(db, asker.tenant, asker.person)[:_MOST_LOOKED_AT]
    return _among(services, db, heard_of, words, message.ts)


def _among(
    services: Services, db: Database, reminded: Sequence[Reminded], words: Words, key: str
) -> Said | None:
    """Let words do what they plainly say about one of several things; of several, ask which."""
    if not reminded or not words.said or _is_question(words.said):
        return None
    status = read_status(words.said)
    if status is None or status.alone:
        found = measure_words.meant(services, db, reminded, words.said)
        return _said(services, db, found, words, key) if found else None
    looks = _open_tasks(services, db, reminded)
    by_id = {look.task.id: look.task.what for look in looks}
    alike = which_measure(words.said, by_id) or list(by_id)
    if len(alike) == 1:
        about = next(one for one in reminded if one.subject_id == alike[0])
        return _said(services, db, about, words, key)
    if not looks:
        return None
    able = [look for look in looks if look.task.id in alike]
    asking = Answered("nothing", which_reply(able, words.said, words.raw, key))
    return Said(None, asking, _answer_id(TASK, able[0].task.id, "nothing", key))


def _open_tasks(services: Services, db: Database, reminded: Sequence[Reminded]) -> list[TaskLook]:
    """Return the tasks whose reminder is still to be answered, the latest reminder first."""
    found = []
    for one in reminded:
        if one.subject_type != TASK:
            continue
        try:
            look = seeing.look(services, db, one.tenant, one.subject_id, one.person)
        except NotFound:
            continue
        if is_answerable(look):
            found.append(look)
    return found


def _said(services: Services, db: Database, about: Reminded, words: Words, key: str) -> Said | None:
    try:
        answered = take_in(services, db, about, words, key)
    except NotFound as gone:
        answered = Answered("nothing", note(escape(str(gone))))
    return Said(
        about, answered, _answer_id(about.subject_type, about.subject_id, answered.what, key)
    )


def _answer_id(kind: str, subject: str, what: What, key: str) -> str:
    return f"{_REMINDER}/{kind}/{subject}/{what}/{key}"


def _is_question(words: str) -> bool:
    """Tell whether words ask the bot something, or are a courtesy.

    "Can you remind me on Monday?" answers a reminder.
    """
    status = read_status(words)
    if status and status.kind in ("snooze", "hand_over") and not status.alone:
        return False
    return asks(words)


def _doer(services: Services, about: Reminded, key: str) -> Doer:
    return Doer(services, about.tenant, about.subject_id, about.person, key)


def _reminded(db: Database, asker: Who, kind: str, subject: str) -> Reminded | None:
    mine = threads.heard_of(db, asker.tenant, asker.person)
    return next(
        (one for one in mine if (one.subject_type, one.subject_id) == (kind, subject)), None
    )
