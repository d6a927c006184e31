"""How indicators and what people said of them are put into a few words."""

from __future__ import annotations

from bot.blocks.text import escape
from content.models import Scale
from conversations.assessment.findings import Finding

_LONGEST_BAR = 12


def label(item_id: str) -> str:
    """Return where an indicator or block stands in the Blueprint: "P1 · BB2 · School 3"."""
    _, pillar, block, *within = item_id.split("/")
    place = f"P{pillar[1:]} · BB{block[1:]}"
    return f"{place} · {' '.join(within).capitalize()}" if within else place


def point(scale: Scale, value: int) -> str:
    """Return a rating with its name: "3, Developing"."""
    return f"{value}, {scale.point(value).label}"


def distribution(scale: Scale, finding: Finding) -> str:
    """Return how many gave each rating, a line with a bar for each, as mrkdwn."""
    most = max(finding.counts.values(), default=0)
    lines = [
        f"{escape(point.label)}: {count}  {_bar(count, most)}".rstrip()
        for point in scale.points
        for count in (finding.counts.get(point.value, 0),)
    ]
    if finding.dont_know:
        lines.append(f"{escape(scale.dont_know)}: {finding.dont_know} (left out of the middle)")
    return "\n".join(lines)


def short_distribution(scale: Scale, finding: Finding) -> str:
    """Return how many gave each rating that somebody gave: "Beginning 2, Developing 3"."""
    said = [
        f"{point.label} {finding.counts[point.value]}"
        for point in scale.points
        if finding.counts.get(point.value)
    ]
    if finding.dont_know:
        said.append(f"{scale.dont_know} {finding.dont_know}")
    return ", ".join(said)


def _bar(count: int, most: int) -> str:
    if most <= _LONGEST_BAR:
        return "▇" * count
    return "▇" * max(round(count * _LONGEST_BAR / most), 1 if count else 0)
