"""One person assesses alone in a terminal, through the steps and the service that Slack uses too.

Each answer is committed before the next card is shown, so whoever stops goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from bot.arguments import LevelName
from bot.assessing import starting
from bot.assessing.corpus import BLOCKS
from bot.assessing.starting import Draft
from bot.assessing.walk_words import Heard, Outcome, keep_words, take_words
from bot.assessing.walks import meaning_of
from bot.blocks.starting import ME, Choices
from bot.blocks.walk_buttons import Pressed, card_in_front
from bot.hearing import asks
from bot.services import Services
from bot.terminal import answers, card_text
from bot.terminal.console import Console, Stopped, is_word, wrapped
from bot.terminal.here import HERE
from bot.terminal.priorities import Prioritising
from bot.terminal.scopes import blocks_in
from content.ids import LEVELS
from content.models import Scale
from content.scale import load_scale
from conversations import outbox
from conversations.assessment import identities, service, store
from conversations.assessment.inviting import Invited
from conversations.assessment.model import LONGEST_WORDS, Session
from conversations.assessment.service import SUBJECT, Walked
from conversations.assessment.session import Accepted, Closed, MovedOn
from conversations.assessment.students import student_data
from conversations.assessment.timing import minutes
from conversations.assessment.typed import Typed, read
from conversations.assessment.walk import Begun, Moved, Paused, Turned, WalkEvent
from conversations.database import new_id
from conversations.memberships import UNSAID_ROLE
from retrieval.answer import Answer

_TOO_LONG = f"A note has room for {LONGEST_WORDS:,} characters, so I have not saved this one."
_SAYS: Mapping[Heard, str] = {
    "saved": "Saved.",
    "noted": "Noted.",
    "kept_note": "I keep this as your note on this card. What is your rating? (If you meant to ask "
    "me something, please end it with a question mark.)",
    "skipped": "Skipped for now; “back” returns to it.",
    "first": "This is the first card.",
    "out_of_scale": "That is no point of the scale, so I have not saved it. It has {values}.",
    "too_long": _TOO_LONG,
    "rated_too_long": f"Your rating is saved. {_TOO_LONG}",
}
_NO_RATING = "Type a number, “d” if you don't know, or “skip” to leave it open."
_NOTHING_RATED = "Nothing is rated yet. Give at least one card a rating; then there are results."
_NO_CARD = "Type a card's number, press Enter for your results, or “stop” for now."


@dataclass(frozen=True)
class Wanted:
    """What was asked for when the command was given: a level and building blocks, or neither."""

    level: str | None = None
    blocks: tuple[str, ...] = ()

    def fits(self, session: Session) -> bool:
        """Tell whether a session is about this."""
        blocks = {statement.block for statement in session.statements}
        return (self.level is None or session.levels == (self.level,)) and (
            not self.blocks or blocks == set(self.blocks)
        )


def assess(
    services: Services, console: Console, wanted: Wanted, save: Path | None, command: str
) -> None:
    """Go on with what is under way and wanted, or begin; until the end, or until they stop.

    ``command`` is what goes on from there.
    """
    try:
        session = _under_way(services, wanted) or _begin(services, console, wanted)
    except (Stopped, KeyboardInterrupt):
        console.tell(f"Nothing was begun. {command} begins whenever you like.")
        return
    alone = _Alone(services, console, session)
    try:
        alone.rates()
        alone.sees_results(save)
    except (Stopped, KeyboardInterrupt):
        alone.pauses(command)


def _under_way(services: Services, wanted: Wanted) -> str | None:
    with services.store.reading() as db:
        known = identities.open_sessions(db, HERE.tenant, HERE.person)
        sessions = [store.read_session(db, HERE.tenant, session_id) for session_id in known]
    return next((session.id for session in sessions[::-1] if wanted.fits(session)), None)


def _begin(services: Services, console: Console, wanted: Wanted) -> str:
    console.tell(
        "You assess your own practice against the Blueprint: card by card you say how established "
        "something is, then you choose what to work on. “stop” stops for now."
    )
    asking = _Asking(services, console, load_scale(services.settings.data_dir))
    level = wanted.level or _which_level(asking)
    blocks = wanted.blocks or _which_blocks(asking)
    invited = Invited(HERE.person, "Me", level, UNSAID_ROLE)
    draft = Draft(Choices(who=ME, scope=blocks, level=level), (invited,))
    with services.store.transaction() as db:
        session = starting.begin(services, db, HERE, new_id(), draft)
        # The card is on the screen: nothing is to be sent.
        outbox.cancel(db, HERE.tenant, SUBJECT, session.id, services.clock())
    count = len(session.statements)
    console.tell(
        f"{session.title}: {count} cards, about {minutes(count)} minutes. Everything that you say "
        "is saved at once."
    )
    console.tell(session.scale.note)
    return session.id


@dataclass(frozen=True)
class _Asking:
    """Questions to the person, who may ask back or stop at each of them."""

    services: Services
    console: Console
    scale: Scale

    def ask(self, prompt: str, level: str | None = None) -> str:
        """Return what is typed, once it is no question; raises Stopped."""
        while True:
            text = self.console.ask(prompt)
            if self.read(text).kind == "pause":
                raise Stopped
            if not asks(text):
                return text
            self.answer(text, level)

    def read(self, text: str) -> Typed:
        """Return what typed words are to a card."""
        return read(text, self.scale, own_thread=True)

    def answer(self, question: str, level: str | None) -> None:
        """Answer a question about the Blueprint."""
        engine = self.services.engine
        answer = engine.answer(question, level=level)
        self.console.say("")
        self.console.say(answers.render(answer, engine.sources, None, self.console.width))


def _which_level(asking: _Asking) -> str:
    said = [f"  {place}  {level}" for place, level in enumerate(LEVELS, start=1)]
    asking.console.say("\n".join(["", "Which level do you work at?", *said]))
    while True:
        text = asking.ask("> ")
        if text.isdecimal() and 0 < int(text) <= len(LEVELS):
            return LEVELS[int(text) - 1]
        try:
            return LevelName().convert(text, None, None)
        except click.BadParameter:
            asking.console.tell("Type a number from 1 to 4, or what you are: teacher, principal …")


def _which_blocks(asking: _Asking) -> tuple[str, ...]:
    console, engine = asking.console, asking.services.engine
    console.say("\nWhich building blocks?")
    for place, block in enumerate(BLOCKS, start=1):
        if block.endswith("/b1"):
            pillar = block.removesuffix("/b1")
            console.tell(f"Pillar {pillar[-1]}: {engine.title(pillar)}")
        console.say(
            "\n".join(wrapped(engine.title(block), console.width, f"{place:>4}  ", " " * 6))
        )
    console.tell("Type numbers, such as 2, or 1 4 5; or all. Three take about ten minutes.")
    while True:
        text = asking.ask("> ")
        blocks = blocks_in(text)
        if blocks:
            return blocks
        found = engine.answer(text) if text else None
        hint = "Type numbers from 1 to 12, such as 1 4 5, or all."
        if isinstance(found, Answer) and found.blocks:
            block = found.blocks[0]["id"]
            hint = f"That sounds like {BLOCKS.index(block) + 1}, {engine.title(block)}. {hint}"
        console.tell(hint)


class _Alone:
    """A person at their cards."""

    def __init__(self, services: Services, console: Console, session_id: str) -> None:
        """Take up a session as it stands."""
        self._services, self._console, self._session = services, console, session_id
        with services.store.reading() as db:
            [mine] = identities.in_session(db, HERE.tenant, session_id)
            session = store.read_session(db, HERE.tenant, session_id)
        self._participant = mine.participant
        self._asking = _Asking(services, console, session.scale)
        self._level = session.levels[0]

    def rates(self) -> None:
        """Lead through the cards, until the results are wanted; raises Stopped."""
        walked = self._look()
        if walked.session.phase == "rating":
            self._takes_up(walked)
        shown = None
        while (walked := self._look()).session.phase == "rating":
            if walked.walk.state != "finished":
                if shown != walked.walk.step:
                    self._show(walked, is_first=shown is None)
                self._hears(walked)
                shown = walked.walk.step
            elif self._wants_results(walked):
                self._closes()
        if walked.session.phase == "agreeing":
            self._closes()

    def sees_results(self, save: Path | None) -> None:
        """Lead from strengths and growth areas to priorities and files; raises Stopped."""
        Prioritising(
            self._services, self._console, HERE, self._session, self._participant, self._asking.ask
        ).goes_through(save)

    def pauses(self, command: str) -> None:
        """Stop for now, and say where it goes on."""
        walked = self._look()
        where = ""
        if walked.session.phase == "rating" and walked.walk.state in ("card", "evidence"):
            count = len(walked.session.cards(self._level))
            where = f" at card {walked.walk.at + 1} of {count}"
            self._does(Paused())
        self._console.tell(
            f"Stopped{where}. Everything that you said is saved; {command} goes on from there."
        )

    def _takes_up(self, walked: Walked) -> None:
        walk, count = walked.walk, len(walked.session.cards(self._level))
        if walk.state != "invited":
            at = f"card {walk.at + 1} of {count}" if walk.state != "finished" else "at the end"
            self._console.tell(f"You are back: {walked.session.title}, {at}.")
        if walk.state in ("invited", "paused"):
            self._does(Begun())

    def _show(self, walked: Walked, *, is_first: bool) -> None:
        width = self._console.width
        if walked.walk.state == "evidence":
            self._console.say(card_text.evidence(walked, width))
        else:
            self._console.say(card_text.card(walked, width, is_first=is_first))

    def _hears(self, walked: Walked) -> None:
        """Let what is typed do what it says."""
        text = self._console.ask()
        in_evidence = walked.walk.state == "evidence"
        if text.casefold() == card_text.DONT_KNOW:
            text = self._asking.scale.dont_know
        typed = self._asking.read(text)
        if not text:
            self._goes_past(walked)
        elif typed.kind == "pause":
            raise Stopped
        elif typed.kind == "words" and asks(text, beside_a_question=in_evidence):
            self._asking.answer(text, self._level)
            self._console.say(card_text.card_again(walked, self._console.width))
        elif typed.kind == "explain":
            meant = meaning_of(self._services, walked, card_in_front(walked))
            self._console.say(card_text.meaning(meant, self._console.width))
            self._console.say(card_text.card_again(walked, self._console.width))
        else:
            with self._services.store.transaction() as db:
                outcome = take_words(db, HERE, self._participant, text, self._services.clock())
            self._says(outcome)

    def _goes_past(self, walked: Walked) -> None:
        """Go on where Enter alone was typed; a card that is open is not left by accident."""
        rated = card_in_front(walked).id in walked.walk.ratings
        if walked.walk.state == "evidence" or rated:
            self._does(Moved("next"))
        else:
            self._console.tell(_NO_RATING)

    def _says(self, outcome: Outcome) -> None:
        heard = outcome.told.heard
        if heard in ("student", "rated_student"):
            self._warns(outcome, is_rated=heard == "rated_student")
        elif heard in _SAYS and not (heard == "saved" and outcome.walked.walk.state == "evidence"):
            *values, last = map(str, self._asking.scale.values)
            self._console.tell(_SAYS[heard].format(values=f"{', '.join(values)} and {last}"))

    def _warns(self, outcome: Outcome, *, is_rated: bool) -> None:
        """Let the person look again before words are saved that may tell of a student."""
        card = outcome.walked.session.cards(self._level)[outcome.told.place or 0]
        words, is_sure = outcome.words, False
        while not is_sure and (what := student_data(words)):
            rating = "Your rating is saved. " if is_rated else ""
            self._console.tell(
                f"{rating}I have not saved these words: they look like {what}, and nothing about a "
                "student belongs here. Type them anew, press Enter to leave them out, or “save” to "
                "save them as they are."
            )
            said = self._console.ask()
            if not said:
                return
            is_sure = is_word(said, "save")
            words = words if is_sure else said
        kept = Pressed(self._participant, card.id, words=words)
        with self._services.store.transaction() as db:
            now = self._services.clock()
            outcome = keep_words(db, HERE, kept, now, is_sure=is_sure)
        self._says(outcome)

    def _wants_results(self, walked: Walked) -> bool:
        """Show the end of the walk; return whether the results are wanted."""
        self._console.say(card_text.finished(walked, self._console.width))
        cards, ratings = walked.session.cards(self._level), walked.walk.ratings
        while True:
            text = self._asking.ask("> ", self._level)
            kind = self._asking.read(text).kind
            if not text:
                if any(rating.value is not None for rating in ratings.values()):
                    return True
                self._console.tell(_NOTHING_RATED)
            elif text.isdecimal() and 0 < int(text) <= len(cards):
                self._does(Turned(cards[int(text) - 1].id))
                return False
            elif len(ratings) < len(cards) and (
                kind in ("resume", "next") or is_word(text, "open")
            ):
                self._does(Begun())
                return False
            elif kind == "back":
                self._does(Moved("back"))
                return False
            else:
                self._console.tell(_NO_CARD)

    def _closes(self) -> None:
        """Close the ratings, which are then the ones agreed on, and go on to the priorities."""
        with self._services.store.transaction() as db:
            for event in (Closed(), Accepted(), MovedOn("prioritising")):
                service.steer(
                    db,
                    HERE.tenant,
                    self._session,
                    event,
                    by=HERE.person,
                    now=self._services.clock(),
                )

    def _look(self) -> Walked:
        with self._services.store.reading() as db:
            now = self._services.clock()
            return service.look(db, HERE.tenant, self._participant, by=HERE.person, now=now)

    def _does(self, event: WalkEvent) -> Walked:
        with self._services.store.transaction() as db:
            return service.walk(
                db,
                HERE.tenant,
                self._participant,
                event,
                by=HERE.person,
                seen=None,
                now=self._services.clock(),
            )
