"""Reads a reply to a task: "done, all letters are out", "blocked: waiting for the translator"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from conversations.assessment.words.folding import fold

Kind = Literal["done", "on_track", "started", "not_yet", "blocked", "snooze", "hand_over"]

_LONGEST = 4000
_THROWN_IN = (
    r"(?:(?:ok|okay|(?:all )?good|great|fine|ya|yes|yep|yeah|si|sim|wi|hi|hello|thanks|sorry|well"
    r"|so|just|update|status|task"
    r"|(?:it|this|that|everything|all)(?:'s| is| are| has been)?|it's|we're|i'm|we are|i am|we have"
    r"|i have|we've|i've|we|i|is|are|now|finally|already|please|pls|(?:can|could) (?:you|we|i)"
    r"|let's|lets|i'd like to|i want to|esta|estamos|ja|li|se)[\s,.:!–—-]{1,4}){0,4}"
)
_OPENS = rf"[\W_]{{0,9}}?{_THROWN_IN}"
_ENDS = r"(?![\w'?])"

_SAID: dict[Kind, str] = {
    "not_yet": r"not (?:quite |really )?(?:yet|started|begun|done|finished|ready|completed?|there)"
    r"(?: yet)?|haven'?t (?:yet )?(?:started|begun|done (?:it|this))|nothing yet|no news"
    r"|todavia no|aun no|ainda nao|poko",
    "started": r"(?:almost|nearly|half|partly|mostly) (?:done|finished|there|ready)|half ?way"
    r"|started|begun|under ?way|in progress|in the works|wip|on it|unblocked"
    r"|(?:no longer|not) blocked(?: any ?more)?|empezad[oa]|en (?:curso|marcha)|em andamento"
    r"|komanse",
    "blocked": r"blocked|stuck|stalled|on hold|held up|bloquead[oa]|atascad[oa]|travad[oa]|bloke",
    "done": r"(?:all )?(?:done|finished|completed?)|all set|hech[oa]|terminad[oa]|feit[oa]"
    r"|concluid[oa]|fini|fet",
    "on_track": r"on (?:track|time|schedule|course)"
    r"|(?:going|doing|coming along|looking) (?:well|fine|good|great|ok|nicely)|in good shape"
    r"|as planned|va bien|vamos bien|no prazo|vai bem|sa ap mache",
}
"""Words before a note."""

_TOLD: dict[Kind, str] = {
    "blocked": r"(?:still )?waiting (?:for|on)|need help|can'?t|cannot|could ?n'?t|unable to"
    r"|no progress|esperando|aguardando|(?:m |n )?ap tann",
    "started": r"(?:still )?working on|(?:started|begun|beginning) [a-z]|empezamos|comecamos",
    "done": r"(?:sent|delivered|finished|completed) [a-z]|did (?:it|this|that)|terminamos|terminei"
    r"|fin fe",
    "hand_over": r"(?:<@[uw]\w+>|[\w.]+) (?:(?:will|can|is going to) take|takes) (?:it|this|over)",
}
"""Words that are part of what happened, so that the note keeps them."""

_ASKED: dict[Kind, str] = {
    "snooze": r"snooze|remind (?:me|us)(?: again)?|ask (?:me|us)(?: again)?|ping me(?: again)?"
    r"|postpone|push(?= (?:it|this|to)\b)|move(?= (?:it |this )?to\b)|recuerdame|me lembr[ae]"
    r"|fe m sonje",
    "hand_over": r"hand(?:ing|ed)?(?= (?:(?:it|this|that) )?(?:over|off)\b)|reassign"
    r"|delegat(?:e|ing)|assign(?= (?:it )?to\b)|pass(?:ing)?(?= (?:it|this)(?: on)? to\b)"
    r"|give(?= (?:it|this) to\b)|transfer",
}
"""Words before a day or a person."""

_ALONE: dict[Kind, str] = {
    "done": r"yes|yep|closed|ready|list[oa]|pronta|sent|sim|si|wi",
    "on_track": r"good|great|fine|going|ok(?:ay)?|all good|no (?:problems?|issues?)|tudo bem|bien",
    "blocked": r"help|sos|parad[oa]|kole",
    "snooze": r"later|not now|mas tarde|mais tarde|pita",
    "not_yet": r"no|nope|nao|non",
}
"""Words that say it only where nothing else is said."""

_EMOJI: dict[Kind, str] = {
    "done": r"✅|✔|☑|🎉|:white_check_mark:|:heavy_check_mark:|:ballot_box_with_check:|:tada:",
    "blocked": r"🛑|⛔|🚧|:octagonal_sign:|:no_entry:|:construction:",
    "on_track": r"👍|:\+1:|:thumbsup:",
    "snooze": r"💤|😴|:zzz:|:sleeping:",
}

_TO = re.compile(
    r"(?:[\s,:]*\b(?:it|this|that|the task|me|over|off|on|to|until|till?|hasta|ate|para|pou)\b)*"
)
_MARKS = re.compile(r"[\s,.:;!?()–—…\u200d\ufe0f-]*")
_NOT_ALL = re.compile(
    r"\b(?:except|but|still (?:need|have|miss|wait|to)|not yet|half|most of|part of|the first"
    r"|remaining|to go|left to|almost)\b"
)


def _read(table: dict[Kind, str], after: str = _ENDS) -> list[tuple[Kind, re.Pattern[str]]]:
    return [(kind, re.compile(rf"{_OPENS}(?P<said>{said}){after}")) for kind, said in table.items()]


_ASKED_READ, _SAID_READ = _read(_ASKED), _read(_SAID)
_TOLD_READ, _EMOJI_READ = _read(_TOLD, ""), _read(_EMOJI, "")
_ALONE_READ = _read(_ALONE, r"[\W_]*\Z")


@dataclass(frozen=True)
class TypedStatus:
    """What a reply says about a task: ``note`` is what goes with it, as typed.

    The note of a snooze is the day that was asked for, of a hand-over to whom it goes and why.
    ``not_yet`` says that nothing has changed. ``alone`` is what could answer anything, such as
    "yes": it says how a task stands only where that was asked.
    """

    kind: Kind
    note: str = ""
    alone: bool = field(default=False, compare=False)


def read_status(words: str) -> TypedStatus | None:
    """Read a reply to a task, None where it says nothing about it. Never raises.

    What is done in part ("done except the Spanish one") has been started. A question asks for a
    snooze or a hand-over at most.
    """
    folded = fold(words[:_LONGEST])
    text = folded.folded
    for kind, pattern in _ASKED_READ:
        if asked := pattern.match(text):
            to = _TO.match(text, asked.end())
            return TypedStatus(kind, _tidy(folded.original(to.end() if to else asked.end())))
    if text.rstrip().endswith("?"):
        return None
    for kind, pattern in _TOLD_READ:
        if pattern.match(text):
            return TypedStatus(_as_far(kind, text), words.strip())
    for kind, pattern in (*_SAID_READ, *_EMOJI_READ):
        if said := pattern.match(text):
            after = folded.original(said.end())
            return TypedStatus(_as_far(kind, text[said.end() :]), _tidy(after))
    alone = next((kind for kind, pattern in _ALONE_READ if pattern.fullmatch(text)), None)
    return TypedStatus(alone, alone=True) if alone else None


def _as_far(kind: Kind, rest: str) -> Kind:
    return "started" if kind == "done" and _NOT_ALL.search(rest) else kind


def _tidy(note: str) -> str:
    marks = _MARKS.match(note)
    return note[marks.end() if marks else 0 :].strip()
