"""The window that says what goes with a link before the link is taken out."""

from __future__ import annotations

import hashlib
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.planning.links import along, kind_of, text_of
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, context, escape, section, shorten
from conversations.planning import chain
from conversations.planning.model import Plan

OPEN, SAVE = "plan_remove", "plan_remove_save"

_MOST_LISTED = 15
_ALONE = "Nothing else hangs on it, so nothing goes along."
_PROPOSED = "You propose it; those who look after the plan decide."
_MORE_BY_NOW = "Somebody has changed the plan meanwhile. Please look once more at what goes along."


def removing_window(
    plan: Plan,
    link_id: str,
    number: str,
    *,
    decides: bool,
    behind: str | None = None,
    again: bool = False,
) -> dict[str, Any]:
    """Return the window about a link that there is.

    ``decides`` tells whether it goes at once, or is proposed under ``number``; ``behind`` is the id
    of a window about the link; ``again`` says that more goes along than was said before.
    """
    link = chain.find(plan, link_id)
    if link is None:
        raise KeyError(link_id)
    fallout = chain.fallout(plan, link_id)
    said = escape(shorten(text_of(link), 600))
    blocks: list[Block] = [context(_MORE_BY_NOW)] if again else []
    blocks.append(section(f"*The {kind_of(link)}*\n>{said}"))
    if fallout.is_nothing:
        blocks.append(section(_ALONE))
    else:
        count = sum(len(lines) for _, lines in along(plan, fallout))
        goes = "goes" if count == 1 else "go"
        blocks.append(section(f"*With it {goes} {fallout.in_words()}:*"))
    for heading, lines in along(plan, fallout):
        listed = [f"•  {line}" for line in lines[:_MOST_LISTED]]
        if len(lines) > _MOST_LISTED:
            listed.append(f"… and {len(lines) - _MOST_LISTED} more")
        text = "\n".join((f"*{heading}*", *listed))
        blocks.append(section(shorten(text, limits.SECTION_TEXT)))
    if not decides:
        blocks.append(context(_PROPOSED))
    return fitting.modal(
        "Take it out?",
        blocks,
        submit="Take it out" if decides else "Propose it",
        close="Keep it",
        callback_id=SAVE,
        private_metadata=value(plan, id=link_id, n=number, v=behind, goes=digest(plan, link_id)),
    )


def taken_out(plan: Plan, link_id: str) -> str:
    """Return what was done, out of the plan as it was before."""
    link = chain.find(plan, link_id)
    if link is None:
        return "It is out of the plan."
    fallout = chain.fallout(plan, link_id)
    with_it = "" if fallout.is_nothing else f" With it went {fallout.in_words()}."
    return f"“{escape(shorten(text_of(link), 300))}” is out of the plan.{with_it}"


def digest(plan: Plan, link_id: str) -> str:
    """Return a mark of all that goes along with a link; another one once more hangs on it."""
    return hashlib.blake2b(repr(chain.fallout(plan, link_id)).encode(), digest_size=8).hexdigest()
