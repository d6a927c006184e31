"""What the bot is for and how to ask it."""

from __future__ import annotations

from typing import Any

from bot.blocks import fitting
from bot.blocks.text import Block, context, section

EXAMPLES = (
    "What should a school leader do about family engagement?",
    "How do teachers support students who missed years of school?",
    "Any tool for reviewing our master schedule?",
    "What are the four pillars?",
)
_ABOUT = (
    "I answer questions about teaching and supporting English learners (ELs) out of the "
    "Massachusetts *Blueprint for English Learner Success*, its guidance and its resources. "
    "Every sentence shows where it comes from, and I say so when something is not covered."
)
_HOW = (
    "*Ask me*\n"
    "•  here: `/blueprint your question` (only you see the answer, until you share it)\n"
    "•  in a channel: mention me with your question\n"
    "•  in a direct message: just write\n"
    "•  about a message: its menu (⋮), then *Ask the Blueprint*\n"
    "Follow up in the thread: “and at the district level?”"
)
_MORE = "`/blueprint team` sets up a team.   `/blueprint help` shows this."
PRIVACY = (
    "What you ask is kept in your own organisation's database, so that buttons keep working. "
    "Please leave out names and anything else about a student."
)


def help_blocks() -> list[Block]:
    """Return the blocks of the help."""
    examples = "*For example*\n" + "\n".join(f"•  {example}" for example in EXAMPLES)
    return [section(_ABOUT), section(_HOW), section(examples), context(_MORE), context(PRIVACY)]


def help_message() -> dict[str, Any]:
    """Return the help as a message."""
    return fitting.message(_ABOUT, help_blocks())
