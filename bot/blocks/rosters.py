"""Teams and coordinators as a person sees them, in App Home and under the command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.settings.buttons import TEAM as SETTINGS
from bot.blocks.teams import LEVEL_NAMES, TIMEZONES
from bot.blocks.text import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    option,
    plain,
    section,
    shorten,
)
from conversations.assessment.identities import FORGOTTEN
from conversations.memberships import UNSAID_ROLE
from conversations.teams import Member, Team

NAMED = "coordinator_named"
MENU, CLOSE, CLOSE_SENT = "team_menu", "team_close_ask", "team_close_sent"
"""The menu of a team in App Home; each choice of it says what it does, as ``do``."""

# Teams, and members of each, that fit with the longest names.
_IN_A_MESSAGE, _MEMBERS = (5, 5), 8
_NAME = 40
_CLOSING = "It is no longer shown. What it did is kept."
_NOBODY = (
    "Nobody is named yet. The person who installed me, or a workspace admin, names the first "
    "coordinator in my Home tab."
)
_ADMIN_UNKNOWN = (
    "Slack does not tell me whether you are a workspace admin (I may lack the scope users:read). "
    "If you are one and want to name coordinators, please let the app be installed anew."
)
_GUEST = (
    "You are a guest here: ask me anything about the Blueprint. Teams and coordinators belong to "
    "the workspace that invited you."
)


@dataclass(frozen=True)
class Roster:
    """What one person may see and do: ``steered`` are the ids of the teams that they may change.

    ``may_name`` is None where Slack does not say whether they are an admin.
    """

    viewer: str
    coordinators: tuple[str, ...]
    teams: tuple[Team, ...]
    steered: frozenset[str]
    may_name: bool | None = False
    is_guest: bool = False

    @property
    def is_coordinator(self) -> bool:
        """Whether the viewer coordinates the workspace."""
        return self.viewer in self.coordinators


def coordinator_blocks(roster: Roster) -> list[Block]:
    """Return the part of App Home about who coordinates."""
    unknown = roster.may_name is None and not roster.is_coordinator
    return [_coordinators(roster), *([context(_ADMIN_UNKNOWN)] if unknown else [])]


def guest_blocks() -> list[Block]:
    """Return what App Home says to guests about teams."""
    return [section(_GUEST)]


def team_blocks(
    roster: Roster, teams: Sequence[Team], inside: Mapping[str, Sequence[Block]]
) -> list[Block]:
    """Return the part of App Home about some of the teams, each with what is ``inside`` it."""
    blocks: list[Block] = []
    for team in teams:
        text = "\n".join(_in_short(team))
        if team.id in roster.steered:
            blocks.append(section(text, accessory=_menu(team)))
        elif team.member(roster.viewer):
            blocks.append(section(text, accessory=_leave(team)))
        else:
            blocks.append(section(text))
        blocks += inside.get(team.id, ())
    return blocks


def close_window(team: Team) -> dict[str, Any]:
    """Return the window that asks whether a team is to be closed."""
    said = f"Close *{escape(team.name)}*? {_CLOSING}"
    return fitting.modal(
        "Close this team?",
        [section(said)],
        submit="Close team",
        close="Keep it",
        callback_id=CLOSE_SENT,
        private_metadata=json.dumps({"team": team.id}),
    )


def no_team(roster: Roster) -> list[Block]:
    """Return what is said to somebody who is in no team."""
    if roster.is_coordinator:
        return [section("There is no team yet. Make the first one.")]
    return [context("You are in no team yet. A coordinator adds you.")]


def make_button() -> Block:
    """Return the button that makes a team, for the workspace's coordinators."""
    return button("Make a team", "team_make", "new")


def roster_message(roster: Roster) -> dict[str, Any]:
    """Return the answer to the command: the viewer's teams, and who coordinates."""
    if roster.is_guest:
        return fitting.message(_GUEST, [section(_GUEST)])
    who = _mentions(roster.coordinators)
    said = f"Coordinators of this workspace: {who}" if who else _NOBODY
    blocks = [*_teams(roster, *_IN_A_MESSAGE), context(said)]
    names = ", ".join(escape(team.name) for team in roster.teams[: _IN_A_MESSAGE[0]])
    return fitting.message(f"Your teams: {names}" if names else "You are in no team yet.", blocks)


def coordinator_named(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the message to a new coordinator; ``payload`` has ``by``, who named them."""
    text = (
        f"<@{payload['by']}> named you a coordinator of this workspace. You get the questions that "
        "the Blueprint does not answer, and you can make teams in my Home tab or with "
        "`/blueprint team`."
    )
    return fitting.message(text, [section(text)])


def _coordinators(roster: Roster) -> Block:
    what = "They get questions that the Blueprint does not answer, and they make teams."
    if not roster.may_name and not roster.is_coordinator:
        return section(f"*Coordinators*\n{_mentions(roster.coordinators) or _NOBODY}")
    # Without a block_id Slack shows the choice as published, not as it was last clicked.
    chosen = {"initial_users": list(roster.coordinators)} if roster.coordinators else {}
    select: Block = {
        "type": "multi_users_select",
        "action_id": "coordinator_choose",
        "placeholder": plain("Choose people", limits.PLACEHOLDER),
        "max_selected_items": 10,
        **chosen,
    }
    then = "Take out who has left." if chosen else "Choose at least one; that may be you."
    return section(f"*Coordinators*\n{what} {then}", accessory=select)


def _teams(roster: Roster, most: int, members: int) -> list[Block]:
    blocks: list[Block] = []
    for team in roster.teams[:most]:
        blocks += _team(team, roster.viewer, members, steers=team.id in roster.steered)
    left_out = len(roster.teams) - most
    if left_out > 0:
        blocks.append(context(f"… and {left_out} more teams."))
    if not roster.teams:
        by_whom = "Make the first one." if roster.is_coordinator else "A coordinator adds you."
        blocks.append(section(f"You are in no team yet. {by_whom}"))
    if roster.is_coordinator:
        make = button("Make a team", "team_make", "new", style="primary")
        blocks.append(actions(make))
    return blocks


def _team(team: Team, viewer: str, most: int, *, steers: bool) -> list[Block]:
    where = f"<#{team.channel}>" if team.channel else "no channel yet"
    zone = TIMEZONES.get(team.timezone, team.timezone)
    lines = [f"*{escape(team.name)}*  ·  {where}  ·  {zone}"]
    lines += [f"•  {_member(member)}" for member in team.members[:most]]
    if len(team.members) > most:
        lines.append(f"•  and {len(team.members) - most} more")
    if not team.members:
        lines.append("Nobody is in it yet.")
    if team.coordinators:
        lines.append(f"Coordinated by {_mentions(team.coordinators[:10])}")
    controls = _controls(team) if steers else []
    if team.member(viewer):
        controls.append(_leave(team))
    return [section("\n".join(lines)), *([actions(*controls)] if controls else [])]


def _in_short(team: Team) -> Iterator[str]:
    where = f"  ·  <#{team.channel}>" if team.channel else ""
    yield f"*{escape(team.name)}*{where}"
    names = [_name(member) for member in team.members[:_MEMBERS]]
    left = len(team.members) - len(names)
    yield (", ".join(names) + (f" and {left} more" if left else "")) or "Nobody is in it yet."


def _name(member: Member) -> str:
    return f"<@{member.person}>" if member.person else escape(shorten(member.name, _NAME))


def _menu(team: Team) -> Block:
    """Return the menu of a team for those who may change it."""
    labels = {
        "team_change": "Change the team",
        "team_roles": "Roles and levels",
        "team_add_named": "Add someone without Slack",
        SETTINGS: "Reminders, hours and days off",
        CLOSE: "Close the team…",
    }
    if not team.members:
        del labels["team_roles"]
    options = [
        option(label, json.dumps({"do": do, "team": team.id})) for do, label in labels.items()
    ]
    return {"type": "overflow", "action_id": MENU, "options": options}


def _member(member: Member) -> str:
    role = "" if member.role == UNSAID_ROLE else f"{escape(member.role)}, "
    part = role + LEVEL_NAMES[member.level].lower()
    if member.person:
        return f"<@{member.person}> ({part})"
    name = escape(shorten(member.name, _NAME))
    through = "nobody yet" if member.sponsor == FORGOTTEN else f"<@{member.sponsor}>"
    return f"{name} ({part}), reached through {through}"


def _controls(team: Team) -> list[Block]:
    return [
        _button("Change", f"Change {team.name}", "team_change", team),
        *(
            [_button("Roles and levels", f"Roles and levels in {team.name}", "team_roles", team)]
            if team.members
            else []
        ),
        _button(
            "Add someone without Slack",
            f"Add someone without Slack to {team.name}",
            "team_add_named",
            team,
        ),
        _button(
            "Close team",
            f"Close {team.name}",
            "team_close",
            team,
            confirm=confirm("Close this team?", _CLOSING, "Close", "Keep"),
        ),
    ]


def _leave(team: Team) -> Block:
    asks = confirm("Leave this team?", "What you did in it is kept.", "Leave", "Stay")
    return _button("Leave team", f"Leave {team.name}", "team_leave", team, confirm=asks)


def _button(label: str, spoken: str, action_id: str, team: Team, **more: Any) -> Block:
    spoken = plain(spoken, limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    return button(label, action_id, team.id, accessibility_label=spoken, **more)


def _mentions(people: Sequence[str]) -> str:
    return ", ".join(f"<@{person}>" for person in people)
