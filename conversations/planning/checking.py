"""What may be typed into a plan, and what has to be there: sentences where it cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from conversations.errors import Refused
from conversations.planning.model import LONGEST_LINE, LONGEST_WORDS

_Link = TypeVar("_Link")

_GONE = "That {what} is not in the plan any more; somebody took it out meanwhile."


def line(text: str, field: str, ask: str) -> str:
    """Return one typed line without the space around it; ``ask`` is said where it is empty.

    Raises Refused.
    """
    text = " ".join(text.split())
    if not text:
        raise Refused(ask, field)
    if len(text) > LONGEST_LINE:
        raise Refused(f"Please keep it within {LONGEST_LINE} characters.", field)
    return text


def words(text: str, field: str) -> str:
    """Return a typed paragraph without the space around it, which may be empty. Raises Refused."""
    text = text.strip()
    if len(text) > LONGEST_WORDS:
        raise Refused(f"Please keep it within {LONGEST_WORDS:,} characters.", field)
    return text


def present(links: Mapping[str, _Link], link_id: str, what: str) -> _Link:
    """Return a link that is to be there; raises Refused where it is gone."""
    if link_id not in links:
        raise Refused(_GONE.format(what=what))
    return links[link_id]
