"""Words typed in direct messages: a walk's own, or a question; and the card that answers them.

In a thread in which a walk had its card words belong to the walk. At top level they do only where
an open card can read them; where several could, the person is asked which one they mean.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from sqlite_utils import Database

from bot import delivery, intake, posting
from bot.assessing import walks
from bot.assessing.walk_words import Outcome, Told, look_again, take_words
from bot.blocks.rating import moved_on
from bot.blocks.text import as_typed
from bot.blocks.typed_words import keep_as_note, which_walk
from bot.delivery import TryLater, Undeliverable
from bot.hearing import Message, asks
from bot.posting import Spot
from bot.services import Services
from bot.who import Who
from conversations import inbox
from conversations.assessment import identities, service
from conversations.assessment.model import LONGEST_WORDS
from conversations.assessment.service import Walked
from conversations.assessment.typed import read
from conversations.inbox import Taken

log = logging.getLogger(__name__)

_WALK, _WHICH, _NOTE = "walk", "which", "note"
_AT_A_CARD = ("card", "evidence")
_BACK_AT_IT = ("rate", "dont_know", "out_of_scale", "back", "next", "skip")


@dataclass(frozen=True)
class Said:
    """Words that were a walk's: what they did, and the id under which they are answered."""

    outcome: Outcome
    answer_id: str


@dataclass(frozen=True)
class Unclear:
    """Words that could be for several cards, or a note on one and a question as well."""

    offered: Sequence[Walked]
    words: str
    is_note: bool
    answer_id: str


@dataclass(frozen=True)
class Aside:
    """A question to the bot in the thread of a walk, which then goes on."""

    participant: str
    words: str
    level: str


def hear(
    services: Services, taken: Taken, message: Message, asker: Who
) -> Said | Unclear | Aside | None:
    """Find out whose words these are and let them do what they say; None for a question.

    Raises NotHeld, NotAllowed or NotFound.
    """
    words = "\n".join(filter(None, map(as_typed, message.text.splitlines())))
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        if taken.answer_id:
            heard = _heard_before(services, db, taken, message, asker, words)
        elif message.thread:
            heard = _in_thread(services, db, taken, message, asker, words)
        else:
            heard = _at_top_level(services, db, taken, asker, words)
        if isinstance(heard, Said | Unclear):
            inbox.start_sending(db, taken, heard.answer_id)
    return heard


def _heard_before(
    services: Services, db: Database, taken: Taken, message: Message, asker: Who, words: str
) -> Said | Unclear | Aside | None:
    """Return what an earlier attempt made of the words: it did what they say."""
    kind, _, kept = str(taken.answer_id).partition("/")
    if kind == _WALK:
        participant, _, did = kept.partition("/")
        told = Told.from_text(did.rpartition("/")[0])
        outcome = look_again(db, asker, participant, words, told, services.clock())
        return Said(outcome, str(taken.answer_id))
    if kind in (_WHICH, _NOTE):
        offered = _open_walks(services, db, asker)
        return Unclear(offered, words, kind == _NOTE, str(taken.answer_id))
    owner = _owner(db, asker, message)
    level = _look(services, db, asker, owner).walk.level if owner else ""
    return Aside(owner, words, level) if owner else None


def _in_thread(
    services: Services, db: Database, taken: Taken, message: Message, asker: Who, words: str
) -> Said | Aside | None:
    owner = _owner(db, asker, message)
    if owner is None:
        return None
    walked = _look(services, db, asker, owner)
    typed = read(words, walked.session.scale, own_thread=True)
    is_asked = walked.is_open and walked.walk.state == "evidence"
    if typed.kind == "words" and asks(words, beside_a_question=is_asked):
        return Aside(owner, words, walked.walk.level)
    return _said(services, db, taken, asker, owner, words)


def _at_top_level(
    services: Services, db: Database, taken: Taken, asker: Who, words: str
) -> Said | Unclear | None:
    open_walks = _open_walks(services, db, asker)
    in_front = [walked for walked in open_walks if walked.walk.state in _AT_A_CARD]
    able = [walked for walked in in_front or open_walks if _can_read(walked, words)]
    if len(able) == 1:
        return _said(services, db, taken, asker, able[0].walk.participant, words)
    if able:
        return Unclear(able, words, False, f"{_WHICH}/{taken.key.ts}")
    asked = [walked for walked in in_front if walked.walk.state == "evidence"]
    if asked and len(words) <= LONGEST_WORDS and not asks(words):
        return Unclear(asked, words, True, f"{_NOTE}/{taken.key.ts}")
    return None


def _can_read(walked: Walked, words: str) -> bool:
    """Tell whether words that stand by themselves mean something to a walk."""
    kind = read(words, walked.session.scale, own_thread=False).kind
    if walked.walk.state in _AT_A_CARD:
        return kind != "words"
    # A card that was put away is no card to explain or to leave.
    return kind == "resume" or (walked.walk.state == "paused" and kind in _BACK_AT_IT)


def _said(
    services: Services, db: Database, taken: Taken, asker: Who, participant: str, words: str
) -> Said:
    outcome = take_words(db, asker, participant, words, services.clock())
    return Said(outcome, f"{_WALK}/{participant}/{outcome.told.to_text()}/{taken.key.ts}")


def _open_walks(services: Services, db: Database, asker: Who) -> list[Walked]:
    known = identities.open_walks(db, asker.tenant, asker.person)
    found = [_look(services, db, asker, one.participant) for one in known]
    return [walked for walked in found if walked.is_open and walked.walk.state != "finished"]


def _look(services: Services, db: Database, asker: Who, participant: str) -> Walked:
    now = services.clock()
    return service.look(db, asker.tenant, participant, by=asker.person, now=now)


def _owner(db: Database, asker: Who, message: Message) -> str | None:
    """Return the walk in whose thread a message stands."""
    if message.thread is None:
        return None
    owner = identities.of_thread(db, asker.tenant, message.channel, message.thread)
    return owner.participant if owner and owner.person == asker.person else None


def reply(
    services: Services, client: WebClient, taken: Taken, message: Message, heard: Said | Unclear
) -> None:
    """Answer words that were a walk's, in the place where they were typed; once.

    Raises TryLater, Undeliverable or NotHeld.
    """
    spot = Spot(message.channel, message.thread, message.ts)
    if isinstance(heard, Unclear):
        asking = which_walk(heard.words, heard.offered, is_note=heard.is_note)
        posting.send_once(services, client, taken, heard.answer_id, spot, asking)
        intake.finish(services, taken, "unclear")
        return
    outcome = heard.outcome
    card = walks.answer_to(services, outcome, in_thread=message.thread is not None)
    ts = posting.send_once(services, client, taken, heard.answer_id, spot, card)
    with services.store.transaction() as db:
        _place(db, taken, outcome.walked, spot, ts)
        inbox.finish(db, taken, "rating", services.clock())
    if ts:
        leave_behind(client, outcome.walked, outcome.told.place, spot, ts)


def give_card_again(
    services: Services,
    client: WebClient,
    taken: Taken,
    asker: Who,
    aside: Aside,
    *,
    spot: Spot,
    delivery_id: str,
) -> None:
    """Give the card once more under the answer to a question, so that the walk goes on.

    Raises TryLater or NotHeld.
    """
    with services.store.reading() as db:
        walked = _look(services, db, asker, aside.participant)
    if not walked.is_open or walked.walk.state not in _AT_A_CARD:
        return
    place = walked.walk.at
    beneath = keep_as_note(walked, aside.words) if walked.walk.state == "evidence" else []
    outcome = Outcome(walked, Told(place, ""), aside.words)
    card = walks.answer_to(services, outcome, in_thread=True, beneath=beneath)
    try:
        ts = posting.send_once(services, client, taken, delivery_id, spot, card)
    except Undeliverable as refused:
        # The question is answered all the same.
        log.warning("A card was not given again", extra={"reason": refused.reason})
        return
    with services.store.transaction() as db:
        _place(db, taken, walked, spot, ts)
    if ts:
        leave_behind(client, walked, place, spot, ts)


def leave_behind(
    client: WebClient, walked: Walked, place: int | None, spot: Spot, card_ts: str
) -> None:
    """Shrink the message that had the card to a line; nothing depends on it.

    ``walked`` is as before the card stood at ``card_ts``, except for what it has rated.
    """
    former = walked.identity
    if former.card_ts in (None, card_ts):
        return
    where = "It goes on below."
    if spot.thread_ts == former.card_ts:
        where = "It goes on in the thread."
    elif str(former.card_ts) > card_ts:
        where = "It goes on further up."
    line = moved_on(walked, place, where)
    try:
        delivery.call(client, "chat.update", channel=former.channel, ts=former.card_ts, **line)
    except (TryLater, Undeliverable) as failed:
        log.info("An older card stays as it is", extra={"reason": failed.reason})


def _place(db: Database, taken: Taken, walked: Walked, spot: Spot, ts: str | None) -> None:
    if ts:
        participant = walked.walk.participant
        thread = spot.thread_ts or ts
        identities.place(db, taken.key.tenant, participant, spot.channel, thread, ts)
