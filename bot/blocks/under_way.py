"""Self-assessments under way as one person sees them, in App Home and under the command.

Who has not finished is told in App Home to those who facilitate; what was rated, to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.dates import day_and_time
from bot.blocks.overview import MANAGE, REVEAL
from bot.blocks.text import Block, actions, button, context, escape, header, plain, section, shorten
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import WalkState
from conversations.assessment.standing import Rater, Standing

PREPARE, CONTINUE = "session_prepare", "session_continue"

_IN_HOME, _STEERING, _IN_A_MESSAGE = 6, 3, 5
_NAMES, _NAME = 8, 40
OFFER = (
    "*Self-assessment*: rate what is in place where you work against the Blueprint, alone or as a "
    "team. It takes about ten minutes each and one meeting together."
)
_OF_OTHERS = "you may hand it to somebody else"
_PHASES = {
    "rating": "ratings are open",
    "agreeing": "ratings are closed, next you agree on them",
    "prioritising": "ratings are agreed, next you choose priorities",
}


@dataclass(frozen=True)
class Cards:
    """Cards that a person goes through; ``name`` is whom they fill them in for, if anybody."""

    participant: str
    name: str | None
    state: WalkState
    rated: int
    of: int


@dataclass(frozen=True)
class UnderWay:
    """A session under way: what one person does in it.

    ``steers`` tells whether they may hand it over to somebody else.
    """

    session: Standing
    cards: tuple[Cards, ...]
    facilitates: bool
    steers: bool = False

    @property
    def is_theirs(self) -> bool:
        """Whether they rate in it or facilitate it."""
        return bool(self.cards) or self.facilitates


def home_section(under_way: Sequence[UnderWay], *, steers: bool = False) -> list[Block]:
    """Return the part of App Home about self-assessments; nothing where there are none.

    Fewer fit for somebody who ``steers`` teams, whose self-assessments stand under them too.
    """
    if not under_way:
        return []
    most = _STEERING if steers else _IN_HOME
    blocks = [header("Self-assessments")]
    for one in under_way[:most]:
        blocks += _session(one, names=True)
    if len(under_way) > most:
        left = len(under_way) - most
        blocks.append(context(f"… and {left} more: `/blueprint assess`"))
    return [*blocks, actions(button("Start another self-assessment", PREPARE, "{}"))]


def still_to_come(raters: Sequence[Rater]) -> str:
    """Return who has not finished, as mrkdwn: some by name, the others counted."""
    told = [_rater(one) for one in raters[:_NAMES]]
    left = len(raters) - len(told)
    return ", ".join(told) + (f" and {left} more" if left else "")


def counted(session: Standing) -> str:
    """Return how many have finished."""
    count = session.finished + len(session.waiting)
    return f"{session.finished} of {count} have finished"


def under_way_message(under_way: Sequence[UnderWay], prefill: str) -> dict[str, Any]:
    """Return the answer to the command where something is under way; ``prefill`` starts another."""
    text = "This is under way for you:"
    blocks = [section(text)]
    for one in under_way[:_IN_A_MESSAGE]:
        blocks += _session(one)
    blocks.append(actions(button("Start another", PREPARE, prefill)))
    return fitting.message(text, blocks)


def _session(one: UnderWay, *, names: bool = False) -> Iterator[Block]:
    session = one.session
    yield section("\n".join((f"*{escape(session.title)}*", *_lines(one, names))))
    row = [_continue(session, cards) for cards in one.cards if session.phase == "rating"]
    if one.facilitates and session.phase == "agreeing":
        row.append(button("Reveal and agree", REVEAL, session.id, style="primary"))
    if one.facilitates or not one.cards:
        spoken = plain(f"Manage {session.title}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
        row.append(button("Manage", MANAGE, session.id, accessibility_label=spoken))
    if row:
        yield actions(*row)


def _lines(one: UnderWay, names: bool) -> Iterator[str]:
    session = one.session
    if session.phase != "rating":
        where = f" in <#{session.channel}>" if session.channel else ""
        yield f"{_PHASES[session.phase].capitalize()}{where}."
    else:
        for cards in one.cards:
            whose = f"For {escape(cards.name)}" if cards.name else "You"
            done = "all done, answers can be changed" if cards.state == "finished" else "rated"
            yield f"{whose}: {cards.rated} of {cards.of} {done}."
        if session.closes_at:
            yield f"Closes {day_and_time(session.closes_at, session.timezone)}."
    if one.facilitates and len(session.raters) > 1:
        rating = session.phase == "rating"
        yield f"You facilitate{f': {counted(session)}' if rating else ''}."
        if names and rating and session.waiting:
            yield f"Not yet: {still_to_come(session.waiting)}"
    elif not one.facilitates and not one.cards:
        people = [f"<@{person}>" for person in session.facilitators if person != FORGOTTEN]
        by = f"Facilitated by {', '.join(people)}" if people else "Nobody facilitates it now"
        yield f"{by}; {_OF_OTHERS}."


def _continue(session: Standing, cards: Cards) -> Block:
    label = {"invited": "Begin", "finished": "See my answers"}.get(cards.state, "Continue")
    if cards.name:
        label = f"{label} for {cards.name}"
    spoken = plain(f"{label}: {session.title}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    style = {} if cards.state == "finished" else {"style": "primary"}
    action_id = f"{CONTINUE}:{cards.participant}"
    return button(label, action_id, cards.participant, accessibility_label=spoken, **style)


def _rater(one: Rater) -> str:
    if one.person and not one.on_behalf:
        return f"<@{one.person}>"
    return escape(shorten(one.name, _NAME)) or "somebody"
