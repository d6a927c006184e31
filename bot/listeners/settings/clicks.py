"""What the buttons and windows of settings share: changing something, and what is drawn after."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot import delivery
from bot.delivery import TryLater, Undeliverable
from bot.listeners import clicks
from bot.listeners.answers import open_modal
from bot.listeners.clicks import Talk, View
from bot.services import Services
from conversations.calendar import Calendar
from conversations.errors import Refused
from conversations.personal_hours import Hours
from conversations.reminders import looks

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SettingsClick(clicks.Click):
    """A button or window of settings, and who used it."""

    @property
    def tenant(self) -> str:
        """The workspace that it happened in."""
        return self.person.tenant

    @property
    def base(self) -> Calendar:
        """The calendar that counts where nobody has said anything."""
        return Calendar(ZoneInfo(self.services.settings.timezone))

    @property
    def act(self) -> dict[str, Any]:
        """Who changes something, and when, as what keeps it wants to know."""
        return {"by": self.person.person, "now": self.services.clock()}

    def today(self, calendar: Calendar) -> date:
        """Return the day that it is where a calendar counts."""
        return self.services.clock().astimezone(calendar.timezone).date()

    @contextmanager
    def changing(self) -> Iterator[Database]:
        """Yield a database to change; what may be due otherwise is looked at again."""
        with self.services.store.transaction() as db:
            yield db
            looks.forget_all(db, self.tenant)

    def typed(self, name: str) -> str:
        """Return what was typed or picked, empty where nothing was."""
        given = self.values[name][name]
        value = next((given[key] for key in _PICKED if given.get(key)), "")
        return str(value["value"] if isinstance(value, dict) else value)

    def hours(self) -> Hours:
        """Return the hours that were picked; raises Refused where one is missing."""
        opens, closes = (_time(self.typed(name), name) for name in ("opens", "closes"))
        return Hours(opens, closes)

    def open(self, view: View) -> Talk:
        """Return what opens a window; over the one in which the button stands, if any."""
        if (self.body.get("view") or {}).get("type") != "modal":
            return lambda: open_modal(self.client, self.body, view)
        trigger = self.body["trigger_id"]
        return lambda: self._call("views.push", trigger_id=trigger, view=view)

    def again(self, view: View) -> Talk:
        """Return what draws the window anew in which the button stands, with what is typed in it.

        It opens where the button does not stand in one.
        """
        front = self.body.get("view") or {}
        if front.get("type") != "modal":
            return self.open(view)
        return lambda: self._call("views.update", view_id=front["id"], view=view)

    def below(self, view: View) -> Talk:
        """Return what draws the window anew that lay under the one that was sent."""
        under = self.body["view"].get("previous_view_id")
        return lambda: self._call("views.update", view_id=under, view=view) if under else None

    def _call(self, method: str, **given: Any) -> None:
        try:
            delivery.call(self.client, method, **given)
        except (TryLater, Undeliverable) as failed:
            # It was closed meanwhile.
            log.info("A window was not drawn", extra={"reason": failed.reason})


_PICKED = ("value", "selected_option", "selected_time", "selected_date")


def _time(words: str, field: str) -> time:
    try:
        return time.fromisoformat(words)
    except ValueError:
        raise Refused("Please choose a time, such as 8:00 AM.", field) from None


def clicking(
    services: Services, act: Callable[[SettingsClick], Talk | None]
) -> Callable[..., None]:
    """Return a listener: it commits, acknowledges, then talks."""
    return clicks.clicking(services, act, SettingsClick)


def submitting(
    services: Services, submission: Callable[[SettingsClick], tuple[View | None, Talk | None]]
) -> Callable[..., None]:
    """Return a listener to a window; what was refused comes back with everything still in it."""
    return clicks.submitting(services, submission, SettingsClick)
