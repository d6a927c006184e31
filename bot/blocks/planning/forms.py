"""Inputs that several windows of a plan share: a line, a day in two ways, who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import limits
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning.shown import Shown
from bot.blocks.text import Block, plain, shorten
from conversations.planning.model import LONGEST_LINE, Responsible
from conversations.planning.responsible import NOBODY, without_slack

Values = Mapping[str, Mapping[str, Any]]

_WORDS = "_words"
_IN_WORDS = "Such as: next Friday, by Thanksgiving, or 12/11. Fill in one of the two."


def line(
    name: str,
    label: str,
    current: str,
    *,
    example: str = "",
    hint: str | None = None,
    optional: bool = False,
    longest: int = LONGEST_LINE,
) -> Block:
    """Return an input for what is typed; one of several lines where it may be long."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "max_length": longest,
        "multiline": longest > LONGEST_LINE,
    }
    if example:
        element["placeholder"] = plain(f"Such as: {example}", limits.PLACEHOLDER)
    if current:
        element["initial_value"] = current[:longest]
    return input_block(name, label, element, hint=hint, optional=optional)


def day_in_two_ways(
    name: str, label: str, in_words: str, picked: date | None, typed: str
) -> list[Block]:
    """Return a calendar to pick a day from, and a line for those who would rather type it."""
    picker: Block = {"type": "datepicker", "action_id": name}
    if picked:
        picker["initial_date"] = picked.isoformat()
    return [
        input_block(name, label, picker, optional=True),
        line(name + _WORDS, in_words, typed, hint=_IN_WORDS, optional=True),
    ]


def who(
    shown: Shown,
    name: str,
    label: str,
    *,
    person: str,
    member: str,
    before: Responsible | None,
) -> list[Block]:
    """Return the choice of somebody in Slack, and beside it of those of the team without Slack."""
    select: Block = {
        "type": "users_select",
        "action_id": name,
        "placeholder": plain("Choose a person", limits.PLACEHOLDER),
    }
    if person:
        select["initial_user"] = person
    blocks = [input_block(name, label, select, optional=True)]
    names = without_slack(shown.team, before)
    if names:
        most = list(names.items())[: limits.SELECT_OPTIONS - 1]
        labels = {one: shorten(said, limits.OPTION_LABEL) for one, said in most}
        offered = {NOBODY: "Nobody without Slack"} | labels
        current = member if member in offered else None
        menu = select_one(f"{name}_name", offered, current)
        hint = "Whoever speaks for them in Slack is reminded."
        blocks.append(
            input_block(f"{name}_name", "Or somebody without Slack", menu, hint=hint, optional=True)
        )
    return blocks


def text_in(values: Values, name: str) -> str:
    """Return what was typed into a line; empty for one that is not there."""
    return str(_element(values, name).get("value") or "")


def day_in(values: Values, name: str) -> date | None:
    """Return the day that was picked."""
    picked = _element(values, name).get("selected_date")
    return date.fromisoformat(picked) if picked else None


def words_in(values: Values, name: str) -> str:
    """Return the words beside a calendar."""
    return text_in(values, name + _WORDS)


def people_in(values: Values, name: str) -> tuple[str, ...]:
    """Return the people who were chosen."""
    return tuple(_element(values, name).get("selected_users") or ())


def person_in(values: Values, name: str) -> str:
    """Return the one person who was chosen, empty for nobody."""
    return str(_element(values, name).get("selected_user") or "")


def choice_in(values: Values, name: str) -> str:
    """Return what was chosen in a menu, empty for nothing."""
    return str((_element(values, name).get("selected_option") or {}).get("value") or "")


def _element(values: Values, name: str) -> Mapping[str, Any]:
    return values.get(name, {}).get(name) or {}
