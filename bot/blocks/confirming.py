"""What a self-assessment would be, shown before it begins: how long, for whom, seen by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.assessing.channels import Channel
from bot.blocks import fitting
from bot.blocks.dates import day, day_and_time
from bot.blocks.inputs import channel_select
from bot.blocks.text import Block, actions, button, context, escape, link, section, shorten
from conversations.assessment.inviting import Invited
from conversations.assessment.model import SMALL_GROUP
from conversations.assessment.timing import minutes
from conversations.memberships import UNSAID_ROLE

BEGIN = "session_begin"

COMFORTABLE = 10
"""Minutes that somebody finds between two lessons."""

_SHOWN = 20
_NAME = 40
_SESSIONS = (
    "Get to know the statements and the scale. Rate two together, to hear what each point means.",
    "Rate, each alone, and gather what shows it: data, schedules, examples.",
    "Reveal the ratings and agree, the widest differences first.",
    "Choose the one to three areas that will move the most.",
)


@dataclass(frozen=True)
class Group:
    """Who rates at one level, and how many statements."""

    level: str
    people: int
    cards: int


@dataclass(frozen=True)
class Plan:
    """A self-assessment that could begin.

    ``left_out`` counts apps and people from elsewhere in the channel that rates; ``has_others``
    says that the card's channel has people who do not rate. ``moved_from`` is a closing day without
    school; ``fewer`` are titles of building blocks that would take about ten minutes.
    """

    draft: str
    title: str
    groups: tuple[Group, ...]
    raters: tuple[Invited, ...]
    module_url: str | None
    timezone: str
    alone: bool = False
    left_out: int = 0
    channel: Channel | None = None
    has_others: bool = False
    closes_at: datetime | None = None
    moved_from: date | None = None
    meetings: int = 1
    names_shown: bool = False
    fewer: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """The minutes of whoever has most to rate."""
        return max(minutes(group.cards) for group in self.groups)

    @property
    def is_seen_by_others(self) -> bool:
        """Whether people who do not rate see what goes to the channel."""
        channel = self.channel
        return channel is not None and (
            not channel.is_private or channel.is_shared or self.has_others
        )


def confirm_window(plan: Plan, said: str | None = None) -> dict[str, Any]:
    """Return the window; ``said`` is a sentence on what could not be done."""
    blocks = [
        *([section(f":warning: {escape(said)}")] if said else []),
        section(f"*{escape(plan.title)}*\n{_scope(plan)}"),
        *_fewer(plan),
        *([] if plan.alone else _team(plan)),
        *([section(_outline(plan.module_url))] if plan.meetings > 1 else []),
        context(*_notes(plan)),
        actions(button("Change something", "session_change", plan.draft)),
    ]
    return fitting.modal(
        "Ready to start?",
        blocks,
        submit="Start",
        close="Cancel",
        callback_id=BEGIN,
        private_metadata=plan.draft,
    )


def waiting_window() -> dict[str, Any]:
    """Return the window while people are looked up."""
    text = "I am looking up who everybody is. This takes a moment."
    return fitting.modal("One moment", [section(text)], close="Cancel")


def started_window(title: str, channel: str | None, *, alone: bool, rates: bool) -> dict[str, Any]:
    """Return the window after the start."""
    lines = [f"*{escape(title)}* has started."]
    if rates:
        lines.append("Your first card is in our direct messages: my *Messages* tab.")
    if not alone:
        where = f"in <#{channel}>" if channel else "in our direct messages"
        lines.append(f"Everybody gets an invitation in school hours. The team's card is {where}.")
    return fitting.modal("Started", [section("\n".join(lines))], close="Close")


def outline_lines() -> Sequence[str]:
    """Return what each of the four facilitated sessions is for."""
    return _SESSIONS


def module_link(url: str | None) -> str:
    """Return the mention of Module 2, with its page."""
    return link(url, "Module 2 of the Department's learning modules")


def _scope(plan: Plan) -> str:
    if len(plan.groups) == 1:
        [group] = plan.groups
        each = " each" if group.people > 1 else ""
        return f"{_cards(group.cards)} at the {group.level} level, {_time(group.cards)}{each}."
    lines = (
        f"•  {group.level.capitalize()} level, {_people(group.people)}: {_cards(group.cards)}, "
        f"{_time(group.cards)}{' each' if group.people > 1 else ''}"
        for group in plan.groups
    )
    return "\n".join(lines)


def _fewer(plan: Plan) -> Iterator[Block]:
    if plan.minutes <= COMFORTABLE or not plan.fewer:
        return
    names = _listed([f"*{escape(title)}*" for title in plan.fewer])
    count = {1: "one building block", 2: "two building blocks", 3: "three building blocks"}
    yield section(
        f":hourglass: That is long for one sitting. For about ten minutes choose "
        f"{count[len(plan.fewer)]}, such as {names}."
    )
    yield actions(button("Take only these", "session_fewer", plan.draft))


def _team(plan: Plan) -> Iterator[Block]:
    yield section("\n".join(_who(plan)))
    others = list(_others(plan))
    if others:
        yield context(*others)
    yield section(_where(plan))
    if plan.is_seen_by_others:
        yield actions(
            channel_select(
                "session_channel", None, placeholder="A private channel", private_only=True
            ),
            button("No channel", "session_direct", plan.draft),
            block_id="elsewhere",
        )
    if plan.closes_at:
        yield section(_until(plan, plan.closes_at))


def _who(plan: Plan) -> Iterator[str]:
    yield f"*{len(plan.raters)} people rate*"
    for one in plan.raters[:_SHOWN]:
        yield f"•  {_rater(one)}"


def _others(plan: Plan) -> Iterator[str]:
    if len(plan.raters) > _SHOWN:
        yield f"and {len(plan.raters) - _SHOWN} more"
    if plan.left_out:
        yield f"Left out: {plan.left_out}, apps or people from another organization."


def _rater(one: Invited) -> str:
    role = "" if one.role == UNSAID_ROLE else f"{escape(shorten(one.role, _NAME))}, "
    part = role + one.level
    if not one.on_behalf:
        return f"<@{one.person}> ({part})"
    return f"{escape(shorten(one.name, _NAME))} ({part}), entered by <@{one.person}>"


def _where(plan: Plan) -> str:
    channel = plan.channel
    if channel is None:
        return "*Where*  By direct message only. The team's card comes to you."
    place = f"*Where*  The team's card goes to <#{channel.id}>."
    if not plan.is_seen_by_others:
        return f"{place} Only people who rate are in it."
    if channel.is_shared:
        what = "This channel is shared with another organization."
    elif not channel.is_private:
        what = "This channel is public."
    else:
        what = "There are people in it who do not rate."
    return (
        f"{place}\n:warning: {what} Everybody there can see the card and what is agreed. Evidence "
        "stays behind a button for members. You can choose a private channel, or none:"
    )


def _until(plan: Plan, closes_at: datetime) -> str:
    moved = ""
    if plan.moved_from:
        moved = f" There is no school on {day(plan.moved_from)}, so it is the school day before."
    names = "with names" if plan.names_shown else "without names"
    return (
        f"*Until*  {day_and_time(closes_at, plan.timezone)}. You can extend it.{moved}\n"
        f"*Then*  You reveal the ratings to the team, {names}."
    )


def _outline(url: str | None) -> str:
    lines = [f"{n}.  {what}" for n, what in enumerate(_SESSIONS, start=1)]
    return "\n".join([f"*Four sessions*, after {module_link(url)}", *lines])


def _notes(plan: Plan) -> Iterator[str]:
    if not plan.alone:
        small = [g for g in plan.groups if g.people < SMALL_GROUP]
        at = _listed([f"the {group.level} level" for group in small])
        here = f" That is so at {at}." if small else ""
        yield (
            "Where fewer than three people rate at a level, nothing of it is shown until each of "
            f"them has agreed.{here}"
        )
        yield (
            "Wrong role or level? A team's coordinators set it with `/blueprint team`, everybody "
            "their own level in my Home tab."
        )
    yield (
        "Professional development points come from Module 2's own workbook, not from here: "
        f"{module_link(plan.module_url)}"
    )


def _cards(count: int) -> str:
    return "1 indicator" if count == 1 else f"{count} indicators"


def _time(cards: int) -> str:
    needed = minutes(cards)
    return "about a minute" if needed == 1 else f"about {needed} minutes"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
