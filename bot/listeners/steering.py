"""What the buttons and windows of a self-assessment share: who clicked, on what, what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlite_utils import Database

from bot.listeners import clicks
from bot.listeners.clicks import Talk, View
from bot.services import Services
from conversations.assessment import service
from conversations.assessment.identities import Identity, in_session
from conversations.assessment.model import Assessment
from conversations.assessment.permissions import check_facilitates
from conversations.errors import NotAllowed

__all__ = ["TOO_LATE", "Click", "Talk", "View", "clicking", "submitting"]

_ONLY_MEMBERS = "Only the members of this self-assessment see what is behind its buttons."
_ONLY_RATERS = "This is for those who rated in this self-assessment."

TOO_LATE = "That came too late: the self-assessment has gone on since. Its card shows where it is."


@dataclass(frozen=True)
class Click(clicks.Click):
    """A button, menu or window of a self-assessment; it carries the session's id as "s"."""

    @cached_property
    def session(self) -> str:
        """The id of the session; raises NotFound for a button of another release."""
        return str(self.carried("s"))

    def seen(self, db: Database) -> Assessment:
        """Return the session, for one of its members; raises NotAllowed or NotFound.

        A coordinator may name other facilitators, and reads no more than what stands in a channel.
        """
        assessment = service.seen_by(db, self.person.tenant, self.session, self.person.person)
        steers = self.person.person in assessment.session.facilitators
        if not steers and not self._as_whom(db):
            raise NotAllowed(_ONLY_MEMBERS)
        return assessment

    def steered(self, db: Database) -> Assessment:
        """Return the session, for one of its facilitators; raises NotAllowed or NotFound."""
        assessment = self.seen(db)
        check_facilitates(assessment.session, self.person.person)
        return assessment

    def mine(self, db: Database) -> list[Identity]:
        """Return as whom the person rated, first for themselves; raises NotAllowed or NotFound."""
        assessment, mine = self.seen(db), self._as_whom(db)
        if not mine:
            raise NotAllowed(_ONLY_RATERS)
        return sorted(mine, key=lambda one: assessment.participants[one.participant].on_behalf)

    def _as_whom(self, db: Database) -> list[Identity]:
        known = in_session(db, self.person.tenant, self.session)
        return [one for one in known if one.person == self.person.person]


def clicking(services: Services, act: Callable[[Click], Talk | None]) -> Callable[..., None]:
    """Return a listener: it commits, acknowledges, then talks."""
    return clicks.clicking(services, act, Click)


def submitting(
    services: Services, submission: Callable[[Click], tuple[View | None, Talk | None]]
) -> Callable[..., None]:
    """Return a listener to a window; what was refused comes back with everything still in it."""
    return clicks.submitting(services, submission, Click)
