"""The buttons that open the windows of settings; they stand in App Home."""

from __future__ import annotations

import json

from bot import limits
from bot.blocks.text import Block, button, plain
from conversations.teams import Team

MINE, TEAM, DISTRICT = "settings_mine", "settings_team", "settings_district"


def my_settings_button() -> Block:
    """Return the button for when and how somebody is reminded."""
    return button("My reminders", MINE, "mine", accessibility_label="My reminders: when and how")


def team_settings_button(team: Team) -> Block:
    """Return the button for a team's hours, days and reminders; for those who may steer it."""
    spoken = plain(f"Reminders of {team.name}", limits.BUTTON_ACCESSIBILITY_LABEL)["text"]
    return button("Reminders", TEAM, json.dumps({"team": team.id}), accessibility_label=spoken)


def district_settings_button() -> Block:
    """Return the button for the district's calendar; for the workspace's coordinators."""
    return button("District calendar and settings", DISTRICT, "district")
