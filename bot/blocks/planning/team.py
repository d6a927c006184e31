"""The implementation team: who is in its core, what they bring together, who could be invited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.changes import joined
from bot.blocks.planning.shown import Body, Shown, mention, value
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    link,
    option,
    plain,
    section,
    shorten,
)
from conversations.planning.checks import COMPETENCIES, uncovered
from conversations.planning.model import CORE_LEAST, CORE_MOST
from conversations.teams import Member, Team

EDIT, CHOSEN, SAVE = "plan_core_edit", "plan_core_chosen", "plan_core_save"
CHANGE_TEAM, ADD_NAMED = "team_change", "team_add_named"

_SIZE, _SEATS = "team/members/1", "team/members/2"
_ALONE = "You plan by yourself, so there is no team to choose. Just go on."
_CLOSED = "The team of this plan is closed, so nobody can be chosen. You can go on all the same."
_LEFT = "somebody who is not in the team any more"
_FIRST = (
    "Choose those who look after it between meetings. Others help where they are needed, and you "
    "can change the core team at any time."
)
_ALL_COVERED = "Together you bring all five. That is a strong team."


@dataclass(frozen=True)
class _Seat:
    """Somebody who may sit on the team (team/members/2), and the roles that say that they do."""

    said: str
    roles: tuple[str, ...]


_EXPECTED = (
    _Seat("the school committee", ("School committee",)),
    _Seat("your ELPAC or other families", ("Family member",)),
    _Seat("district leaders", ("District leader",)),
    _Seat("school leaders", ("Principal",)),
    _Seat("ESL teachers", ("ESL teacher",)),
    _Seat("content teachers", ("Classroom teacher",)),
)


def core(shown: Shown) -> Body:
    """Return the core team, the five competencies with those who bring them, and the gaps."""
    plan, team = shown.plan, shown.team
    if plan.team is None:
        return Body([section(_ALONE)], said="not needed")
    if team is None:
        return Body([section(_CLOSED)], said="no team")
    members = {member.id: member for member in team.members}
    blocks: list[Block] = []
    if plan.core:
        lines = [f"•  {_named(members.get(one.member))}" for one in plan.core]
        count = "1 person" if len(plan.core) == 1 else f"{len(plan.core)} people"
        blocks.append(section("\n".join((f"*Your core team: {count}*", *lines))))
        blocks += _size(len(plan.core))
        blocks.append(section("\n".join(("*What you bring together*", *_covered(shown, members)))))
    else:
        blocks.append(section(_FIRST))
    blocks += _invitations(shown, team)
    blocks.append(context("  ·  ".join(_cited(shown, one) for one in (_SIZE, _SEATS))))
    label = "Change the core team" if plan.core else "Choose the core team"
    edit = button(label, EDIT, value(plan), **({} if plan.core else {"style": "primary"}))
    return Body(blocks, [edit], said=joined([_named(members.get(c.member)) for c in plan.core]))


def members_window(shown: Shown, team: Team, number: str) -> dict[str, Any]:
    """Return the window in which the core members are chosen; ``number`` tells it from others."""
    chosen = {one.member for one in shown.plan.core}
    options = {m.id: _choice(m) for m in team.members[: limits.SELECT_OPTIONS]}
    few = len(options) <= limits.CHOICE_OPTIONS
    element: Block = {
        "type": "checkboxes" if few else "multi_static_select",
        "action_id": "members",
        "options": list(options.values()),
    }
    if not few:
        element["placeholder"] = plain("Choose people", limits.PLACEHOLDER)
    if initial := [one for member, one in options.items() if member in chosen]:
        element["initial_options"] = initial
    hint = (
        f"{CORE_LEAST} to {CORE_MOST} people work best: enough to carry on when somebody leaves, "
        "few enough to get together."
    )
    return fitting.modal(
        "The core team",
        [input_block("members", "Who keeps this plan moving?", element, hint=hint)],
        submit="Next",
        close="Cancel",
        callback_id=CHOSEN,
        private_metadata=value(shown.plan, n=number),
    )


def competencies_window(shown: Shown, chosen: Sequence[Member], number: str) -> dict[str, Any]:
    """Return the window in which it is said what each of the core members brings."""
    titles = {one: _title(shown, one) for one in COMPETENCIES}
    brought = {one.member: one.competencies for one in shown.plan.core}
    blocks: list[Block] = [
        section("What does each of them bring? It is fine to leave somebody without any.")
    ]
    for member in chosen:
        # Without a name the label cannot say who it is; a mention above it can.
        if not member.name:
            blocks.append(section(f"<@{member.person}>"))
        blocks.append(_competencies(member, titles, brought.get(member.id, ())))
    return fitting.modal(
        "What each brings",
        blocks,
        submit="Save",
        close="Later",
        callback_id=SAVE,
        private_metadata=value(shown.plan, n=number, m=[member.id for member in chosen]),
    )


def missing_seats(team: Team) -> list[str]:
    """Return those who may sit on the team and of whom nobody does yet, by the members' roles."""
    roles = {member.role for member in team.members}
    return [seat.said for seat in _EXPECTED if not roles.intersection(seat.roles)]


def _covered(shown: Shown, members: Mapping[str, Member]) -> Iterator[str]:
    missing = uncovered(shown.plan)
    for one in COMPETENCIES:
        who = [_named(members.get(m.member)) for m in shown.plan.core if one in m.competencies]
        item = shown.item(f"team/competencies/{one}")
        mark, said = ("✓", joined(who)) if who else ("○", "_nobody yet_")
        yield f"{mark}  {link(item['url'], item['title'])}: {said}"
    if not missing:
        yield _ALL_COVERED


def _size(count: int) -> Iterator[Block]:
    if count < CORE_LEAST:
        yield context(f"{CORE_LEAST} to {CORE_MOST} work best. Who could join?")
    elif count > CORE_MOST:
        yield context(f"{CORE_LEAST} to {CORE_MOST} work best; others can help from outside it.")


def _invitations(shown: Shown, team: Team) -> Iterator[Block]:
    """Yield who could be invited, with the team's windows; nothing where every seat is taken."""
    seats, gaps = missing_seats(team), shown.plan.core and uncovered(shown.plan)
    if not seats and not gaps and len(team.members) >= CORE_LEAST:
        return
    said = ["*Who could you invite?*"]
    if gaps:
        said.append("Somebody who brings what is marked ○ above.")
    if seats:
        said.append(f"Not on the team yet: {', '.join(seats)}.")
    elif not gaps:
        said.append("Your team is small for a core of three.")
    yield section("\n".join(said))
    yield actions(
        button("Add people", CHANGE_TEAM, team.id),
        button("Add somebody without Slack", ADD_NAMED, team.id),
        block_id="plan_core_invite",
    )


def _competencies(member: Member, titles: Mapping[int, str], chosen: Sequence[int]) -> Block:
    options = {one: option(title, str(one)) for one, title in titles.items()}
    select: Block = {
        "type": "multi_static_select",
        "action_id": "brings",
        "placeholder": plain("Choose what they bring", limits.PLACEHOLDER),
        "options": list(options.values()),
    }
    if initial := [options[one] for one in chosen if one in options]:
        select["initial_options"] = initial
    label = f"{member.name} brings" if member.name else "They bring"
    return input_block(f"brings:{member.id}", label, select, optional=True)


def _choice(member: Member) -> Block:
    name = member.name or f"A member ({member.role})"
    return option(name, member.id, member.role if member.name else None)


def _named(member: Member | None) -> str:
    if member is None:
        return _LEFT
    if member.person:
        return mention(member.person)
    return escape(shorten(member.name, limits.OPTION_LABEL))


def _title(shown: Shown, competency: int) -> str:
    return str(shown.item(f"team/competencies/{competency}")["title"])


def _cited(shown: Shown, item_id: str) -> str:
    item = shown.item(item_id)
    return link(item["url"], f"{item['title']} ({item['locator']})")
