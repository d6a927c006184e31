"""Verbs for dialogues about action plans, begun without their window."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.assessing import corpus
from bot.planning import beginning, going_on
from bot.planning.beginning import Wanted
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.who import Who
from bot.workspaces import client_for
from conversations.database import new_id
from conversations.planning import service, store
from conversations.planning.model import Plan, Stage
from conversations.planning.service import Taken
from conversations.planning.steering import StageChosen
from conversations.planning.steps import PlanEvent
from tests.bot.assessing import TENANT, Hours, deliver
from tests.bot.stage import Stage as Scene
from tests.bot.starting import make_team

CHANNEL = "C0ELTEAM"
GREETING = "blueprint/p1/b2/school/1"


def begin(
    scene: Scene,
    owner: Actor,
    *members: Actor,
    title: str = "Families hear from us",
    stage: Stage = "problem",
    events: Sequence[PlanEvent] = (),
    indicators: Sequence[str] = (GREETING,),
) -> Plan:
    """Begin a plan of a team that meets in #el-team, or of its owner alone without members.

    The plan has its cards, at the stage and with the events that are given.
    """
    services = scene.composed.services
    parts = dict.fromkeys((owner, *members), ("Classroom teacher", "school"))
    team = make_team(scene, parts, channel=CHANNEL) if members else None
    statements = corpus.statements(services, indicators)
    origins = tuple(beginning.unrated(statement) for statement in statements)
    wanted = Wanted(title, team, CHANNEL if team else None, origins)
    with services.store.transaction() as db:
        plan = beginning.begin(services, db, Who(TENANT, owner.id), new_id(), wanted)
    deliver(scene)
    if events or stage != "problem":
        moved = [StageChosen(stage)] if stage != "problem" else []
        takes(scene, plan, owner, *events, *moved)
        deliver(scene)
    return stands(scene, plan)


def takes(scene: Scene, plan: Plan, actor: Actor, *events: PlanEvent) -> Taken:
    """Let somebody do something without clicking."""
    services = scene.composed.services
    with services.store.transaction() as db:
        return service.take(db, plan.tenant, plan.id, events, by=actor.id, now=services.clock())


def stands(scene: Scene, plan: Plan) -> Plan:
    """Return a plan as it is stored."""
    with scene.composed.services.store.reading() as db:
        return store.read_plan(db, plan.tenant, plan.id)


def card(scene: Scene, plan: Plan) -> Message:
    """Return the plan's own card as it stands now."""
    return _sent(scene, plan, service.CARD)[-1]


def stage_card(scene: Scene, plan: Plan) -> Message:
    """Return the newest card of a stage in the plan's thread, as it stands now."""
    return _sent(scene, plan, service.STAGE)[-1]


def stage_cards(scene: Scene, plan: Plan) -> list[Message]:
    """Return all cards of stages in the plan's thread, oldest first."""
    return _sent(scene, plan, service.STAGE)


def catch_up(scene: Scene, hours: Hours) -> None:
    """Let more than ten seconds pass, and draw every card that shows less than there is."""
    hours.passes(seconds=11)
    deliver(scene)
    services = scene.composed.services
    going_on.go_on(services, partial(client_for, services.settings, scene.composed.workspaces))
    scene.settle()


def types(scene: Scene, plan: Plan, actor: Actor, text: str) -> Message:
    """Let somebody type in the plan's thread; return the message."""
    at = card(scene, plan)
    said = actor.says(at.channel, text, thread=at.ts)
    scene.settle()
    return said


def answers(scene: Scene, plan: Plan) -> list[Message]:
    """Return what the bot has said in the plan's thread besides its cards, oldest first."""
    at = card(scene, plan)
    cards = {one.ts for one in (at, *stage_cards(scene, plan))}
    return [one for one in scene.said(at.channel, at.ts) if one.ts not in cards]


def _sent(scene: Scene, plan: Plan, kind: str) -> list[Message]:
    rows = scene.rows(
        "SELECT channel, ts FROM outbox WHERE subject_id = ? AND kind = ? AND state = 'sent'"
        " ORDER BY ts",
        plan.id,
        kind,
    )
    state, workspace = scene.sandbox.state, scene.sandbox.workspace()
    found = (state.message(workspace, row["channel"], row["ts"]) for row in rows)
    return [message for message in found if message is not None]
