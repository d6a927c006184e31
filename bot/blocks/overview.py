"""The team's card of a self-assessment: how far it has come, never what anybody rated.

It fits 200 members: names are listed up to about twenty, the others are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.blocks import fitting
from bot.blocks.confirming import module_link, outline_lines
from bot.blocks.dates import day_and_time, days_left
from bot.blocks.indicators import label
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    header,
    section,
)
from conversations.assessment import findings
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Assessment, Phase, Session

RATE, MANAGE, REVEAL = "session_rate", "session_manage", "session_reveal"

# Names that are listed, and characters of them: what follows must not be cut off.
_NAMES, _ROOM = 20, 1_500
_LISTED = 3
_NOBODY = "Nobody facilitates this any more. A coordinator can choose somebody under Manage."
_BLIND = "Nobody sees a rating before they are revealed to the team."
_STEP: Mapping[Phase, int] = {"rating": 2, "agreeing": 3, "prioritising": 4}


@dataclass(frozen=True)
class Overview:
    """A session as its card shows it.

    ``names`` are mentions or escaped names by participant; ``has_thread`` tells that what comes
    next stands in the card's thread.
    """

    assessment: Assessment
    names: Mapping[str, str]
    now: datetime
    module_url: str | None = None
    has_thread: bool = False


def overview_message(shown: Overview) -> dict[str, Any]:
    """Return the card."""
    session = shown.assessment.session
    state = "\n".join(_STATES[session.phase](shown))
    blocks = [
        header(session.title),
        section(state),
        *_buttons(session),
        *_outline(shown),
        context(*_small(shown)),
    ]
    return fitting.message(f"{escape(session.title)}: {state}", blocks)


def closed_message(shown: Overview) -> dict[str, Any]:
    """Return what facilitators hear at the close."""
    assessment = shown.assessment
    session = assessment.session
    title = f"*{escape(session.title)}*"
    if session.phase == "cancelled":
        text = f"{title} has closed. Nobody had rated, so it ended without a result."
        again = button("Start a self-assessment", "session_prepare", "{}")
        return fitting.message(text, [section(text), actions(again)])
    asked = _still_asked(assessment)
    lines = [f"{title} has closed: {_rated(assessment)}."]
    if asked:
        lines.append(f"{_asked(asked)} You can begin with the others.")
    lines.append(
        "*Next:* bring the team together, in a meeting or in the channel, and reveal the ratings. "
        "The widest differences come first, and each takes a few minutes."
    )
    where = [context(f"The team's card is in <#{session.channel}>.")] if session.channel else []
    reveal = button("Reveal and agree", REVEAL, session.id, style="primary")
    blocks = [section("\n".join(lines)), actions(reveal), *where]
    return fitting.message(lines[0], blocks)


def progress(assessment: Assessment) -> tuple[list[str], int, int]:
    """Return who has finished, and how many are under way and have not begun.

    Who has left is in it only where they finished.
    """
    finished, under_way, waiting = [], 0, 0
    for participant in assessment.participants.values():
        state = assessment.walks[participant.id].state
        if state == "finished":
            finished.append(participant.id)
        elif not participant.left:
            under_way += state != "invited"
            waiting += state == "invited"
    return finished, under_way, waiting


def _rating(shown: Overview) -> Iterator[str]:
    assessment, session = shown.assessment, shown.assessment.session
    finished, under_way, waiting = progress(assessment)
    count = len(finished) + under_way + waiting
    names = sorted(shown.names.get(one, "somebody") for one in finished)
    who = f": {_listed(names)}" if names else "."
    yield f"*{len(finished)} of {count} have finished*{who}"
    yield f"{under_way} under way, {waiting} not begun"
    if session.closes_at:
        left = days_left(session.closes_at, shown.now, session.timezone)
        yield f"Closes {day_and_time(session.closes_at, session.timezone)}, {left}."


def _agreeing(shown: Overview) -> Iterator[str]:
    assessment = shown.assessment
    yield f"*Ratings are closed:* {_rated(assessment)}."
    asked = _still_asked(assessment)
    if asked:
        yield _asked(asked)
    agreed = len(assessment.session.agreements)
    if agreed:
        yield f"{agreed} of {len(findings.findings(assessment))} ratings are agreed."
    where = " in this card's thread" if shown.has_thread else ""
    yield f"*Next:* a facilitator reveals the ratings, and you agree on them{where}."


def _prioritising(shown: Overview) -> Iterator[str]:
    assessment = shown.assessment
    yield f"*{len(assessment.session.agreements)} ratings are agreed.*"
    growing = len(findings.growth_areas(assessment))
    where = " in this card's thread" if shown.has_thread else ""
    areas = "1 growth area" if growing == 1 else f"{growing} growth areas"
    yield f"*Next:* weigh {areas}{where} and choose one to three priorities."


def _done(shown: Overview) -> Iterator[str]:
    assessment = shown.assessment
    session = assessment.session
    yield "*Done.*" + (" The whole result is in this card's thread." if shown.has_thread else "")
    if session.priorities:
        yield "*Priorities*"
        for priority in session.priorities:
            yield f"{priority.rank}.  {_statement(session, priority.indicators[0])}"
    for what, ids in (
        ("Strengths", findings.strengths(assessment)),
        ("Growth areas", findings.growth_areas(assessment)),
    ):
        if ids:
            yield f"*{what}*"
            yield from (f"•  {_statement(session, one)}" for one in ids[:_LISTED])
            if len(ids) > _LISTED:
                yield f"and {len(ids) - _LISTED} more"


def _cancelled(shown: Overview) -> Iterator[str]:
    assessment = shown.assessment
    nobody = assessment.session.closed_at and not any(w.ratings for w in assessment.walks.values())
    yield (
        "Nobody had rated, so it ended without a result."
        if nobody
        else ("It was ended without a result. No rating is shown.")
    )


_STATES = {
    "rating": _rating,
    "agreeing": _agreeing,
    "prioritising": _prioritising,
    "done": _done,
    "cancelled": _cancelled,
}


def _buttons(session: Session) -> Iterator[Block]:
    rate = button("Rate now", RATE, session.id, style="primary")
    reveal = button("Reveal and agree", REVEAL, session.id, style="primary")
    manage = button("Manage", MANAGE, session.id)
    row = {
        "rating": [rate, manage],
        "agreeing": [reveal, manage],
        "prioritising": [manage],
    }.get(session.phase)
    if row:
        yield actions(*row)


def _outline(shown: Overview) -> Iterator[Block]:
    session = shown.assessment.session
    step = _STEP.get(session.phase)
    if session.meetings > 1 and step:
        lines = (
            f"*{n}.  {what}*" if n == step else f"{n}.  {what}"
            for n, what in enumerate(outline_lines(), start=1)
        )
        yield section("\n".join(("Four sessions:", *lines)))


def _small(shown: Overview) -> Iterator[str]:
    session = shown.assessment.session
    people = [f"<@{person}>" for person in session.facilitators if person != FORGOTTEN]
    yield f"Facilitated by {_listed(people)}" if people else _NOBODY
    if session.phase == "rating":
        yield _BLIND
    if session.meetings > 1 and session.phase in _STEP:
        yield f"The four sessions follow {module_link(shown.module_url)}."


def _rated(assessment: Assessment) -> str:
    rated = sum(bool(walk.ratings) for walk in assessment.walks.values())
    return f"{rated} of {len(assessment.participants)} people rated"


def _still_asked(assessment: Assessment) -> int:
    asked = findings.asked_to_consent(assessment)
    return sum(participant.consents is None for participant in asked)


def _asked(count: int) -> str:
    people = "1 person" if count == 1 else f"{count} people"
    return (
        f"{people} in small groups {'is' if count == 1 else 'are'} still asked whether what their "
        "group said may be shown."
    )


def _statement(session: Session, indicator: str) -> str:
    statement = session.statement(indicator)
    return f"{escape(statement.title)} ({label(indicator)})"


def _listed(names: Sequence[str]) -> str:
    shown = [n for place, n in enumerate(names[:_NAMES]) if len("".join(names[:place])) < _ROOM]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"{', '.join(shown)}{more}"
