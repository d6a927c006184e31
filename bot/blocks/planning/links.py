"""The links of a plan's chain in words: what each is called, and what goes along with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from bot.blocks.text import escape, shorten
from conversations.planning import chain
from conversations.planning.chain import Fallout, Link
from conversations.planning.model import Cause, Driver, Idea, Measure, Plan, Reading, Task
from conversations.planning.wording import long_day

GONE = "something that is not in the plan any more"

_KINDS: dict[type, str] = {
    Cause: "cause",
    Driver: "driver",
    Idea: "change idea",
    Task: "task",
    Measure: "measure",
    Reading: "reading",
}
_LINE = 140


def kind_of(link: Link) -> str:
    """Return what a link is, such as "change idea"."""
    return _KINDS[type(link)]


def text_of(link: Link) -> str:
    """Return the words of a link, as they were typed."""
    match link:
        case Task() | Measure():
            return link.what
        case Reading():
            return f"{read_value(link)} on {long_day(link.day)}"
        case _:
            return link.text


def read_value(reading: Reading) -> str:
    """Return what was read, such as "14 of 20"."""
    whole = "" if reading.whole is None else f" of {reading.whole:g}"
    return f"{reading.value:g}{whole}"


def called(plan: Plan, link_id: str, longest: int = _LINE) -> str:
    """Return a link as mrkdwn within a sentence, such as "the cause “letters in English”"."""
    link = chain.find(plan, link_id)
    if link is None:
        return GONE
    said = f"the {kind_of(link)} “{escape(shorten(text_of(link), longest))}”"
    if isinstance(link, Reading) and link.measure in plan.measures:
        said += f" of {called(plan, link.measure, longest)}"
    return said


def along(plan: Plan, fallout: Fallout) -> Iterator[tuple[str, list[str]]]:
    """Yield what goes along with a link: of each kind its heading and the words of each, escaped.

    Such as "2 change ideas", with the two.
    """
    for part in fields(fallout):
        ids: tuple[str, ...] = getattr(fallout, part.name)
        if ids:
            links = [link for one in ids if (link := chain.find(plan, one))]
            counted = Fallout(**{part.name: ids}).in_words()
            yield counted, [escape(shorten(text_of(link), _LINE)) for link in links]
