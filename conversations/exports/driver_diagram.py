"""A driver diagram (Langley et al., *The Improvement Guide*), as a picture and in words."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.exports.driver_layout import NO_GOAL, all_drivers, layout
from conversations.exports.in_words import Group, counted, tell
from conversations.exports.legible import one_line
from conversations.exports.picture import draw
from conversations.exports.plan_report import DriverDiagram, DriverShown, IdeaShown
from conversations.exports.surface import Surface

TITLE = "Driver diagram"
_LONGEST_ENTRY = 240
_JUDGED = {1: "low", 2: "medium", 3: "high"}


def driver_diagram(diagram: DriverDiagram) -> bytes:
    """Return the picture as a PNG."""
    surface, height = _drawn(diagram)
    return surface.png(height)


def driver_diagram_svg(diagram: DriverDiagram) -> bytes:
    """Return the picture as an SVG; the same diagram gives the same bytes."""
    surface, height = _drawn(diagram)
    return surface.svg(height, TITLE, driver_diagram_words(diagram))


def driver_diagram_words(diagram: DriverDiagram) -> str:
    """Return what the picture says, in at most 2,000 characters."""
    drivers = list(all_drivers(diagram))
    primary, ideas = len(diagram.drivers), sum(len(driver.ideas) for driver in drivers)
    goal = one_line(diagram.goal, 500).rstrip(".") or NO_GOAL
    summary = (
        f"{TITLE} of the goal: {goal}. {counted(primary, 'primary driver')}, "
        f"{counted(len(drivers) - primary, 'secondary driver')}, {counted(ideas, 'change idea')}."
    )
    in_full, in_brief = (list(_groups(diagram.drivers, briefly)) for briefly in (False, True))
    return tell(summary, in_full, in_brief)


def _groups(drivers: tuple[DriverShown, ...], briefly: bool, above: str = "") -> Iterator[Group]:
    for driver in drivers:
        name = above + one_line(driver.text, 120).rstrip(".")
        if driver.ideas or not driver.secondary:
            yield name, [_entry(idea, briefly) for idea in driver.ideas]
        yield from _groups(driver.secondary, briefly, f"{name}, by ")


def _entry(idea: IdeaShown, briefly: bool) -> str:
    text = one_line(idea.text, _LONGEST_ENTRY).rstrip(".")
    if briefly:
        return text
    judged = (("impact", idea.impact), ("ease", idea.ease))
    notes = [
        one_line(idea.source, _LONGEST_ENTRY),
        *(f"{name} {_JUDGED[value]}" for name, value in judged if value),
        one_line(idea.verdict, _LONGEST_ENTRY).lower(),
    ]
    said = ", ".join(note for note in notes if note)
    return f"{text} ({said})" if said else text


def _drawn(diagram: DriverDiagram) -> tuple[Surface, float]:
    texts = [diagram.goal]
    for driver in all_drivers(diagram):
        texts += [driver.text, *driver.causes]
        for idea in driver.ideas:
            texts += [idea.text, idea.source, idea.verdict]
    surface = Surface(1, texts)
    picture = layout(diagram, surface.letters)
    draw(picture, surface)
    return surface, picture.height
