"""A self-assessment as the plain data that exports draw, showing of whom what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.assessing.corpus import materials
from bot.blocks.evidence import Names
from bot.blocks.indicators import label
from bot.services import Services
from conversations import teams
from conversations.assessment import findings, identities, leverage, rounds, store
from conversations.assessment.findings import Finding
from conversations.assessment.identities import Identity
from conversations.assessment.model import Assessment, Session, Statement
from conversations.assessment.rounds import Round
from conversations.errors import NotFound
from conversations.exports.grouping import by_value
from conversations.exports.report import PriorityShown, RatingShown, Report, ReportRow
from conversations.memberships import UNSAID_ROLE


def report(services: Services, db: Database, tenant: str, session_id: str) -> Report:
    """Return what a session came to; names stand in it only where the team chose to show them.

    What must not be shown, of small groups or before the close, is left out. Raises NotFound.
    """
    assessment = store.read_assessment(db, tenant, session_id)
    session = assessment.session
    earlier = rounds.earlier_round(db, assessment, services.clock())
    found = {finding.statement.id: finding for finding in findings.findings(assessment)}
    known = {one.participant: one for one in identities.in_session(db, tenant, session_id)}
    rows = (
        _row(assessment, statement, found.get(statement.id), known, earlier)
        for statement in session.statements
    )
    return Report(
        title=session.title,
        team=_team_name(db, session),
        started=_day(session, session.started_at),
        closed=_day(session, session.closed_at) if session.closed_at else None,
        raters={
            level: len(findings.raters(assessment, level))
            for level in session.levels
            if findings.is_shown(assessment, level)
        },
        scale=session.scale,
        rows=tuple(rows),
        strengths=tuple(findings.strengths(assessment)),
        growth=tuple(findings.growth_areas(assessment)),
        priorities=_priorities(services, assessment),
        earlier=earlier.closed if earlier else None,
    )


def names(db: Database, assessment: Assessment) -> Names:
    """Return who each participant is, in a line; nobody where the team chose to show no names."""
    session = assessment.session
    if not session.names_shown:
        return {}
    known = identities.in_session(db, session.tenant, session.id)
    return {one.participant: _who(assessment, one) for one in known if one.name}


def _row(
    assessment: Assessment,
    statement: Statement,
    finding: Finding | None,
    known: Mapping[str, Identity],
    earlier: Round | None,
) -> ReportRow:
    raters = findings.raters(assessment, statement.level)
    agreed = assessment.session.agreements.get(statement.id)
    return ReportRow(
        indicator=statement.id,
        label=label(statement.id),
        statement=statement.text,
        block=statement.block_title,
        block_id=statement.block,
        level=statement.level,
        ratings=_ratings(assessment, finding, known) if finding else (),
        median=finding.median if finding else None,
        agreed=agreed.value if agreed else None,
        rationale=agreed.rationale if agreed else "",
        dissent=agreed.dissent if agreed else "",
        hidden=bool(raters) and not findings.is_shown(assessment, statement.level),
        before=earlier.agreed.get(statement.id) if earlier else None,
    )


def _ratings(
    assessment: Assessment, finding: Finding, known: Mapping[str, Identity]
) -> tuple[RatingShown, ...]:
    shown = []
    for participant_id, rating in finding.ratings.items():
        participant, identity = assessment.participants[participant_id], known.get(participant_id)
        words = rating.words or None
        if assessment.session.names_shown and identity and identity.name:
            on_behalf, role = participant.on_behalf, participant.role
            shown.append(RatingShown(rating.value, words, identity.name, role, on_behalf))
        else:
            # Whose role and who rated through a sponsor would give somebody away too.
            shown.append(RatingShown(rating.value, words, None, None))
    return by_value(shown)


def _priorities(services: Services, assessment: Assessment) -> tuple[PriorityShown, ...]:
    reasons = {one.indicator: one.reason for one in leverage.order(assessment)}
    shown = []
    for priority in assessment.session.priorities:
        statement = assessment.session.statement(priority.indicators[0])
        shown.append(
            PriorityShown(
                rank=priority.rank,
                title=statement.title,
                indicators=priority.indicators,
                reason=reasons.get(statement.id, ""),
                materials=materials(services, statement),
            )
        )
    return tuple(shown)


def _who(assessment: Assessment, identity: Identity) -> str:
    participant = assessment.participants[identity.participant]
    has_role = participant.role not in ("", UNSAID_ROLE)
    who = f"{identity.name}, {participant.role}" if has_role else identity.name
    return f"{who} (entered on their behalf)" if participant.on_behalf else who


def _team_name(db: Database, session: Session) -> str:
    if session.team is None:
        return ""
    try:
        return teams.find_team(db, session.tenant, session.team).name
    except NotFound:
        return ""


def _day(session: Session, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(session.timezone)).date()
