"""What the buttons and windows of a self-assessment share: who clicked, on what, what follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import redrawing
from bot.blocks.notes import note
from bot.blocks.teams import said_modal
from bot.blocks.text import escape
from bot.directory import insider
from bot.listeners.answers import open_modal
from bot.listeners.telling import tell
from bot.services import Services
from bot.who import Who
from conversations.assessment import service
from conversations.assessment.identities import Identity, in_session
from conversations.assessment.model import Assessment
from conversations.assessment.permissions import check_facilitates
from conversations.errors import ConversationError, NotAllowed, NotFound, Refused

_ONLY_MEMBERS = "Only the members of this self-assessment see what is behind its buttons."
_ONLY_RATERS = "This is for those who rated in this self-assessment."
_UNKNOWN = "I no longer know what that button was for. Please look for a newer message of mine."

TOO_LATE = "That came too late: the self-assessment has gone on since. Its card shows where it is."

View = dict[str, Any]
Talk = Callable[[], None]


@dataclass(frozen=True)
class Click:
    """A button, menu or window of a self-assessment, and who used it.

    ``kept`` is what it carries: the id of the session as "s", and what else it was given.
    """

    services: Services
    client: WebClient
    body: dict[str, Any]
    person: Who
    kept: Mapping[str, Any]

    @cached_property
    def session(self) -> str:
        """The id of the session; raises NotFound for a button of another release."""
        return str(self.carried("s"))

    def carried(self, name: str) -> Any:
        """Return something that the button carries; raises NotFound where it does not."""
        try:
            return self.kept[name]
        except KeyError:
            raise NotFound(_UNKNOWN) from None

    @property
    def values(self) -> Mapping[str, Mapping[str, Any]]:
        """What was chosen and typed in the window."""
        values: Mapping[str, Mapping[str, Any]] = self.body["view"]["state"]["values"]
        return values

    def say(self, title: str, text: str) -> None:
        """Say something to whoever clicked: under the message, in App Home in a window."""
        if self.body.get("response_url"):
            redrawing.whisper(self.client, self.body, note(text))
        else:
            open_modal(self.client, self.body, said_modal(title, text))

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


# What a click or a window does: it commits, and returns what is said once Slack knows of that.
Act = Callable[[Click], Talk | None]
# What a window does: it commits, and returns the window that follows it, if any, and what is said.
Submission = Callable[[Click], tuple[View | None, Talk | None]]


def clicking(services: Services, act: Act) -> Callable[..., None]:
    """Return a listener: it commits, acknowledges, then talks."""

    def on_click(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        try:
            person = insider(client, context, body)
            talk = act(Click(services, client, body, person, _carried(body)))
        except ConversationError as refused:
            ack()
            tell(client, body, str(refused))
            return
        ack()
        if talk:
            talk()

    return on_click


def submitting(services: Services, submission: Submission) -> Callable[..., None]:
    """Return a listener to a window; what was refused comes back with everything still in it."""

    def on_submission(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        view = body["view"]
        try:
            person = insider(client, context, body)
            kept = json.loads(view["private_metadata"])
            following, talk = submission(Click(services, client, body, person, kept))
        except ConversationError as refused:
            _refuse(ack, view, refused)
            return
        if following:
            ack(response_action="update", view=following)
        else:
            ack()
        if talk:
            talk()

    return on_submission


def _refuse(ack: Ack, view: Mapping[str, Any], refused: ConversationError) -> None:
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    at = refused.field if isinstance(refused, Refused) else None
    if inputs:
        ack(
            response_action="errors",
            errors={at if at in inputs and at else inputs[0]: str(refused)},
        )
    else:
        ack(response_action="push", view=said_modal("Not possible", escape(str(refused))))


def _carried(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a button or a chosen option carries: an object, or the session's id alone."""
    action = body["actions"][0]
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    if not value.startswith("{"):
        return {"s": value}
    try:
        kept: Mapping[str, Any] = json.loads(value)
    except ValueError:
        return {}
    return kept
