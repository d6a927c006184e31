"""What words typed at a walk do to it: rate, steer, note something, or nothing yet.

What they did is kept in one short text, so that a second attempt says the same and does it no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from sqlite_utils import Database

from bot.blocks.walk_buttons import Pressed, card_in_front, words_on
from bot.who import Who
from conversations.assessment import service
from conversations.assessment.service import Walked
from conversations.assessment.students import student_data
from conversations.assessment.typed import Typed, read
from conversations.assessment.walk import Begun, Moved, Noted, Paused, Rated, WalkEvent

Heard = Literal[
    "",
    "saved",
    "skipped",
    "noted",
    "kept_note",
    "first",
    "explain",
    "out_of_scale",
    "student",
    "rated_student",
    "too_long",
    "rated_too_long",
    "no_card",
    "no_words",
    "closed",
]
"""What became of the words; ``rated_`` where a rating was saved without what stood beside it."""

_KNOWN: Mapping[str, Heard] = {word: word for word in get_args(Heard)}
_NOTHING_TAKEN = ("out_of_scale", "no_card", "closed")
_BESIDE_SOMETHING = ("rate", "dont_know", "skip")


@dataclass(frozen=True)
class Told:
    """What typed words did; ``place`` is the card that was in front, None where none was."""

    place: int | None
    heard: Heard

    def to_text(self) -> str:
        """Return it as a row of the inbox keeps it."""
        return f"{'' if self.place is None else self.place}/{self.heard}"

    @classmethod
    def from_text(cls, kept: str) -> Told:
        """Return what a row of the inbox keeps."""
        place, _, heard = kept.partition("/")
        return cls(int(place) if place else None, _KNOWN.get(heard, ""))


@dataclass(frozen=True)
class Outcome:
    """A walk after words were typed at it, what they did, and the words to keep or give back."""

    walked: Walked
    told: Told
    words: str


def take_words(db: Database, asker: Who, participant: str, text: str, now: datetime) -> Outcome:
    """Let words typed at a walk do what they say, in the caller's transaction.

    Raises NotAllowed or NotFound.
    """
    hand = _Hand(db, asker, participant, now)
    stands = hand.looks()
    typed = read(text, stands.session.scale, own_thread=True)
    if not stands.is_open:
        walked, told = stands, Told(None, "closed")
    elif not text:
        # A picture or a file alone.
        walked, told = stands, Told(None, "no_words")
    elif stands.walk.state in ("card", "evidence"):
        walked, told = _at_a_card(hand, stands, typed, text)
    else:
        walked, told = _without_a_card(hand, stands, typed)
    return Outcome(walked, told, _worth_keeping(told, typed, text))


def look_again(
    db: Database, asker: Who, participant: str, text: str, told: Told, now: datetime
) -> Outcome:
    """Return what an earlier attempt has done with typed words, with the walk as it stands now."""
    walked = service.look(db, asker.tenant, participant, by=asker.person, now=now)
    typed = read(text, walked.session.scale, own_thread=True)
    return Outcome(walked, told, _worth_keeping(told, typed, text))


def keep_words(
    db: Database, asker: Who, pressed: Pressed, now: datetime, *, is_sure: bool
) -> Outcome:
    """Keep the words of a button as a note on its card; once, however often it is clicked.

    ``is_sure`` where the person was warned before. Raises NotAllowed or NotFound.
    """
    hand = _Hand(db, asker, pressed.participant, now)
    stands, words, indicator = hand.looks(), pressed.words or "", pressed.indicator or ""
    place = next(
        (n for n, s in enumerate(stands.session.cards(stands.walk.level)) if s.id == indicator),
        None,
    )
    if place is None or words in words_on(stands, indicator):
        walked, told = stands, Told(place, "")
    else:
        walked, heard = _note(hand, Noted(words, indicator, adds=True), is_sure=is_sure)
        told = Told(place, heard)
    return Outcome(walked, told, words)


@dataclass(frozen=True)
class _Hand:
    """Somebody at a walk, in one transaction."""

    db: Database
    asker: Who
    participant: str
    now: datetime

    def looks(self) -> Walked:
        by = self.asker.person
        return service.look(self.db, self.asker.tenant, self.participant, by=by, now=self.now)

    def does(self, event: WalkEvent) -> Walked:
        """Typed words have no step: they mean the card in front."""
        return service.walk(
            self.db,
            self.asker.tenant,
            self.participant,
            event,
            by=self.asker.person,
            seen=None,
            now=self.now,
        )


def _worth_keeping(told: Told, typed: Typed, text: str) -> str:
    """Return the words that were to be a note; all of the text where none of it was taken."""
    return text if told.heard in _NOTHING_TAKEN else _kept(typed, text)


def _kept(typed: Typed, text: str) -> str:
    return typed.words if typed.kind in _BESIDE_SOMETHING and typed.words else text


def _at_a_card(hand: _Hand, stands: Walked, typed: Typed, text: str) -> tuple[Walked, Told]:
    place, card = stands.walk.at, card_in_front(stands)
    typed = _beside_the_question(typed, text) if stands.walk.state == "evidence" else typed
    note = Noted(_kept(typed, text), card.id, adds=True)
    walked, heard = stands, _KNOWN.get(typed.kind, "")
    match typed.kind:
        case "rate" | "dont_know":
            walked, heard = _rate(hand, Rated(card.id, typed.value, typed.words))
        case "words":
            walked, heard = _note(hand, note)
        case "skip" if typed.words:
            walked, heard = _skip(hand, place, note)
        case "skip" | "next":
            heard = "" if card.id in stands.walk.ratings else "skipped"
            walked = hand.does(Moved("next"))
        case "back":
            walked = hand.does(Moved("back"))
            heard = "first" if walked.notice == "first" else ""
        case "pause":
            walked = hand.does(Paused())
    return walked, Told(place, heard)


def _beside_the_question(typed: Typed, text: str) -> Typed:
    """Read words once more where evidence is asked for: a rating has just been given."""
    if typed.kind == "out_of_scale" or (typed.kind == "dont_know" and typed.words):
        return Typed("words", words=text)
    return Typed("next") if typed.kind == "dont_know" else typed


def _rate(hand: _Hand, rated: Rated) -> tuple[Walked, Heard]:
    bare = replace(rated, words="")
    if student_data(rated.words):
        return hand.does(bare), "rated_student"
    walked = hand.does(rated)
    if walked.notice == "too_long":
        return hand.does(bare), "rated_too_long"
    return walked, "saved"


def _note(hand: _Hand, noted: Noted, *, is_sure: bool = False) -> tuple[Walked, Heard]:
    if not is_sure and student_data(noted.words):
        return hand.looks(), "student"
    walked = hand.does(noted)
    return walked, _KNOWN.get(walked.notice, "")


def _skip(hand: _Hand, place: int, noted: Noted) -> tuple[Walked, Heard]:
    """Keep why a card is skipped, and go on."""
    walked, heard = _note(hand, noted)
    if walked.walk.at == place and walked.walk.state in ("card", "evidence"):
        walked = hand.does(Moved("next"))
    return walked, heard if heard in ("student", "too_long") else "skipped"


def _without_a_card(hand: _Hand, stands: Walked, typed: Typed) -> tuple[Walked, Told]:
    """Steer a walk that has not begun, was paused or is finished.

    A rating has no card to mean, so none is guessed.
    """
    is_finished = stands.walk.state == "finished"
    has_open = len(stands.walk.ratings) < len(stands.session.cards(stands.walk.level))
    event: WalkEvent | None = None
    heard: Heard = ""
    match typed.kind:
        case "back":
            event = Moved("back")
        case "pause":
            event = Paused()
        case "resume" | "next" | "skip":
            event = Begun() if has_open or not is_finished else None
        case "explain":
            event = Begun() if stands.walk.state == "paused" else None
            heard = "explain" if event else ""
        case "rate" | "dont_know" | "out_of_scale":
            event = None if is_finished else Begun()
            heard = "no_card"
        case "words":
            heard = "no_card"
    return hand.does(event) if event else stands, Told(None, heard)
