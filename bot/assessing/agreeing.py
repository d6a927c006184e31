"""How a team's board, priorities and results are said when they leave or are drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.assessing import reports
from bot.blocks.agreeing import Place, board_message
from bot.blocks.consent import consent_message
from bot.blocks.prioritising import priorities_message
from bot.blocks.results import again_message, results_message
from bot.services import Services
from bot.worker import Renderer
from conversations import outbox
from conversations.assessment import findings, identities, service, store
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Assessment, Session
from conversations.assessment.rounds import AGAIN
from conversations.errors import NotFound

Said = Mapping[str, Any] | None
_Say = Callable[[Services, Database, outbox.Row], Said]


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how each of these kinds is said, as things stand then."""
    kinds: dict[str, _Say] = {
        service.BOARD: _board,
        service.PRIORITIES: _priorities,
        service.RESULTS: _results,
        service.CONSENT: _consent,
        AGAIN: _again,
    }
    return {kind: partial(_said, services, say) for kind, say in kinds.items()}


def show(db: Database, assessment: Assessment, kind: str, now: datetime) -> None:
    """Queue a card that the team looks at together; the same again adds none.

    It stands in the channel. Where there is none, or I could not post there, the board goes to
    those who facilitate, and the others to everybody by themselves.
    """
    session = assessment.session
    if session.channel and not _is_shut(db, session):
        recipients: Iterable[str] = (session.channel,)
    else:
        recipients = session.facilitators
        if kind != service.BOARD:
            recipients = dict.fromkeys((*recipients, *_people(db, assessment)))
    for recipient in (one for one in recipients if one != FORGOTTEN):
        service.show_together(db, session, kind, recipient, now)


def thread_of(db: Database, session: Session) -> tuple[str, str] | None:
    """Return the channel and ``ts`` of the team's card there, under which the others stand."""
    if not session.channel:
        return None
    found = db.execute(
        "SELECT channel, ts FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND recipient = ? AND state = 'sent'",
        [session.tenant, service.SUBJECT, session.id, service.OVERVIEW, session.channel],
    ).fetchone()
    return (str(found[0]), str(found[1])) if found else None


def _people(db: Database, assessment: Assessment) -> Iterator[str]:
    session = assessment.session
    for one in identities.in_session(db, session.tenant, session.id):
        if one.person and not assessment.participants[one.participant].left:
            yield one.person


def _is_shut(db: Database, session: Session) -> bool:
    found = db.execute(
        "SELECT 1 FROM outbox WHERE tenant = ? AND subject_type = ? AND subject_id = ?"
        " AND kind = ? AND recipient = ? AND state = 'failed'",
        [session.tenant, service.SUBJECT, session.id, service.OVERVIEW, session.channel],
    )
    return found.fetchone() is not None


def _said(services: Services, say: _Say, row: outbox.Row) -> Said:
    with services.store.reading() as db:
        try:
            return say(services, db, row)
        except NotFound:
            return None


def _board(services: Services, db: Database, row: outbox.Row) -> Said:
    assessment = _assessment(db, row)
    message = board_message(assessment, Place(row.subject_id), reports.names(db, assessment))
    return message | _in_thread(db, assessment.session, row)


def _priorities(services: Services, db: Database, row: outbox.Row) -> Said:
    assessment = _assessment(db, row)
    return priorities_message(assessment) | _in_thread(db, assessment.session, row)


def _results(services: Services, db: Database, row: outbox.Row) -> Said:
    assessment = _assessment(db, row)
    if assessment.session.phase != "done":
        return None
    report = reports.report(services, db, row.tenant, row.subject_id)
    message = results_message(assessment, report, reports.names(db, assessment))
    return message | _in_thread(db, assessment.session, row)


def _consent(services: Services, db: Database, row: outbox.Row) -> Said:
    assessment = _assessment(db, row)
    asked = {one.id for one in findings.asked_to_consent(assessment)}
    return consent_of(db, assessment, row.occurrence) if row.occurrence in asked else None


def _again(services: Services, db: Database, row: outbox.Row) -> Said:
    return again_message(store.read_session(db, row.tenant, row.subject_id))


def consent_of(db: Database, assessment: Assessment, participant_id: str) -> dict[str, Any]:
    """Return the question for consent as it stands for one participant."""
    participant = assessment.participants[participant_id]
    identity = identities.find(db, assessment.session.tenant, participant_id)
    return consent_message(
        assessment.session,
        participant,
        len(findings.raters(assessment, participant.level)),
        on_behalf_of=identity.name if identity and participant.on_behalf else "",
    )


def _assessment(db: Database, row: outbox.Row) -> Assessment:
    return store.read_assessment(db, row.tenant, row.subject_id)


def _in_thread(db: Database, session: Session, row: outbox.Row) -> dict[str, Any]:
    thread = thread_of(db, session) if row.recipient == session.channel else None
    return {"thread_ts": thread[1]} if thread else {}
