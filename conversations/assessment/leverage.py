"""The order of the growth areas: need, impact and ease, weighed by the members, said in words."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from conversations.assessment import findings
from conversations.assessment.model import SMALL_GROUP, Assessment, Vote

WEIGHTS = {1: "low", 2: "medium", 3: "high"}


@dataclass(frozen=True)
class Ranked:
    """A growth area in its place, with the sentence that says why it stands there."""

    indicator: str
    reason: str


def voters(assessment: Assessment) -> int:
    """Return how many members have weighed anything."""
    return sum(bool(votes) for votes in assessment.votes.values())


def votes_are_shown(assessment: Assessment) -> bool:
    """Tell whether the weights may be shown: of fewer than three members only if all agreed."""
    if assessment.is_solo or voters(assessment) >= SMALL_GROUP:
        return voters(assessment) > 0
    voted = [p for p, votes in assessment.votes.items() if votes]
    return bool(voted) and all(assessment.participants[p].consents for p in voted)


def order(assessment: Assessment) -> list[Ranked]:
    """Return the growth areas, highest leverage first.

    The weights of need, impact and ease are added up; what is equal goes by the lower agreed
    rating, then as in the Blueprint.
    """
    growing = findings.growth_areas(assessment)
    shown = votes_are_shown(assessment)
    votes = {i: _votes_on(assessment, i) if shown else [] for i in growing}
    agreed = assessment.session.agreements

    def leverage(indicator: str) -> tuple[float, int]:
        weight = sum(_means(votes[indicator])) if votes[indicator] else 0.0
        return -weight, agreed[indicator].value

    ordered = sorted(growing, key=leverage)
    return [Ranked(i, _reason(assessment, i, votes[i])) for i in ordered]


def _votes_on(assessment: Assessment, indicator: str) -> list[Vote]:
    return [votes[indicator] for votes in assessment.votes.values() if indicator in votes]


def _means(votes: list[Vote]) -> tuple[float, float, float]:
    return (
        fmean(vote.need for vote in votes),
        fmean(vote.impact for vote in votes),
        fmean(vote.ease for vote in votes),
    )


def _reason(assessment: Assessment, indicator: str, votes: list[Vote]) -> str:
    scale, value = assessment.session.scale, assessment.session.agreements[indicator].value
    whose = "Your" if assessment.is_solo else "Agreed"
    rating = f"{whose} rating: {value}, {scale.point(value).label}."
    if not votes:
        return rating
    # Halves count upwards: a team that is torn between medium and high means at least medium.
    need, impact, ease = (WEIGHTS[int(mean + 0.5)] for mean in _means(votes))
    count = "1 vote" if len(votes) == 1 else f"{len(votes)} votes"
    counted = "" if assessment.is_solo else f" ({count})"
    return f"{need.capitalize()} need, {impact} impact, {ease} ease{counted}. {rating}"
