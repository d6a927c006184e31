"""Asks a rater of a small group whether the team may see what the group said."""

from __future__ import annotations

import json
from typing import Any

from bot.blocks import fitting
from bot.blocks.text import actions, button, escape, section
from conversations.assessment.model import Participant, Session

_OVER = "This self-assessment has ended, so nothing is left to decide. Thank you."


def consent_message(
    session: Session, participant: Participant, raters: int, *, on_behalf_of: str = ""
) -> dict[str, Any]:
    """Return the question, or what was answered and how to change it.

    ``raters`` is how many rated at the level; ``on_behalf_of`` names somebody without Slack.
    """
    if session.phase not in ("agreeing", "prioritising"):
        return fitting.message(_OVER, [section(_OVER)])
    asked = _question(session, participant, raters, on_behalf_of)
    value = json.dumps({"s": session.id, "p": participant.id})
    yes = button("Yes, show them", "session_consent_yes", value)
    no = button("No, keep them hidden", "session_consent_no", value)
    if participant.consents is None:
        return fitting.message(asked, [section(asked), actions(yes, no)])
    said = (
        "*You said yes.* As soon as everybody who was asked has said so, the team sees these "
        "ratings."
        if participant.consents
        else "*You said no.* These ratings stay hidden, and nobody is told who said so."
    )
    change = "You can change your mind until the self-assessment ends."
    other = no if participant.consents else yes
    return fitting.message(said, [section(asked), section(f"{said} {change}"), actions(other)])


def _question(session: Session, participant: Participant, raters: int, on_behalf_of: str) -> str:
    level = participant.level
    of = f" This is about what you entered for {escape(on_behalf_of)}." if on_behalf_of else ""
    named = " Names are shown in this one." if session.names_shown else ""
    few = (
        f"only one person rated at {level} level, so whoever reads that rating knows whose it is"
        if raters == 1
        else f"only {raters} people rated at {level} level, so whoever reads the ratings can "
        "guess who said what"
    )
    return (
        f"“{escape(session.title)}” is closed, and {few}. Wording can give an author away, "
        f"too.{named}{of}"
        "\n*May the team see this group's ratings and what was written beside them?*"
    )
