"""Reports to draw, made of the shipped items: as many indicators and levels as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from statistics import median_low

from content import ids
from content.loader import Corpus, load
from content.models import Scale
from content.scale import load_scale
from conversations.exports.report import (
    Material,
    PriorityShown,
    RatingShown,
    Report,
    ReportRow,
)

BLOCKS = tuple(i for i in ids.all_ids() if ids.kind_of(i) == "building_block")
SCALE: Scale = load_scale()
_EVIDENCE = (
    "We have interpreters at conferences, but not at open house or at the book fair.",
    "The front office calls home in Spanish and Portuguese; for other languages we have no plan.",
    "",
    "Sign-in sheets from October show 41 families, most of them for the first time.",
    "Our grade 3 team plans with the ESL teacher on Tuesdays; grade 5 has no time in common.",
    "Not enough bilingual staff.",
    "I have seen it in two classrooms this fall, and both teachers said that they learned it from "
    "each other and not from us.",
)


@lru_cache(maxsize=1)
def _corpus() -> Corpus:
    return load()


def rating(
    value: int | None, words: str | None = None, *, name: str | None = None, role: str | None = None
) -> RatingShown:
    """Return a rating; without a value, "don't know"."""
    return RatingShown(value, words, name, role)


def row(
    indicator: str = "blueprint/p1/b2/school/1",
    *ratings: RatingShown,
    agreed: int | None = None,
    statement: str | None = None,
    block: str | None = None,
    rationale: str = "",
    dissent: str = "",
    hidden: bool = False,
    before: int | None = None,
) -> ReportRow:
    """Return an indicator's row with its median worked out."""
    _, pillar, number, level, place = indicator.split("/")
    item, block_id = _corpus().items[indicator], f"blueprint/{pillar}/{number}"
    values = [shown.value for shown in ratings if shown.value is not None]
    return ReportRow(
        indicator=indicator,
        label=f"{pillar.upper()} · BB{number[1]} · {level.capitalize()} {place}",
        statement=item.text if statement is None else statement,
        block=block or _corpus().items[block_id].title,
        block_id=block_id,
        level=level,
        ratings=ratings,
        median=median_low(values) if values else None,
        agreed=agreed,
        rationale=rationale,
        dissent=dissent,
        hidden=hidden,
        before=before,
    )


def report(
    *rows: ReportRow,
    title: str = "EL self-assessment, fall 2026",
    team: str = "Lincoln School leadership team",
    closed: date | None = date(2026, 11, 2),
    scale: Scale = SCALE,
    strengths: tuple[str, ...] = (),
    growth: tuple[str, ...] = (),
    priorities: tuple[PriorityShown, ...] = (),
    earlier: date | None = None,
) -> Report:
    """Return a report of rows."""
    raters = {found.level: max(len(found.ratings), 1) for found in rows}
    return Report(
        title=title,
        team=team,
        started=date(2026, 10, 5),
        closed=closed,
        raters=raters,
        scale=scale,
        rows=rows,
        strengths=strengths,
        growth=growth,
        priorities=priorities,
        earlier=earlier,
    )


def whole(
    levels: tuple[str, ...] = ("school",), blocks: int = 12, *, compared: bool = False
) -> Report:
    """Return a report such as a team ends with: everything in it, over so many building blocks."""
    rows = tuple(_rated(place, i, compared) for place, i in enumerate(_indicators(levels, blocks)))
    strengths = tuple(r.indicator for r in rows if r.agreed == SCALE.values[-1])
    growth = tuple(r.indicator for r in rows if r.agreed in (1, 2))
    priorities = tuple(_priority(rank, i) for rank, i in enumerate(growth[:3], 1))
    return report(
        *rows,
        strengths=strengths,
        growth=growth,
        priorities=priorities,
        earlier=date(2026, 3, 13) if compared else None,
    )


def _indicators(levels: tuple[str, ...], blocks: int) -> Iterator[str]:
    return (
        i
        for i in ids.all_ids()
        if ids.kind_of(i) == "indicator"
        and ids.level_of(i) in levels
        and ids.block_of(i) in BLOCKS[:blocks]
    )


def _rated(place: int, indicator: str, compared: bool) -> ReportRow:
    if place % 17 == 11:
        return row(indicator, hidden=True)
    centre = 1 + place * 7 % 11 % 4
    values = [min(max(centre + (place + n) * n % 4 - 1, 1), 4) for n in range(5)]
    ratings = [
        rating(value, _EVIDENCE[(place + 2 * n) % 7] or None) for n, value in enumerate(values)
    ] + [rating(None)]
    split = max(values) - min(values) > 2
    return row(
        indicator,
        *ratings,
        agreed=None if place % 13 == 7 else median_low(values),
        rationale="Two grades do it every week, the others have begun." if split else "",
        dissent="One of us sees less of it in grade 8." if place % 5 == 3 else "",
        before=1 + place % 4 if compared and place % 3 else None,
    )


def _priority(rank: int, indicator: str) -> PriorityShown:
    return PriorityShown(
        rank=rank,
        title=_corpus().items[indicator].title,
        indicators=(indicator,),
        reason="Five of six members named it as a need, and three think that a term is enough.",
        materials=(
            Material(
                "Know families before they come",
                "Ask each family at enrollment which language they want to hear and read.",
                None,
            ),
            Material(
                "Blueprint dashboard",
                "The Department's own pages, with resources for every building block.",
                "https://www.doe.mass.edu/ele/blueprint/dashboard.html",
            ),
        ),
    )
