"""Verbs for dialogues about self-assessments, begun without the start window, in school hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.assessing import corpus, sessions
from bot.renderers import ARRIVALS, renderers
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.worker import deliver_one_due, notifier_for
from bot.workspaces import client_for
from content.scale import load_scale
from conversations.assessment import identities, inviting, service, store
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Assessment, Session
from conversations.assessment.session import Closed
from conversations.assessment.walk import Rated
from conversations.database import new_id
from tests.bot.stage import Stage

TENANT = "T0RIVER"
FAMILIES = "blueprint/p1/b2"
TUESDAY = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
"""A school day, ten in the morning in Massachusetts."""


class Hours:
    """A clock that stands still in school hours until it is moved."""

    def __init__(self, moment: datetime = TUESDAY) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **time: float) -> None:
        self.moment += timedelta(**time)


def begin(
    stage: Stage,
    *raters: Actor,
    level: str = "school",
    levels: Mapping[str, str] | None = None,
    roles: Mapping[str, str] | None = None,
    facilitators: Sequence[Actor] = (),
    blocks: Sequence[str] = (FAMILIES,),
    channel: str | None = "C0ELTEAM",
    team: str | None = None,
    named: Sequence[Invited] = (),
    days: float | None = 7,
    tenant: str = TENANT,
    **more: object,
) -> Session:
    """Start a session of ``raters``, steered by the first unless ``facilitators`` are given.

    ``levels`` and ``roles`` by short name; ``named`` rate through a sponsor; it closes in ``days``.
    ``more`` are further fields of the session.
    """
    services = stage.composed.services
    now = services.clock()
    invited = [
        Invited(
            actor.id,
            actor.person.real_name,
            (levels or {}).get(actor.person.name, level),
            (roles or {}).get(actor.person.name, "Classroom teacher"),
        )
        for actor in raters
    ]
    invited += named
    rated_levels = {one.level for one in invited}
    steering = [actor.id for actor in facilitators or raters[:1]]
    session = Session(
        tenant=tenant,
        id=new_id(),
        title="Effective family engagement, school level",
        team=team,
        channel=channel,
        phase="rating",
        facilitators=tuple(steering),
        scale=load_scale(),
        statements=corpus.statements(services, corpus.indicators(blocks, rated_levels)),
        timezone=services.settings.timezone,
        started_at=now,
        closes_at=now + timedelta(days=days) if days else None,
        **more,  # type: ignore[arg-type]
    )
    with services.store.transaction() as db:
        return inviting.start(db, session, invited, by=steering[0], now=now)


def rates(
    stage: Stage, session: Session, actor: Actor, *values: int | None, words: str = ""
) -> None:
    """Let somebody rate their first cards without clicking, from the first card on."""
    services = stage.composed.services
    mine = participant(stage, session, actor)
    for place, value in enumerate(values):
        with services.store.transaction() as db:
            walked = service.look(db, session.tenant, mine, by=actor.id, now=services.clock())
            indicator = session.cards(walked.walk.level)[place].id
            event = Rated(indicator, value, words or "It is on our calendar.")
            service.walk(
                db, session.tenant, mine, event, by=actor.id, seen=None, now=services.clock()
            )


def closes(stage: Stage, session: Session) -> None:
    """Close a session as its facilitator does."""
    services = stage.composed.services
    by = session.facilitators[0]
    with services.store.transaction() as db:
        service.steer(db, session.tenant, session.id, Closed(), by=by, now=services.clock())


def participant(stage: Stage, session: Session, actor: Actor) -> str:
    """Return the id under which somebody rates for themselves."""
    with stage.composed.services.store.reading() as db:
        known = identities.in_session(db, session.tenant, session.id)
    mine = (one for one in known if one.name == actor.person.real_name)
    return next(one.participant for one in mine if one.person == actor.id)


def stands(stage: Stage, session: Session) -> Assessment:
    """Return a session as it is stored."""
    with stage.composed.services.store.reading() as db:
        return store.read_assessment(db, session.tenant, session.id)


def deliver(stage: Stage) -> None:
    """Send what is due and draw anew what has changed, without waiting for the background."""
    services = stage.composed.services
    client = partial(client_for, services.settings, stage.composed.workspaces)
    # At the one moment that it is, all of it.
    ours = replace(notifier_for(services, client, renderers(services), ARRIVALS), pace=None)
    open_rows = (
        "SELECT 1 FROM outbox WHERE state = 'sending' OR (state = 'due' AND next_attempt_at <= ?)"
    )
    now = services.clock().isoformat(timespec="microseconds")

    def is_delivered() -> bool:
        # What the background has in hand for somebody keeps the rest for them waiting.
        while deliver_one_due(services.store, ours, services.clock()):
            pass
        return not stage.rows(open_rows, now)

    stage.sandbox.wait_for(is_delivered)
    sessions.go_on(services, client)
    stage.sandbox.wait_for(is_delivered)


def catch_up(stage: Stage, hours: Hours) -> None:
    """Let more than ten seconds pass, and wait until every card shows what has changed."""
    hours.passes(seconds=11)
    deliver(stage)
    behind = (
        "SELECT 1 FROM sessions s JOIN outbox o ON o.tenant = s.tenant AND o.subject_id = s.id"
        " AND o.kind IN (?, ?, ?, ?) AND o.state = 'sent' LEFT JOIN redraws r ON r.outbox = o.id"
        " WHERE s.changed_at > coalesce(r.shows, o.made_at)"
    )
    kinds = (service.OVERVIEW, service.BOARD, service.PRIORITIES, service.RESULTS)
    stage.sandbox.wait_for(lambda: not stage.rows(behind, *kinds))


def card(stage: Stage, session: Session, kind: str, recipient: str | None = None) -> Message:
    """Return the message of a kind that was sent about a session, as it stands now."""
    [row] = stage.rows(
        "SELECT channel, ts FROM outbox WHERE subject_id = ? AND kind = ? AND state = 'sent'"
        " AND recipient = coalesce(?, recipient)",
        session.id,
        kind,
        recipient,
    )
    found = stage.sandbox.state.message(stage.sandbox.workspace(), row["channel"], row["ts"])
    assert found is not None
    return found
