"""What one sweep looks up again and again: calendars and choices, each once a transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlite_utils import Database

from conversations.calendar import Calendar, is_school_time
from conversations.planning import store
from conversations.planning.permissions import deciders
from conversations.reminders import choices, ledger
from conversations.reminders.cadence import Cadence
from conversations.reminders.choices import Delivery
from conversations.reminders.ledger import Item
from conversations.school_calendars import calendar_of_person


@dataclass(frozen=True)
class Recipient:
    """Somebody who may hear now: their calendar, their day, and whether they are at school."""

    person: str
    calendar: Calendar
    today: date
    is_at_school: bool
    delivery: Delivery


@dataclass(frozen=True)
class Desk:
    """A database at one moment; ``base`` counts where nobody has said hours or a time zone.

    With ``any_hour`` everybody is taken to be at school, as in a practice workspace.
    """

    db: Database
    now: datetime
    base: Calendar
    any_hour: bool = False
    _recipients: dict[tuple[str, str], Recipient] = field(default_factory=dict)
    _cadences: dict[tuple[str, str | None], Cadence] = field(default_factory=dict)
    _deciders: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def recipient(self, tenant: str, person: str) -> Recipient:
        """Return somebody as they can be reached now."""
        key = (tenant, person)
        if key not in self._recipients:
            calendar = calendar_of_person(self.db, tenant, person, self.base)
            self._recipients[key] = Recipient(
                person=person,
                calendar=calendar,
                today=self.now.astimezone(calendar.timezone).date(),
                is_at_school=self.any_hour or is_school_time(self.now, calendar),
                delivery=choices.delivery_of(self.db, tenant, person),
            )
        return self._recipients[key]

    def cadence(self, tenant: str, team: str | None) -> Cadence:
        """Return which steps a team wants."""
        key = (tenant, team)
        if key not in self._cadences:
            self._cadences[key] = choices.cadence_of(self.db, tenant, team)
        return self._cadences[key]

    def deciders(self, tenant: str, plan_id: str) -> tuple[str, ...]:
        """Return who is asked about a plan."""
        key = (tenant, plan_id)
        if key not in self._deciders:
            plan = store.read_head(self.db, tenant, plan_id)
            self._deciders[key] = deciders(self.db, plan)
        return self._deciders[key]

    def say(self, item: Item) -> bool:
        """Queue something for its recipient unless it was said, in the way that they chose."""
        to = self.recipient(item.tenant, item.recipient)
        daily = to.today if to.delivery == "daily" else None
        return ledger.say(self.db, item, self.now, daily=daily)
