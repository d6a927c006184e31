"""What the ratings show: distributions, medians and splits, and of whom nothing is shown.

A group is everybody who rates at one level. Medians and splits stay within it. Of fewer than three
raters nothing is shown unless each of them has agreed; somebody who assesses alone is exempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conversations.assessment.model import (
    SMALL_GROUP,
    SPLIT,
    Assessment,
    Participant,
    Rating,
    Statement,
)

ROLE_GROUPS = {
    "ESL teacher": "teachers",
    "Classroom teacher": "teachers",
    "Principal": "administrators",
    "District leader": "administrators",
    "Coach": "coaches",
    "Family member": "family members",
    "School committee": "school committee",
}
"""Roles whose ratings are looked at together, in the words that they are shown under."""


@dataclass(frozen=True)
class Finding:
    """What a group said of one indicator; ``ratings`` by participant, "Don't know" among them."""

    statement: Statement
    ratings: Mapping[str, Rating]
    roles: Mapping[str, int]

    @property
    def values(self) -> tuple[int, ...]:
        """The ratings that were given, lowest first."""
        return tuple(sorted(r.value for r in self.ratings.values() if r.value is not None))

    @property
    def dont_know(self) -> int:
        """How many do not know."""
        return sum(rating.value is None for rating in self.ratings.values())

    @property
    def counts(self) -> Mapping[int, int]:
        """How many gave each rating."""
        return Counter(self.values)

    @property
    def median(self) -> int | None:
        """The middle rating, of an even number the lower one; None where nobody rated."""
        return median(self.values)

    @property
    def spread(self) -> int:
        """Points between the lowest and the highest rating."""
        return self.values[-1] - self.values[0] if self.values else 0

    @property
    def is_split(self) -> bool:
        """Whether the group sees it so differently that it should talk."""
        return self.spread >= SPLIT


def median(values: Iterable[int]) -> int | None:
    """Return the middle of the values, of an even number the lower middle; None of none."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def raters(assessment: Assessment, level: str) -> list[Participant]:
    """Return who has said anything at a level; who has left since still counts."""
    return [
        participant
        for participant in assessment.participants.values()
        if participant.level == level and assessment.walks[participant.id].ratings
    ]


def is_shown(assessment: Assessment, level: str) -> bool:
    """Tell whether what a group said may be shown; before the close nothing is."""
    if assessment.session.phase in ("rating", "cancelled"):
        return False
    group = raters(assessment, level)
    if assessment.is_solo or len(group) >= SMALL_GROUP:
        return bool(group)
    return bool(group) and all(participant.consents for participant in group)


def asked_to_consent(assessment: Assessment) -> list[Participant]:
    """Return the raters of small groups, each of whom is asked whether it may be shown."""
    if assessment.is_solo or assessment.session.phase not in ("agreeing", "prioritising"):
        return []
    groups = (raters(assessment, level) for level in assessment.session.levels)
    return [one for group in groups if len(group) < SMALL_GROUP for one in group]


def findings(assessment: Assessment) -> list[Finding]:
    """Return what may be shown of each indicator that somebody spoke to, in document order."""
    shown = {level: is_shown(assessment, level) for level in assessment.session.levels}
    found = (_finding(assessment, s) for s in assessment.session.statements if shown[s.level])
    return [finding for finding in found if finding.ratings]


def finding_of(assessment: Assessment, indicator: str) -> Finding | None:
    """Return what may be shown of one indicator."""
    return next((f for f in findings(assessment) if f.statement.id == indicator), None)


def splits(assessment: Assessment) -> list[Finding]:
    """Return the splits, widest first."""
    split = [finding for finding in findings(assessment) if finding.is_split]
    return sorted(split, key=lambda finding: -finding.spread)


def proposals(assessment: Assessment) -> dict[str, int]:
    """Return the medians of what is neither split nor agreed, to be accepted all at once."""
    agreed = assessment.session.agreements
    return {
        finding.statement.id: finding.median
        for finding in findings(assessment)
        if not finding.is_split
        and finding.statement.id not in agreed
        and finding.median is not None
    }


def open_splits(assessment: Assessment) -> list[Finding]:
    """Return the splits that the team has not agreed on yet, widest first."""
    agreed = assessment.session.agreements
    return [finding for finding in splits(assessment) if finding.statement.id not in agreed]


def strengths(assessment: Assessment) -> list[str]:
    """Return the indicators whose agreed rating stands for a strength, in document order."""
    return _standing_for(assessment, "strength")


def growth_areas(assessment: Assessment) -> list[str]:
    """Return the indicators to grow in, in document order.

    Where no agreed rating is low, those in between are: a team can always go one step further.
    """
    return _standing_for(assessment, "growth") or _standing_for(assessment, "steady")


def _standing_for(assessment: Assessment, what: str) -> list[str]:
    session = assessment.session
    return [
        statement.id
        for statement in session.statements
        if (agreed := session.agreements.get(statement.id)) is not None
        and session.scale.point(agreed.value).stands_for == what
    ]


def _finding(assessment: Assessment, statement: Statement) -> Finding:
    ratings = {
        participant: walk.ratings[statement.id]
        for participant, walk in assessment.walks.items()
        if walk.level == statement.level and statement.id in walk.ratings
    }
    return Finding(statement, ratings, _roles(assessment, ratings))


def _roles(assessment: Assessment, ratings: Mapping[str, Rating]) -> Mapping[str, int]:
    """Return the median of each role, where two or more differ and each has three raters."""
    grouped: dict[str, list[int]] = {}
    for participant, rating in ratings.items():
        role = ROLE_GROUPS.get(assessment.participants[participant].role)
        if role and rating.value is not None:
            grouped.setdefault(role, []).append(rating.value)
    medians = {
        role: middle
        for role, values in grouped.items()
        if len(values) >= SMALL_GROUP and (middle := median(values)) is not None
    }
    return medians if len(set(medians.values())) > 1 else {}
