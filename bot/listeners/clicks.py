"""What buttons and windows share: who clicked, what they carry; commit, acknowledge, then talk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot import redrawing
from bot.blocks.notes import note
from bot.blocks.teams import said_modal
from bot.blocks.text import escape
from bot.directory import insider
from bot.listeners.answers import open_modal
from bot.listeners.telling import tell
from bot.services import Services
from bot.who import Who
from conversations.errors import ConversationError, NotFound, Refused

_UNKNOWN = "I no longer know what that button was for. Please look for a newer message of mine."

View = dict[str, Any]
Talk = Callable[[], None]


@dataclass(frozen=True)
class Click:
    """A button, menu or window, and who used it; ``kept`` is what it carries."""

    services: Services
    client: WebClient
    body: dict[str, Any]
    person: Who
    kept: Mapping[str, Any]

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

    def is_untouched(self, name: str) -> bool:
        """Tell whether an input of the window still holds what the window was opened with.

        Somebody else may have changed it meanwhile.
        """
        [element] = (b["element"] for b in self.body["view"]["blocks"] if b["block_id"] == name)
        given = self.values[name][element["action_id"]]
        return all(
            (element.get(opened_with) or "") == (given.get(now) or "")
            for opened_with, now in (("initial_value", "value"), ("initial_date", "selected_date"))
        )

    @property
    def ours(self) -> frozenset[str]:
        """The ids of the workspace and the organisation in which it happened."""
        places = (self.body.get("team") or {}, self.body.get("enterprise") or {})
        known = (str(place["id"]) for place in places if place.get("id"))
        return frozenset((self.person.tenant, *known))

    def say(self, title: str, text: str) -> None:
        """Say something to whoever clicked: under the message, in App Home in a window."""
        if self.body.get("response_url"):
            redrawing.whisper(self.client, self.body, note(text))
        else:
            open_modal(self.client, self.body, said_modal(title, text))


C = TypeVar("C", bound=Click)
# How what was used becomes a click on something; where in a button a bare value stands.
Made = Callable[[Services, WebClient, dict[str, Any], Who, Mapping[str, Any]], C]


def clicking(
    services: Services, act: Callable[[C], Talk | None], made: Made[C]
) -> Callable[..., None]:
    """Return a listener: it commits, acknowledges, then talks."""

    def on_click(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        try:
            person = insider(client, context, body)
            talk = act(made(services, client, body, person, _carried(body)))
        except ConversationError as refused:
            ack()
            tell(client, body, str(refused))
            return
        ack()
        if talk:
            talk()

    return on_click


def submitting(
    services: Services, submission: Callable[[C], tuple[View | None, Talk | None]], made: Made[C]
) -> Callable[..., None]:
    """Return a listener to a window; what was refused comes back with everything still in it."""

    def on_submission(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        view = body["view"]
        try:
            person = insider(client, context, body)
            kept = json.loads(view["private_metadata"])
            following, talk = submission(made(services, client, body, person, kept))
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
    """Return what a button or a chosen option carries: an object, or one id alone as "s"."""
    action = body["actions"][0]
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    if not value.startswith("{"):
        return {"s": value}
    try:
        kept: Mapping[str, Any] = json.loads(value)
    except ValueError:
        return {}
    return kept
