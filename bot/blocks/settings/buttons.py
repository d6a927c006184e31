"""The buttons that open the windows of settings; they stand in App Home."""

from __future__ import annotations

from bot.blocks.text import Block, button

MINE, TEAM, DISTRICT = "settings_mine", "settings_team", "settings_district"
"""A team's stand in its menu (``bot.blocks.rosters``)."""


def my_settings_button() -> Block:
    """Return the button for when and how somebody is reminded."""
    return button("My reminders", MINE, "mine", accessibility_label="My reminders: when and how")


def district_settings_button() -> Block:
    """Return the button for the district's calendar; for the workspace's coordinators."""
    return button("District calendar and settings", DISTRICT, "district")
