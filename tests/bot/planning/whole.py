"""Verbs for a whole plan: everything by what stands on buttons, and by typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, View
from conversations.planning import history, store
from conversations.planning.model import Plan
from tests.bot.assessing import TENANT, Hours, deliver
from tests.bot.planning.plans import card, catch_up, stage_card, stands
from tests.bot.stage import Stage, clicks, opened
from tests.bot.starting import fills


class Team:
    """A team at its plan: every click is on what stands in front of people just then."""

    def __init__(self, stage: Stage, hours: Hours, plan: Plan) -> None:
        self.stage, self.hours, self.begun = stage, hours, plan

    @property
    def plan(self) -> Plan:
        """The plan as it is stored."""
        return stands(self.stage, self.begun)

    @property
    def card(self) -> Message:
        """The card of the stage, drawn anew."""
        catch_up(self.stage, self.hours)
        return stage_card(self.stage, self.begun)

    def presses(self, actor: Actor, target: Message | View, label: str, about: str = "") -> None:
        """Press what ``label`` stands on; of several the one that carries ``about``."""
        for element in _buttons(target):
            if element["text"]["text"] == label and _is_about(element, about):
                how = {"value": element["value"]}
                clicks(self.stage, actor, target, element["action_id"], **how)
                return
        offered = [element["text"]["text"] for element in _buttons(target)]
        raise AssertionError(f"no “{label}” for “{about}” among {offered}")

    def type_at_once(self, words: Mapping[Actor, str]) -> None:
        """Let several type in the plan's thread in the same moment."""
        at = card(self.stage, self.begun)
        with ThreadPoolExecutor(len(words)) as pool:
            for actor, text in words.items():
                pool.submit(actor.says, at.channel, text, at.ts)
        self.stage.settle()

    def sends(self, actor: Actor, **chosen: Any) -> None:
        """Fill in the window in front and send it."""
        outcome = actor.submits(fills(actor, **chosen))
        assert outcome.ok, outcome
        assert not outcome.errors, outcome.errors
        self.stage.settle()

    def fills_in(self, actor: Actor, label: str, about: str = "", **chosen: Any) -> None:
        """Press a button of the stage's card, fill in the window that it opens, and send it."""
        self.presses(actor, self.card, label, about)
        self.sends(actor, **chosen)
        while actor.modal:
            actor.closes_modal()

    def card_of_plan(self, actor: Actor, label: str) -> None:
        """Press a button of the plan's own card, drawn anew."""
        catch_up(self.stage, self.hours)
        self.presses(actor, card(self.stage, self.begun), label)

    def goes_on(self, actor: Actor, title: str) -> Message:
        """Lead on by the button that names what comes next, and return the new card."""
        self.hours.passes(minutes=1)
        self.presses(actor, self.card, f"Next: {title}")
        deliver(self.stage)
        return self.card


def found(stage: Stage) -> Plan:
    """Return the newest plan as it is stored."""
    [row] = stage.rows("SELECT id FROM plans ORDER BY begun_at DESC LIMIT 1")
    with stage.composed.services.store.reading() as db:
        return store.read_plan(db, TENANT, row["id"])


def replayed(stage: Stage, plan: Plan) -> Plan:
    """Return the plan that its history leads to."""
    with stage.composed.services.store.reading() as db:
        return history.replay(db, plan.tenant, plan.id)


def chosen(actor: Actor, block: str) -> list[str]:
    """Return the values that an input of the window in front offers, by its block."""
    [found] = [one for one in opened(actor).blocks if one["block_id"].startswith(block)]
    return [option["value"] for option in found["element"]["options"]]


def _is_about(element: dict[str, Any], about: str) -> bool:
    spoken = element.get("accessibility_label", "")
    return about in spoken or about in json.loads(element.get("value") or "{}").values()


def _buttons(target: Message | View) -> list[dict[str, Any]]:
    found = []
    for block in target.blocks:
        found += [*block.get("elements", []), block.get("accessory") or {}]
    return [element for element in found if element.get("type") == "button"]
