"""The parts of a plan in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conversations.exports.plan_report import (
    CauseShown,
    DriverShown,
    Fishbone,
    IdeaShown,
    MeasureShown,
)

_SORTS = ("outcome", "process", "balancing")


@dataclass(frozen=True)
class CauseInPlace:
    """A cause with the bone that it is on and the causes that led to it by asking "why?"."""

    cause: CauseShown
    bone: str
    behind: tuple[str, ...]


def by_sort(measures: Iterable[MeasureShown]) -> list[MeasureShown]:
    """Return measures of outcomes first, then of the process, then balancing ones."""
    return sorted(measures, key=_rank)


def some_of_each_sort(measures: Iterable[MeasureShown]) -> list[MeasureShown]:
    """Return measures, the first of each sort before the second of any."""
    seen: dict[str, int] = {}
    places = []
    for measure in by_sort(measures):
        seen[measure.sort] = seen.get(measure.sort, 0) + 1
        places.append((seen[measure.sort], measure))
    return [measure for _, measure in sorted(places, key=lambda pair: (pair[0], _rank(pair[1])))]


def causes(fishbone: Fishbone) -> Iterator[CauseInPlace]:
    """Return all causes of a fishbone, each before the answers to "why?" under it."""
    for bone in fishbone.bones:
        yield from _in_place(bone.causes, bone.name, ())


def numbered(
    drivers: tuple[DriverShown, ...], above: str = ""
) -> Iterator[tuple[str, DriverShown]]:
    """Return drivers with their numbers: 1, 1.1, 1.2, 2."""
    for place, driver in enumerate(drivers, 1):
        number = f"{above}{place}"
        yield number, driver
        yield from numbered(driver.secondary, f"{number}.")


def ideas_under(driver: DriverShown) -> Iterator[IdeaShown]:
    """Return the ideas of a driver and of all that stand under it."""
    yield from driver.ideas
    for each in driver.secondary:
        yield from ideas_under(each)


def _in_place(
    found: tuple[CauseShown, ...], bone: str, behind: tuple[str, ...]
) -> Iterator[CauseInPlace]:
    for cause in found:
        yield CauseInPlace(cause, bone, behind)
        yield from _in_place(cause.whys, bone, (*behind, cause.text))


def _rank(measure: MeasureShown) -> int:
    return _SORTS.index(measure.sort) if measure.sort in _SORTS else len(_SORTS)
