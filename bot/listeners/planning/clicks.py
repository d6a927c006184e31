"""What the buttons and windows of a plan share: on which plan, who may, what is drawn after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot import delivery
from bot.blocks.planning.replies import waits_for
from bot.blocks.planning.shown import Shown
from bot.blocks.teams import said_modal
from bot.homes import drawing
from bot.listeners import clicks
from bot.listeners.answers import open_modal
from bot.listeners.clicks import Talk, View
from bot.listeners.planning import under
from bot.planning import going_on, looks
from bot.planning.colleagues import check_colleagues, named_in
from bot.services import Services
from conversations.planning import service
from conversations.planning.model import Plan
from conversations.planning.permissions import check_steers
from conversations.planning.service import Taken
from conversations.planning.steps import PlanEvent

__all__ = ["PlanClick", "Talk", "View", "clicking", "submitting"]


@dataclass(frozen=True)
class PlanClick(clicks.Click):
    """A button, menu or window of a plan; it carries the plan's id as "p"."""

    @property
    def plan_id(self) -> str:
        """The id of the plan; raises NotFound for a button of another release."""
        return str(self.carried("p"))

    def seen(self, db: Database) -> Plan:
        """Return the plan for somebody who may see it; raises NotAllowed or NotFound."""
        return service.seen_by(db, self.person.tenant, self.plan_id, self.person.person)

    def steered(self, db: Database) -> Plan:
        """Return the plan for somebody who steers it; raises NotAllowed or NotFound."""
        plan = self.seen(db)
        check_steers(db, plan, self.person.person)
        return plan

    def shown(self, db: Database) -> Shown:
        """Return the plan as its cards show it; raises NotAllowed or NotFound."""
        return looks.shown(self.services, db, self.seen(db))

    def take(self, *events: PlanEvent, proposal_id: str = "") -> Taken:
        """Commit what the person does; raises NotAllowed, NotFound or Refused.

        ``proposal_id`` is chosen when a window opens, so that sending it twice proposes once.
        """
        self.check_colleagues(named_in(events))
        with self.services.store.transaction() as db:
            return self.take_in(db, *events, proposal_id=proposal_id)

    def take_in(self, db: Database, *events: PlanEvent, proposal_id: str = "") -> Taken:
        """Take what the person does within a transaction that has read what it builds on."""
        return service.take(
            db,
            self.person.tenant,
            self.plan_id,
            events,
            by=self.person.person,
            now=self.services.clock(),
            proposal_id=proposal_id,
            of_window=self.body.get("type") == "view_submission",
        )

    def check_colleagues(self, named: Mapping[str, str]) -> None:
        """Raise Refused where somebody of another workspace is given a part in the plan."""
        if not named:
            return
        with self.services.store.reading() as db:
            plan = self.seen(db)
            team = looks.team_of(db, plan)
        check_colleagues(self.client, plan, team, named, self.ours)

    def open(self, view: View) -> Talk:
        """Return what opens a window; over the window in which the button stands, if any.

        In its place where Slack has no room for another one over it.
        """
        front = self.body.get("view") or {}
        if front.get("type") == "modal" and _is_third(front):
            return lambda: self._call("views.update", view_id=front["id"], view=view)
        if front.get("type") == "modal":
            over = under.remembering(view, front)
            trigger = {"trigger_id": self.body["trigger_id"], "view": over}
            return lambda: self._call("views.push", **trigger)
        return lambda: open_modal(self.client, self.body, view)

    def instead(self, view: View) -> Talk:
        """Return what puts a window in the place of one of its own kind; elsewhere it opens."""
        front = self.body.get("view") or {}
        if front.get("callback_id") == view.get("callback_id"):
            return lambda: self._call("views.update", view_id=front["id"], view=view)
        return self.open(view)

    def after(self, taken: Taken) -> Talk:
        """Return what is said after a click: the cards are drawn, or what waits is told."""

        def talk() -> None:
            if taken.proposed:
                self.say("Passed on", waits_for(taken.plan))
            if taken.changed or taken.proposed:
                self.draw()

        return talk

    def sent(self, taken: Taken, following: View | None = None) -> tuple[View | None, Talk | None]:
        """Return what follows a window that was sent: the cards are drawn, or what waits is told.

        ``following`` is the next window where nothing waits.
        """
        if taken.proposed:
            return said_modal("Passed on", waits_for(taken.plan)), self.draw
        return following, self.draw if taken.changed else None

    def _call(self, method: str, **given: Any) -> None:
        delivery.call(self.client, method, **given)

    def draw(self) -> None:
        """Draw the plan's cards anew, and the windows that show it, in threads of their own."""
        if front := self.body.get("view"):
            again = partial(under.look_again, self.services, self.client, self.person, front)
            self.services.later(again)
        draw = partial(
            going_on.draw_now, self.services, self.client, self.person.tenant, self.plan_id
        )
        self.services.later(draw)
        self.draw_home()

    def draw_home(self) -> None:
        """Draw the Home of whoever clicked anew, in a thread of its own."""
        self.services.later(partial(drawing.draw_for, self.services, self.client, self.person))


def _is_third(view: View) -> bool:
    """Tell whether two windows lie under a window, which is as many as there can be."""
    return view.get("previous_view_id") not in (None, view.get("root_view_id"))


def clicking(services: Services, act: Callable[[PlanClick], Talk | None]) -> Callable[..., None]:
    """Return a listener: it commits, acknowledges, then talks."""
    return clicks.clicking(services, act, PlanClick)


def submitting(
    services: Services, submission: Callable[[PlanClick], tuple[View | None, Talk | None]]
) -> Callable[..., None]:
    """Return a listener to a window; what was refused comes back with everything still in it."""
    return clicks.submitting(services, submission, PlanClick)
