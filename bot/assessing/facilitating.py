"""How a self-assessment stands: the team's card, what facilitators hear, what is under way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlite_utils import Database

from bot.assessing.starting import MODULE
from bot.blocks.overview import Overview, closed_message, overview_message
from bot.blocks.text import escape, shorten
from bot.blocks.under_way import Cards, UnderWay
from bot.services import Services
from bot.who import Who
from bot.worker import Renderer
from conversations import outbox
from conversations.assessment import identities, service, standing, store
from conversations.assessment.model import Assessment
from conversations.assessment.standing import Rater, Standing
from conversations.coordinators import is_coordinator
from conversations.errors import NotFound

_NAME = 40


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how the team's card and the message at the close are said, as things stand then."""
    return {
        service.OVERVIEW: partial(_overview, services),
        service.CLOSED: partial(_closed, services),
    }


def under_way(services: Services, db: Database, person: Who) -> list[UnderWay]:
    """Return the sessions in which a person rates, then those they steer or may hand over."""
    if person.is_guest:
        return []
    coordinates = is_coordinator(db, person.tenant, person.person)
    found = standing.under_way(db, person.tenant, person.person, coordinates=coordinates)
    shown = [_under_way(person, one) for one in found]
    return sorted(shown, key=lambda one: not one.is_theirs)


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


def _under_way(person: Who, session: Standing) -> UnderWay:
    mine = session.mine or {}
    cards = tuple(
        _cards(rater, *mine[rater.participant])
        for rater in session.raters
        if rater.participant in mine
    )
    facilitates = person.person in session.facilitators
    return UnderWay(session, cards, facilitates, steers=session.steered)


def _cards(rater: Rater, rated: int, of: int) -> Cards:
    return Cards(rater.participant, rater.name if rater.on_behalf else None, rater.state, rated, of)
