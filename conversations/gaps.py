"""What people ask that the corpus does not answer, grouped, without names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlite_utils import Database

from conversations.database import timestamp

_ALIKE = 70.0


@dataclass(frozen=True)
class Gap:
    """A question that was declined, or whose answer did not help, with a word on why."""

    question: str
    topic: str | None
    declined: bool
    whys: tuple[str, ...]
    at: str


@dataclass(frozen=True)
class Group:
    """Gaps about one topic, or in much the same words; ``heading`` names it."""

    heading: str
    gaps: tuple[Gap, ...]

    @property
    def declined(self) -> int:
        """How many of its questions were declined."""
        return sum(gap.declined for gap in self.gaps)

    @property
    def unhelpful(self) -> int:
        """How many of its answers did not help."""
        return sum(not gap.declined for gap in self.gaps)


def gaps_of(db: Database, tenant: str | None, since: datetime | None) -> list[Gap]:
    """Return the gaps since a moment, oldest first; of every tenant where none is given."""
    rows = db.query(
        "SELECT a.question, a.topic, a.answered, a.at,"
        " GROUP_CONCAT(CASE WHEN v.helpful = 0 THEN v.why END, char(10)) AS whys"
        " FROM answers a LEFT JOIN votes v ON v.tenant = a.tenant AND v.answer_id = a.id"
        " WHERE (:tenant IS NULL OR a.tenant = :tenant) AND a.at >= :since"
        " AND (a.reason = 'not_covered' OR v.helpful = 0) AND a.person != ''"
        " GROUP BY a.tenant, a.id ORDER BY a.at",
        {"tenant": tenant, "since": timestamp(since) if since else ""},
    )
    return [
        Gap(
            question=row["question"],
            topic=row["topic"],
            declined=not row["answered"],
            whys=tuple((row["whys"] or "").splitlines()),
            at=row["at"],
        )
        for row in rows
    ]


def group(gaps: Iterable[Gap]) -> list[Group]:
    """Group gaps by topic, and those without one by how alike their words are; largest first."""
    groups: list[tuple[str, list[Gap]]] = []
    for gap in gaps:
        for heading, members in groups:
            if gap.topic == members[0].topic and (
                gap.topic or _alikeness(heading, gap.question) >= _ALIKE
            ):
                members.append(gap)
                break
        else:
            groups.append((gap.topic or gap.question, [gap]))
    grouped = [Group(heading, tuple(members)) for heading, members in groups]
    return sorted(grouped, key=lambda g: -len(g.gaps))


def _alikeness(one: str, other: str) -> float:
    return fuzz.token_set_ratio(one.casefold(), other.casefold())


def as_rows(groups: Sequence[Group]) -> list[dict[str, str | int]]:
    """Return one row a question, for a table that an educator can open."""
    return [
        {
            "group": g.heading,
            "questions in group": len(g.gaps),
            "question": gap.question,
            "outcome": "not covered" if gap.declined else "not helpful",
            "why": " / ".join(gap.whys),
            "date": gap.at[:10],
        }
        for g in groups
        for gap in g.gaps
    ]
