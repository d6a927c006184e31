"""Verbs for dialogues in which a self-assessment is set up in its window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox.actor import Actor
from bot.sandbox.model import View
from conversations import teams
from conversations.assessment import identities, store
from conversations.assessment.model import Session
from conversations.coordinators import name_coordinator
from conversations.database import new_id
from conversations.memberships import add_named_member, change_member, set_members
from tests.bot.assessing import TENANT
from tests.bot.stage import Stage, opened, words


def assess(stage: Stage, actor: Actor, about: str = "") -> View:
    """Let somebody type the command and look at the window."""
    assert actor.commands("/blueprint", f"assess {about}", "#el-team").ok
    return opened(actor)


def says_who(stage: Stage, actor: Actor, who: str) -> View:
    """Let somebody choose who rates, which changes the window."""
    before = opened(actor).hash
    assert actor.clicks(opened(actor), "session_who", selected=who).ok
    stage.sandbox.wait_for(lambda: opened(actor).hash != before)
    return opened(actor)


def fills(actor: Actor, **chosen: Any) -> dict[str, dict[str, Any]]:
    """Return what somebody fills into the window in front of them, by input."""
    values = {}
    for block in opened(actor).blocks:
        name = block["block_id"].partition(":")[0]
        if block["type"] == "input" and name in chosen:
            values[block["block_id"]] = {block["element"]["action_id"]: chosen.pop(name)}
    assert not chosen, f"the window has no {', '.join(chosen)}"
    return values


def goes_on(actor: Actor, **chosen: Any) -> View:
    outcome = actor.submits(fills(actor, **chosen))
    assert outcome.updated, outcome
    return opened(actor)


def refused(actor: Actor, **chosen: Any) -> dict[str, str]:
    return actor.submits(fills(actor, **chosen)).errors


def starts(stage: Stage, actor: Actor) -> Session:
    assert actor.submits().updated
    assert "has started" in words(opened(actor))
    [row] = stage.rows("SELECT id FROM sessions ORDER BY started_at DESC LIMIT 1")
    with stage.composed.services.store.reading() as db:
        return store.read_session(db, TENANT, row["id"])


def raters(stage: Stage, session: Session) -> dict[str, str]:
    """Return the level of everybody who rates, by name."""
    with stage.composed.services.store.reading() as db:
        assessment = store.read_assessment(db, TENANT, session.id)
        known = identities.in_session(db, TENANT, session.id)
    return {one.name: assessment.participants[one.participant].level for one in known}


def make_team(
    stage: Stage,
    parts: Mapping[Actor, tuple[str, str]],
    *,
    channel: str | None = None,
    named: str | None = None,
    title: str = "EL <team>",
) -> str:
    """Let Evelyn make a team of people with their roles and levels; return its id."""
    services = stage.composed.services
    by: dict[str, Any] = {"by": stage.evelyn.id, "now": services.clock()}
    team_id = new_id()
    with services.store.transaction() as db:
        name_coordinator(
            db,
            TENANT,
            stage.evelyn.id,
            named_by=stage.evelyn.id,
            may_name=True,
            is_guest=False,
            now=services.clock(),
        )
        by_zone: dict[str, Any] = {"channel": channel, "timezone": "America/New_York"}
        teams.save_team(db, TENANT, team_id, name=title, **by_zone, **by)
        ids = [actor.id for actor in parts]
        names = {actor.id: actor.person.real_name for actor in parts}
        set_members(db, TENANT, team_id, ids, names=names, titles={}, guests=(), **by)
        for actor, (role, level) in parts.items():
            member = teams.find_team(db, TENANT, team_id).member(actor.id)
            assert member
            change_member(
                db, TENANT, team_id, member.id, role=role, level=level, by=stage.evelyn.id
            )
        if named:
            add_named_member(
                db,
                TENANT,
                team_id,
                new_id(),
                name=named,
                sponsor=ids[0],
                role="Family member",
                level="school",
                sponsor_is_guest=False,
                **by,
            )
    return team_id


def seven(stage: Stage) -> dict[Actor, tuple[str, str]]:
    """Return a team of seven across three levels."""
    grace = stage.sandbox.add_person("grace", "Grace Lindqvist", "Superintendent")
    return {
        stage.ana: ("ESL teacher", "classroom"),
        stage.ben: ("ESL teacher", "classroom"),
        stage.carla: ("Classroom teacher", "classroom"),
        stage.dan: ("Principal", "school"),
        stage.fay: ("Coach", "school"),
        stage.evelyn: ("District leader", "district"),
        grace: ("District leader", "district"),
    }


def pair(stage: Stage) -> dict[Actor, tuple[str, str]]:
    """Return a team of two teachers."""
    return dict.fromkeys((stage.ana, stage.ben), ("ESL teacher", "classroom"))


def private_channel(stage: Stage, *members: Actor, **more: Any) -> str:
    return stage.sandbox.add_channel("el-inner", members, **more).id
