"""A participant's walk through the cards: pure steps over explicit states.

invited → card ⇄ evidence → … → finished, and paused from any of them; docs/assessment.md draws it.
Each step returns the walk as it then stands and a notice: a word for what the person is to hear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from content.models import Scale
from conversations.assessment.model import LONGEST_WORDS, Rating, Statement, Walk

Notice = Literal["", "saved", "noted", "kept_note", "old_card", "closed", "too_long", "first"]
_REFUSED = ("old_card", "too_long")


@dataclass(frozen=True)
class Cards:
    """What the walk leads through: the cards, the scale, and whether ratings are still taken."""

    statements: Sequence[Statement]
    scale: Scale
    is_open: bool = True


@dataclass(frozen=True)
class Begun:
    """The person starts, or goes on after a pause, or looks at their answers again."""


@dataclass(frozen=True)
class Rated:
    """A rating of the card ``indicator``; None is "Don't know"; ``words`` came along with it."""

    indicator: str
    value: int | None
    words: str = ""


@dataclass(frozen=True)
class Corrected:
    """Another rating for ``indicator``, whose card was in front one step ago."""

    indicator: str
    value: int | None


@dataclass(frozen=True)
class Noted:
    """Evidence for the card in front, or for a card named by ``indicator``.

    It ``adds`` to what stood there already, or takes its place.
    """

    words: str
    indicator: str | None = None
    adds: bool = False


@dataclass(frozen=True)
class Moved:
    """To the next card without a rating, past the question for evidence, or back."""

    direction: Literal["next", "back"]


@dataclass(frozen=True)
class Turned:
    """To the card ``indicator``, to see or change its answer."""

    indicator: str


@dataclass(frozen=True)
class Paused:
    """The person stops for now."""


WalkEvent = Begun | Rated | Corrected | Noted | Moved | Turned | Paused


def meant(walk: Walk, event: WalkEvent, seen: int | None) -> WalkEvent:
    """Return what a click on the card that was shown at step ``seen`` means by now.

    Who clicks two ratings before the card is drawn anew has changed their mind: the last counts.
    """
    if isinstance(event, Rated) and seen == walk.step - 1:
        return Corrected(event.indicator, event.value)
    return event


def step(
    walk: Walk, cards: Cards, event: WalkEvent, seen: int | None = None
) -> tuple[Walk, Notice]:
    """Return the walk after an event.

    ``seen`` is the step that the clicked card showed, None for typed words. A click on an older
    card changes nothing: the present card is given again.
    """
    if not cards.is_open:
        return walk, "closed"
    if seen not in (None, walk.step) and not isinstance(event, Corrected):
        return walk, "old_card"
    after, notice = _apply(walk, cards, event)
    if notice in _REFUSED:
        return walk, notice
    # A correction leaves the card in front as it is shown, so its buttons stay good.
    counts = after != walk and not isinstance(event, Corrected)
    return (replace(after, step=walk.step + 1) if counts else after), notice


def _apply(walk: Walk, cards: Cards, event: WalkEvent) -> tuple[Walk, Notice]:
    match event:
        case Rated():
            return _rate(walk, cards, event)
        case Corrected():
            return _correct(walk, cards, event)
        case Noted():
            return _note(walk, cards, event)
        case Moved(direction="back"):
            return _back(walk, cards)
    return _move(walk, cards, event), ""


def _move(walk: Walk, cards: Cards, event: WalkEvent) -> Walk:
    match event:
        case Begun():
            return _begin(walk, cards)
        case Turned():
            places = [place for place, s in enumerate(cards.statements) if s.id == event.indicator]
            return replace(walk, state="card", at=places[0]) if places else walk
        case Paused():
            return walk if walk.state == "finished" else replace(walk, state="paused")
    return _go_on(walk, cards)


def _begin(walk: Walk, cards: Cards) -> Walk:
    if walk.state in ("card", "evidence"):
        return walk
    if walk.state == "finished":
        # Whoever comes back sees first what is still open.
        return replace(walk, state="card", at=_first_open(walk, cards) or 0)
    return replace(walk, state="card", at=min(walk.at, len(cards.statements) - 1))


def _rate(walk: Walk, cards: Cards, event: Rated) -> tuple[Walk, Notice]:
    if event.value is not None and event.value not in cards.scale.values:
        return walk, "old_card"
    if walk.state not in ("card", "evidence"):
        walk = _begin(walk, cards)
    if cards.statements[walk.at].id != event.indicator:
        return walk, "old_card"
    words = event.words.strip()
    before = walk.ratings.get(event.indicator)
    said = _joined(walk.notes.get(event.indicator, ""), words)
    kept = said or (before.words if before else "")
    if len(kept) > LONGEST_WORDS:
        return walk, "too_long"
    notes = {i: note for i, note in walk.notes.items() if i != event.indicator}
    ratings = {**walk.ratings, event.indicator: Rating(event.value, kept)}
    rated = replace(walk, ratings=ratings, notes=notes)
    asks = cards.scale.point(event.value).asks if event.value is not None else None
    if asks and not said:
        return replace(rated, state="evidence"), "saved"
    return _after_rating(rated, cards), "saved"


def _correct(walk: Walk, cards: Cards, event: Corrected) -> tuple[Walk, Notice]:
    known = any(statement.id == event.indicator for statement in cards.statements)
    before = walk.ratings.get(event.indicator)
    repeated = before is not None and before.value == event.value
    usable = known and event.value in (None, *cards.scale.values)
    if walk.state == "invited" or repeated or not usable:
        return walk, "old_card"
    words = before.words if before else walk.notes.get(event.indicator, "")
    notes = {i: note for i, note in walk.notes.items() if i != event.indicator}
    ratings = {**walk.ratings, event.indicator: Rating(event.value, words)}
    return replace(walk, ratings=ratings, notes=notes), "saved"


def _note(walk: Walk, cards: Cards, event: Noted) -> tuple[Walk, Notice]:
    if walk.state not in ("card", "evidence") and event.indicator is None:
        walk = _begin(walk, cards)
    indicator = event.indicator or cards.statements[walk.at].id
    if all(indicator != statement.id for statement in cards.statements):
        return walk, "old_card"
    rating = walk.ratings.get(indicator)
    before = rating.words if rating else walk.notes.get(indicator, "")
    words = _joined(before if event.adds else "", event.words.strip())
    if len(words) > LONGEST_WORDS:
        return walk, "too_long"
    if rating is None:
        notes = {**walk.notes, indicator: words}
        return replace(walk, notes={i: note for i, note in notes.items() if note}), "kept_note"
    noted = replace(walk, ratings={**walk.ratings, indicator: replace(rating, words=words)})
    in_front = cards.statements[walk.at].id == indicator and walk.state == "evidence"
    return (_after_rating(noted, cards) if in_front else noted), "noted"


def _joined(before: str, words: str) -> str:
    return "\n".join(filter(None, (before, words)))


def _after_rating(walk: Walk, cards: Cards) -> Walk:
    """Go to the next open card; whoever changes an answer is not led through the others again."""
    following = range(walk.at + 1, len(cards.statements))
    still_open = (p for p in following if cards.statements[p].id not in walk.ratings)
    place = next(still_open, None)
    if place is None:
        return replace(walk, state="finished")
    return replace(walk, state="card", at=place)


def _go_on(walk: Walk, cards: Cards) -> Walk:
    if walk.state == "evidence":
        return _after_rating(walk, cards)
    if walk.state != "card":
        return _begin(walk, cards)
    if walk.at + 1 >= len(cards.statements):
        return replace(walk, state="finished")
    return replace(walk, state="card", at=walk.at + 1)


def _back(walk: Walk, cards: Cards) -> tuple[Walk, Notice]:
    if walk.state in ("evidence", "invited", "paused"):
        return replace(walk, state="card"), ""
    if walk.state == "finished":
        return replace(walk, state="card", at=len(cards.statements) - 1), ""
    if walk.at == 0:
        return walk, "first"
    return replace(walk, at=walk.at - 1), ""


def _first_open(walk: Walk, cards: Cards) -> int | None:
    open_cards = (p for p, s in enumerate(cards.statements) if s.id not in walk.ratings)
    return next(open_cards, None)
