"""What may be typed into a plan, and what has to be there: sentences where it cannot be used."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from conversations.errors import Refused
from conversations.planning.model import LONGEST_LINE, LONGEST_WORDS, Responsible

_Link = TypeVar("_Link")

_GONE = "That {what} is not in the plan any more; somebody took it out meanwhile."
_LONGEST_NAME = 80
_LARGEST = 1e12


def line(text: str, field: str, ask: str) -> str:
    """Return one typed line without the space around it; ``ask`` is said where it is empty.

    Raises Refused.
    """
    text = " ".join(_readable(text).split())
    if not text:
        raise Refused(ask, field)
    if len(text) > LONGEST_LINE:
        raise Refused(f"Please keep it within {LONGEST_LINE} characters.", field)
    return text


def short(text: str, field: str) -> str:
    """Return a typed line that may be left empty. Raises Refused."""
    return line(text, field, "") if _readable(text).strip() else ""


def words(text: str, field: str) -> str:
    """Return a typed paragraph without the space around it, which may be empty. Raises Refused."""
    text = _readable(text).strip()
    if len(text) > LONGEST_WORDS:
        raise Refused(f"Please keep it within {LONGEST_WORDS:,} characters.", field)
    return text


def number(value: float, field: str) -> float:
    """Return a number that can be drawn and counted with. Raises Refused."""
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise Refused("Please give a number, such as 14 or 62.5.", field)
    return float(value)


def responsible(given: Responsible | None, field: str) -> Responsible | None:
    """Return who answers for something, None while nobody does. Raises Refused."""
    if given is None:
        return None
    if not given.person:
        raise Refused("Please choose who in Slack speaks for them.", field)
    name = short(given.name, field)
    if len(name) > _LONGEST_NAME:
        raise Refused(f"Please keep the name within {_LONGEST_NAME} characters.", field)
    return replace(given, name=name)


def present(links: Mapping[str, _Link], link_id: str, what: str) -> _Link:
    """Return a link that is to be there; raises Refused where it is gone."""
    if link_id not in links:
        raise Refused(_GONE.format(what=what))
    return links[link_id]


def _readable(text: str) -> str:
    # Half of a character, which a broken client sends, can be neither kept nor shown.
    return text.encode(errors="ignore").decode()
