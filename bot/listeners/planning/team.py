"""The implementation team, and the plans that this plan belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt import App

from bot.blocks.planning import coherence
from bot.blocks.planning.shown import Shown
from bot.blocks.planning.team import CHOSEN, EDIT, SAVE, competencies_window, members_window
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning.aligning import IN_ORDER, fitting_elements
from bot.services import Services
from conversations.database import new_id
from conversations.errors import Refused
from conversations.planning.acting import Aligned, CoreChosen
from conversations.planning.model import CoreMember, Plan
from conversations.planning.permissions import stance
from conversations.teams import Member, Team

_NEAREST = 5
_NO_TEAM = "This plan has no team, so there is nobody to choose from."
_NOBODY = "Nobody is in your team yet. Please add people to it first."
_LEFT = "Everybody you chose has left the team meanwhile. Please choose again."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of this part."""
    app.action(EDIT)(clicking(services, _open_core))
    app.view(CHOSEN)(submitting(services, _choose_core))
    app.view(SAVE)(submitting(services, _save_core))
    app.action(coherence.EDIT)(clicking(services, _open_alignment))
    app.view(coherence.SAVE)(submitting(services, _align))


def _open_core(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        shown = click.shown(db)
    team = _team(shown)
    if not team.members:
        raise Refused(_NOBODY)
    return click.open(members_window(shown, team, new_id()))


def _choose_core(click: PlanClick) -> tuple[View | None, Talk | None]:
    """Keep who was chosen, where the person may; then ask what each brings."""
    chosen = [one["value"] for one in click.values["members"]["members"]["selected_options"]]
    with click.services.store.reading() as db:
        shown = click.shown(db)
        members = _present(shown, chosen)
        event = CoreChosen(_with_what_they_brought(shown.plan, members))
        at_once = stance(db, shown.plan, event, click.person.person) == "do"
    # What is to be proposed is proposed once, with what each brings.
    taken = click.take(event) if at_once else None
    view = competencies_window(shown, members, str(click.carried("n")))
    return view, click.draw if taken and taken.changed else None


def _save_core(click: PlanClick) -> tuple[View | None, Talk | None]:
    with click.services.store.reading() as db:
        members = _present(click.shown(db), click.carried("m"))
    core = tuple(CoreMember(member.id, _brought(click, member)) for member in members)
    return click.sent(click.take(CoreChosen(core), proposal_id=str(click.carried("n"))))


def _open_alignment(click: PlanClick) -> Talk:
    services = click.services
    with services.store.reading() as db:
        plan = click.seen(db)
    nearest = fitting_elements(services, plan, _NEAREST)
    view = coherence.align_window(plan, services.engine.item, nearest, new_id())
    return click.open(view)


def _align(click: PlanClick) -> tuple[View | None, Talk | None]:
    chosen = {
        one["value"]
        for by_input in click.values.values()
        for one in by_input["chosen"]["selected_options"]
    }
    event = Aligned(tuple(one for one in IN_ORDER if one in chosen))
    return click.sent(click.take(event, proposal_id=str(click.carried("n"))))


def _team(shown: Shown) -> Team:
    if shown.team is None:
        raise Refused(_NO_TEAM)
    return shown.team


def _present(shown: Shown, ids: Sequence[str]) -> list[Member]:
    """Return those of the chosen members who are (still) in the team. Raises Refused."""
    chosen = set(ids)
    members = [member for member in _team(shown).members if member.id in chosen]
    if not members:
        raise Refused(_LEFT)
    return members


def _with_what_they_brought(plan: Plan, members: Sequence[Member]) -> tuple[CoreMember, ...]:
    before = {one.member: one for one in plan.core}
    return tuple(before.get(member.id, CoreMember(member.id)) for member in members)


def _brought(click: PlanClick, member: Member) -> tuple[int, ...]:
    chosen = click.values.get(f"brings:{member.id}", {}).get("brings", {})
    return tuple(int(one["value"]) for one in chosen.get("selected_options") or ())
