"""Where people work: asked for once, in a friendly way."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.text import Block, actions, button, option, section

WORKPLACES = {
    "classroom": "A classroom",
    "school": "School leadership",
    "district": "The district",
    "state": "The Department",
}
PEOPLE = {
    "classroom": "for teachers",
    "school": "for school leaders",
    "district": "for the district",
    "state": "for the Department",
}
EVERYBODY = "everybody"


def level_question(answer_id: str) -> dict[str, Any]:
    """Return the message that asks where somebody works; ``answer_id`` is what they just read."""
    text = "Where do you work? I ask only once, to start with what is meant for you."
    buttons = [
        button(label, f"level_choose_{level}", answer_id) for level, label in WORKPLACES.items()
    ]
    return fitting.message(text, [section(text), actions(*buttons, block_id="level_question")])


def level_thanks(level: str) -> dict[str, Any]:
    """Return what replaces that question once it is answered."""
    text = (
        f"Thank you. From here on, answers start with what is meant {PEOPLE[level]}, unless your "
        "words say otherwise. You can change this in my Home tab."
    )
    return fitting.message(text, [section(text)])


def level_select(level: str | None) -> Block:
    """Return the setting for App Home."""
    options = [option(label, level_name) for level_name, label in WORKPLACES.items()]
    options.append(option("It varies", EVERYBODY, "What fits the words best comes first"))
    chosen = next(o for o in options if o["value"] == (level or EVERYBODY))
    return section(
        "*Where do you work?*\nAnswers start with what is meant for you.",
        block_id="level_setting",
        accessory={
            "type": "static_select",
            "action_id": "level_setting",
            "options": options,
            "initial_option": chosen,
        },
    )
