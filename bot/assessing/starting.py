"""From what somebody chose in the start window to the self-assessment that begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.assessing import channels
from bot.assessing.channels import Channel
from bot.assessing.corpus import BLOCKS, indicators, statements
from bot.assessing.raters import Crowd, Starter, gather, members, team_of
from bot.blocks.confirming import COMFORTABLE, Group, Plan
from bot.blocks.starting import ME, OWN, Choices, blocks_of
from bot.services import Services
from bot.who import Who
from content.ids import LEVELS, all_ids, kind_of
from content.scale import load_scale
from conversations.assessment import inviting
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Session
from conversations.assessment.timing import closing_moment, minutes
from conversations.calendar import Calendar, is_school_day, next_school_day
from conversations.errors import Refused
from conversations.school_calendars import calendar_for
from conversations.teams import Team, may_steer, open_teams, teams_of

MODULE = "learning/modules/2"
"""The Department's course in self-assessment, which the four sessions follow."""

_USUAL_TIME = timedelta(days=7)
_LONGEST = timedelta(days=180)


@dataclass(frozen=True)
class Draft:
    """What is kept between the window and the start: choices, who rates, and who sees the card."""

    choices: Choices
    raters: tuple[Invited, ...]
    left_out: int = 0
    channel: Channel | None = None
    has_others: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the draft as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Draft:
        """Return a draft that was kept."""
        return cls(
            Choices.from_json(kept["choices"]),
            tuple(Invited(**one) for one in kept["raters"]),
            kept["left_out"],
            Channel(**kept["channel"]) if kept["channel"] else None,
            kept["has_others"],
        )


def titles(services: Services) -> dict[str, str]:
    """Return the titles of pillars and building blocks by id, in the Blueprint's order."""
    offered = (i for i in all_ids() if kind_of(i) in ("pillar", "building_block"))
    return {item_id: services.engine.title(item_id) for item_id in offered}


def teams_for(db: Database, person: Who) -> list[Team]:
    """Return the teams that somebody may start a self-assessment for, their own first."""
    mine = teams_of(db, person.tenant, person.person)
    ids = {team.id for team in mine}
    others = [team for team in open_teams(db, person.tenant) if team.id not in ids]
    return mine + [t for t in others if may_steer(db, person.tenant, t.id, person.person)]


def usual_choices(
    services: Services, db: Database, person: Who, scope: Sequence[str], level: str | None
) -> Choices:
    """Return what the window shows first: the first team that somebody is in, and a week's time."""
    team = next(iter(teams_of(db, person.tenant, person.person)), None)
    return Choices(
        who=team.id if team else ME,
        scope=tuple(scope),
        level=level or OWN,
        channel=team.channel if team else None,
        closes=usual_day(services, db, person.tenant, team),
    )


def usual_day(services: Services, db: Database, tenant: str, team: Team | None) -> str:
    """Return the closing day that is offered: a week ahead, a school day."""
    calendar = _calendar(services, db, tenant, team)
    day = (services.clock() + _USUAL_TIME).astimezone(calendar.timezone).date()
    return (day if is_school_day(day, calendar) else next_school_day(day, calendar)).isoformat()


def draft_of(services: Services, by: Starter, choices: Choices, crowd: Crowd | None) -> Draft:
    """Look up who rates and who sees the card; raises NotAllowed, NotFound or Refused."""
    if not blocks_of(choices.scope, BLOCKS):
        raise Refused("Please choose at least one building block.", "scope")
    with services.store.reading() as db:
        # Before anybody is looked up, what needs no looking.
        _closing(services, db, by.who.tenant, choices, team_of(db, by.who, choices))
    raters = gather(services, by, choices, crowd)
    draft = Draft(choices, raters, len(crowd.people) - len(raters) if crowd else 0)
    return draft if choices.who == ME else seen_in(by, draft, choices.channel)


def seen_in(by: Starter, draft: Draft, channel_id: str | None) -> Draft:
    """Return a draft with its card in a channel, or in none; raises Refused."""
    choices = replace(draft.choices, channel=channel_id)
    if channel_id is None:
        return replace(draft, choices=choices, channel=None, has_others=False)
    channel = channels.look_at(by.client, channel_id, "channel")
    known = {*(one.person for one in draft.raters), by.who.person, by.bot}
    others = channel.is_private and channels.has_others(by.client, channel_id, known)
    return replace(draft, choices=choices, channel=channel, has_others=others)


def plan_of(services: Services, db: Database, person: Who, draft_id: str, draft: Draft) -> Plan:
    """Return what a draft would become."""
    choices = draft.choices
    scope = blocks_of(choices.scope, BLOCKS)
    levels = _levels(draft.raters)
    team = team_of(db, person, choices)
    calendar = _calendar(services, db, person.tenant, team)
    closes = _closing(services, db, person.tenant, choices, team)
    asked = date.fromisoformat(choices.closes) if choices.closes else None
    moved = closes and closes.astimezone(calendar.timezone).date() != asked
    return Plan(
        draft=draft_id,
        title=title_of(services, choices.scope, levels),
        groups=tuple(_group(draft, scope, level) for level in levels),
        raters=draft.raters,
        module_url=services.engine.item(MODULE)["url"],
        timezone=calendar.timezone.key,
        alone=choices.who == ME,
        left_out=draft.left_out,
        channel=draft.channel,
        has_others=draft.has_others,
        closes_at=closes,
        moved_from=asked if moved else None,
        meetings=choices.meetings,
        names_shown=choices.names_shown,
        fewer=tuple(services.engine.title(block) for block in fewer(scope, levels)),
    )


def begin(services: Services, db: Database, person: Who, draft_id: str, draft: Draft) -> Session:
    """Start what a draft asks for, under the draft's own id, so that it begins once.

    Raises NotAllowed, NotFound or Refused.
    """
    now = services.clock()
    choices, channel = draft.choices, draft.channel
    team = team_of(db, person, choices)
    if team:
        # Whoever has joined the team since the window was filled in rates too.
        draft = replace(draft, raters=members(team, choices))
    alone = choices.who == ME
    levels = _levels(draft.raters)
    scope = blocks_of(choices.scope, BLOCKS)
    private = channel is not None and channel.is_private and not channel.is_shared
    session = Session(
        tenant=person.tenant,
        id=draft_id,
        title=title_of(services, choices.scope, levels),
        team=team.id if team else None,
        channel=channel.id if channel else None,
        phase="rating",
        facilitators=(person.person,),
        scale=load_scale(services.settings.data_dir),
        statements=statements(services, indicators(scope, levels)),
        timezone=_calendar(services, db, person.tenant, team).timezone.key,
        started_at=now,
        closes_at=_closing(services, db, person.tenant, choices, team),
        names_shown=choices.names_shown and not alone,
        evidence_in_channel=private and not draft.has_others,
        meetings=1 if alone else choices.meetings,
    )
    return inviting.start(db, session, draft.raters, by=person.person, now=now)


def closing_of(services: Services, day: str, calendar: Calendar) -> datetime:
    """Return when a session that is to close on a day closes; raises Refused."""
    now = services.clock()
    closes = closing_moment(date.fromisoformat(day), calendar)
    if closes <= now:
        raise Refused("Please choose a school day that is still to come.", "closes")
    if closes > now + _LONGEST:
        raise Refused("Please choose a day within the next six months.", "closes")
    return closes


def fewer(scope: Sequence[str], levels: Collection[str]) -> tuple[str, ...]:
    """Return as many of the building blocks, the first ones, as take about ten minutes."""
    found: tuple[str, ...] = ()
    for block in scope:
        longest = max(len(indicators((*found, block), [level])) for level in levels)
        if minutes(longest) > COMFORTABLE:
            break
        found = (*found, block)
    return found


def title_of(services: Services, scope: Collection[str], levels: Sequence[str]) -> str:
    """Return the title of a self-assessment, such as "3 building blocks, classroom to district"."""
    blocks = blocks_of(scope, BLOCKS)
    pillar = blocks[0].rpartition("/")[0]
    if len(blocks) == len(BLOCKS):
        what = "The whole Blueprint"
    elif len(blocks) == 1:
        what = services.engine.title(blocks[0])
    elif blocks == blocks_of([pillar], BLOCKS):
        what = f"Pillar {pillar[-1]}, {services.engine.title(pillar)}"
    else:
        what = f"{len(blocks)} building blocks"
    return f"{what}, {_range(levels)}"


def _range(levels: Sequence[str]) -> str:
    if len(levels) == 1:
        return f"{levels[0]} level"
    places = [LEVELS.index(level) for level in levels]
    whole = places[-1] - places[0] + 1 == len(places)
    return f"{levels[0]} to {levels[-1]}" if whole else f"{' and '.join(levels)} levels"


def _levels(raters: Sequence[Invited]) -> list[str]:
    used = {one.level for one in raters}
    return [level for level in LEVELS if level in used]


def _group(draft: Draft, scope: Collection[str], level: str) -> Group:
    people = sum(one.level == level for one in draft.raters)
    return Group(level, people, len(indicators(scope, [level])))


def _calendar(services: Services, db: Database, tenant: str, team: Team | None) -> Calendar:
    zone = services.settings.timezone
    return calendar_for(db, tenant, team=team.id if team else None, person=None, zone=zone)


def _closing(
    services: Services, db: Database, tenant: str, choices: Choices, team: Team | None
) -> datetime | None:
    if choices.who == ME:
        return None
    if not choices.closes:
        raise Refused("Please choose a day.", "closes")
    return closing_of(services, choices.closes, _calendar(services, db, tenant, team))
