"""What the practice workspace begins with: a team whose plan has been under way for four weeks.

So Home, a reminder and a plan can be seen at once, whatever day and hour it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.assessing import corpus
from bot.planning import beginning
from bot.planning.beginning import Wanted
from bot.sandbox.server import Sandbox
from bot.services import Services
from bot.who import Who
from conversations import outbox, teams
from conversations.calendar import Calendar, due_school_day, next_school_day
from conversations.coordinators import coordinators, name_coordinator
from conversations.database import new_id
from conversations.memberships import set_members
from conversations.planning import service
from conversations.planning.acting import MeasureAdded, ReadingTaken, TaskAdded, TaskStood
from conversations.planning.developing import DriverAdded, GoalSet, IdeaAdded
from conversations.planning.exploring import CauseAdded, Framed, Rooted
from conversations.planning.model import Goal, Measure, Reading, Responsible
from conversations.planning.steering import StageChosen
from conversations.planning.steps import PlanEvent

_CHANNEL = "el-team"
_STATEMENT = "blueprint/p1/b2/school/1"
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class _Days:
    """The days of the plan around ``today``, each a school day as far as there is one."""

    today: date
    calendar: Calendar

    def before(self, days: int) -> date:
        return due_school_day(self.today - timedelta(days=days), self.calendar)

    def after(self, days: int) -> date:
        return next_school_day(self.today + timedelta(days=days - 1), self.calendar)


def begin(services: Services, sandbox: Sandbox) -> None:
    """Let the workspace have its team and plan, unless it has been practised in before."""
    tenant, now = sandbox.workspace().team_id, services.clock()
    zone = ZoneInfo(services.settings.timezone)
    days = _Days(now.astimezone(zone).date(), Calendar(zone))
    ana, ben, carla, evelyn = (
        sandbox.person(name).id for name in ("ana", "ben", "carla", "evelyn")
    )
    # Four weeks before there last was school: in August, too, something was due since it began.
    begun = now - 4 * _WEEK - (days.today - days.before(0))
    then = replace(services, clock=lambda: begun)
    with services.store.transaction() as db:
        if coordinators(db, tenant) or teams.open_teams(db, tenant):
            return
        team = _team(then, db, sandbox, evelyn, [ana, ben, carla])
        origin = beginning.unrated(corpus.statements(services, [_STATEMENT])[0])
        channel = next(
            one.id for one in sandbox.workspace().channels.values() if one.name == _CHANNEL
        )
        wanted = Wanted("Families hear from us", team, channel, (origin,))
        plan = beginning.begin(then, db, Who(tenant, ana), new_id(), wanted)
        chain = list(_chain(days, ana, ben, carla))
        service.take(db, tenant, plan.id, chain, by=ana, now=begun)
        # Who does what was told when it began.
        told_then = [service.GIVEN, service.STAGE]
        outbox.cancel(db, tenant, service.SUBJECT, plan.id, now, told_then)
        for event, since in _since(days):
            service.take(db, tenant, plan.id, [event], by=ben, now=now - since)


def _team(
    services: Services, db: Database, sandbox: Sandbox, coordinator: str, members: list[str]
) -> str:
    tenant, now, team = sandbox.workspace().team_id, services.clock(), new_id()
    people = sandbox.workspace().people
    name_coordinator(
        db, tenant, coordinator, named_by=coordinator, may_name=True, is_guest=False, now=now
    )
    teams.save_team(
        db,
        tenant,
        team,
        name="EL team",
        channel=None,
        timezone=services.settings.timezone,
        by=coordinator,
        now=now,
    )
    set_members(
        db,
        tenant,
        team,
        members,
        names={one: people[one].real_name for one in members},
        titles={one: people[one].title for one in members},
        guests=(),
        by=coordinator,
        now=now,
    )
    return team


def _chain(days: _Days, ana: str, ben: str, carla: str) -> Iterator[PlanEvent]:
    yield Framed("Families of English learners hear too late what happens at school")
    yield CauseAdded("c1", "practice", "Letters go out in English only")
    yield Rooted("c1")
    yield GoalSet(Goal("More families come to the conferences", by_when=days.after(120)))
    yield DriverAdded("d1", "Families get every notice in their language", ("c1",))
    yield IdeaAdded("i1", "d1", "Send a welcome letter in five languages")
    yield IdeaAdded("i2", "d1", "Book interpreters before families have to ask")
    for number, idea, what, who, due in (
        ("t1", "i1", "Ask families which language they read at home", ben, days.before(10)),
        ("t2", "i1", "Translate the welcome letter", ben, days.before(0)),
        ("t3", "i1", "Print the letters", ben, days.after(11)),
        ("t4", "i2", "Book interpreters for the conferences", carla, days.before(4)),
        ("t5", "i2", "Tell teachers how to book one", ana, days.after(14)),
    ):
        yield TaskAdded(number, idea, what, Responsible(who), due=due)
    yield MeasureAdded(
        Measure(
            "m1",
            "process",
            "Conferences with an interpreter, where one is needed",
            "d1",
            "%",
            30,
            80,
            reader=Responsible(ana),
        )
    )
    yield StageChosen("live")


def _since(days: _Days) -> Iterator[tuple[PlanEvent, timedelta]]:
    """Yield what has happened, with how long ago."""
    yield ReadingTaken(Reading("r1", "m1", days.before(21), 7, 20)), 3 * _WEEK
    yield TaskStood("t1", "done", "The office asks at enrollment now"), _WEEK
