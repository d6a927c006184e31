"""Causes that are typed: one message, one or several, each put on a bone."""

from __future__ import annotations

import re
from typing import Any

from bot.blocks.planning.cause_replies import replied
from bot.blocks.planning.shown import Shown
from bot.planning import bones
from bot.planning.hearing.typed import Heard, Typed
from conversations.planning.exploring import CauseAdded
from conversations.planning.service import Taken
from conversations.planning.typed_causes import split_causes

_TO_SOMEBODY = re.compile(r"<[@!]")
_EMOJI = re.compile(r":[\w+-]+:")
_TALK = re.compile(
    r"(?:(?:yes|yeah|yep|yup|no|nope|ok(?:ay)?|sure|right|exactly|true|so true|totally|agreed?"
    r"|i (?:totally )?(?:dis)?agree|same(?: here)?|me too|lol|haha|wow|great|nice|cool|perfect"
    r"|good (?:point|one|idea)|great (?:point|idea)|well said|makes sense|i think so|i don'?t know"
    r"|that(?:'s| is) (?:all|it|enough|true|right)|nothing (?:else|more)|done|wait|one moment"
    r"|let'?s (?:go|move) on|please|too|with \w+|everyone|all|team)\b\W*)+",
    re.IGNORECASE,
)


def read(typed: Typed) -> Heard | None:
    """Return the causes in a message; agreement and talk to a colleague are none.

    While root causes are weighed colleagues talk about them, so only what the bot is told counts.
    """
    if not typed.named and (typed.plan.stage != "causes" or _is_talk(typed)):
        return None
    texts = split_causes(typed.words)
    if not texts:
        return None
    known = {_folded(cause.text): cause.id for cause in typed.plan.causes.values()}
    events: list[CauseAdded] = []
    unsure: set[str] = set()
    already: list[str] = []
    for text in texts:
        cause_id = typed.new_id()
        # A message that is read again finds the causes that it brought itself.
        if known.setdefault(_folded(text), cause_id) != cause_id:
            already.append(text)
            continue
        found = bones.sort(typed.plan, text)
        if not found.sure:
            unsure.add(cause_id)
        events.append(CauseAdded(cause_id, found.bone, text, by=typed.by))

    def reply(shown: Shown, taken: Taken) -> dict[str, Any]:
        return replied(shown.plan, [event.id for event in events], unsure, already)

    return Heard(tuple(events), reply)


def _is_talk(typed: Typed) -> bool:
    if _TO_SOMEBODY.search(typed.raw):
        return True
    words = _EMOJI.sub(" ", typed.words).strip()
    return not re.search(r"[^\W\d]", words) or bool(_TALK.fullmatch(words))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")
