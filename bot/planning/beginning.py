"""Beginning a plan: from a priority of a self-assessment, or from nothing but a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from bot.assessing import corpus
from bot.blocks.evidence import notes_of
from bot.blocks.indicators import point
from bot.planning.bones import first_bones
from bot.services import Services
from bot.who import Who
from content.ids import kind_of
from conversations import teams
from conversations.assessment import findings, store
from conversations.assessment.model import Assessment, Statement
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning import service
from conversations.planning.model import Origin, Plan
from conversations.teams import Team, may_steer
from retrieval.answer import Answer

_MOST_ORIGINS, _MOST_NOTES = 3, 3
_LONGEST_TITLE = 80
_NOT_CHOSEN = "That priority is not among those chosen."
_NOT_YOURS = "Only a team's members and coordinators begin a plan for it."
_NO_CHANNEL = "Please choose the channel in which your team builds the plan."


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to plan: a title, for a team or for themselves alone, and where."""

    title: str
    team: str | None = None
    channel: str | None = None
    origins: tuple[Origin, ...] = ()
    session: str | None = None


def from_priority(services: Services, db: Database, session_id: str, who: Who, rank: int) -> Wanted:
    """Return what planning a priority asks for. Raises NotFound."""
    assessment = store.read_assessment(db, who.tenant, session_id)
    session = assessment.session
    chosen = [one for one in session.priorities if one.rank == rank]
    if not chosen:
        raise NotFound(_NOT_CHOSEN)
    origins = tuple(_origin(assessment, indicator) for indicator in chosen[0].indicators)
    return Wanted(origins[0].title, session.team, session.channel, origins, session.id)


def out_of_priority(wanted: Wanted, priority: Wanted) -> Wanted:
    """Return what is wanted, with what the priority brings that it comes from.

    What was noted goes along where it stands already, or to who begins the plan alone: a team
    allowed it for one channel and no other.
    """
    origins = priority.origins
    if wanted.channel not in (None, priority.channel):
        origins = tuple(replace(origin, evidence=()) for origin in origins)
    return replace(wanted, origins=origins, session=priority.session)


def from_words(services: Services, words: str, level: str | None) -> tuple[Origin, ...]:
    """Return the indicators that a few words are about, best first; none where none is near."""
    answer = services.engine.answer(words, level=level) if words else None
    if not isinstance(answer, Answer):
        return ()
    found = services.engine.search(words, 20, level=level)
    indicators = [item_id for item_id, _ in found if kind_of(item_id) == "indicator"]
    return tuple(unrated(s) for s in corpus.statements(services, indicators[:_MOST_ORIGINS]))


def begin(services: Services, db: Database, who: Who, plan_id: str, wanted: Wanted) -> Plan:
    """Begin a plan under an id chosen beforehand, so that it begins once.

    Raises NotAllowed, NotFound or Refused.
    """
    title = " ".join(wanted.title.split())
    if not title:
        raise Refused("Please say in a few words what the plan is about.", "title")
    if len(title) > _LONGEST_TITLE:
        raise Refused(f"Please keep it within {_LONGEST_TITLE} characters.", "title")
    team = _team(db, who, wanted)
    if team and not wanted.channel:
        raise Refused(_NO_CHANNEL, "channel")
    plan = Plan(
        tenant=who.tenant,
        id=plan_id,
        title=title,
        team=team.id if team else None,
        channel=wanted.channel,
        owners=(who.person,),
        timezone=team.timezone if team else services.settings.timezone,
        begun_at=services.clock(),
        bones=first_bones(),
        origins=wanted.origins,
        session=wanted.session,
    )
    return service.start(db, plan, by=who.person, now=services.clock())


def teams_for(db: Database, who: Who) -> Sequence[Team]:
    """Return the teams that somebody may begin a plan for, their own first."""
    mine = teams.teams_of(db, who.tenant, who.person)
    ids = {team.id for team in mine}
    others = [team for team in teams.open_teams(db, who.tenant) if team.id not in ids]
    return [*mine, *(t for t in others if may_steer(db, who.tenant, t.id, who.person))]


def _team(db: Database, who: Who, wanted: Wanted) -> Team | None:
    if wanted.team is None:
        return None
    team = teams.find_team(db, who.tenant, wanted.team)
    if not team.member(who.person) and not may_steer(db, who.tenant, team.id, who.person):
        raise NotAllowed(_NOT_YOURS)
    return team


def _origin(assessment: Assessment, indicator: str) -> Origin:
    session = assessment.session
    statement = session.statement(indicator)
    agreed = session.agreements.get(indicator)
    finding = findings.finding_of(assessment, indicator)
    notes: tuple[str, ...] = ()
    # Evidence stands in the plan's channel, so it goes along only where the team allowed that.
    if finding and (session.evidence_in_channel or session.is_personal):
        notes = tuple(one.words for one in notes_of(finding, {}))[:_MOST_NOTES]
    if agreed and agreed.rationale:
        notes = (agreed.rationale, *notes)[:_MOST_NOTES]
    rated = point(session.scale, agreed.value) if agreed else ""
    return unrated(statement, rated, notes)


def unrated(statement: Statement, agreed: str = "", evidence: tuple[str, ...] = ()) -> Origin:
    """Return an indicator as a plan keeps it, with what was agreed and noted, if anything."""
    return Origin(
        id=statement.id,
        title=statement.title,
        text=statement.text,
        level=statement.level,
        block=statement.block,
        block_title=statement.block_title,
        locator=statement.locator,
        url=statement.url,
        agreed=agreed,
        evidence=evidence,
    )
