"""Self-assessments under way as one person sees them, in App Home and under the command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.dates import day_and_time
from bot.blocks.overview import MANAGE, REVEAL
from bot.blocks.text import Block, actions, button, escape, header, plain, section
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Session, WalkState

PREPARE, CONTINUE = "session_prepare", "session_continue"

_IN_HOME, _IN_A_MESSAGE = 8, 5
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

    ``finished`` of ``raters`` are counted for those who facilitate.
    """

    session: Session
    cards: tuple[Cards, ...]
    facilitates: bool
    finished: int
    raters: int


def home_section(under_way: Sequence[UnderWay]) -> list[Block]:
    """Return the part of App Home about self-assessments."""
    blocks = [header("Self-assessments")]
    for one in under_way[:_IN_HOME]:
        blocks += _session(one)
    if not under_way:
        blocks.append(
            section(
                "Rate what is in place where you work against the Blueprint, alone or as a team. "
                "It takes about ten minutes each and one meeting together."
            )
        )
    style = {} if under_way else {"style": "primary"}
    return [*blocks, actions(button("Start a self-assessment", PREPARE, "{}", **style))]


def under_way_message(under_way: Sequence[UnderWay], prefill: str) -> dict[str, Any]:
    """Return the answer to the command where something is under way; ``prefill`` starts another."""
    text = "This is under way for you:"
    blocks = [section(text)]
    for one in under_way[:_IN_A_MESSAGE]:
        blocks += _session(one)
    blocks.append(actions(button("Start another", PREPARE, prefill)))
    return fitting.message(text, blocks)


def _session(one: UnderWay) -> Iterator[Block]:
    session = one.session
    yield section("\n".join((f"*{escape(session.title)}*", *_lines(one))))
    row = [_continue(session, cards) for cards in one.cards if session.phase == "rating"]
    if one.facilitates and session.phase == "agreeing":
        row.append(button("Reveal and agree", REVEAL, session.id, style="primary"))
    if one.facilitates or not one.cards:
        spoken = plain(f"Manage {session.title}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
        row.append(button("Manage", MANAGE, session.id, accessibility_label=spoken))
    if row:
        yield actions(*row)


def _lines(one: UnderWay) -> Iterator[str]:
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
    if one.facilitates and one.raters > 1:
        count = f": {one.finished} of {one.raters} have finished"
        yield f"You facilitate{count if session.phase == 'rating' else ''}."
    elif not one.facilitates and not one.cards:
        people = [f"<@{person}>" for person in session.facilitators if person != FORGOTTEN]
        by = f"Facilitated by {', '.join(people)}" if people else "Nobody facilitates it now"
        yield f"{by}; {_OF_OTHERS}."


def _continue(session: Session, cards: Cards) -> Block:
    label = {"invited": "Begin", "finished": "See my answers"}.get(cards.state, "Continue")
    if cards.name:
        label = f"{label} for {cards.name}"
    spoken = plain(f"{label}: {session.title}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    style = {} if cards.state == "finished" else {"style": "primary"}
    action_id = f"{CONTINUE}:{cards.participant}"
    return button(label, action_id, cards.participant, accessibility_label=spoken, **style)
