"""What the buttons and windows of reminders share: about which task, and what is drawn after."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot import redrawing
from bot.blocks.planning.replies import waits_for
from bot.blocks.reminding.entries import card_window
from bot.blocks.reminding.replies import stood_reply
from bot.blocks.reminding.task_card import CARD, TaskLook
from bot.listeners import clicks
from bot.listeners.clicks import Talk, View
from bot.listeners.planning.clicks import PlanClick
from bot.listeners.telling import tell
from bot.reminding import drawing, seeing
from bot.reminding.acts import Doer
from bot.services import Services
from conversations.errors import ConversationError, NotFound
from conversations.planning.service import Taken
from conversations.reminders.kinds import TASK
from conversations.reminders.threads import Reminded

__all__ = ["ReminderClick", "Talk", "View", "clicking", "submitting"]


@dataclass(frozen=True)
class ReminderClick(PlanClick):
    """A button, menu or window about a task, which it carries as "id"."""

    @property
    def task_id(self) -> str:
        """The id of the task; raises NotFound for a button of another release."""
        return str(self.carried("id"))

    @property
    def key(self) -> str:
        """An id of this click or window, under which what is proposed is kept once."""
        view = self.body.get("view") or {}
        return str(view.get("id") or self.body["trigger_id"])

    @property
    def doer(self) -> Doer:
        """Who answers the reminder."""
        return Doer(self.services, self.person.tenant, self.task_id, self.person.person, self.key)

    @property
    def about(self) -> Reminded:
        """What the click answers."""
        return Reminded(self.person.tenant, self.person.person, self.plan_id, TASK, self.task_id)

    def look(self, db: Database) -> TaskLook:
        """Return the task as whoever clicked sees it; raises NotAllowed or NotFound."""
        plan = self.seen(db)
        return seeing.look_at(self.services, db, plan, self.task_id, self.person.person)

    @property
    def stands_at(self) -> Mapping[str, Any]:
        """Where the message stands whose button opens a window, for the window to carry.

        With the window that shows the card of the task, where the button stands in that.
        """
        container, view = self.body.get("container") or {}, self.body.get("view") or {}
        if view.get("callback_id") == CARD:
            below = json.loads(view.get("private_metadata") or "{}")
            return {"v": view["id"], **{name: below[name] for name in "ct" if name in below}}
        if container.get("type") != "message" or container.get("is_ephemeral"):
            return {}
        return {"c": container["channel_id"], "t": container["message_ts"]}

    def follow(self, taken: Taken | None = None) -> Talk:
        """Return what comes after: the reminder is drawn as it is now, and so are the plan's cards.

        What waits for an owner is told.
        """

        def talk() -> None:
            if taken is not None and taken.proposed and self.body.get("response_url"):
                self.say("Passed on", waits_for(taken.plan))
            self._draw_message()
            self.services.later(self._draw_newest)
            if taken is not None and (taken.changed or taken.proposed):
                self.draw()
            else:
                self.draw_home()

        return talk

    def refuse(self, refused: ConversationError) -> Talk:
        """Return what says why something is not possible, and draws what is."""

        def talk() -> None:
            tell(self.client, self.body, str(refused))
            with contextlib.suppress(ConversationError):
                self._draw_message()

        return talk

    def _draw_message(self) -> None:
        """Draw the message that was clicked, or over which the window was opened."""
        at = self.stands_at or self.kept
        if at.get("v"):
            self._draw_window(str(at["v"]), at)
        channel, ts = at.get("c"), at.get("t")
        if not channel or not ts:
            return
        with self.services.store.reading() as db:
            row = drawing.row_at(db, self.person.tenant, channel, ts)
            reply = None if row else self._reply(db)
        if row:
            drawing.draw(self.services, self.client, row)
        elif reply and self.body.get("response_url"):
            redrawing.redraw(self.client, self.body, reply)

    def _draw_window(self, view_id: str, at: Mapping[str, Any]) -> None:
        with self.services.store.reading() as db:
            view = card_window(self.look(db), at)
        self._call("views.update", view_id=view_id, view=view)

    def _draw_newest(self) -> None:
        drawing.draw_newest(self.services, self.client, self.about)

    def _reply(self, db: Database) -> View | None:
        """Return what a reply of ours says now, in the thread of a reminder."""
        try:
            return stood_reply(self.look(db))
        except NotFound:
            return None


def clicking(
    services: Services, act: Callable[[ReminderClick], Talk | None]
) -> Callable[..., None]:
    """Return a listener: it commits, acknowledges, then talks."""

    def kindly(click: ReminderClick) -> Talk | None:
        try:
            return act(click)
        except ConversationError as refused:
            # What is not possible any more is said, and the buttons for it go.
            return click.refuse(refused)

    return clicks.clicking(services, kindly, ReminderClick)


def submitting(
    services: Services,
    submission: Callable[[ReminderClick], tuple[View | None, Talk | None]],
) -> Callable[..., None]:
    """Return a listener to a window; what was refused comes back with everything still in it."""
    return clicks.submitting(services, submission, ReminderClick)
