"""What the bot is for and how to ask it."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.text import Block, actions, button, context, section

EXAMPLES = (
    "How can principals engage families?",
    "How do I plan with the ESL teacher?",
    "Any tool for our master schedule?",
    "What does SLIFE mean?",
)
"""Questions to begin with, short enough for a button on a phone."""

ABOUT = (
    "Ask me about teaching and supporting English learners (ELs). I answer out of the "
    "Massachusetts *Blueprint for English Learner Success*, its guidance and its resources, show "
    "where every sentence comes from, and say so when something is not covered."
)
HOW = (
    "*Ask me*\n"
    "•  in a direct message: just write, and only you see the answer\n"
    "•  in a channel: mention me, and everybody there sees it\n"
    "•  anywhere: `/blueprint your question`, and only you see it until you share it\n"
    "•  about somebody's message: its menu (⋮), then *Ask the Blueprint*; only you see it\n"
    "Then follow up in the thread: “and at the district level?”"
)
PRIVACY = (
    "What you ask is kept in your own organization's database, so that buttons keep working. "
    "Coordinators may read what I could not answer or what did not help, without your name. "
    "Please leave out names and anything else about a student."
)
CREDIT = (
    "The Blueprint is published by the Massachusetts Department of Elementary and Secondary "
    "Education (DESE). I say it in plain words, not in the Department's text."
)
_MORE = (
    "`/blueprint assess` rates your own practice, alone or as a team.   "
    "`/blueprint team` shows your teams.   `/blueprint help` shows this."
)


def example_buttons() -> list[Block]:
    """Return examples that are asked with a click."""
    buttons = (
        button(example, f"ask_example_{place}", example)
        for place, example in enumerate(EXAMPLES, start=1)
    )
    return [section("*For example*"), actions(*buttons, block_id="examples")]


def help_message() -> dict[str, Any]:
    """Return the help as a message."""
    blocks = [
        section(ABOUT),
        *example_buttons(),
        section(HOW),
        context(_MORE),
        context(CREDIT),
        context(PRIVACY),
    ]
    return fitting.message(ABOUT, blocks)
