"""The end of a cycle, and of a plan: ideas are judged, the next cycle begins, others take over."""

from __future__ import annotations

import http.client
import re
from typing import cast, get_args

from slack_bolt import App
from slack_sdk.errors import SlackClientError
from sqlite_utils import Database

from bot import delivery
from bot.blocks.planning import forms
from bot.blocks.planning.cycles import (
    DECIDE,
    DECIDED,
    OPEN,
    OWNERS_SAVE,
    TURN,
    cycle_window,
    decide_window,
    in_this_cycle,
    owners_window,
    turned_window,
)
from bot.blocks.planning.shown import mention
from bot.blocks.planning.viewing import END, OWNERS
from bot.blocks.teams import said_modal
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning import looks
from bot.planning.students import no_student
from bot.services import Services
from conversations.assessment.service import RESULTS
from conversations.errors import NotFound, Refused
from conversations.planning.model import Plan, Verdict
from conversations.planning.rounds import moved_since
from conversations.planning.steering import CycleTurned, Ended, Handed, Judged

_GONE = "That idea is not in the plan any more."
_NOT_LIVE = "A cycle ends while the plan is carried out. Start the plan first: “Look it over”."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of this part."""
    app.action(re.compile(rf"^{OPEN}(_back|_on)?$"))(clicking(services, _open))
    app.action(DECIDE)(clicking(services, _open_decision))
    app.view(DECIDED)(submitting(services, _decide))
    app.view(TURN)(submitting(services, _turn))
    app.action(OWNERS)(clicking(services, _open_owners))
    app.view(OWNERS_SAVE)(submitting(services, _hand_over))
    app.action(END)(clicking(services, _end))


def _open(click: PlanClick) -> Talk:
    start = int(click.kept.get("n") or 0)
    with click.services.store.reading() as db:
        if not click.steered(db).is_live:
            raise Refused(_NOT_LIVE)

    def talk() -> None:
        click.instead(_window(click, start))()

    return talk


def _window(click: PlanClick, start: int = 0) -> View:
    with click.services.store.reading() as db:
        shown = click.shown(db)
        moved = moved_since(db, shown.plan)
        at = _results_of(db, shown.plan, moved[0].session) if moved else None
    results = _address(click, *at) if at else ""
    return cycle_window(shown, moved, start, results)


def _results_of(db: Database, plan: Plan, session: str) -> tuple[str, str] | None:
    """Return the channel and ``ts`` of the results of a self-assessment."""
    found = db.execute(
        "SELECT channel, ts FROM outbox WHERE tenant = ? AND subject_id = ? AND kind = ?"
        " AND state = 'sent'",
        [plan.tenant, session, RESULTS],
    ).fetchone()
    return (str(found[0]), str(found[1])) if found else None


def _address(click: PlanClick, channel: str, ts: str) -> str:
    """Return the address of a message, empty where Slack gives none."""
    try:
        # This method takes a form, not JSON.
        where = {"channel": channel, "message_ts": ts}
        return str(click.client.api_call("chat.getPermalink", params=where)["permalink"])
    except (OSError, http.client.HTTPException, SlackClientError):
        return ""


def _open_decision(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.steered(db)
        shown = looks.shown(click.services, db, plan)
    idea = plan.ideas.get(str(click.carried("id")))
    if idea is None:
        raise NotFound(_GONE)
    return click.open(decide_window(shown, idea, {"v": click.body["view"]["id"]}))


def _decide(click: PlanClick) -> tuple[View | None, Talk | None]:
    verdict = forms.choice_in(dict(click.values), "verdict")
    why = no_student(forms.text_in(dict(click.values), "why"), "why")
    if verdict not in get_args(Verdict):
        raise Refused("Please choose adopt, adapt or abandon.", "verdict")
    idea_id, behind = str(click.carried("id")), click.carried("v")
    with click.services.store.reading() as db:
        click.steered(db)
    taken = click.take(Judged(idea_id, cast(Verdict, verdict), why))
    with click.services.store.reading() as db:
        shown = click.shown(db)
    # The next one that nobody has decided on, as long as there is one.
    following = next((one for one in in_this_cycle(shown.plan) if one.verdict is None), None)
    view = decide_window(shown, following, {"v": behind}) if following else None
    _, draw = click.sent(taken)

    def talk() -> None:
        below = _window(click)
        delivery.call(click.client, "views.update", view_id=behind, view=below)
        if draw:
            draw()

    return view, talk


def _turn(click: PlanClick) -> tuple[View | None, Talk | None]:
    taken = click.take(CycleTurned(int(click.carried("c"))))
    with click.services.store.reading() as db:
        moved = moved_since(db, taken.plan)
        view = turned_window(click.shown(db), moved)
    return click.sent(taken, view)


def _open_owners(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.steered(db)
    return click.open(owners_window(plan))


def _hand_over(click: PlanClick) -> tuple[View | None, Talk | None]:
    chosen = click.values["owners"]["owners"].get("selected_users") or ()
    taken = click.take(Handed(tuple(chosen)))
    names = ", ".join(map(mention, taken.plan.owners))
    said = f"{names} {'look' if len(taken.plan.owners) > 1 else 'looks'} after the plan now."
    return click.sent(taken, said_modal("Handed over", said))


def _end(click: PlanClick) -> Talk:
    return click.after(click.take(Ended()))
