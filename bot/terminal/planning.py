"""One person makes an action plan in a terminal, through the steps and the service of Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.planning import beginning
from bot.planning.beginning import Wanted
from bot.services import Services
from bot.terminal import plan_acting, plan_developing, plan_exploring, plan_living, plan_text
from bot.terminal.console import Console, Stopped
from bot.terminal.here import HERE
from bot.terminal.plan_files import report_here
from bot.terminal.plan_walk import STEERING, Backwards, Elsewhere, Onwards, Walk
from conversations import outbox
from conversations.assessment import identities
from conversations.assessment import store as sessions
from conversations.database import new_id
from conversations.errors import Refused
from conversations.planning import service, stages
from conversations.planning.model import Stage

_STEPS: Mapping[Stage, Callable[[Walk], None]] = {
    "problem": plan_exploring.problem,
    "causes": plan_exploring.causes,
    "roots": plan_exploring.roots,
    "goal": plan_developing.goal,
    "drivers": plan_developing.drivers,
    "ideas": plan_developing.ideas,
    "theory": plan_developing.theory,
    "tasks": plan_acting.tasks,
    "measures": plan_acting.measures,
    "considerations": plan_acting.considerations,
    "coherence": plan_acting.coherence,
    "review": plan_acting.review,
}
"""All but the implementation team, which one person alone does not have."""

_ORDER = tuple(_STEPS)
_INTRO = (
    "A plan goes from a problem to its causes, a goal, change ideas, tasks and measures. All that "
    "you say is saved at once."
)


def plan_alone(
    services: Services, console: Console, save: Path | None, command: str, *, anew: bool
) -> None:
    """Go on with the plan under way, or begin one; until it is live, or until they stop.

    ``command`` is what goes on from there; ``anew`` begins another plan.
    """
    try:
        known = None if anew else _under_way(services)
        walk = Walk(services, console, known or _begin(services, console))
    except (Stopped, KeyboardInterrupt):
        console.tell(f"Nothing was begun. {command} begins whenever you like.")
        return
    try:
        if known:
            console.tell(f"You are back: {walk.plan.title}.")
            if save and walk.plan.is_live:
                plan_living.saves(walk, save)
        _lead(walk, save)
    except (Stopped, KeyboardInterrupt):
        console.tell(f"Stopped. Everything that you said is saved; {command} goes on from there.")


def _under_way(services: Services) -> str | None:
    with services.store.reading() as db:
        plans = service.plans_for(db, HERE.tenant, HERE.person)
    return plans[-1].id if plans else None


def _begin(services: Services, console: Console) -> str:
    """Begin a plan and return its id; raises Stopped."""
    console.tell(_INTRO)
    wanted = _from_priority(services, console) or _from_nothing(services, console)
    while True:
        try:
            with services.store.transaction() as db:
                plan = beginning.begin(services, db, HERE, new_id(), wanted)
                # Its card is the screen: nothing is to be sent.
                outbox.cancel(db, HERE.tenant, service.SUBJECT, plan.id, services.clock())
        except Refused as refused:
            console.tell(str(refused))
            wanted = replace(wanted, title=_title(console))
        else:
            return plan.id


def _from_priority(services: Services, console: Console) -> Wanted | None:
    """Offer the priorities of the last finished self-assessment; None for something else."""
    with services.store.reading() as db:
        for session_id in reversed(identities.finished_alone(db, HERE.tenant, HERE.person)):
            session = sessions.read_session(db, HERE.tenant, session_id)
            if session.priorities:
                break
        else:
            return None
        wanted = [
            beginning.from_priority(services, db, session.id, HERE, one.rank)
            for one in session.priorities
        ]
    lines = plan_text.heading("Your priorities")
    for place, one in enumerate(wanted, start=1):
        lines += [f"{place:>4}  {one.title}"]
    console.say("\n".join(lines))
    console.tell("Which one do you plan for? Its number; Enter plans for something else.")
    while text := _said(console):
        if text.isdecimal() and 0 < int(text) <= len(wanted):
            return wanted[int(text) - 1]
        console.tell(f"Please type a number from 1 to {len(wanted)}, or press Enter.")
    return None


def _from_nothing(services: Services, console: Console) -> Wanted:
    title = _title(console)
    return Wanted(title, origins=beginning.from_words(services, title, None))


def _title(console: Console) -> str:
    console.tell("What is the plan about? A few words, such as: newcomers in grade 9")
    while True:
        if text := _said(console):
            return text


def _said(console: Console) -> str:
    text = console.ask()
    if text.casefold() in ("stop", "quit", "exit"):
        raise Stopped
    return text


def _lead(walk: Walk, save: Path | None) -> None:
    """Lead through the steps to the plan under way; raises Stopped."""
    walk.console.say("\n".join(["", *plan_text.dim(STEERING, walk.console.width)]))
    while (stage := walk.plan.stage) != "ended":
        if stage == "live":
            _live(walk)
            continue
        step = _STEPS.get(stage)
        try:
            if step:
                _head(walk, stage)
                step(walk)
            to = _beside(stage, 1)
        except Onwards:
            to = _beside(stage, 1)
        except Backwards:
            to = _beside(stage, -1)
        except Elsewhere as chosen:
            to = chosen.stage
        if to == stage:
            walk.tell("This is the first step.")
        walk.goes_to(to)
        if to == "live":
            _show_all(walk)
            plan_living.saves(walk, save)
    walk.tell("This plan has ended. It stays as it is.")


def _live(walk: Walk) -> None:
    try:
        plan_living.live(walk)
    except Backwards:
        walk.goes_to("review")
    except Onwards:
        return


def _head(walk: Walk, stage: Stage) -> None:
    shown, width = stages.shown(stage), walk.console.width
    place = f"{stages.STEP_TITLES[shown.step]} · {_ORDER.index(stage) + 1} of {len(_ORDER)}"
    lines = ["", *plan_text.dim(place, width), *plan_text.bold(shown.title, width)]
    walk.console.say("\n".join([*lines, *plan_text.dim(shown.purpose, width)]))


def _show_all(walk: Walk) -> None:
    walk.tell("The plan is under way.")
    walk.console.say()
    walk.console.say(plan_text.whole(report_here(walk.shown), walk.console.width))
    walk.console.say()


def _beside(stage: Stage, way: int) -> Stage:
    """Return the step after or before one, without those that somebody alone does not have."""
    to = stages.following(stage) if way > 0 else stages.previous(stage)
    while to is not None and to != "live" and to not in _STEPS:
        to = stages.following(to) if way > 0 else stages.previous(to)
    return to or stage
