"""The window in which facilitators run a self-assessment: remind, extend, add, close, hand over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from bot.blocks import fitting
from bot.blocks.dates import day_and_time, days_left
from bot.blocks.inputs import input_block, people_select
from bot.blocks.overview import Overview, progress
from bot.blocks.text import Block, actions, button, confirm, escape, section
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Session

SAVE = "session_manage_save"
REMIND, CLOSE, CANCEL = "session_remind", "session_close", "session_cancel"

_ALONE = "It is yours alone and has no closing day: you finish it after your last card."
_ENDED = "This self-assessment has ended, so there is nothing to manage any more."


def manage_window(
    shown: Overview, *, facilitates: bool, said: str | None = None, went: bool = True
) -> dict[str, Any]:
    """Return the window; ``said`` is a sentence, already escaped, on whether something ``went``.

    Somebody who may only hand the session over sees who facilitates and nothing else.
    """
    session = shown.assessment.session
    title = f"*{escape(session.title)}*"
    if session.phase in ("done", "cancelled"):
        return fitting.modal("Manage", [section(f"{title}\n{said or _ENDED}")], close="Close")
    if shown.assessment.is_solo:
        blocks = [section(f"{title}\n{_ALONE}"), actions(_cancel(session))]
        return fitting.modal("Manage", blocks, close="Close")
    is_open = facilitates and session.phase == "rating"
    mark = ":heavy_check_mark:" if went else ":warning:"
    blocks = [
        *([section(f"{mark} {said}")] if said else []),
        section("\n".join((title, *_standing(shown)))),
        *([actions(*_steps(shown))] if is_open else []),
        *(_while_open(session) if is_open else []),
        _facilitators(session, facilitates=facilitates),
        *([actions(_cancel(session))] if facilitates else []),
    ]
    return fitting.modal(
        "Manage",
        blocks,
        submit="Save",
        close="Close",
        callback_id=SAVE,
        private_metadata=json.dumps({"s": session.id}),
    )


def _standing(shown: Overview) -> Iterator[str]:
    session = shown.assessment.session
    if session.phase != "rating":
        yield "Ratings are closed."
        return
    finished, under_way, waiting = progress(shown.assessment)
    count = len(finished) + under_way + waiting
    yield f"{len(finished)} of {count} have finished, {under_way} under way, {waiting} not begun."
    if session.closes_at:
        left = days_left(session.closes_at, shown.now, session.timezone)
        yield f"Closes {day_and_time(session.closes_at, session.timezone)}, {left}."


def _steps(shown: Overview) -> Iterator[Block]:
    session = shown.assessment.session
    finished, under_way, waiting = progress(shown.assessment)
    left = under_way + waiting
    if left:
        yield button(f"Remind who has not finished ({left})", REMIND, session.id)
    asks = confirm(
        "Close now?",
        f"{len(finished)} of {len(finished) + left} have finished. From then on nobody can rate "
        "or change an answer.",
        "Close",
        "Not yet",
    )
    yield button("Close now", CLOSE, session.id, confirm=asks)


def _cancel(session: Session) -> Block:
    asks = confirm(
        "End it without a result?",
        "Nothing that was rated is shown to anybody, and it cannot be taken up again.",
        "End it",
        "Keep it",
    )
    return button("Cancel it", CANCEL, session.id, style="danger", confirm=asks)


def _while_open(session: Session) -> Iterator[Block]:
    picker: Block = {"type": "datepicker", "action_id": "closes"}
    if session.closes_at:
        local = session.closes_at.astimezone(ZoneInfo(session.timezone))
        picker["initial_date"] = local.date().isoformat()
    yield input_block("closes", "Rating closes on", picker)
    hint = (
        "They get all cards of their level. Who joins the team is added by itself."
        if session.team
        else "They get all cards of their level."
    )
    people = people_select("people", "Choose people", ())
    yield input_block("people", "Add people who rate", people, hint=hint, optional=True)


def _facilitators(session: Session, *, facilitates: bool) -> Block:
    present = [person for person in session.facilitators if person != FORGOTTEN]
    hint = (
        "They steer all of it, as you do. They need not rate."
        if facilitates
        else "You coordinate here: take out who has left, and choose who goes on."
    )
    people = people_select("facilitators", "Choose people", present)
    return input_block("facilitators", "Who facilitates", people, hint=hint)
