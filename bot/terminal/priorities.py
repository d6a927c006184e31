"""What follows the ratings of somebody who assesses alone: weighing, choosing, results, files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.assessing import reports
from bot.blocks.indicators import label
from bot.services import Services
from bot.terminal import card_text
from bot.terminal.console import Console, Stopped, is_word
from bot.terminal.result_files import save_results
from bot.who import Who
from conversations.assessment import findings, leverage, service, store
from conversations.assessment.model import Assessment, Vote
from conversations.assessment.session import Chosen, SessionEvent, Voted
from conversations.errors import Refused
from conversations.exports.report import Report

_WEIGHTS = {"l": 1, "m": 2, "h": 3, "1": 1, "2": 2, "3": 3}
_WEIGHT = re.compile(r"(?:low|medium|high|[lmh]|[1-3])(?![a-z0-9])|[1-3]", re.IGNORECASE)
_ASKED = (
    "Now weigh them. Need: how much is missing here? Impact: how much would your ELs gain? Ease: "
    "how doable is it this year? For each, from 1 (low) to 3 (high)."
)
_HOW_TO_WEIGH = (
    "Three numbers for need, impact and ease, such as 3 2 1. Enter leaves this one out; “done” "
    "leaves out the rest."
)
_HOW_TO_CHOOSE = (
    "Which come first? One to three of their numbers, such as 2, or 2 5; “weigh” weighs them anew."
)
_FOLDER = "Save the results as files? Type a folder, or press Enter to leave it."


@dataclass(frozen=True)
class Prioritising:
    """A person at their growth areas; ``ask`` is how they are asked, and may stop."""

    services: Services
    console: Console
    who: Who
    session: str
    participant: str
    ask: Callable[[str], str]

    def goes_through(self, save: Path | None) -> None:
        """Lead to priorities, show the results and save them; raises Stopped before the end."""
        assessment = self._stands()
        self.console.say(card_text.strengths(assessment, self.console.width))
        growing = findings.growth_areas(assessment)
        if growing:
            self._weighs([i for i in growing if i not in self._votes(assessment)], len(growing))
            self._chooses()
        else:
            self._steers(Chosen(()))
        with self.services.store.reading() as db:
            report = reports.report(self.services, db, self.who.tenant, self.session)
        self.console.say(card_text.results(self._stands(), report, self.console.width))
        self._saves(report, save)

    def _weighs(self, indicators: list[str], count: int) -> None:
        if not indicators:
            return
        areas = "1 growth area" if count == 1 else f"{count} growth areas"
        self.console.tell(f"You have {areas}. {_ASKED}")
        for place, indicator in enumerate(indicators, start=1):
            named = f"Growth area {place} of {len(indicators)} · {label(indicator)}"
            shown = card_text.area(self._stands(), indicator, named, self.console.width)
            self.console.say(shown)
            vote = self._vote(is_first=place == 1)
            if vote is None:
                return
            if isinstance(vote, Vote):
                self._steers(Voted(self.participant, {indicator: vote}))

    def _vote(self, *, is_first: bool) -> Vote | str | None:
        """Return the weights, an empty text where they are left out, None for no more of them."""
        if is_first:
            self.console.tell(_HOW_TO_WEIGH)
        while True:
            text = self.ask("need impact ease > ").casefold()
            weights = [_WEIGHTS[found[0]] for found in _WEIGHT.findall(text)]
            if not text or text in ("skip", "next"):
                return ""
            if is_word(text, "done"):
                return None
            if len(weights) == len(("need", "impact", "ease")) and not _WEIGHT.sub("", text).strip(
                " ,;/-"
            ):
                return Vote(*weights)
            self.console.tell(_HOW_TO_WEIGH)

    def _chooses(self) -> None:
        while True:
            assessment = self._stands()
            ranked = leverage.order(assessment)
            self.console.say(card_text.growth(assessment, ranked, self.console.width))
            self.console.tell(_HOW_TO_CHOOSE)
            text = self.ask("> ").casefold()
            places = [int(number) for number in re.findall(r"\d{1,3}", text)]
            if is_word(text, "weigh"):
                growing = findings.growth_areas(assessment)
                self._weighs(growing, len(growing))
            elif places and all(0 < place <= len(ranked) for place in places):
                try:
                    self._steers(Chosen(tuple(ranked[place - 1].indicator for place in places)))
                except Refused as refused:
                    self.console.tell(str(refused))
                else:
                    return

    def _saves(self, report: Report, folder: Path | None) -> None:
        """Write the files where they are wanted; nothing is lost where they are not."""
        while True:
            if folder is None:
                self.console.tell(_FOLDER)
                try:
                    said = self.console.ask()
                except Stopped:
                    return
                if not said:
                    return
                folder = Path(said).expanduser()
            try:
                written = save_results(report, folder)
            except OSError as error:
                self.console.tell(f"{folder} cannot be written: {error.strerror}.")
                folder = None
            else:
                self.console.say("\n".join(["Saved:", *(f"  {path}" for path in written)]))
                return

    def _votes(self, assessment: Assessment) -> set[str]:
        return set(assessment.votes.get(self.participant, {}))

    def _stands(self) -> Assessment:
        with self.services.store.reading() as db:
            return store.read_assessment(db, self.who.tenant, self.session)

    def _steers(self, event: SessionEvent) -> None:
        with self.services.store.transaction() as db:
            now = self.services.clock()
            service.steer(db, self.who.tenant, self.session, event, by=self.who.person, now=now)
