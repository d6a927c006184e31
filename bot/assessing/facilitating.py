"""How a self-assessment stands: the team's card, what facilitators hear, what is under way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.assessing.starting import MODULE
from bot.blocks.overview import Overview, closed_message, overview_message, progress
from bot.blocks.text import escape, shorten
from bot.blocks.under_way import Cards, UnderWay
from bot.services import Services
from bot.who import Who
from bot.worker import Renderer
from conversations import outbox
from conversations.assessment import identities, permissions, service, store
from conversations.assessment.model import Assessment
from conversations.errors import NotFound

_NAME = 40


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how the team's card and the message at the close are said, as things stand then."""
    return {
        service.OVERVIEW: partial(_overview, services),
        service.CLOSED: partial(_closed, services),
    }


def under_way(services: Services, db: Database, person: Who) -> list[UnderWay]:
    """Return the sessions in which a person rates, or which they steer or may hand over."""
    if person.is_guest:
        return []
    tenant = person.tenant
    ids = identities.open_sessions(db, tenant, person.person)
    ids += permissions.handed_over_by(db, tenant, person.person)
    return [_under_way(db, person, one) for one in dict.fromkeys(ids)]


def shown(services: Services, db: Database, assessment: Assessment, *, thread: bool) -> Overview:
    """Return a session as its card shows it; ``thread`` says that more stands under the card."""
    session = assessment.session
    known = identities.in_session(db, session.tenant, session.id)
    return Overview(
        assessment,
        {one.participant: _name(assessment, one) for one in known},
        services.clock(),
        services.engine.item(MODULE)["url"],
        has_thread=thread,
    )


def _overview(services: Services, row: outbox.Row) -> dict[str, Any] | None:
    with services.store.reading() as db:
        try:
            assessment = store.read_assessment(db, row.tenant, row.subject_id)
        except NotFound:
            return None
        # A session that was called off before anybody saw its card needs none.
        if assessment.session.phase == "cancelled" and row.ts is None:
            return None
        in_channel = row.recipient == assessment.session.channel
        return overview_message(shown(services, db, assessment, thread=in_channel))


def _closed(services: Services, row: outbox.Row) -> dict[str, Any] | None:
    with services.store.reading() as db:
        try:
            assessment = store.read_assessment(db, row.tenant, row.subject_id)
        except NotFound:
            return None
        # By the time that school begins, the team may have gone on already.
        if assessment.session.phase not in ("agreeing", "cancelled"):
            return None
        return closed_message(shown(services, db, assessment, thread=False))


def _name(assessment: Assessment, identity: identities.Identity) -> str:
    name = escape(shorten(identity.name, _NAME)) or "somebody"
    on_behalf = assessment.participants[identity.participant].on_behalf
    return name if on_behalf or not identity.person else f"<@{identity.person}>"


def _under_way(db: Database, person: Who, session_id: str) -> UnderWay:
    assessment = store.read_assessment(db, person.tenant, session_id)
    session = assessment.session
    known = identities.in_session(db, person.tenant, session_id)
    mine = [
        one
        for one in known
        if one.person == person.person and not assessment.participants[one.participant].left
    ]
    finished, going, waiting = progress(assessment)
    return UnderWay(
        session,
        tuple(_cards(assessment, one) for one in mine),
        person.person in session.facilitators,
        len(finished),
        len(finished) + going + waiting,
    )


def _cards(assessment: Assessment, identity: identities.Identity) -> Cards:
    participant = assessment.participants[identity.participant]
    walk = assessment.walks[identity.participant]
    return Cards(
        participant.id,
        identity.name if participant.on_behalf else None,
        walk.state,
        len(walk.ratings),
        len(assessment.session.cards(walk.level)),
    )
