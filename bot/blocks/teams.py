"""Windows in which a team is made and changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import channel_select, input_block, people_select, select_one
from bot.blocks.text import Block, escape, option, plain, section
from content.ids import LEVELS
from conversations.assessment.identities import FORGOTTEN
from conversations.memberships import ROLES, USUAL_LEVEL
from conversations.teams import LONGEST_NAME, Member, Team

SAVE, SAVE_ROLES, SAVE_NAMED = "team_save", "team_roles_save", "team_named_save"
MEMBERS_A_PAGE = 24
_SPONSOR = "This person is reminded of their tasks and enters what they say."

LEVEL_NAMES = {
    "classroom": "Classroom",
    "school": "School",
    "district": "District",
    "state": "State",
}
TIMEZONES = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
    "America/Puerto_Rico": "Atlantic time (Puerto Rico)",
}


def team_modal(team_id: str, team: Team | None, *, viewer: str, timezone: str) -> dict[str, Any]:
    """Return the window for a new team, or for the present state of ``team``."""
    members = team.people if team else ()
    named = [member for member in team.members if member.person is None] if team else []
    coordinators = team.coordinators if team else (viewer,)
    zone = team.timezone if team else timezone
    name: Block = {"type": "plain_text_input", "action_id": "name", "max_length": LONGEST_NAME}
    if team:
        name["initial_value"] = team.name
    channel = channel_select("channel", team.channel if team else None)
    blocks = [
        input_block(
            "name", "Name of the team", name, hint="Such as “EL team, Riverbend Elementary”"
        ),
        input_block(
            "members",
            "Members",
            people_select("members", "Choose people", members),
            hint="Whoever you take out leaves the team; what they did is kept. You can add people "
            "without Slack afterwards.",
            optional=True,
        ),
        *([_named(named)] if named else []),
        input_block(
            "coordinators",
            "Coordinators of this team",
            people_select("coordinators", "Choose people", coordinators),
            hint="They change the team and run its work.",
        ),
        input_block(
            "channel",
            "Channel",
            channel,
            hint="Where the team's news goes. In a private channel, add me with /invite first.",
            optional=True,
        ),
        input_block(
            "timezone", "Time zone", select_one("timezone", _offered(TIMEZONES, zone), zone)
        ),
    ]
    return fitting.modal(
        "Change the team" if team else "New team",
        blocks,
        submit="Next",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=team_id,
    )


def roles_modal(team: Team, after: str | None = None) -> dict[str, Any] | None:
    """Return the window for roles, levels and sponsors, from the member after ``after`` on.

    None where no members are left; a page holds as many as fit.
    """
    ids = [member.id for member in team.members]
    start = ids.index(after) + 1 if after in ids else 0
    page = team.members[start : start + MEMBERS_A_PAGE]
    if not page:
        return None
    about = "The level decides which part of the Blueprint somebody rates and plans for."
    blocks = [section(f"Who is who in *{escape(team.name)}*? {about}")]
    for member in page:
        blocks += _role_and_level(member)
    more = start + MEMBERS_A_PAGE < len(team.members)
    return fitting.modal(
        "Roles and levels",
        blocks,
        submit="Next" if more else "Save",
        close="Later",
        callback_id=SAVE_ROLES,
        private_metadata=json.dumps({"team": team.id, "last": page[-1].id if more else None}),
    )


def named_member_modal(team: Team, member_id: str, *, viewer: str) -> dict[str, Any]:
    """Return the window that adds somebody without Slack to a team."""
    name: Block = {"type": "plain_text_input", "action_id": "name", "max_length": LONGEST_NAME}
    blocks = [
        section(
            f"For people of *{escape(team.name)}* who do not use Slack, such as a family member or "
            "somebody of the school committee. Please add no students."
        ),
        input_block("name", "Name", name),
        input_block(
            "sponsor",
            "Who speaks for them in Slack?",
            _sponsor_select(viewer),
            hint=_SPONSOR,
        ),
        input_block("role", "Role", _role_select(None)),
        input_block("level", "Level", _level_select(USUAL_LEVEL)),
    ]
    return fitting.modal(
        "Somebody without Slack",
        blocks,
        submit="Add",
        close="Cancel",
        callback_id=SAVE_NAMED,
        private_metadata=json.dumps({"team": team.id, "member": member_id}),
    )


def said_modal(title: str, text: str) -> dict[str, Any]:
    """Return a window that only says something; what a person typed in it is already escaped."""
    return fitting.modal(title, [section(text)], close="Close")


def _role_and_level(member: Member) -> list[Block]:
    # Without a name the label cannot say whose role it is; a mention above it can.
    of, above = f" of {member.name}", []
    if not member.name:
        of, above = "", [section(f"<@{member.person}>")]
    return [
        *above,
        input_block(f"role:{member.id}", f"Role{of}", _role_select(member.role)),
        input_block(f"level:{member.id}", f"Level{of}", _level_select(member.level)),
        *([] if member.person else [_sponsor(member)]),
    ]


def _sponsor(member: Member) -> Block:
    # Who spoke for them may be forgotten; roles can be changed before somebody else is found.
    current = None if member.sponsor == FORGOTTEN else member.sponsor
    return input_block(
        f"sponsor:{member.id}",
        f"Who speaks for {member.name} in Slack?",
        _sponsor_select(current),
        hint=_SPONSOR,
        optional=current is None,
    )


def _sponsor_select(current: str | None) -> Block:
    select: Block = {
        "type": "users_select",
        "action_id": "sponsor",
        "placeholder": plain("Choose a person", limits.PLACEHOLDER),
    }
    return select | ({"initial_user": current} if current else {})


def _role_select(role: str | None) -> Block:
    return select_one("role", _offered({name: name for name in ROLES}, role), role)


def _level_select(level: str) -> Block:
    return select_one("level", {name: LEVEL_NAMES[name] for name in LEVELS}, level)


def _offered(labels: dict[str, str], current: str | None) -> dict[str, str]:
    return labels if current is None or current in labels else labels | {current: current}


def _named(members: Sequence[Member]) -> Block:
    options = [option(member.name, member.id) for member in members[: limits.SELECT_OPTIONS]]
    select: Block = {
        "type": "multi_static_select",
        "action_id": "named",
        "placeholder": plain("Choose who stays", limits.PLACEHOLDER),
        "options": options,
        "initial_options": options,
    }
    return input_block("named", "Members without Slack", select, optional=True)
