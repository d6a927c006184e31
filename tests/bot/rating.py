"""Somebody with their cards, for dialogues about rating."""

from __future__ import annotations

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.assessment import identities
from conversations.assessment.model import Session, Walk
from tests.bot.assessing import participant, stands
from tests.bot.stage import Stage, words


class Rater:
    """Somebody with their cards: what they do, and what they see."""

    def __init__(self, stage: Stage, session: Session, actor: Actor) -> None:
        self.stage, self.session, self.actor = stage, session, actor
        self.id = participant(stage, session, actor)

    @property
    def card(self) -> Message:
        """The message in which the card in front stands."""
        with self.stage.composed.services.store.reading() as db:
            identity = identities.find(db, self.session.tenant, self.id)
        assert identity
        found = self.stage.sandbox.state.message(
            self.stage.sandbox.workspace(), str(identity.channel), str(identity.card_ts)
        )
        assert found
        return found

    @property
    def sees(self) -> str:
        return words(self.card)

    @property
    def walk(self) -> Walk:
        return stands(self.stage, self.session).walks[self.id]

    @property
    def said(self) -> list[tuple[int | None, str]]:
        """What was rated, in the order of the cards."""
        ratings = (self.walk.ratings.get(s.id) for s in self.session.cards(self.walk.level))
        return [(rating.value, rating.words) for rating in ratings if rating]

    @property
    def notes(self) -> list[str]:
        return list(self.walk.notes.values())

    def clicks(self, *labels: str) -> None:
        for label in labels:
            assert self.actor.clicks(self.card, label=label).ok
            self.stage.settle()

    def types(self, text: str, *, in_thread: bool = True) -> Message:
        """Write in the walk's thread, or at top level; return the last thing that the bot says."""
        thread = (self.card.thread_ts or self.card.ts) if in_thread else None
        asked = self.actor.direct_messages(text, thread)
        self.stage.settle()
        channel = self.actor.direct_channel().id
        said = self.stage.said(channel, thread or asked.ts, self.actor)
        return said[-1] if said else self.stage.said(channel, None, self.actor)[-1]

    def events(self) -> list[str]:
        rows = self.stage.rows(
            "SELECT event FROM assessment_history WHERE participant = ? ORDER BY n", self.id
        )
        return [str(row["event"]) for row in rows]
