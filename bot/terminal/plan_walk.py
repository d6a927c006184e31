"""A person at their plan in a terminal: how they are asked, how they steer, what they say is kept.

Every answer is committed before the next question, so whoever stops goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.blocks.planning.shown import Shown
from bot.hearing import asks
from bot.planning import looks
from bot.planning.hearing.readers import read
from bot.planning.hearing.typed import Typed
from bot.services import Services
from bot.terminal import answers, plan_text
from bot.terminal.console import Console, Stopped, is_word, wrapped
from bot.terminal.here import HERE
from conversations import outbox
from conversations.assessment.students import student_data
from conversations.assessment.words.folding import fold
from conversations.assessment.words.phrases import Steering, steering
from conversations.database import new_id
from conversations.errors import Refused
from conversations.exports.legible import one_line
from conversations.planning import chain, service, stages, store
from conversations.planning.model import Plan, Stage
from conversations.planning.steering import Removed, StageChosen
from conversations.planning.steps import PlanEvent
from conversations.planning.typed_dates import Found, read_date

_STUDENT = (
    "I have not saved this: it looks like {about}. Say it again for a group of students, press "
    "Enter to leave it out, or type “save” to keep it as it is."
)
_NO_DATE = (
    "I cannot read that as a day. Type it like “June 11” or “the Friday before Thanksgiving”."
)
_STOPS = re.compile(r"(?:stop|pause)\b", re.IGNORECASE)
"""“Stop for now, class starts” stops too."""

_CREDIT = "Plain words, not the Department's text."

_YES_OR_NO = re.compile(r"\W*(?:yes|no)\W*", re.IGNORECASE)
_STEERS: Mapping[str, Steering] = {
    "stop": "pause",
    "quit": "pause",
    "exit": "pause",
    "back": "back",
    "skip": "skip",
    "next": "next",
    "?": "explain",
    "help": "explain",
}
"""Where a day is asked for, “tomorrow” and “next week” are days and steer nothing."""


class Onwards(Exception):
    """The person goes on to the next step, whatever is still open in this one."""


class Backwards(Exception):
    """The person goes back to the step before."""


class Elsewhere(Exception):
    """The person goes to another step."""

    def __init__(self, stage: Stage) -> None:
        """Say to which one."""
        super().__init__(stage)
        self.stage = stage


class Walk:
    """A plan, and the person who makes it."""

    def __init__(self, services: Services, console: Console, plan_id: str) -> None:
        """Take up a plan as it stands."""
        self.services, self.console, self._plan_id = services, console, plan_id

    @property
    def plan(self) -> Plan:
        """The plan as it is stored."""
        with self.services.store.reading() as db:
            return store.read_plan(db, HERE.tenant, self._plan_id)

    @property
    def shown(self) -> Shown:
        """The plan with its day and its calendar."""
        with self.services.store.reading() as db:
            return looks.shown(self.services, db, store.read_plan(db, HERE.tenant, self._plan_id))

    # Saying

    def tell(self, text: str) -> None:
        """Say something in lines that fit."""
        self.console.tell(text)

    def asks(self, question: str, hint: str = "") -> None:
        """Print a question, with what may be typed."""
        lines = ["", *plan_text.bold(one_line(question), self.console.width)]
        if hint:
            lines += plan_text.dim(hint, self.console.width)
        self.console.say("\n".join(lines))

    def lists(self, title: str, items: Sequence[str]) -> None:
        """Print items with their numbers."""
        lines = plan_text.heading(title)
        for place, item in enumerate(items, start=1):
            lines += wrapped(one_line(item), self.console.width, f"{place:>4}  ", " " * 6)
        self.console.say("\n".join(lines))

    # Asking

    def ask(
        self, prompt: str = "> ", command: re.Pattern[str] | None = None, *, dated: bool = False
    ) -> str | None:
        """Return what is typed: empty for Enter alone, None for "skip".

        What matches ``command`` comes as it is. Raises Stopped, Onwards or Backwards.
        """
        while True:
            text = self.console.ask(prompt)
            if command and command.fullmatch(text):
                return text
            steered = _STEERS.get(text.casefold()) if dated else _steered(text)
            if steered == "pause":
                raise Stopped
            if steered == "next":
                raise Onwards
            if steered == "back":
                raise Backwards
            if steered == "explain":
                self._explains()
            elif steered:
                return None
            elif text and asks(text, beside_a_question=True):
                self._answers(text)
            else:
                return text

    def waits(self, text: str) -> None:
        """Say why there is nothing to do here, until the person goes on or back."""
        self.tell(f"{text} Enter goes on; “back” leads to the step before.")
        while self.ask():
            self.tell("Enter goes on; “back” leads to the step before.")

    def agrees(self) -> bool:
        """Tell whether the person types "yes"."""
        return is_word(self.ask(command=_YES_OR_NO) or "", "yes")

    def words(self, prompt: str = "> ", command: re.Pattern[str] | None = None) -> str | None:
        """Return typed words that name no student, or that the person vouches for."""
        text = self.ask(prompt, command)
        while text and (about := student_data(text)):
            self.tell(_STUDENT.format(about=about))
            said = self.ask(prompt)
            if said and is_word(said, "save"):
                return text
            text = said
        return text

    def day(self, prompt: str = "day > ") -> Found | None:
        """Return a day that is typed in words or figures; None where none is given."""
        while text := self.ask(prompt, dated=True):
            shown = self.shown
            if found := read_date(text, shown.today, shown.calendar):
                if found.school_day_before:
                    self.tell(
                        f"There is no school on {plan_text.long_day(found.day)}; the school day "
                        f"before is {plan_text.long_day(found.school_day_before)}."
                    )
                return found
            self.tell(_NO_DATE)
        return None

    def chooses(
        self,
        show: Callable[[], int],
        hint: str,
        commands: Mapping[str, Callable[[int], None]],
        said: Callable[[str], None] | None = None,
    ) -> None:
        """Show a numbered list, and let words such as "drop 2" do something, until Enter.

        ``show`` prints the list and returns how long it is; ``said`` takes in other words.
        """
        names = "|".join(commands)
        command = re.compile(rf"({names})\s*#?(\d{{1,3}})\W*", re.IGNORECASE)
        while True:
            count = show()
            self.console.say("\n".join(plan_text.dim(hint, self.console.width)))
            text = self.words(command=command)
            if not text:
                return
            if matched := command.fullmatch(text):
                place = int(matched[2])
                if 0 < place <= count:
                    commands[matched[1].lower()](place - 1)
                else:
                    self.tell(f"There is no number {place} in the list.")
            elif said:
                said(text)
            else:
                self.tell("I do not know what to do with that.")

    # Keeping

    def saves(self, *events: PlanEvent) -> bool:
        """Commit what was said; tell why it cannot be used, and return False, where it cannot."""
        try:
            with self.services.store.transaction() as db:
                now = self.services.clock()
                service.take(db, HERE.tenant, self._plan_id, events, by=HERE.person, now=now)
                # All of it is on the screen: nothing is to be sent.
                outbox.cancel(db, HERE.tenant, service.SUBJECT, self._plan_id, now)
        except Refused as refused:
            self.tell(str(refused))
            return False
        return True

    def hears(self, text: str) -> bool:
        """Let the step that the person is at read typed words, as in Slack; tell if any did."""
        shown = self.shown
        typed = Typed(
            plan=shown.plan,
            words=text,
            raw=text,
            by=HERE.person,
            named=True,
            today=shown.today,
            calendar=shown.calendar,
            key=new_id(),
        )
        try:
            heard = read(typed)
        except Refused as refused:
            self.tell(str(refused))
            return False
        return bool(heard and heard.events) and self.saves(*(heard.events if heard else ()))

    def drops(self, link_id: str) -> None:
        """Take a link out, once the person has seen what goes along with it."""
        gone = chain.fallout(self.plan, link_id)
        if not gone.is_nothing:
            self.tell(f"With it would go {gone.in_words()}. Type “yes” to take it out.")
            if not self.agrees():
                self.tell("It stays.")
                return
        if self.saves(Removed(link_id)):
            self.tell("It is out.")

    def goes_to(self, stage: Stage) -> None:
        """Go on or back to a step."""
        self.saves(StageChosen(stage))

    def _explains(self) -> None:
        stage = self.plan.stage
        width = self.console.width
        if stages.place(stage) is None:
            self.tell("The plan is under way. Say how tasks stand and what measures read.")
            return
        shown = stages.shown(stage)
        item = self.services.engine.item(shown.step)
        lines = [*plan_text.heading(shown.title), *wrapped(shown.purpose, width, "  ")]
        lines += [*plan_text.heading(item["title"]), *wrapped(item["text"], width, "  ")]
        lines += [
            "",
            *plan_text.dim(f"{item['locator']}. {_CREDIT}", width),
        ]
        lines += [str(item["url"])] if item["url"] else []
        lines += ["", *plan_text.dim(STEERING, width)]
        self.console.say("\n".join(lines))

    def _answers(self, question: str) -> None:
        engine = self.services.engine
        answer = engine.answer(question)
        self.console.say("")
        self.console.say(answers.render(answer, engine.sources, None, self.console.width))
        self.console.say("")


STEERING = (
    "Enter or “skip” leaves something open; “next” and “back” lead to the next step and the one "
    "before; “stop” stops for now; “?” explains; or ask me a question."
)


def _steered(text: str) -> Steering | None:
    if not text:
        return None
    stopping, _, _ = text.partition(",")
    if _STOPS.match(text) and steering(fold(stopping).folded, in_walk=True) == "pause":
        return "pause"
    return steering(fold(text).folded, in_walk=True)
