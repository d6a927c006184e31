"""What asks somebody to rate: the invitation, which begins the walk, and the nudge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.dates import day_and_time
from bot.blocks.text import Block, context, escape, header, section
from bot.blocks.walk_buttons import go_on_row
from conversations.assessment import timing
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import SMALL_GROUP, Session
from conversations.assessment.service import Walked

_WHY = (
    "Everybody rates alone first, so that each view counts. Where you differ is then worth talking "
    "about."
)
_PACE = "You can stop and go on at any time, and change your answers until it closes."
_NO_STUDENTS = "Please write nothing about a student."


def invitation(walked: Walked) -> tuple[str, list[Block]]:
    """Return the text and the blocks of an invitation to rate."""
    session = walked.session
    asks = (
        "You look at your own practice here, for yourself."
        if walked.is_solo
        else f"{escape(session.scale.question)} Asked by {mentions(session.facilitators)}. {_WHY}"
    )
    of = len(session.cards(walked.walk.level))
    cards = "1 card" if of == 1 else f"{of} cards"
    minutes = timing.minutes(of)
    about = "a minute" if minutes == 1 else f"{minutes} minutes"
    size = f"*{cards}, about {about}*, by a click or by typing. {open_until(session)} {_PACE}"
    blocks = [
        header(session.title),
        *_for_whom(walked),
        section(asks),
        section(size),
        section(_what_happens(walked)),
        go_on_row(walked, "Start"),
        context(f"{_NO_STUDENTS} {escape(session.scale.note)}"),
    ]
    return f"{escape(session.title)}: {cards}, about {about}. {open_until(session)}", blocks


def nudge(walked: Walked) -> dict[str, Any]:
    """Return the reminder for somebody who has not finished."""
    session = walked.session
    cards = session.cards(walked.walk.level)
    left = sum(card.id not in walked.walk.ratings for card in cards)
    whose = f" for {escape(walked.identity.name)}" if walked.participant.on_behalf else ""
    if left == 0:
        said = f"all {len(cards)} cards are rated; one look at the end is left."
    elif len(cards) == 1:
        said = "its one card is left."
    else:
        said = f"{left} of {len(cards)} cards {'is' if left == 1 else 'are'} left{whose}."
    text = f"*{escape(session.title)}*: {said} {open_until(session)}"
    label = "Start" if walked.walk.state == "invited" else "Go on"
    return fitting.message(text, [section(text), go_on_row(walked, label)])


def open_until(session: Session) -> str:
    """Return until when answers are taken, as a sentence."""
    if session.closes_at is None:
        by = "you finish it" if session.is_personal else "somebody closes it"
        return f"It stays open until {by}."
    return f"Open until {close_of(session)}."


def close_of(session: Session) -> str:
    """Return when a session closes, to be said after "until"."""
    if session.closes_at is None:
        return "somebody closes it"
    return day_and_time(session.closes_at, session.timezone)


def mentions(people: Sequence[str]) -> str:
    """Return who facilitates, as mentions: "A, B and C"."""
    named = [f"<@{person}>" for person in people if person != FORGOTTEN]
    if not named:
        return "whoever facilitates"
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _what_happens(walked: Walked) -> str:
    if walked.is_solo:
        lines = ["Only you see your answers, unless you share them."]
    elif walked.session.names_shown:
        lines = [
            "Until it closes nobody sees them, whoever asked you included.",
            "Then the team sees all ratings, and what was written beside them, with names.",
        ]
    else:
        lines = [
            "Until it closes nobody sees them, whoever asked you included.",
            "Then the team sees all ratings, and what was written beside them, without names. The "
            "wording can still give away who wrote something.",
        ]
    if not walked.is_solo:
        lines.append(
            f"Fewer than {_few()} raters at your level? Then nothing of it is shown until each of "
            "them agrees."
        )
    return "\n".join(("*What happens with your answers*", *(f"•  {line}" for line in lines)))


def _few() -> str:
    return {3: "three"}.get(SMALL_GROUP, str(SMALL_GROUP))


def _for_whom(walked: Walked) -> list[Block]:
    if not walked.participant.on_behalf:
        return []
    name = escape(walked.identity.name)
    return [section(f"*For {name}.* Please ask {name}, and enter the answers as they say them.")]
