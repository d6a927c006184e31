"""Change ideas: suggested for a driver, adopted, adapted or of the team's own, and weighed."""

from __future__ import annotations

import json
from functools import partial

from slack_bolt import App

from bot import delivery
from bot.blocks.planning.idea_windows import (
    ADAPT,
    ADD,
    ADOPT,
    DRIVER_WINDOW,
    EASE,
    IMPACT,
    OPEN,
    OPEN_WEIGHT,
    PAGE,
    SAVE,
    SAVE_NEW,
    DriverWindow,
    driver_ideas_window,
    idea_window,
    new_idea_window,
)
from bot.blocks.planning.ideas import (
    ALL,
    ALL_WINDOW,
    DRAW,
    OPEN_DRIVER,
    all_ideas_window,
)
from bot.listeners.planning.clicks import PlanClick, Talk, View, clicking, submitting
from bot.planning import pictures
from bot.planning.students import no_student
from bot.planning.suggestions import Suggestion, suggest, suggestion
from bot.services import Services
from conversations.database import new_id
from conversations.errors import Refused
from conversations.planning.checking import present
from conversations.planning.developing import IdeaAdded, IdeaChanged, IdeaWeighed
from conversations.planning.model import Plan
from conversations.planning.service import Taken

MOST = 6
"""Suggestions for a driver: as many as somebody reads to the end on a phone."""

_NO_FILES = (
    "I could not send the picture. Perhaps files are switched off here; whoever runs this app can "
    "allow me to send them. Drivers and ideas themselves stay in Slack."
)
_NO_DRIVER = "A change idea belongs to a driver, and there is none yet. Please say a driver first."


def register(app: App, services: Services) -> None:
    """Listen to the buttons and the windows of change ideas."""
    app.action(OPEN_DRIVER)(clicking(services, _open_driver))
    app.action(PAGE)(clicking(services, _turn))
    app.action(ALL)(clicking(services, _open_all))
    app.action(ADOPT)(clicking(services, _adopt))
    app.action(ADAPT)(clicking(services, _open_adapting))
    app.action(ADD)(clicking(services, _open_new))
    app.action(OPEN)(clicking(services, _open))
    app.action(IMPACT)(clicking(services, partial(_weigh, what="impact")))
    app.action(EASE)(clicking(services, partial(_weigh, what="ease")))
    app.action(DRAW)(clicking(services, _draw_diagram))
    app.view(SAVE_NEW)(submitting(services, _save_new))
    app.view(SAVE)(submitting(services, _save))


def _open_driver(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    view = _driver_view(click.services, plan, str(click.carried("id")))
    over = click.body.get("view") or {}
    if over.get("callback_id") == ALL_WINDOW:
        # Slack stacks three windows: the driver takes the place of the list.
        return partial(_draw, click, str(over["id"]), view)
    return click.open(view)


def _turn(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    page = int(click.carried("g"))
    view = _driver_view(click.services, plan, str(click.carried("id")), page)
    return partial(_draw, click, str(click.body["view"]["id"]), view)


def _open_all(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        return click.open(all_ideas_window(click.seen(db)))


def _adopt(click: PlanClick) -> Talk:
    """Adopt a suggestion as it is; one that somebody has adopted meanwhile is only shown so."""
    driver, chosen = str(click.carried("id")), _suggestion(click)
    number = str(click.carried("n"))
    with click.services.store.transaction() as db:
        plan = click.seen(db)
        added = IdeaAdded(number, driver, chosen.idea, chosen.source)
        events = () if _has(plan, chosen) else (added,)
        taken = click.take_in(db, *events, proposal_id=number)
    talk = click.after(taken)
    view = click.body["view"]
    after = _driver_view(click.services, taken.plan, driver, _page(view))

    def say() -> None:
        _draw(click, str(view["id"]), after)
        talk()

    return say


def _open_adapting(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    driver, chosen = str(click.carried("id")), _suggestion(click)
    present(plan.drivers, driver, "driver")
    return click.open(new_idea_window(plan, new_id(), driver, chosen, back=_back(click)))


def _open_new(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    if not plan.drivers:
        raise Refused(_NO_DRIVER)
    driver = str(click.kept.get("driver") or "")
    if driver:
        present(plan.drivers, driver, "driver")
    elif len(plan.drivers) == 1:
        [driver] = plan.drivers
    return click.open(new_idea_window(plan, new_id(), driver or None, back=_back(click)))


def _open(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    idea = present(plan.ideas, str(click.carried("id")), "change idea")
    return click.open(idea_window(plan, idea, back=_back(click)))


def _weigh(click: PlanClick, *, what: str) -> Talk:
    number, weight = str(click.carried("id")), int(click.carried("w"))
    with click.services.store.transaction() as db:
        idea = present(click.seen(db).ideas, number, "change idea")
        weights = {"impact": idea.impact, "ease": idea.ease, what: weight}
        taken = click.take_in(db, IdeaWeighed(number, **weights))
    return click.after(taken)


def _save_new(click: PlanClick) -> tuple[View | None, Talk | None]:
    number, driver = str(click.carried("id")), click.carried("driver") or _chosen(click, "driver")
    text = no_student(_text(click), "text")
    item = click.kept.get("i")
    source = suggestion(click.services, str(item)).source if item else None
    taken = click.take(IdeaAdded(number, str(driver), text, source), proposal_id=number)
    return _sent(click, taken)


def _save(click: PlanClick) -> tuple[View | None, Talk | None]:
    number, text = str(click.carried("id")), no_student(_text(click), "text")
    impact, ease = (_weight(click, name) for name in ("impact", "ease"))
    taken = click.take(
        IdeaChanged(number, text, _chosen(click, "driver")), IdeaWeighed(number, impact, ease)
    )
    return _sent(click, taken)


def _sent(click: PlanClick, taken: Taken) -> tuple[View | None, Talk | None]:
    """Return what follows; the driver's window behind, if any, shows what has changed."""
    following, talk = click.sent(taken)
    behind, back = click.body["view"].get("previous_view_id"), click.kept.get("b")
    if not behind or not back or str(back[0]) not in taken.plan.drivers:
        return following, talk
    view = _driver_view(click.services, taken.plan, str(back[0]), int(back[1]))

    def say() -> None:
        _draw(click, str(behind), view)
        if talk:
            talk()

    return following, say


def _draw_diagram(click: PlanClick) -> Talk:
    with click.services.store.reading() as db:
        plan = click.seen(db)
    if not plan.drivers:
        raise Refused(_NO_DRIVER)

    def talk() -> None:
        if not pictures.show(click.services, click.client, plan, pictures.DRIVERS):
            click.say("Driver diagram", _NO_FILES)

    return talk


def _driver_view(services: Services, plan: Plan, driver_id: str, page: int = 0) -> View:
    driver = present(plan.drivers, driver_id, "driver")
    found = suggest(services, plan, driver, MOST)
    return driver_ideas_window(DriverWindow(plan, driver, found, new_id(), page))


def _draw(click: PlanClick, view_id: str, view: View) -> None:
    delivery.call(click.client, "views.update", view_id=view_id, view=view)


def _back(click: PlanClick) -> tuple[str, int] | None:
    """Return the driver and the page of the window behind, where that is a driver's."""
    behind = click.body.get("view") or {}
    if behind.get("callback_id") != DRIVER_WINDOW:
        return None
    kept = json.loads(behind["private_metadata"])
    return str(kept["id"]), int(kept["g"])


def _page(view: View) -> int:
    return int(json.loads(view["private_metadata"])["g"])


def _suggestion(click: PlanClick) -> Suggestion:
    return suggestion(click.services, str(click.carried("i")))


def _has(plan: Plan, chosen: Suggestion) -> bool:
    return any(one.source and one.source.id == chosen.source.id for one in plan.ideas.values())


def _text(click: PlanClick) -> str:
    return str(click.values["text"]["text"].get("value") or "")


def _chosen(click: PlanClick, name: str) -> str:
    return str((click.values[name][name].get("selected_option") or {}).get("value") or "")


def _weight(click: PlanClick, name: str) -> int | None:
    chosen = _chosen(click, name)
    return None if chosen in ("", OPEN_WEIGHT) else int(chosen)
