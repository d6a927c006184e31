"""The window in which a self-assessment is set up: who rates what, at which level, until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import channel_select, input_block, people_select, select_one
from bot.blocks.teams import LEVEL_NAMES
from bot.blocks.text import Block, option, plain, section, shorten
from content.ids import LEVELS
from conversations.teams import LONGEST_NAME, Team

START, WHO = "session_prepare", "session_who"

ME, PEOPLE, CROWD = "me", "people", "channel"
"""Who rates: oneself, people chosen by name, everybody in a channel; else the id of a team."""

OWN = "own"
"""The level of a self-assessment in which each person rates at their own."""

EVERYTHING = "all"
_MOST_TEAMS = 90
_ALONE = (
    "You rate card by card, then you see where you stand and choose what to work on. Only you see "
    "it, unless you share it."
)
_INTRO = (
    "Everybody rates alone first, card by card. Then you look at the ratings together, agree, and "
    "choose one to three priorities."
)


@dataclass(frozen=True)
class Choices:
    """What stands in the window.

    ``scope`` are ids of building blocks or pillars, or ``EVERYTHING``; ``crowd`` is the channel
    whose members rate, ``channel`` where the team's card goes.
    """

    who: str = ME
    scope: tuple[str, ...] = ()
    level: str = OWN
    people: tuple[str, ...] = ()
    crowd: str | None = None
    channel: str | None = None
    closes: str | None = None
    meetings: int = 1
    names_shown: bool = False

    @property
    def team(self) -> str | None:
        """The id of the team that rates."""
        return None if self.who in (ME, PEOPLE, CROWD) else self.who

    def to_json(self) -> dict[str, Any]:
        """Return the choices as a draft keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Choices:
        """Return the choices that a draft kept."""
        several = {name: tuple(kept[name]) for name in ("scope", "people")}
        return cls(**{**kept, **several})


def start_window(
    draft: str,
    choices: Choices,
    *,
    teams: Sequence[Team],
    titles: Mapping[str, str],
    said: str | None = None,
) -> dict[str, Any]:
    """Return the window with what was chosen so far.

    ``titles`` are those of pillars and building blocks, in order; ``said`` is a sentence, already
    escaped, on what has to be chosen anew.
    """
    alone = choices.who == ME
    blocks = [
        section(f":warning: {said}" if said else _ALONE if alone else _INTRO),
        input_block("who", "Who rates?", _who(choices, teams), at_once=True),
        *_whose(choices),
        input_block(
            "scope",
            "Building blocks",
            _scope(choices.scope, titles),
            hint="Three building blocks take about ten minutes.",
        ),
        input_block(f"level:{choices.who}", "Level", _level(choices)),
        *([] if alone else _together(choices)),
    ]
    return fitting.modal(
        "Self-assessment",
        blocks,
        submit="Next",
        close="Cancel",
        callback_id=START,
        private_metadata=draft,
    )


def chosen(view: Mapping[str, Any]) -> Choices:
    """Return what stands in a window that was sent or changed."""
    values: dict[str, Any] = {}
    for block_id, by_action in view["state"]["values"].items():
        for value in by_action.values():
            values[block_id.partition(":")[0]] = value
    who = _value(values.get("who")) or ME
    crowd = (values.get("crowd") or {}).get("selected_conversation")
    channel = (values.get("channel") or {}).get("selected_conversation")
    return Choices(
        who=who,
        scope=tuple(one["value"] for one in values["scope"]["selected_options"] or ()),
        level=_value(values.get("level")) or OWN,
        people=tuple((values.get("people") or {}).get("selected_users") or ()),
        crowd=crowd,
        channel=crowd if who == CROWD else channel,
        closes=(values.get("closes") or {}).get("selected_date"),
        meetings=int(_value(values.get("meetings")) or 1),
        names_shown=bool((values.get("names") or {}).get("selected_options")),
    )


def turned(choices: Choices, teams: Sequence[Team], *, viewer: str, day: str) -> Choices:
    """Return the choices of somebody who has just said who rates; ``day`` is the usual closing."""
    team = next((team for team in teams if team.id == choices.team), None)
    return replace(
        choices,
        channel=team.channel if team else None,
        people=choices.people or ((viewer,) if choices.who == PEOPLE else ()),
        closes=choices.closes or day,
    )


def blocks_of(scope: Collection[str], blocks: Sequence[str]) -> tuple[str, ...]:
    """Return which building blocks were chosen, out of all, one by one or with their pillar."""
    if EVERYTHING in scope:
        return tuple(blocks)
    return tuple(one for one in blocks if one in scope or one.rpartition("/")[0] in scope)


def _who(choices: Choices, teams: Sequence[Team]) -> Block:
    labels = {ME: "Only me"}
    labels |= {team.id: shorten(team.name, LONGEST_NAME) for team in teams[:_MOST_TEAMS]}
    labels |= {PEOPLE: "People I choose", CROWD: "Everybody in a channel"}
    current = choices.who if choices.who in labels else ME
    return select_one(WHO, labels, current)


def _whose(choices: Choices) -> list[Block]:
    if choices.who == PEOPLE:
        people = people_select("people", "Choose people", choices.people)
        hint = "Take yourself out if you only facilitate."
        return [input_block("people", "People", people, hint=hint)]
    if choices.who == CROWD:
        channel = channel_select("crowd", choices.crowd)
        hint = "Everybody in it rates, apps left out, and the team's card goes there."
        return [input_block("crowd", "Channel", channel, hint=hint)]
    return []


def _scope(scope: Collection[str], titles: Mapping[str, str]) -> Block:
    groups = [("The whole Blueprint", [option("All 12 building blocks", EVERYTHING)])]
    for item_id, title in titles.items():
        number = item_id.partition("/p")[2]
        if "/" not in number:
            heading = f"Pillar {number}: {title}"
            groups.append((heading, [option(f"All of pillar {number}: {title}", item_id)]))
        else:
            groups[-1][1].append(option(title, item_id))
    offered = [one for _, options in groups for one in options]
    chosen_now = [one for one in offered if one["value"] in scope]
    select: Block = {
        "type": "multi_static_select",
        "action_id": "scope",
        "placeholder": plain("Choose building blocks", limits.PLACEHOLDER),
        "option_groups": [
            {"label": plain(heading, limits.OPTION_LABEL), "options": options}
            for heading, options in groups
        ],
    }
    return select | ({"initial_options": chosen_now} if chosen_now else {})


def _level(choices: Choices) -> Block:
    own = "The level that I work at" if choices.who == ME else "Each person's own level"
    labels = {OWN: own} | {str(level): LEVEL_NAMES[level] for level in LEVELS}
    return select_one("level", labels, choices.level)


def _together(choices: Choices) -> list[Block]:
    card = input_block(
        f"channel:{choices.who}",
        "Channel for the team's card",
        channel_select("channel", choices.channel, placeholder="None: by direct message"),
        hint="It shows who has finished, never a rating before you reveal them together.",
        optional=True,
    )
    picker: Block = {"type": "datepicker", "action_id": "closes"}
    if choices.closes:
        picker["initial_date"] = choices.closes
    return [
        *([] if choices.who == CROWD else [card]),
        input_block("closes", "Rating closes on", picker),
        input_block("meetings", "How do you meet?", _meetings(choices)),
        input_block("names", "After the reveal", _names(choices), optional=True),
    ]


def _meetings(choices: Choices) -> Block:
    offered = [
        option("One meeting", "1", "Rate beforehand, then agree and prioritize together"),
        option("Four facilitated sessions", "4", "As in the Department's Module 2"),
    ]
    return {
        "type": "radio_buttons",
        "action_id": "meetings",
        "options": offered,
        "initial_option": offered[choices.meetings > 1],
    }


def _names(choices: Choices) -> Block:
    offered = option("Show whose rating is whose", "names", "Otherwise ratings stay anonymous")
    boxes: Block = {"type": "checkboxes", "action_id": "names", "options": [offered]}
    return boxes | ({"initial_options": [offered]} if choices.names_shown else {})


def _value(select: Mapping[str, Any] | None) -> str:
    found = (select or {}).get("selected_option")
    return str(found["value"]) if found else ""
