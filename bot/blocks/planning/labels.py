"""What the choices of a plan are called, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.planning.model import Every, Heading, Sort, Status, Verdict

STATUSES: Mapping[Status, str] = {
    "to_do": "To do",
    "under_way": "Under way",
    "blocked": "Blocked",
    "done": "Done",
}

SORTS: Mapping[Sort, str] = {
    "outcome": "Outcome: what changes for students",
    "process": "Process: whether we do what we planned",
    "balancing": "Balancing: whether something else suffers",
}

EVERY: Mapping[Every, str] = {
    "week": "Every week",
    "two_weeks": "Every two weeks",
    "month": "Every month",
    "term": "Every term",
    "year": "Every year",
}

HEADINGS: Mapping[Heading, str] = {
    "cost": "Cost",
    "schedule": "Schedule",
    "learning": "Professional learning",
    "families": "Families",
}

VERDICTS: Mapping[Verdict, str] = {
    "adopt": "Adopt: keep doing it",
    "adapt": "Adapt: change it and try again",
    "abandon": "Abandon: stop, we learned from it",
}

WEIGHTS: Mapping[int, str] = {1: "Low", 2: "Medium", 3: "High"}
"""How much impact, and how easy."""

COMPONENTS: Mapping[str, str] = {
    "mission": "Mission, vision, core values",
    "data": "Data analysis, theory of action",
    "objectives": "Strategic objectives, strategic initiatives",
    "outcomes": "Outcomes",
}
"""The components of a school plan, by the word in the ids of their elements."""
