"""The window in which a facilitator writes down what the team agreed on for one indicator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.indicators import distribution, label, point
from bot.blocks.inputs import input_block
from bot.blocks.text import Block, context, escape, option, plain, section
from content.models import Scale
from conversations.assessment.findings import Finding
from conversations.assessment.model import LONGEST_WORDS, Agreement, Session

SAVE_AGREEMENT = "session_agreement"


@dataclass(frozen=True)
class Draft:
    """What is chosen and typed so far."""

    value: int | None = None
    rationale: str = ""
    dissent: str = ""


def draft_of(session: Session, finding: Finding) -> Draft:
    """Return what the window begins with: what stands, else the middle where nobody differs."""
    stands = session.agreements.get(finding.statement.id)
    if stands:
        return Draft(stands.value, stands.rationale, stands.dissent)
    return Draft(None if finding.is_split else finding.median)


def agreement_modal(
    session: Session, finding: Finding, draft: Draft, *, overtaken: bool = False
) -> dict[str, Any]:
    """Return the window; it says so where another facilitator was ``overtaken`` by nobody less."""
    statement, stands = finding.statement, session.agreements.get(finding.statement.id)
    blocks = [
        context(f"{label(statement.id)}  ·  {escape(statement.block_title)}"),
        section(f"*{escape(statement.title)}*\n{escape(statement.text)}"),
        section(distribution(session.scale, finding)),
        input_block("value", session.scale.question, _ratings(session.scale, draft.value)),
        # Beside what was just chosen: the top of the window may have been scrolled away.
        *(_overtaken(session.scale, stands) if overtaken and stands else []),
        input_block(
            "rationale",
            "What decided it?",
            _words("rationale", draft.rationale),
            hint="Next time you will want to know.",
            optional=True,
        ),
        input_block(
            "dissent",
            "Does somebody see it otherwise?",
            _words("dissent", draft.dissent),
            hint="Recorded in their words. Please name nobody who does not want it.",
            optional=True,
        ),
    ]
    about = {"s": session.id, "i": statement.id, "b": stands.value if stands else None}
    return fitting.modal(
        "Agree on a rating",
        blocks,
        submit="Change it" if overtaken else "Save",
        close="Leave it" if overtaken else "Cancel",
        callback_id=SAVE_AGREEMENT,
        private_metadata=json.dumps(about),
    )


def _overtaken(scale: Scale, stands: Agreement) -> list[Block]:
    blocks = [
        section(
            "*Another facilitator was faster.* By now this stands as agreed: "
            f"*{escape(point(scale, stands.value))}*. Yours is not saved yet; everything you "
            "typed is still here."
        )
    ]
    for title, words in (("What decided it", stands.rationale), ("Dissent", stands.dissent)):
        if words:
            said = plain(f"{title}: {words}", limits.SECTION_TEXT)
            blocks.append({"type": "section", "text": said})
    return blocks


def _ratings(scale: Scale, value: int | None) -> Block:
    options = {
        one.value: option(point(scale, one.value), str(one.value), _first_sentence(one.anchor))
        for one in scale.points
    }
    radio: Block = {
        "type": "radio_buttons",
        "action_id": "value",
        "options": list(options.values()),
    }
    return radio | ({"initial_option": options[value]} if value in options else {})


def _first_sentence(text: str) -> str:
    # There is little room beside a choice; everybody has read the rest on their own card.
    return text.partition(". ")[0].rstrip(".") + "."


def _words(action_id: str, typed: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": LONGEST_WORDS,
    }
    return element | ({"initial_value": typed} if typed else {})
