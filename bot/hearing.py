"""Whose words are these? Tells which messages are for the bot, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conversations.threads import Thread
from retrieval.analyzer import fold
from retrieval.intents import read_intent

_HUMAN_SUBTYPES = frozenset((None, "file_share", "thread_broadcast"))
_ADDRESS = re.compile(r"<[a-z]+:[^>|]*(?:\|([^>]*))?>")
_BARE_ADDRESS = re.compile(r"\bhttps?://\S+")
_TO_SOMEBODY = re.compile(r"<[@!]")
_QUESTION = re.compile(
    r"\?|^\W*(?:(?:and|but|also|so|ok|okay|y|e) )?"
    r"(?:what|whats|how|who|when|where|why|which|whose|can|could|should|shall|do|does|did|is|are"
    r"|will|would|any|tell me|show me|explain|list|give me|find|compare"
    r"|que|como|cual|quien|donde|cuando|por que|o que|quais|kisa|kijan)\b",
    re.IGNORECASE,
)
_ASKS_OUTRIGHT = re.compile(
    r"\?\W*$|^\W*(?:(?:and|but|also|so|ok|okay) )?"
    r"(?:(?:what|whats|how|who|whose|when|where|why)(?:['’]s)? "
    r"(?:is|are|do|does|did|can|could|should|would|will|has|have|to|about|else)\b"
    r"|(?:can|could|would|will) you\b|tell me\b|show me\b|give me\b|explain\b|compare\b)",
    re.IGNORECASE,
)
_IS_ONE_QUESTION = re.compile(r"[^.!?…\n]+\?\W*")
_GOES_ON = re.compile(
    r"^\W*(?:and|what about|how about|same for|for|y|e"
    r"|pillar \d|building block \d|p ?\d|bb ?\d|(?:more )?(?:resources|guidance))\b",
    re.IGNORECASE,
)
_MOST_WORDS_GOING_ON = 8
_ASKS_COLLEAGUES = re.compile(
    r"\b(?:you|your|(?:do|does|is|are|has|have|can|could|will|would) (?:any|some|every)(?:one|body)"
    r"|agenda|today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri)day)\b",
    re.IGNORECASE,
)
_ASKS_THE_BOT = re.compile(
    r"\b(?:can|could|would|will) you (?:please )?(?:show|tell|explain|find|list|give|compare)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Message:
    """A person's message as an event tells of it. ``thread`` is None at top level."""

    channel: str
    ts: str
    thread: str | None
    speaker: str
    text: str
    direct: bool


def human_message(event: Mapping[str, Any]) -> Message | None:
    """Return what a person said, None for the bot, other bots, edits, joins and the like."""
    subtype = event.get("subtype")
    if event.get("bot_id") or event.get("edited") or subtype not in _HUMAN_SUBTYPES:
        return None
    if not event.get("user") or not event.get("ts"):
        return None
    channel = str(event["channel"])
    return Message(
        channel=channel,
        ts=str(event["ts"]),
        thread=event.get("thread_ts"),
        speaker=str(event["user"]),
        text=str(event.get("text") or ""),
        direct=event.get("channel_type") == "im" or channel.startswith("D"),
    )


def is_mention(event: Mapping[str, Any], bot_user: str | None) -> bool:
    """Tell whether a message names the bot."""
    return event.get("type") == "app_mention" or (
        bot_user is not None and f"<@{bot_user}>" in str(event.get("text") or "")
    )


def small_talk(words: str) -> str | None:
    """Return which courtesy words are, such as thanks or a greeting; None where they say more."""
    folded = fold(words)
    return read_intent(folded, folded).small_talk


def is_for_bot(message: Message, thread: Thread | None) -> bool:
    """Tell whether a message that does not name the bot is for it, in a thread that it knows.

    Right after its own answer a question or a short continuation is; once people talk among
    themselves, only what has the form of a question, and of none to colleagues. What names somebody
    never is.
    """
    if thread is None or thread.quiet or _TO_SOMEBODY.search(message.text):
        return False
    words = _without_addresses(message.text)
    among_people = thread.last_speaker is not None
    if among_people and _ASKS_COLLEAGUES.search(words) and not _ASKS_THE_BOT.search(words):
        return False
    if _QUESTION.search(words):
        return True
    few = len(words.split()) <= _MOST_WORDS_GOING_ON
    return not among_people and few and bool(_GOES_ON.search(words))


def asks(words: str, *, beside_a_question: bool = False) -> bool:
    """Tell whether words typed where notes are welcome are a question to the bot, or a courtesy.

    "When families come, we call an interpreter" is none. ``beside_a_question`` of the bot's own,
    an answer is expected: only what is one question and nothing else is taken for one.
    """
    if small_talk(words) is not None:
        return True
    spoken = _without_addresses(words)
    if beside_a_question:
        return bool(_IS_ONE_QUESTION.fullmatch(spoken) and _QUESTION.match(spoken))
    return bool(_ASKS_OUTRIGHT.search(spoken))


def _without_addresses(text: str) -> str:
    """Return a text without links: their question marks ask nothing."""
    return _BARE_ADDRESS.sub(" ", _ADDRESS.sub(r" \1 ", text)).strip()
